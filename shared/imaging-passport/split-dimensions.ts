import { dot, type Vector3 } from '../dicom/geometry/vector3.ts';
import type { FrameDimensions } from '../dicom/image/frame-dimensions.ts';
import { byTime } from './order-stack.ts';
import { byNumber, isMultiFrame, placesOf, SAME_PLACE_MM, type SeriesFrame, type SlicePlace } from './series-frame.ts';
import { sliceStepsOf } from './slice-steps.ts';

/** What sets stacks at the same places apart. `phase`: told by a number or by time; `index`: a Dimension Index Value without a word of ours. */
export type DimensionName = 'b-value' | 'gradient' | 'echo-time' | 'echo-number' | 'inversion-time' | 'flip-angle' | 'image-type' | 'kernel' | 'acquisition' | 'place' | 'phase' | 'index';

export interface DimensionValue {
  readonly name: DimensionName;
  /** As the images say it; '' where they say nothing. */
  readonly value: string;
  /** Zero-based among the values that occur, and how many occur. */
  readonly place: number;
  readonly count: number;
  /** The images do not say which phase they are of: it was found by counting them. */
  readonly isCounted: boolean;
}

export interface DimensionPart {
  readonly frames: readonly SeriesFrame[];
  readonly dimensions: readonly DimensionValue[];
}

/** Reads one dimension of a frame. Numbers are compared as numbers. */
interface Candidate {
  readonly name: DimensionName;
  readonly valueOf: (frame: SeriesFrame) => string;
}

const read = (name: DimensionName, pick: (dimensions: FrameDimensions) => string | number | undefined): Candidate => ({
  name,
  valueOf: ({ description }) => String(pick(description.dimensions) ?? ''),
});

/** In the order in which a radiologist would ask. */
const CANDIDATES: readonly Candidate[] = [
  read('b-value', ({ bValue }) => bValue),
  read('gradient', ({ gradient }) => gradient),
  read('echo-time', ({ echoTimeMs }) => echoTimeMs),
  read('inversion-time', ({ inversionTimeMs }) => inversionTimeMs),
  read('phase', ({ temporalPosition }) => temporalPosition),
  read('image-type', ({ imageType }) => imageType),
  read('phase', ({ timeOffsetMs }) => timeOffsetMs),
  read('flip-angle', ({ flipAngleDegrees }) => flipAngleDegrees),
  read('kernel', ({ kernel }) => kernel),
  read('acquisition', ({ acquisitionNumber }) => acquisitionNumber),
  read('echo-number', ({ echoNumber }) => echoNumber),
];

/**
 * Splits frames of one orientation that lie at the same places more than once. A dimension is taken only if each of its values covers most
 * of the places and the images then lie less often on each other; so what changes along a stack never cuts it. What no dimension explains
 * but comes round evenly is told apart by time and number. Frames at one single place stay together: they are a clip.
 */
export function splitByDimension(frames: readonly SeriesFrame[]): readonly DimensionPart[] {
  return split(frames, [...CANDIDATES, ...indexCandidates(frames)]);
}

/** Dimension Index Values that do not count slices. PS3.3 C.7.6.17. */
function indexCandidates(frames: readonly SeriesFrame[]): readonly Candidate[] {
  const first = frames[0];
  if (first === undefined || !isMultiFrame(first)) return [];
  return first.image.series.dimensionPointers.map(({ place }) => ({
    name: 'index' as const,
    valueOf: ({ description }) => String(description.dimensions.indexValues[place] ?? ''),
  }));
}

function split(frames: readonly SeriesFrame[], candidates: readonly Candidate[]): readonly DimensionPart[] {
  const places = placesOf(frames);
  const whole: DimensionPart = { frames, dimensions: [] };
  if (places === undefined || places.length < 2) return [whole];
  const beside = stationsOf(frames, places);
  if (beside !== undefined) return label(beside, 'place', false).flatMap((part) => within(part, candidates));
  if (places.length === frames.length) {
    const woven = CANDIDATES.map((candidate) => ({ name: candidate.name, parts: partsOf(frames, candidate) })).find(({ parts }) => areWoven(parts, places));
    return woven === undefined ? [whole] : label(woven.parts, woven.name, false);
  }
  for (const [index, candidate] of candidates.entries()) {
    const parts = partsOf(frames, candidate);
    if (parts.length < 2 || !isGoodSplit(parts, frames.length, places.length)) continue;
    return label(parts, candidate.name, false).flatMap((part) => within(part, candidates.slice(index + 1)));
  }
  const phases = walkByNumber(frames, places.length) ?? rankAtPlaces(places.map((place) => place.frames));
  return phases === undefined ? [whole] : label(phases.map((part, place) => ({ value: String(place + 1), frames: part })), 'phase', true);
}

interface ValuePart {
  readonly value: string;
  readonly frames: readonly SeriesFrame[];
}

function within({ frames, dimensions }: DimensionPart, candidates: readonly Candidate[]): readonly DimensionPart[] {
  return split(frames, candidates).map((part) => ({ frames: part.frames, dimensions: [...dimensions, ...part.dimensions] }));
}

function label(parts: readonly ValuePart[], name: DimensionName, isCounted: boolean): readonly DimensionPart[] {
  return parts.map(({ value, frames }, place) => ({ frames, dimensions: [{ name, value, place, count: parts.length, isCounted }] }));
}

function partsOf(frames: readonly SeriesFrame[], { valueOf }: Candidate): readonly ValuePart[] {
  const parts = new Map<string, SeriesFrame[]>();
  for (const frame of frames) {
    const value = valueOf(frame);
    const part = parts.get(value);
    if (part === undefined) parts.set(value, [frame]);
    else part.push(frame);
  }
  return [...parts].map(([value, part]) => ({ value, frames: part })).sort((left, right) => compareValues(left.value, right.value));
}

function compareValues(left: string, right: string): number {
  const difference = Number(left) - Number(right);
  if (left !== '' && right !== '' && !Number.isNaN(difference)) return difference;
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/** Each part covers at least so much of the places. */
const FEWEST_PLACES = 0.5;

function isGoodSplit(parts: readonly ValuePart[], frameCount: number, placeCount: number): boolean {
  let inParts = 0;
  for (const { frames } of parts) {
    const places = placesOf(frames)?.length ?? 0;
    if (places < FEWEST_PLACES * placeCount) return false;
    inParts += frames.length - places;
  }
  return inParts < frameCount - placeCount;
}

/**
 * Even stacks that lie between each other's slices, such as two acquisitions that began at different heights: together they would be uneven,
 * and the wheel would jump from one to the other with each step.
 */
function areWoven(parts: readonly ValuePart[], places: readonly SlicePlace[]): boolean {
  if (parts.length < 2 || parts.length > places.length / 3 || isEven(places)) return false;
  const ranges = parts.map(({ frames }) => {
    const own = placesOf(frames) ?? [];
    return { fromMm: own[0]?.atMm ?? 0, toMm: own.at(-1)?.atMm ?? 0, isEven: own.length >= 3 && isEven(own) };
  });
  const [first] = ranges;
  return ranges.every((range) => {
    const sharedMm = Math.min(range.toMm, first?.toMm ?? 0) - Math.max(range.fromMm, first?.fromMm ?? 0);
    return range.isEven && sharedMm >= 0.5 * (range.toMm - range.fromMm);
  });
}

function isEven(places: readonly SlicePlace[]): boolean {
  return sliceStepsOf(places.map(({ atMm }) => ({ atMm, instanceNumber: undefined })))?.kind === 'even';
}

/** Images beside each other in one plane, such as the stations of a whole spine: two or more blocks, each with its own corner. */
function stationsOf(frames: readonly SeriesFrame[], places: readonly SlicePlace[]): readonly ValuePart[] | undefined {
  const first = frames[0]?.description.plane;
  const levels = levelsOf(places);
  if (first === undefined || levels * 2 > places.length) return undefined;
  const along = (direction: Vector3, { description: { plane } }: SeriesFrame) => Math.round(dot(direction, plane?.positionMm ?? direction));
  const parts = partsOf(frames, { name: 'place', valueOf: (frame) => `${along(first.rowDirection, frame)} ${along(first.columnDirection, frame)}` });
  // A leaning stack has another corner at each level; blocks share their levels.
  const isShared = parts.length >= 2 && parts.every((part) => levelsOf(placesOf(part.frames) ?? []) * 2 >= levels);
  return isShared ? parts : undefined;
}

/** How many different positions along the normal there are. */
function levelsOf(places: readonly SlicePlace[]): number {
  return places.filter(({ atMm }, index) => atMm - (places[index - 1]?.atMm ?? Number.NEGATIVE_INFINITY) >= SAME_PLACE_MM).length;
}

/** A walk by number starts a new phase when it comes to a place again. All phases but the last, which may be on its way, are nearly whole. */
function walkByNumber(frames: readonly SeriesFrame[], placeCount: number): readonly (readonly SeriesFrame[])[] | undefined {
  const placeOf = new Map<SeriesFrame, number>();
  for (const [index, place] of (placesOf(frames) ?? []).entries()) for (const frame of place.frames) placeOf.set(frame, index);
  const phases: SeriesFrame[][] = [];
  let met = new Set<number>();
  for (const frame of frames.toSorted(byNumber)) {
    const place = placeOf.get(frame) ?? -1;
    if (phases.length === 0 || met.has(place)) {
      phases.push([]);
      met = new Set();
    }
    met.add(place);
    phases.at(-1)?.push(frame);
  }
  const isWhole = phases.slice(0, -1).every((phase) => phase.length >= 0.9 * placeCount);
  // Beside a single whole phase a few images are repeats and no second phase.
  const isSecond = phases.length > 2 || (phases.length === 2 && (phases[1]?.length ?? 0) >= 0.5 * placeCount);
  return isSecond && isWhole && haveOwnNumbers(frames) ? phases : undefined;
}

/** The first image of each place, the second, and so on, where nearly all places have equally many. */
function rankAtPlaces(places: readonly (readonly SeriesFrame[])[]): readonly (readonly SeriesFrame[])[] | undefined {
  const most = Math.max(...places.map((frames) => frames.length));
  const short = places.filter((frames) => frames.length < most).length;
  if (most < 2 || short > Math.max(places.length > 4 ? 1 : 0, 0.05 * places.length) || !haveOwnNumbers(places.flat())) return undefined;
  const sorted = places.map((frames) => frames.toSorted((left, right) => byTime(left, right) || byNumber(left, right)));
  return Array.from({ length: most }, (_, rank) => sorted.flatMap((frames) => frames[rank] ?? []));
}

/** Two instances of one number are one image that was sent twice, and no phases. */
function haveOwnNumbers(frames: readonly SeriesFrame[]): boolean {
  const numbers = frames.map(({ image, frameNumber }) => (image.instanceNumber === undefined ? undefined : `${image.instanceNumber}/${frameNumber}`));
  return !numbers.includes(undefined) && new Set(numbers).size === numbers.length;
}
