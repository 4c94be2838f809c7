import { toModalityValue, type ModalityTransform } from '#shared/dicom/pixel/modality-transform.ts';
import { storedValueRange } from '#shared/dicom/pixel/stored-values.ts';
import { isPadding } from '#shared/dicom/pixel/pixel-padding.ts';
import { isNothing, nothingIn, NOTHING_STORED, type Volume } from '#shared/dicom/volume/volume.ts';
import { combine } from '#shared/dicom/geometry/vector3.ts';
import type { VolumeGrid } from '#shared/dicom/volume/volume-grid.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { SeriesFrame } from '#shared/imaging-passport/series-frame.ts';
import type { VolumeLayer, VolumePlan } from '#shared/imaging-passport/volume-plan.ts';
import type { FrameRef } from '../frame-ref.ts';
import type { FrameStore } from '../loader/frame-store.ts';
import type { LoadedFrame } from '../loader/loaded-frame.ts';

/** How much of a volume is kept. */
export interface VolumeForm {
  /** Blocks of so many pixels each way become one; 1 keeps all. */
  readonly factor: number;
  /** Values that are no whole stored ones are kept in 16 bits, as far apart as `halvedStep` says. */
  readonly isHalfPrecision: boolean;
}

/** A volume with what its values mean. */
export interface BuiltVolume {
  readonly volume: Volume;
  readonly transform: ModalityTransform;
  /** Smallest and largest value that was measured; 0 and 0 where nothing was. */
  readonly extremes: readonly [minimum: number, maximum: number];
  /** Some frame of it has lost something to compression. */
  readonly isLossy: boolean;
  /** As it was built. */
  readonly form: VolumeForm;
}

export interface BuildVolumeOptions {
  readonly studyId: number;
  readonly plan: VolumePlan;
  readonly form: VolumeForm;
  /** Asked where stored values turn out not to fit into 16 bits: modality values take twice as much. Undefined: the same. @throws AppError `imaging/no-memory` */
  readonly formOfValues?: () => VolumeForm;
  readonly frames: Pick<FrameStore, 'load' | 'prefetch'>;
  readonly onProgress: (done: number, total: number) => void;
  readonly signal: AbortSignal;
}

/** So many frames are brought before their turn: work for all decoders. A frame that was laid may leave memory, and is not brought again. */
const FRAMES_AHEAD = 16;

/**
 * Brings all frames of a plan into memory and lays them into one grid. Frames of one linear transform stay stored values; where the transform
 * changes from slice to slice (PET), or values are no whole numbers, the volume holds modality values.
 * @throws AppError `imaging/no-memory` when the machine does not give the memory; as `FrameStore.load`
 */
export async function buildVolume(options: BuildVolumeOptions): Promise<BuiltVolume> {
  const { plan, frames, studyId, form, formOfValues } = options;
  const owner = {};
  const sources = sourceFrames(plan.layers);
  const placeOf = new Map(sources.map((frame, place) => [frame, place]));
  const bringFrom = (frame: SeriesFrame) => {
    const place = placeOf.get(frame) ?? 0;
    frames.prefetch(owner, sources.slice(place, place + FRAMES_AHEAD).map((wanted) => refOf(studyId, wanted)));
  };
  try {
    const common = commonTransform(plan.layers);
    const stored = common === undefined ? undefined : await fill(options, form, common, bringFrom);
    // Sixteen bits may be too few for stored values; floats hold all that occur in slices.
    const built = stored ?? (await fill(options, common === undefined ? form : (formOfValues?.() ?? form), undefined, bringFrom));
    if (built === undefined) throw new AppError('file/damaged', 'The values of a frame cannot be held.');
    return built;
  } catch (error) {
    if (error instanceof RangeError) throw new AppError('imaging/no-memory', 'The memory for the volume was not given.', { cause: error });
    throw error;
  } finally {
    frames.prefetch(owner, []);
  }
}

/**
 * @param stored the transform of all frames, whose stored values are kept; undefined: modality values are
 * @param bringFrom told of each frame before it is laid
 * @returns undefined when a stored value does not fit into 16 bits
 */
async function fill({ plan, frames, studyId, onProgress, signal }: BuildVolumeOptions, { factor, isHalfPrecision }: VolumeForm, stored: ModalityTransform | undefined, bringFrom: (frame: SeriesFrame) => void): Promise<BuiltVolume | undefined> {
  const grid = decimatedGrid(plan.grid, factor);
  const size = grid.columns * grid.rows;
  const step = stored === undefined && isHalfPrecision ? halvedStep(plan.layers) : undefined;
  const isFloat = stored === undefined && step === undefined;
  const memory = memoryOf(size * grid.slices * (isFloat ? 4 : 2));
  const values = isFloat ? new Float32Array(memory) : new Int16Array(memory);
  values.fill(nothingIn(values));
  let isLossy = false;
  const sliceOf = async (frame: SeriesFrame): Promise<Int16Array | Float32Array | undefined> => {
    const loaded = await frames.load(refOf(studyId, frame), 'on-screen', signal);
    isLossy ||= loaded.isLossy;
    const slice = sliceValues(loaded, plan.grid, factor, stored !== undefined);
    return step === undefined || slice === undefined ? slice : Int16Array.from(slice, (value) => (Number.isNaN(value) ? NOTHING_STORED : Math.round(value / step)));
  };
  const found: SliceFacts = { minimum: Infinity, maximum: -Infinity, hasNothing: plan.layers.some(({ kind }) => kind === 'gap') };
  for (const [slice, layer] of plan.layers.entries()) {
    signal.throwIfAborted();
    if (layer.kind !== 'gap') {
      bringFrom(layer.kind === 'frame' ? layer.frame : layer.below);
      const below = await sliceOf(layer.kind === 'frame' ? layer.frame : layer.below);
      const above = layer.kind === 'frame' ? below : await sliceOf(layer.above);
      if (below === undefined || above === undefined) return undefined;
      const laid = layer.kind === 'frame' ? below : between(below, above, layer.share);
      values.set(laid, slice * size);
      noteFacts(found, laid);
    }
    onProgress(slice + 1, plan.layers.length);
  }
  const first = sourceFrames(plan.layers)[0]?.description.transform;
  return {
    volume: { grid, values, hasNothing: found.hasNothing },
    transform: stored ?? { kind: 'linear', slope: step ?? 1, intercept: 0, unit: first?.unit ?? '1' },
    extremes: found.minimum > found.maximum ? [0, 0] : [found.minimum, found.maximum],
    isLossy,
    form: { factor, isHalfPrecision: step !== undefined },
  };
}

/** Shared between workers where the host allows it (cross-origin isolation), else given to one of them. */
function memoryOf(bytes: number): ArrayBufferLike {
  return globalThis.crossOriginIsolated && typeof SharedArrayBuffer !== 'undefined' ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes);
}

/** What is known of the slices so far: asked as they are laid, while they are at hand. */
interface SliceFacts {
  minimum: number;
  maximum: number;
  hasNothing: boolean;
}

function noteFacts(facts: SliceFacts, values: Int16Array | Float32Array): void {
  let { minimum, maximum, hasNothing } = facts;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] ?? Number.NaN;
    if (value === NOTHING_STORED || Number.isNaN(value)) hasNothing = true;
    else {
      if (value < minimum) minimum = value;
      if (value > maximum) maximum = value;
    }
  }
  facts.minimum = minimum;
  facts.maximum = maximum;
  facts.hasNothing = hasNothing;
}

/** @returns undefined when stored values are asked for and do not fit */
function sliceValues({ pixels, image, description: { transform }, hidden }: LoadedFrame, { columns, rows }: VolumeGrid, factor: number, isStored: boolean): Int16Array | Float32Array | undefined {
  if (pixels.kind === 'colour' || transform === undefined || pixels.values.length < columns * rows) throw new AppError('file/damaged', 'A frame of the volume has no values.');
  const { values, minimum, maximum } = pixels;
  // Most frames are taken as they are: every pixel was measured, and every value fits.
  if (isStored && factor === 1 && image.padding === undefined && hidden === undefined && minimum > NOTHING_STORED && maximum <= 32_767) return new Int16Array(values.subarray(0, columns * rows));
  const whole = isStored ? new Int16Array(columns * rows) : new Float32Array(columns * rows);
  for (let index = 0; index < whole.length; index += 1) {
    const value = values[index] ?? Number.NaN;
    if (Number.isNaN(value) || isPadding(image.padding, value) || hidden?.[index] === 1) whole[index] = nothingIn(whole);
    else if (!isStored) whole[index] = toModalityValue(transform, value);
    else if (value <= NOTHING_STORED || value > 32_767) return undefined;
    else whole[index] = value;
  }
  return factor === 1 ? whole : decimated(whole, columns, rows, factor);
}

function decimated(values: Int16Array | Float32Array, columns: number, rows: number, factor: number): Int16Array | Float32Array {
  const width = Math.floor(columns / factor);
  const height = Math.floor(rows / factor);
  const small = values instanceof Int16Array ? new Int16Array(width * height) : new Float32Array(width * height);
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      let sum = 0;
      let count = 0;
      for (let inside = 0; inside < factor * factor; inside += 1) {
        const value = values[(row * factor + Math.floor(inside / factor)) * columns + column * factor + (inside % factor)] ?? Number.NaN;
        if (isNothing(values, value)) continue;
        sum += value;
        count += 1;
      }
      const mean = sum / count;
      small[row * width + column] = count === 0 ? nothingIn(small) : small instanceof Int16Array ? Math.round(mean) : mean;
    }
  }
  return small;
}

function between(below: Int16Array | Float32Array, above: Int16Array | Float32Array, share: number): Int16Array | Float32Array {
  const mixed = below.slice();
  for (let index = 0; index < mixed.length; index += 1) {
    const low = below[index] ?? Number.NaN;
    const high = above[index] ?? Number.NaN;
    if (isNothing(below, low) || isNothing(above, high)) mixed[index] = nothingIn(mixed);
    else mixed[index] = mixed instanceof Int16Array ? Math.round(low * (1 - share) + high * share) : low * (1 - share) + high * share;
  }
  return mixed;
}

/** Each block's centre is the mean of the centres of its pixels. */
function decimatedGrid(grid: VolumeGrid, factor: number): VolumeGrid {
  if (factor === 1) return grid;
  const shift = (factor - 1) / 2;
  return {
    ...grid,
    columns: Math.floor(grid.columns / factor),
    rows: Math.floor(grid.rows / factor),
    originMm: combine(grid.originMm, 1, combine(grid.columnStepMm, shift, grid.rowStepMm, shift), 1),
    columnStepMm: combine(grid.columnStepMm, factor, grid.columnStepMm, 0),
    rowStepMm: combine(grid.rowStepMm, factor, grid.rowStepMm, 0),
  };
}

/** The frames that a plan asks for, in the order of its layers. */
export function sourceFrames(layers: readonly VolumeLayer[]): readonly SeriesFrame[] {
  const frames = layers.flatMap((layer) => (layer.kind === 'frame' ? [layer.frame] : layer.kind === 'between' ? [layer.below, layer.above] : []));
  return [...new Set(frames)];
}

/** Whether stored values of a plan can be kept: one linear transform for all, whole numbers. */
export function commonTransform(layers: readonly VolumeLayer[]): ModalityTransform | undefined {
  const frames = sourceFrames(layers);
  const first = frames[0]?.description.transform;
  if (first?.kind !== 'linear') return undefined;
  const isCommon = frames.every(({ image, description: { transform } }) =>
    image.format.isFloat !== true && transform?.kind === 'linear' && transform.slope === first.slope && transform.intercept === first.intercept && transform.unit === first.unit);
  return isCommon ? first : undefined;
}

/**
 * How far apart modality values lie that 16 bits hold: twice the coarsest step of any slice at most, for stored values that use all their bits.
 * @returns undefined where the range of the values is not known beforehand: floats, and tables
 */
export function halvedStep(layers: readonly VolumeLayer[]): number | undefined {
  let largest = 0;
  for (const { image: { format }, description: { transform } } of sourceFrames(layers)) {
    if (format.isFloat === true || transform?.kind !== 'linear') return undefined;
    for (const value of storedValueRange(format)) largest = Math.max(largest, Math.abs(toModalityValue(transform, value)));
  }
  return largest > 0 ? largest / 32_767 : undefined;
}

function refOf(studyId: number, { image, frameNumber }: SeriesFrame): FrameRef {
  return { studyId, sopInstanceUid: image.sopInstanceUid, frameNumber };
}
