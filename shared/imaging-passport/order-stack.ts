import { byNumber, compareText, objectOf, placesOf, type SeriesFrame } from './series-frame.ts';

/**
 * The order of the wheel. Parallel images follow their position along the normal, never their number; the stack starts at the end where
 * the lower numbers are, as the hospital numbered it, and without numbers at the head (or left, or front) end. Images at one place, and
 * images without geometry, follow their dimensions and then their number.
 */
export function orderStack(frames: readonly SeriesFrame[]): readonly SeriesFrame[] {
  const places = placesOf(frames);
  if (places === undefined) return frames.toSorted((left, right) => bySlot(left, right) || byNumber(left, right));
  const rising = places.map((place) => place.frames.toSorted((left, right) => byTime(left, right) || byNumber(left, right)));
  const first = rising[0]?.[0];
  const last = rising.at(-1)?.[0];
  if (first === undefined || last === undefined) return frames;
  // The normal of a common axial image points to the head, so the falling order starts there.
  const isFalling = places.length > 1 && direction(first, last) >= 0;
  return (isFalling ? rising.toReversed() : rising).flat();
}

/** Below 0 when the frame at the low end has the lower number. */
function direction(low: SeriesFrame, high: SeriesFrame): number {
  if (objectOf(low) === objectOf(high)) return byNumber(low, high);
  const { instanceNumber: left } = low.image;
  const { instanceNumber: right } = high.image;
  return left === undefined || right === undefined ? 0 : left - right;
}

/** Frames of an enhanced image without positions: their place in the stack, then their other dimensions. PS3.3 C.7.6.17. */
function bySlot({ image: leftImage, description: left }: SeriesFrame, { image: rightImage, description: right }: SeriesFrame): number {
  if (leftImage.series.concatenation?.uid !== rightImage.series.concatenation?.uid) return 0;
  const slot = (left.dimensions.inStackPosition ?? 0) - (right.dimensions.inStackPosition ?? 0);
  if (slot !== 0) return slot;
  for (const [index, value] of left.dimensions.indexValues.entries()) {
    const difference = value - (right.dimensions.indexValues[index] ?? value);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** What comes first in time, as far as the images say. */
export function byTime({ description: { dimensions: left } }: SeriesFrame, { description: { dimensions: right } }: SeriesFrame): number {
  return (
    difference(left.temporalPosition, right.temporalPosition) ||
    difference(left.timeOffsetMs, right.timeOffsetMs) ||
    (left.acquiredAt === '' || right.acquiredAt === '' ? 0 : compareText(left.acquiredAt, right.acquiredAt))
  );
}

function difference(left: number | undefined, right: number | undefined): number {
  return left === undefined || right === undefined ? 0 : left - right;
}
