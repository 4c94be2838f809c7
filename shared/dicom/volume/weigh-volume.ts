/** How a volume may be built on this machine. */
export type VolumeWeight =
  /** Every voxel. */
  | { readonly kind: 'full'; readonly bytes: number }
  /** Blocks of `factor` by `factor` pixels of each slice become one; slices stay. */
  | { readonly kind: 'decimated'; readonly factor: number; readonly bytes: number }
  | { readonly kind: 'too-large'; readonly bytes: number };

export interface VolumeSize {
  readonly columns: number;
  readonly rows: number;
  readonly slices: number;
  /** 2 for whole stored values, 4 for floats. */
  readonly bytesPerVoxel: 2 | 4;
}

/** Coarser voxels would be a different examination. */
const LARGEST_FACTOR = 4;

/** What a volume costs against what it may cost, before a byte of it is asked for. */
export function weighVolume({ columns, rows, slices, bytesPerVoxel }: VolumeSize, budgetBytes: number): VolumeWeight {
  const bytesAt = (factor: number) => Math.ceil(columns / factor) * Math.ceil(rows / factor) * slices * bytesPerVoxel;
  if (bytesAt(1) <= budgetBytes) return { kind: 'full', bytes: bytesAt(1) };
  for (let factor = 2; factor <= LARGEST_FACTOR; factor += 1) {
    if (bytesAt(factor) <= budgetBytes) return { kind: 'decimated', factor, bytes: bytesAt(factor) };
  }
  return { kind: 'too-large', bytes: bytesAt(1) };
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
