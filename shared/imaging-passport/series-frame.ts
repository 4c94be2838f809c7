import { dot, type Millimetres, type Vector3 } from '../dicom/geometry/vector3.ts';
import { planeNormal, type ImagePlane } from '../dicom/geometry/image-plane.ts';
import type { FrameDescription, ImageDescription } from '../dicom/image/image-description.ts';

/** One picture of a series: an instance, or a frame of it. */
export interface SeriesFrame {
  readonly image: ImageDescription;
  readonly description: FrameDescription;
  /** One-based. */
  readonly frameNumber: number;
}

/** All pictures of the instances, in the order of their numbers. Instances without rows or columns have none. */
export function framesOfSeries(images: readonly ImageDescription[]): readonly SeriesFrame[] {
  return images
    .filter(({ rows, columns }) => rows > 0 && columns > 0)
    .flatMap((image) => image.frames.map((description, frameIndex): SeriesFrame => ({ image, description, frameNumber: frameIndex + 1 })))
    .sort(byNumber);
}

/** Parts of one concatenation count as one object. */
export function objectOf({ image }: SeriesFrame): string {
  return image.series.concatenation?.uid ?? image.sopInstanceUid;
}

/** Several frames, or a part of an object with several. */
export function isMultiFrame({ image }: SeriesFrame): boolean {
  return image.frames.length > 1 || image.series.concatenation !== undefined;
}

/** By Instance Number (0020,0013), parts of a concatenation by their place in it, frames by their number. */
export function byNumber(left: SeriesFrame, right: SeriesFrame): number {
  const isOneObject = objectOf(left) === objectOf(right);
  if (isOneObject) {
    const offset = ({ image, frameNumber }: SeriesFrame) => (image.series.concatenation?.frameOffset ?? 0) + frameNumber;
    return (
      (left.image.series.concatenation?.partNumber ?? 0) - (right.image.series.concatenation?.partNumber ?? 0) || offset(left) - offset(right)
    );
  }
  return numberOrLast(left) - numberOrLast(right) || compareText(objectOf(left), objectOf(right));
}

function numberOrLast({ image }: SeriesFrame): number {
  return image.instanceNumber ?? Number.MAX_SAFE_INTEGER;
}

export function compareText(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/** Images whose positions along the normal differ by less lie at one place. */
export const SAME_PLACE_MM = 0.01;

/** Frames that lie at one place. */
export interface SlicePlace<Frame extends SeriesFrame = SeriesFrame> {
  /** Along the normal of the first frame of the stack, mm. */
  readonly atMm: Millimetres;
  /** Image Position (Patient) of its first frame. */
  readonly positionMm: Vector3;
  readonly frames: readonly Frame[];
}

/**
 * The places of parallel frames, rising along their normal; frames at one place stand in the order in which they were given. Frames that
 * lie beside each other in one plane lie at different places.
 * @returns undefined when a frame has no plane
 */
export function placesOf<Frame extends SeriesFrame>(frames: readonly Frame[]): readonly SlicePlace<Frame>[] | undefined {
  const first = frames[0]?.description.plane;
  if (first === undefined) return undefined;
  const normal = planeNormal(first);
  const placed: { readonly frame: Frame; readonly plane: ImagePlane; readonly atMm: Millimetres; readonly order: number }[] = [];
  for (const [order, frame] of frames.entries()) {
    const { plane } = frame.description;
    if (plane === undefined) return undefined;
    placed.push({ frame, plane, atMm: dot(plane.positionMm, normal), order });
  }
  placed.sort((left, right) => left.atMm - right.atMm || left.order - right.order);
  const places: { atMm: number; positionMm: Vector3; frames: Frame[] }[] = [];
  for (const { frame, plane, atMm } of placed) {
    let back = places.length - 1;
    while (back >= 0 && !isNear(places[back]?.positionMm ?? plane.positionMm, plane.positionMm) && atMm - (places[back]?.atMm ?? atMm) < SAME_PLACE_MM) back -= 1;
    const before = places[back];
    if (before !== undefined && atMm - before.atMm < SAME_PLACE_MM) before.frames.push(frame);
    else places.push({ atMm, positionMm: plane.positionMm, frames: [frame] });
  }
  for (const place of places) place.frames.sort(byNumber);
  return places;
}

/** Positions are sent as decimal strings; what differs by less is rounding. */
const BESIDE_MM = 0.5;

function isNear(left: Vector3, right: Vector3): boolean {
  return Math.hypot(left[0] - right[0], left[1] - right[1], left[2] - right[2]) < BESIDE_MM;
}
