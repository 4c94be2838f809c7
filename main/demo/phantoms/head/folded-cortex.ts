import { createNoiseField } from '../noise-field.ts';
import { createRandom } from '../random.ts';
import type { Point, Shape } from '../shape.ts';

/** What the brain's shading needs at a place; distances in mm. */
export interface CortexSample {
  /** Depth under the surface of the cranial cavity. */
  readonly depth: (x: number, y: number, z: number) => number;
  /** Distance to the middle of the nearest sulcus, measured along the surface. */
  readonly sulcus: (x: number, y: number, z: number) => number;
  /** How deep the sulci go here. */
  readonly sulcusDepth: (x: number, y: number, z: number) => number;
}

const STEP_MM = 2;
const MIN: Point = [-76, -96, -72];
const COUNT = [77, 97, 80] as const;
/** Two sulci lie half a wavelength apart. */
const WAVELENGTH_MM = 25;
const WAVES = 11;

/**
 * Gyri and sulci: the zero lines of a random wave of one wavelength on each hemisphere's surface run like sulci do, and are carried
 * inwards along the radius. Fields are kept on a 2 mm grid and blended.
 */
export function createFoldedCortex(cavity: Shape, seed: string): CortexSample {
  const waves = [createWave(`${seed}/right`), createWave(`${seed}/left`)] as const;
  const depths = createNoiseField(`${seed}/sulcus-depth`, 26);
  const warp = createNoiseField(`${seed}/warp`, 24);
  const depth = fillGrid((x, y, z) => -cavity.at(z)(x, y), cavity);
  const sulcus = fillGrid((x, y, z) => {
    const side = x < 0 ? -1 : 1;
    const center: Point = [side * 17, 0, 4];
    const dx = x - center[0];
    const dy = y - center[1];
    const dz = z - center[2];
    const radius = Math.hypot(dx, dy, dz) + 1e-6;
    const onSurface = 68 / radius;
    const bend = 9 * warp(x, y, z);
    return waves[side < 0 ? 0 : 1](dx * onSurface + bend, dy * onSurface - bend, dz * onSurface + bend * 0.5, [dx / radius, dy / radius, dz / radius]) * Math.min(1.1, radius / 68);
  });
  return {
    depth: sampler(depth),
    sulcus: sampler(sulcus),
    sulcusDepth: (x, y, z) => 14 + 7 * depths(x, y, z),
  };
}

/** Distance to the nearest zero line of a random wave, on the surface with the given normal. */
function createWave(seed: string): (x: number, y: number, z: number, normal: Point) => number {
  const random = createRandom(`cortex/${seed}`);
  const k = (2 * Math.PI) / WAVELENGTH_MM;
  const waves = Array.from({ length: WAVES }, () => {
    const height = random.between(-1, 1);
    const angle = random.between(0, 2 * Math.PI);
    const flat = Math.sqrt(1 - height * height);
    return [k * flat * Math.cos(angle), k * flat * Math.sin(angle), k * height, random.between(0, 2 * Math.PI)] as const;
  });
  const usualSlope = k * Math.sqrt(WAVES / 3);
  return (x, y, z, normal) => {
    let sum = 0;
    let gx = 0;
    let gy = 0;
    let gz = 0;
    for (const [kx, ky, kz, phase] of waves) {
      const angle = kx * x + ky * y + kz * z + phase;
      const sine = Math.sin(angle);
      sum += Math.cos(angle);
      gx -= kx * sine;
      gy -= ky * sine;
      gz -= kz * sine;
    }
    const along = gx * normal[0] + gy * normal[1] + gz * normal[2];
    const slope = Math.hypot(gx - along * normal[0], gy - along * normal[1], gz - along * normal[2]);
    return Math.abs(sum) / Math.max(slope, 0.45 * usualSlope);
  };
}

function fillGrid(value: (x: number, y: number, z: number) => number, cavity?: Shape): Float32Array {
  const [nx, ny, nz] = COUNT;
  const grid = new Float32Array(nx * ny * nz);
  let index = 0;
  for (let k = 0; k < nz; k += 1) {
    const z = MIN[2] + k * STEP_MM;
    const section = cavity?.at(z);
    for (let j = 0; j < ny; j += 1) {
      const y = MIN[1] + j * STEP_MM;
      for (let i = 0; i < nx; i += 1) {
        const x = MIN[0] + i * STEP_MM;
        grid[index] = section === undefined ? value(x, y, z) : -section(x, y);
        index += 1;
      }
    }
  }
  return grid;
}

/** Trilinear look-up; beyond the grid the edge holds. */
function sampler(grid: Float32Array): (x: number, y: number, z: number) => number {
  const [nx, ny, nz] = COUNT;
  return (x, y, z) => {
    const u = Math.max(0, Math.min(nx - 1.001, (x - MIN[0]) / STEP_MM));
    const v = Math.max(0, Math.min(ny - 1.001, (y - MIN[1]) / STEP_MM));
    const w = Math.max(0, Math.min(nz - 1.001, (z - MIN[2]) / STEP_MM));
    const i = Math.floor(u);
    const j = Math.floor(v);
    const k = Math.floor(w);
    const fu = u - i;
    const fv = v - j;
    const fw = w - k;
    const base = (k * ny + j) * nx + i;
    const row = (at: number) => (grid[at] as number) * (1 - fu) + (grid[at + 1] as number) * fu;
    const near = row(base) * (1 - fv) + row(base + nx) * fv;
    const far = row(base + nx * ny) * (1 - fv) + row(base + nx * ny + nx) * fv;
    return near * (1 - fw) + far * fw;
  };
}
