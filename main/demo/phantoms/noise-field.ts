import { createRandom } from './random.ts';

/** A smooth random field over patient space (mm), about −1 to 1, mean 0. */
export type Field = (x: number, y: number, z: number) => number;

const LATTICE = 32;
const LATTICE_MASK = LATTICE - 1;

/**
 * Value noise on a periodic lattice, smoothed by a quintic fade.
 * @param featureMm distance of lattice points: the size of a blob
 */
export function createNoiseField(seed: string, featureMm: number): Field {
  const random = createRandom(`noise/${seed}`);
  const lattice = new Float32Array(LATTICE ** 3);
  for (let index = 0; index < lattice.length; index += 1) lattice[index] = random.between(-1, 1);
  const perMm = 1 / featureMm;
  return (x, y, z) => {
    // Turned against the patient's axes, so that the lattice does not show as squares.
    const u = (0.7651 * x + 0.5463 * y + 0.3408 * z) * perMm + 4096;
    const v = (-0.6312 * x + 0.7415 * y + 0.2275 * z) * perMm + 4096;
    const w = (-0.1284 * x - 0.3892 * y + 0.9122 * z) * perMm + 4096;
    const iu = Math.floor(u);
    const iv = Math.floor(v);
    const iw = Math.floor(w);
    const fu = fade(u - iu);
    const fv = fade(v - iv);
    const fw = fade(w - iw);
    const x0 = iu & LATTICE_MASK;
    const x1 = (iu + 1) & LATTICE_MASK;
    const y0 = (iv & LATTICE_MASK) * LATTICE;
    const y1 = ((iv + 1) & LATTICE_MASK) * LATTICE;
    const z0 = (iw & LATTICE_MASK) * LATTICE * LATTICE;
    const z1 = ((iw + 1) & LATTICE_MASK) * LATTICE * LATTICE;
    const near = mix(mix(at(lattice, z0 + y0 + x0), at(lattice, z0 + y0 + x1), fu), mix(at(lattice, z0 + y1 + x0), at(lattice, z0 + y1 + x1), fu), fv);
    const far = mix(mix(at(lattice, z1 + y0 + x0), at(lattice, z1 + y0 + x1), fu), mix(at(lattice, z1 + y1 + x0), at(lattice, z1 + y1 + x1), fu), fv);
    return mix(near, far, fw);
  };
}

/** Octaves of noise, each half as large and half as strong as the one before. */
export function createFractalField(seed: string, featureMm: number, octaves: number): Field {
  const fields = Array.from({ length: octaves }, (_, octave) => createNoiseField(`${seed}/${octave}`, featureMm / 2 ** octave));
  return (x, y, z) => {
    let sum = 0;
    let strength = 1;
    for (const field of fields) {
      sum += strength * field(x, y, z);
      strength *= 0.5;
    }
    return sum;
  };
}

const BLOCK = 64;
const BLOCK_MASK = BLOCK - 1;

/**
 * The same field stored in a block of voxels that repeats: a look-up instead of arithmetic, for textures of whole organs.
 * @param voxelMm size of a stored voxel; the block repeats every 64 voxels
 */
export function storeField(field: Field, voxelMm: number): Field {
  const block = new Float32Array(BLOCK ** 3);
  let index = 0;
  for (let k = 0; k < BLOCK; k += 1) {
    for (let j = 0; j < BLOCK; j += 1) {
      for (let i = 0; i < BLOCK; i += 1) {
        block[index] = field(i * voxelMm, j * voxelMm, k * voxelMm);
        index += 1;
      }
    }
  }
  const perMm = 1 / voxelMm;
  return (x, y, z) => {
    const i = Math.floor(x * perMm) & BLOCK_MASK;
    const j = Math.floor(y * perMm) & BLOCK_MASK;
    const k = Math.floor(z * perMm) & BLOCK_MASK;
    return at(block, (k * BLOCK + j) * BLOCK + i);
  };
}

function at(values: Float32Array, index: number): number {
  return values[index] as number;
}

function mix(left: number, right: number, fraction: number): number {
  return left + (right - left) * fraction;
}

function fade(fraction: number): number {
  return fraction * fraction * fraction * (fraction * (fraction * 6 - 15) + 10);
}
