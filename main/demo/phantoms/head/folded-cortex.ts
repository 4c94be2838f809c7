import { storeOnGrid } from '../grid-field.ts';
import { createNoiseField, type Field } from '../noise-field.ts';
import { createRandom } from '../random.ts';
import type { Box, Point } from '../shape.ts';

/** What the brain's shading needs at a place; distances in mm. */
export interface FoldedCortex {
  /** Distance to the middle of the nearest sulcus, measured along the surface. */
  readonly sulcus: Field;
  /** How deep the sulci go here. */
  readonly sulcusDepth: Field;
}

const BRAIN_BOX: Box = { minX: -72, maxX: 72, minY: -90, maxY: 90, minZ: -66, maxZ: 82 };
/** Two sulci lie half a wavelength apart. */
const WAVELENGTH_MM = 25;
const WAVES = 11;

/**
 * Gyri and sulci: the zero lines of a random wave of one wavelength on each hemisphere's surface run like sulci do, and are carried
 * inwards along the radius.
 * @param stepMm of the grid on which the fields are kept; 2.4 shows no steps
 */
export function createFoldedCortex(seed: string, stepMm: number): FoldedCortex {
  const waves = [createWave(`${seed}/right`), createWave(`${seed}/left`)] as const;
  const depths = createNoiseField(`${seed}/sulcus-depth`, 26);
  const warp = createNoiseField(`${seed}/warp`, 24);
  const toSulcus = (x: number, y: number, z: number): number => {
    const side = x < 0 ? -1 : 1;
    const dx = x - side * 17;
    const dz = z - 4;
    const radius = Math.hypot(dx, y, dz) + 1e-6;
    // Deep inside there are no sulci; the value there only has to be large.
    if (radius < 22) return 9;
    const onSurface = 68 / radius;
    const bend = 9 * warp(x, y, z);
    const wave = waves[side < 0 ? 0 : 1];
    return wave(dx * onSurface + bend, y * onSurface - bend, dz * onSurface + bend * 0.5, [dx / radius, y / radius, dz / radius]) * Math.min(1.1, radius / 68);
  };
  return {
    sulcus: storeOnGrid(BRAIN_BOX, stepMm, (z) => (x, y) => toSulcus(x, y, z)),
    sulcusDepth: storeOnGrid(BRAIN_BOX, 6, (z) => (x, y) => 14 + 7 * depths(x, y, z)),
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
