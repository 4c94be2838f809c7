import { planeNormal, type ImagePlane } from '../dicom/geometry/image-plane.ts';
import { dot, lengthOf, type Millimetres, type Vector3 } from '../dicom/geometry/vector3.ts';
import { placesOf, SAME_PLACE_MM, type SlicePlace } from './series-frame.ts';
import { sliceStepsOf, type SliceGap } from './slice-steps.ts';
import type { ImageStack } from './split-stacks.ts';

/**
 * How the slices of a stack lie. One word, the gravest that holds: `irregular` before `tilted` before `missing-slices` before
 * `duplicate-slices`; tilt, gaps and duplicates are told besides it. `single-slice`: all images at one place.
 */
export type GeometryClass = 'regular' | 'tilted' | 'irregular' | 'missing-slices' | 'duplicate-slices' | 'single-slice' | 'no-geometry';

export interface StackGeometry {
  readonly kind: GeometryClass;
  /** Distance of neighbouring slices along the normal; undefined where there is no single one. */
  readonly sliceSpacingMm: Millimetres | undefined;
  /** Angle between the normal and the line through the corners, 0 to 90; undefined for less than two slices. */
  readonly tiltDegrees: number | undefined;
  readonly gaps: readonly SliceGap[];
  /** Places with more than one image, along the normal, mm; [] for a clip at one place. */
  readonly duplicatesAtMm: readonly Millimetres[];
  /** The smallest and the largest step; undefined for less than two slices. */
  readonly stepsMm: { readonly smallest: Millimetres; readonly largest: Millimetres } | undefined;
  /** Number of different places. */
  readonly sliceCount: number;
}

/** From here on slices lean; below, it is rounding. */
const LEAST_TILT_DEGREES = 0.5;
/** A smaller lean counts once the last slice has moved aside by more than a pixel. */
const LEAST_DRIFT_DEGREES = 0.1;

const NO_GEOMETRY: StackGeometry = { kind: 'no-geometry', sliceSpacingMm: undefined, tiltDegrees: undefined, gaps: [], duplicatesAtMm: [], stepsMm: undefined, sliceCount: 0 };

/** Judges a stack by Image Position and Orientation (Patient) alone. PS3.3 C.7.6.2. */
export function stackGeometryOf({ frames, isRadial }: Pick<ImageStack, 'frames' | 'isRadial'>): StackGeometry {
  const places = placesOf(frames);
  // The place of a mosaic is that of none of its slices.
  if (places === undefined || frames.some(({ image }) => image.series.isMosaic)) return NO_GEOMETRY;
  if (isRadial) return { ...NO_GEOMETRY, kind: 'irregular', sliceCount: frames.length };
  const duplicatesAtMm = places.filter(isDuplicated(places.length === 1)).map(({ atMm }) => atMm);
  if (places.length === 1) return { ...NO_GEOMETRY, kind: duplicatesAtMm.length > 0 ? 'duplicate-slices' : 'single-slice', duplicatesAtMm, sliceCount: 1 };
  const steps = sliceStepsOf(places.map((place) => ({ atMm: place.atMm, instanceNumber: instanceNumberOf(place) })));
  if (steps === undefined) return NO_GEOMETRY;
  const lean = leanOf(places);
  const kind = steps.kind === 'uneven' || !lean.isStraight ? 'irregular' : lean.isTilted ? 'tilted' : steps.kind === 'holes' ? 'missing-slices' : duplicatesAtMm.length > 0 ? 'duplicate-slices' : 'regular';
  return {
    kind,
    sliceSpacingMm: kind === 'irregular' ? undefined : steps.stepMm,
    tiltDegrees: lean.degrees,
    gaps: steps.gaps,
    duplicatesAtMm,
    stepsMm: { smallest: steps.smallestMm, largest: steps.largestMm },
    sliceCount: places.length,
  };
}

/** What a frame stands beside in its stack. */
export interface PlaceMarks {
  /** Wider steps that begin or end at this frame. */
  readonly gaps: readonly SliceGap[];
  /** Other images lie at the same place. */
  readonly isDuplicated: boolean;
}

const NO_MARKS: PlaceMarks = { gaps: [], isDuplicated: false };

/** @param stack the one that `geometry` was made of */
export function placeMarksOf(geometry: StackGeometry, stack: Pick<ImageStack, 'frames'>, plane: ImagePlane | undefined): PlaceMarks {
  const first = stack.frames[0]?.description.plane;
  if (first === undefined || plane === undefined || (geometry.gaps.length === 0 && geometry.duplicatesAtMm.length === 0)) return NO_MARKS;
  const atMm = dot(plane.positionMm, planeNormal(first));
  const isHere = (otherMm: number) => Math.abs(otherMm - atMm) < SAME_PLACE_MM;
  return { gaps: geometry.gaps.filter(({ fromMm, toMm }) => isHere(fromMm) || isHere(toMm)), isDuplicated: geometry.duplicatesAtMm.some(isHere) };
}

/** Several images at one of many places are too many; at the only place they are a clip, unless one number comes twice. */
function isDuplicated(isOnlyPlace: boolean): (place: SlicePlace) => boolean {
  return ({ frames }) => frames.length > 1 && (!isOnlyPlace || new Set(frames.map(({ image, frameNumber }) => `${image.instanceNumber}/${frameNumber}`)).size < frames.length);
}

/** For the steps: numbers of instances, or of frames where all are of one instance. */
function instanceNumberOf({ frames: [first] }: SlicePlace): number | undefined {
  if (first === undefined) return undefined;
  return first.image.frames.length > 1 ? first.frameNumber : first.image.instanceNumber;
}

interface Lean {
  readonly degrees: number;
  readonly isTilted: boolean;
  /** All corners lie on one line. */
  readonly isStraight: boolean;
}

function leanOf(places: readonly SlicePlace[]): Lean {
  const first = places[0];
  const last = places.at(-1);
  const plane = first?.frames[0]?.description.plane;
  if (first === undefined || last === undefined || plane === undefined) return { degrees: 0, isTilted: false, isStraight: false };
  const normal = planeNormal(plane);
  const whole = minus(last.positionMm, first.positionMm);
  const height = dot(whole, normal);
  const driftMm = lengthOf(aside(whole, normal));
  const degrees = (Math.atan2(driftMm, Math.abs(height)) * 180) / Math.PI;
  const pixelMm = Math.min(plane.columnSpacingMm, plane.rowSpacingMm);
  const isStraight = places.every((place) => {
    const from = minus(place.positionMm, first.positionMm);
    const share = height === 0 ? 0 : dot(from, normal) / height;
    const off: Vector3 = [from[0] - share * whole[0], from[1] - share * whole[1], from[2] - share * whole[2]];
    return lengthOf(aside(off, normal)) <= Math.max(pixelMm, 0.1);
  });
  const isTilted = driftMm > 0.05 && (degrees >= LEAST_TILT_DEGREES || (degrees >= LEAST_DRIFT_DEGREES && driftMm > pixelMm));
  return { degrees: isTilted ? degrees : 0, isTilted, isStraight };
}

function minus(left: Vector3, right: Vector3): Vector3 {
  return [left[0] - right[0], left[1] - right[1], left[2] - right[2]];
}

/** The part of a vector that lies in the plane. */
function aside(vector: Vector3, normal: Vector3): Vector3 {
  const height = dot(vector, normal);
  return [vector[0] - height * normal[0], vector[1] - height * normal[1], vector[2] - height * normal[2]];
}
