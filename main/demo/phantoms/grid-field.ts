import type { Field } from './noise-field.ts';
import type { Box } from './shape.ts';

/**
 * Stores a smooth field on a grid and looks it up by trilinear blending; beyond the box its edge holds. Slices ask for many points
 * of one level, so the blend along z is done once for a level.
 * @param rowsAt gives the field within one level
 */
export function storeOnGrid(box: Box, stepMm: number, rowsAt: (z: number) => (x: number, y: number) => number): Field {
  const nx = Math.ceil((box.maxX - box.minX) / stepMm) + 1;
  const ny = Math.ceil((box.maxY - box.minY) / stepMm) + 1;
  const nz = Math.ceil((box.maxZ - box.minZ) / stepMm) + 1;
  const grid = new Float32Array(nx * ny * nz);
  let write = 0;
  for (let k = 0; k < nz; k += 1) {
    const value = rowsAt(box.minZ + k * stepMm);
    for (let j = 0; j < ny; j += 1) {
      for (let i = 0; i < nx; i += 1) {
        grid[write] = value(box.minX + i * stepMm, box.minY + j * stepMm);
        write += 1;
      }
    }
  }
  const level = new Float32Array(nx * ny);
  let levelZ = NaN;
  const blendLevel = (z: number): void => {
    const w = Math.max(0, Math.min(nz - 1.001, (z - box.minZ) / stepMm));
    const k = Math.floor(w);
    const fraction = w - k;
    const below = k * nx * ny;
    for (let index = 0; index < level.length; index += 1) {
      const from = grid[below + index] as number;
      level[index] = from + ((grid[below + nx * ny + index] as number) - from) * fraction;
    }
    levelZ = z;
  };
  const perMm = 1 / stepMm;
  return (x, y, z) => {
    if (z !== levelZ) blendLevel(z);
    let u = (x - box.minX) * perMm;
    let v = (y - box.minY) * perMm;
    u = u < 0 ? 0 : u > nx - 1.001 ? nx - 1.001 : u;
    v = v < 0 ? 0 : v > ny - 1.001 ? ny - 1.001 : v;
    const i = Math.floor(u);
    const j = Math.floor(v);
    const fu = u - i;
    const base = j * nx + i;
    const near = (level[base] as number) * (1 - fu) + (level[base + 1] as number) * fu;
    const far = (level[base + nx] as number) * (1 - fu) + (level[base + nx + 1] as number) * fu;
    return near + (far - near) * (v - j);
  };
}
