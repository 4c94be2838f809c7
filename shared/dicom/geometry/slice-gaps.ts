import { parseImageOrientation, planeNormal, sameOrientation, type ImageOrientation } from './image-plane.ts';
import { dot, type Millimetres } from './vector3.ts';

/** Where one slice lies, as its header has it. PS3.3 C.7.6.2.1.1. */
export interface PlacedSlice {
  readonly imageOrientationPatient: readonly number[] | undefined;
  readonly imagePositionPatient: readonly number[] | undefined;
  readonly sliceThicknessMm: Millimetres | undefined;
}

interface Position {
  readonly alongMm: Millimetres;
  readonly thicknessMm: Millimetres;
}

/** Positions that differ by less are the same place (another echo, time or energy). */
const SAME_PLACE_MM = 0.01;
/** Fewer positions have no usual spacing. */
const FEWEST_POSITIONS = 4;
/** This share of the spacings must be alike, else the series is uneven by nature and positions tell nothing. */
const REGULAR_SHARE = 0.6;
const REGULAR_TOLERANCE = 0.1;

/**
 * How many slices a series misses, from the positions alone: holes of about a whole number of the usual spacing between parallel neighbours.
 * A wider step that thicker slices fill is a protocol and no hole. A slice lost at either end leaves no hole and cannot be seen.
 * @returns undefined where positions do not tell: too few, none, or spaced unevenly throughout
 */
export function countMissingSlices(slices: readonly PlacedSlice[]): number | undefined {
  const counts = groupByOrientation(slices).map(countInGroup).filter((count) => count !== undefined);
  return counts.length === 0 ? undefined : counts.reduce((sum, count) => sum + count, 0);
}

function groupByOrientation(slices: readonly PlacedSlice[]): Position[][] {
  const groups: { readonly orientation: ImageOrientation; readonly positions: Position[] }[] = [];
  for (const slice of slices) {
    const orientation = parseImageOrientation(slice.imageOrientationPatient);
    const [x, y, z] = slice.imagePositionPatient ?? [];
    if (orientation === undefined || x === undefined || y === undefined || z === undefined) continue;
    let group = groups.find((one) => sameOrientation(one.orientation, orientation));
    if (group === undefined) groups.push((group = { orientation, positions: [] }));
    // Along the normal of the group's first slice, so that rounding of the cosines does not spread the positions.
    group.positions.push({ alongMm: dot([x, y, z], planeNormal(group.orientation)), thicknessMm: slice.sliceThicknessMm ?? 0 });
  }
  return groups.map(({ positions }) => positions);
}

function countInGroup(positions: readonly Position[]): number | undefined {
  const places = [...positions]
    .sort((left, right) => left.alongMm - right.alongMm)
    .filter((position, index, sorted) => index === 0 || position.alongMm - (sorted[index - 1]?.alongMm ?? 0) > SAME_PLACE_MM);
  if (places.length < FEWEST_POSITIONS) return undefined;
  const steps = places.slice(1).map((place, index) => {
    const before = places[index] ?? place;
    return { widthMm: place.alongMm - before.alongMm, coveredMm: (place.thicknessMm + before.thicknessMm) / 2 };
  });
  const usualMm = steps.map(({ widthMm }) => widthMm).sort((left, right) => left - right)[Math.floor(steps.length / 2)] ?? 0;
  const regular = steps.filter(({ widthMm }) => Math.abs(widthMm - usualMm) <= REGULAR_TOLERANCE * usualMm).length;
  if (regular < REGULAR_SHARE * steps.length) return undefined;
  return steps.reduce((sum, { widthMm, coveredMm }) => {
    const wholes = Math.round(widthMm / usualMm);
    const isHole = wholes >= 2 && Math.abs(widthMm / usualMm - wholes) <= 2 * REGULAR_TOLERANCE && widthMm > 1.2 * Math.max(coveredMm, usualMm);
    return isHole ? sum + wholes - 1 : sum;
  }, 0);
}
