/** How a volume may be built on this machine. */
export type VolumeWeight =
  /** Every voxel. */
  | { readonly kind: 'full'; readonly bytes: number }
  /** Every voxel, in 16 bits instead of 32. */
  | { readonly kind: 'half-precision'; readonly bytes: number }
  /** Blocks of `factor` by `factor` pixels of each slice become one; slices stay. */
  | { readonly kind: 'decimated'; readonly factor: number; readonly isHalfPrecision: boolean; readonly bytes: number }
  | { readonly kind: 'too-large'; readonly bytes: number };

export interface VolumeSize {
  readonly columns: number;
  readonly rows: number;
  readonly slices: number;
  /** 2 for whole stored values, 4 for floats. */
  readonly bytesPerVoxel: 2 | 4;
  /** Floats whose range is known, so that 16 bits can hold them to a half of the coarsest step that was stored. */
  readonly mayBeHalved: boolean;
}

/** Coarser voxels would be a different examination. */
const LARGEST_FACTOR = 4;

/** What a volume costs against what it may cost, before a byte of it is asked for: fineness of values goes before fineness of place. */
export function weighVolume({ columns, rows, slices, bytesPerVoxel, mayBeHalved }: VolumeSize, budgetBytes: number): VolumeWeight {
  const voxelsAt = (factor: number) => Math.ceil(columns / factor) * Math.ceil(rows / factor) * slices;
  const whole = voxelsAt(1) * bytesPerVoxel;
  if (whole <= budgetBytes) return { kind: 'full', bytes: whole };
  const isHalfPrecision = bytesPerVoxel === 4 && mayBeHalved;
  const least = isHalfPrecision ? 2 : bytesPerVoxel;
  if (voxelsAt(1) * least <= budgetBytes) return { kind: 'half-precision', bytes: voxelsAt(1) * least };
  for (let factor = 2; factor <= LARGEST_FACTOR; factor += 1) {
    if (voxelsAt(factor) * least <= budgetBytes) return { kind: 'decimated', factor, isHalfPrecision, bytes: voxelsAt(factor) * least };
  }
  return { kind: 'too-large', bytes: whole };
}

const GIGABYTE = 1024 ** 3;
/** No browser gives a page one block of memory that is larger. */
const LARGEST_BUDGET = 1.5 * GIGABYTE;

/**
 * What one volume may take: an eighth of the memory of the machine; decoded frames, the page and other programs need theirs.
 * @param memoryGigabytes as the page is told, undefined where it is not told: then a machine of 8 GB is assumed
 */
export function volumeBudgetBytes(memoryGigabytes: number | undefined): number {
  return Math.min(LARGEST_BUDGET, ((memoryGigabytes ?? 8) * GIGABYTE) / 8);
}
