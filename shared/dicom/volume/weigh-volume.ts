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

/**
 * What a volume costs against what it may cost, before a byte of it is asked for: fineness of values goes before fineness of place.
 * @param budgetBytes a volume may take so much; one that takes exactly so much fits
 */
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

/** A second volume (PET over a CT) gets this part of the budget at least, whatever the first one took: it is small, and it is what was asked for last. */
const LEAST_SHARE = 1 / 4;

/** What one more volume may take beside those that are open. @param heldBytes that all of these take together, those on their way included */
export function budgetBeside(budgetBytes: number, heldBytes: number): number {
  return Math.max(budgetBytes - heldBytes, budgetBytes * LEAST_SHARE);
}

/** What WebGL2 of a machine says of itself; undefined limits: it did not answer. */
export interface GraphicsLimits {
  /** The processor stands in for the card (SwiftShader, llvmpipe), or there is no WebGL2 at all. */
  readonly isSoftware: boolean;
  /** MAX_3D_TEXTURE_SIZE, voxels along an edge. */
  readonly largestEdge: number | undefined;
  /** MAX_TEXTURE_SIZE, pixels along an edge of a picture. */
  readonly largestPicture: number | undefined;
}

/** Why the processor draws a volume: there is no card, a card could not hold it, or one could and is not needed: every grey is proved on the processor. */
export type ProcessorReason = 'no-card' | 'beyond-card' | 'proved-greys';

/** A whole volume and the largest picture of it must fit into what a card holds along an edge; a card that does not say counts as one that cannot. */
export function processorReason({ columns, rows, slices }: Pick<VolumeSize, 'columns' | 'rows' | 'slices'>, { isSoftware, largestEdge = 0, largestPicture = 0 }: GraphicsLimits): ProcessorReason {
  if (isSoftware) return 'no-card';
  const edge = Math.max(columns, rows, slices);
  return edge > largestEdge || edge > largestPicture ? 'beyond-card' : 'proved-greys';
}

/** A machine as far as volumes are concerned. */
export interface VolumeMachine {
  readonly budgetBytes: number;
  readonly graphics: GraphicsLimits;
}

/** What is decided of a volume before it is built: how much of it, and what draws it. */
export interface VolumeDecision {
  readonly weight: VolumeWeight;
  readonly drawnBecause: ProcessorReason;
}

/** Weighs a volume against a machine. Its pictures are drawn by the processor on all of them; the reason is said beside each picture. */
export function decideVolume(size: VolumeSize, { budgetBytes, graphics }: VolumeMachine): VolumeDecision {
  const weight = weighVolume(size, budgetBytes);
  const factor = weight.kind === 'decimated' ? weight.factor : 1;
  return { weight, drawnBecause: processorReason({ columns: Math.ceil(size.columns / factor), rows: Math.ceil(size.rows / factor), slices: size.slices }, graphics) };
}
