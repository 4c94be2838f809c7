import { patientToPixel, pixelToPatient, planeNormal, type ImageOrientation, type ImagePlane } from '../geometry/image-plane.ts';
import { combine, dot, lengthOf, type Millimetres, type Vector3 } from '../geometry/vector3.ts';
import type { PixelPoint } from '../measurement/pixel-point.ts';
import { curveAlong, smoothLine, type Curve } from './curve.ts';
import { nearestPlane, PATIENT_PLANES, type PlaneName, type PlaneOrientations, type PlaneStack } from './reformatted-planes.ts';
import type { Slab } from './reslice.ts';

/** Where a shape lies that was drawn on a picture computed from a volume, in the patient (LPS, mm). PS3.3 C.18.9. */
export type SpacePlace = PlanePlace | CurvePlaceInSpace;

interface InSpace {
  /** Frame of Reference UID (0020,0052); '' where the series names none: the points then hold for their own series. */
  readonly frameOfReferenceUid: string;
  /** The points of the shape. */
  readonly pointsMm: readonly Vector3[];
}

/** On a plane through the volume. */
export interface PlanePlace extends InSpace, ImageOrientation {
  readonly kind: 'plane';
  readonly plane: PlaneName;
  /** What the picture was made of: a single plane, or a slab that lies about it. */
  readonly slab: Slab;
}

/** On the volume laid out straight along a line. */
export interface CurvePlaceInSpace extends InSpace {
  readonly kind: 'curve';
  /** The points through which the line goes. */
  readonly lineMm: readonly Vector3[];
  /** By which the cut was turned about the line. */
  readonly degrees: number;
  /** The same points as `pointsMm`: along the line from its start, and across it. */
  readonly alongAcrossMm: readonly (readonly [alongMm: Millimetres, acrossMm: Millimetres])[];
}

/** A thousandth of a millimetre is finer than any hand. */
const PLACES = 1000;

function roundedMm([x, y, z]: Vector3): Vector3 {
  const round = (value: number) => Math.round(value * PLACES) / PLACES || 0;
  return [round(x), round(y), round(z)];
}

/** The place of a shape that was drawn on a plane. @param pointsPx zero-based, to the centre of the pixel */
export function placeOnPlane(frameOfReferenceUid: string, name: PlaneName, plane: ImagePlane, slab: Slab, pointsPx: readonly PixelPoint[]): PlanePlace {
  const { rowDirection, columnDirection } = plane;
  return { kind: 'plane', frameOfReferenceUid, plane: name, rowDirection, columnDirection, slab, pointsMm: pointsPx.map(([column, row]) => roundedMm(pixelToPatient(plane, column, row))) };
}

/** The place of a shape that was drawn on a straightened picture. */
export function placeOnCurve(frameOfReferenceUid: string, lineMm: readonly Vector3[], degrees: number, curve: Curve, pointsPx: readonly PixelPoint[]): CurvePlaceInSpace {
  const alongAcrossMm = pointsPx.map(([column, row]): readonly [number, number] => {
    const [along, across] = roundedMm([row * curve.stepMm, (column - (curve.columns - 1) / 2) * curve.stepMm, 0]);
    return [along, across];
  });
  return { kind: 'curve', frameOfReferenceUid, lineMm: lineMm.map(roundedMm), degrees, alongAcrossMm, pointsMm: alongAcrossMm.map((point) => roundedMm(pointOnCurve(curve, point))) };
}

/** The point of the patient at a place of a straightened picture; beyond its ends, that of the end. */
export function pointOnCurve({ places, stepMm }: Curve, [alongMm, acrossMm]: readonly [number, number]): Vector3 {
  const row = Math.min(places.length - 1, Math.max(0, alongMm / stepMm));
  const at = (index: number): Vector3 => {
    const place = places[Math.min(places.length - 1, index)];
    return place === undefined ? [0, 0, 0] : combine(place.pointMm, 1, place.across, acrossMm);
  };
  const share = row - Math.floor(row);
  return combine(at(Math.floor(row)), 1 - share, at(Math.floor(row) + 1), share);
}

/** The middle of the points of a place. */
export function middleOfPlace({ pointsMm }: SpacePlace): Vector3 {
  return pointsMm.reduce((sum, point) => combine(sum, 1, point, 1 / pointsMm.length), [0, 0, 0] as Vector3);
}

/** Directions that differ less are the same to the eye: a hundredth of a degree or so. */
const SAME_DIRECTION = 1e-4;

/** Whether two planes lie alike: rows and columns both. */
export function liesAlike(one: ImageOrientation, other: ImageOrientation): boolean {
  return (['rowDirection', 'columnDirection'] as const).every((way) => lengthOf(combine(one[way], 1, other[way], -1)) < SAME_DIRECTION);
}

/**
 * Where a shape is seen on a stack of planes: only on the plane that it was drawn on, as far as the stack has it still.
 * @returns undefined where the planes lie otherwise, or none goes through the shape within half their distance
 */
export function seenOnPlanes(place: SpacePlace, name: PlaneName, stack: PlaneStack): { readonly index: number; readonly pointsPx: readonly PixelPoint[] } | undefined {
  if (place.kind !== 'plane' || place.plane !== name) return undefined;
  const index = nearestPlane(stack, middleOfPlace(place));
  const plane = stack.planes[index];
  if (plane === undefined) return undefined;
  const normal = planeNormal(plane);
  const off = (point: Vector3) => Math.abs(dot(combine(point, 1, plane.positionMm, -1), normal));
  if (!liesAlike(plane, place) || place.pointsMm.some((point) => off(point) > stack.stepMm / 2 + 1e-3)) return undefined;
  return { index, pointsPx: place.pointsMm.map((point) => patientToPixel(plane, point)) };
}

/** Where a shape is seen on straightened pictures of a line. @param degrees of each picture */
export function seenOnCurves(place: SpacePlace, lineMm: readonly Vector3[], degrees: readonly number[], { stepMm, columns }: Pick<Curve, 'stepMm' | 'columns'>): { readonly index: number; readonly pointsPx: readonly PixelPoint[] } | undefined {
  if (place.kind !== 'curve' || place.lineMm.length !== lineMm.length) return undefined;
  const isSame = place.lineMm.every((point, index) => lengthOf(combine(point, 1, lineMm[index] ?? [Infinity, 0, 0], -1)) < 2e-3);
  const index = degrees.indexOf(place.degrees);
  if (!isSame || index === -1) return undefined;
  return { index, pointsPx: place.alongAcrossMm.map(([along, across]) => [across / stepMm + (columns - 1) / 2, along / stepMm]) };
}

/** The three planes as they lay, as far as one of them tells: the other two stand upright on it as they did at first. */
export function planesThrough({ plane, rowDirection, columnDirection }: PlanePlace): PlaneOrientations {
  const from = PATIENT_PLANES[plane];
  const [fromNormal, normal] = [planeNormal(from), planeNormal({ rowDirection, columnDirection })];
  // What a direction has of the old three axes it gets of the new ones.
  const turn = (way: Vector3): Vector3 =>
    combine(combine(rowDirection, dot(way, from.rowDirection), columnDirection, dot(way, from.columnDirection)), 1, normal, dot(way, fromNormal));
  const turned = (name: PlaneName): ImageOrientation =>
    name === plane ? { rowDirection, columnDirection } : { rowDirection: turn(PATIENT_PLANES[name].rowDirection), columnDirection: turn(PATIENT_PLANES[name].columnDirection) };
  return { axial: turned('axial'), coronal: turned('coronal'), sagittal: turned('sagittal') };
}

/** Pieces of a way along a curve are so short, mm. */
const PIECE_MM = 1;

/** The way in the patient of a straight line on a straightened picture: it bends with the curve. */
export function wayOnCurve({ lineMm, degrees }: CurvePlaceInSpace, from: readonly [number, number], to: readonly [number, number]): readonly Vector3[] {
  const curve = curveAlong(smoothLine(lineMm), { stepMm: PIECE_MM / 2, widthMm: 2, degrees });
  if (curve === undefined) return [];
  const pieces = Math.max(1, Math.ceil(Math.hypot(to[0] - from[0], to[1] - from[1]) / PIECE_MM));
  return Array.from({ length: pieces + 1 }, (_, piece) => {
    const share = piece / pieces;
    return roundedMm(pointOnCurve(curve, [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share]));
  });
}
