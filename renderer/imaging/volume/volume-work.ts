import type { ImagePlane } from '#shared/dicom/geometry/image-plane.ts';
import { straighten, type Curve } from '#shared/dicom/volume/curve.ts';
import { castRays, type CastPicture, type RayView } from '#shared/dicom/volume/cast-rays.ts';
import { reslice, type Slab } from '#shared/dicom/volume/reslice.ts';
import { thinnedVolume } from '#shared/dicom/volume/thin-volume.ts';
import { NOTHING_STORED, type Volume } from '#shared/dicom/volume/volume.ts';

/** What is asked of a volume; answered off the thread that draws. */
export type VolumeTask =
  | { readonly kind: 'cut'; readonly plane: ImagePlane; readonly columns: number; readonly rows: number; readonly slab: Slab }
  /** The volume along a curve, laid out straight. */
  | { readonly kind: 'straighten'; readonly curve: Curve }
  /** @param mostVoxels a volume with more is thinned for it, once */
  | { readonly kind: 'cast'; readonly view: RayView; readonly mostVoxels: number }
  | { readonly kind: 'thin'; readonly mostVoxels: number };

/** Values of the kind of the volume, row by row; the extremes are those of what was measured. */
export interface GreyPicture {
  readonly values: Int16Array | Float32Array;
  readonly minimum: number;
  readonly maximum: number;
}

interface VolumeResults {
  readonly cut: GreyPicture;
  readonly straighten: GreyPicture;
  readonly cast: CastPicture;
  readonly thin: Volume;
}
export type VolumeResultOf<Task extends VolumeTask> = VolumeResults[Task['kind']];
export type VolumeResult = VolumeResults[VolumeTask['kind']];

/** To a worker: the volume first, then one task at a time. */
export type VolumeQuestion = { readonly kind: 'open'; readonly volume: Volume } | { readonly kind: 'task'; readonly id: number; readonly task: VolumeTask };
export type VolumeAnswer = { readonly id: number; readonly status: 'done'; readonly result: VolumeResult } | { readonly id: number; readonly status: 'failed'; readonly reason: string };

/** Does tasks on one volume. What it was thinned to is kept between them. */
export function volumeWorkerOf(volume: Volume): (task: VolumeTask) => VolumeResult {
  const thinned = new Map<number, Volume>();
  const thin = (mostVoxels: number): Volume => {
    const found = thinned.get(mostVoxels) ?? thinnedVolume(volume, mostVoxels);
    thinned.set(mostVoxels, found);
    return found;
  };
  return (task) => {
    switch (task.kind) {
      case 'cut':
        return greyPicture(reslice(volume, task.plane, task.columns, task.rows, task.slab));
      case 'straighten':
        return greyPicture(straighten(volume, task.curve));
      case 'cast':
        return castRays(thin(task.mostVoxels), task.view);
      case 'thin': {
        const { grid, values, hasNothing } = thin(task.mostVoxels);
        // A copy: what is sent is given away.
        return { grid, values: values.slice(), hasNothing };
      }
      default:
        return task satisfies never;
    }
  };
}

/** The memory of a result that may be given away with it. */
export function transferOf(result: VolumeResult): readonly ArrayBufferLike[] {
  return 'rgba' in result ? [result.rgba.buffer] : [result.values.buffer];
}

/** Extremes of what was measured: a table of greys need not begin at what stands for nothing. */
function greyPicture(values: Int16Array | Float32Array): GreyPicture {
  let [minimum, maximum] = [Infinity, -Infinity];
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] ?? Number.NaN;
    if (value === NOTHING_STORED) continue;
    if (value < minimum) minimum = value;
    if (value > maximum) maximum = value;
  }
  return minimum > maximum ? { values, minimum: 0, maximum: 0 } : { values, minimum, maximum };
}
