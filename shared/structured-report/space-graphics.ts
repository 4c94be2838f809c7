import type { ShapeQuantityName } from '../dicom/measurement/shape-kind.ts';
import { combine, cross, dot, lengthOf, type Vector3 } from '../dicom/geometry/vector3.ts';
import { wayOnCurve, type CurvePlaceInSpace, type PlanePlace } from '../dicom/volume/space-place.ts';
import type { ReportedMeasurement } from '../report/canonical-report.ts';
import { AREA_OUTLINE, PATH } from './codes.ts';
import { spaceCoordinates, type ContentItem } from './content-item.ts';

type Graphic = readonly [type: 'POINT' | 'POLYLINE' | 'POLYGON' | 'ELLIPSE', pointsMm: readonly Vector3[]];

/** Whether a measurement can be given in space: a series without a frame of reference has no space that another program could name. */
export function liesInSpace({ place }: Pick<ReportedMeasurement, 'place'>): boolean {
  return place !== undefined && place.frameOfReferenceUid !== '';
}

const OUTLINED: ReadonlySet<ReportedMeasurement['kind']> = new Set<ReportedMeasurement['kind']>(['ellipse', 'circle', 'rectangle', 'freehand']);

/** The points of the patient that a quantity was inferred from; none for a measurement on an image. PS3.3 C.18.9.1.2. */
export function spaceItems({ place, kind }: Pick<ReportedMeasurement, 'place' | 'kind'>, quantity: ShapeQuantityName): readonly ContentItem<'SCOORD3D'>[] {
  if (place === undefined || place.frameOfReferenceUid === '') return [];
  const graphics = place.kind === 'plane' ? graphicsOnPlane(place, kind, quantity) : graphicsOnCurve(place, kind, quantity);
  return graphics.map(([type, pointsMm]) => spaceCoordinates(OUTLINED.has(kind) ? AREA_OUTLINE : PATH, type, pointsMm, place.frameOfReferenceUid));
}

function graphicsOnPlane(place: PlanePlace, kind: ReportedMeasurement['kind'], quantity: ShapeQuantityName): readonly Graphic[] {
  const { pointsMm } = place;
  const [a, b, c, d] = pointsMm;
  if (a === undefined) return [];
  if (b === undefined) return [['POINT', [a]]];
  switch (kind) {
    case 'circle': {
      // The major axis first, then the minor one: of a circle any two that stand upright on each other.
      const radius = combine(b, 1, a, -1);
      const across = cross(cross(place.rowDirection, place.columnDirection), radius);
      return [['ELLIPSE', [combine(a, 1, radius, -1), b, combine(a, 1, across, -1), combine(a, 1, across, 1)]]];
    }
    case 'ellipse': {
      if (c === undefined || d === undefined) return [];
      const isLong = lengthOf(combine(b, 1, a, -1)) >= lengthOf(combine(d, 1, c, -1));
      return [['ELLIPSE', isLong ? [a, b, c, d] : [c, d, a, b]]];
    }
    case 'rectangle': {
      const along = dot(combine(b, 1, a, -1), place.rowDirection);
      const corner = combine(a, 1, place.rowDirection, along);
      return [['POLYGON', [a, corner, b, combine(b, 1, place.rowDirection, -along), a]]];
    }
    case 'freehand':
      return [['POLYGON', [...pointsMm, a]]];
    default:
      return linesOf(kind, quantity, pointsMm).map((line): Graphic => ['POLYLINE', line]);
  }
}

/** A straight line of the picture bends in the patient: it is given as it runs. */
function graphicsOnCurve(place: CurvePlaceInSpace, kind: ReportedMeasurement['kind'], quantity: ShapeQuantityName): readonly Graphic[] {
  const { alongAcrossMm, pointsMm } = place;
  const [first] = pointsMm;
  const [a, b] = alongAcrossMm;
  if (first === undefined || a === undefined) return [];
  if (b === undefined) return [['POINT', [first]]];
  const way = (corners: readonly (readonly [number, number])[]): Graphic => [
    'POLYLINE', corners.slice(1).flatMap((corner, index) => wayOnCurve(place, corners[index] ?? corner, corner).slice(index === 0 ? 0 : 1)),
  ];
  if (kind === 'rectangle') return [way([a, [a[0], b[1]], b, [b[0], a[1]], a])];
  if (kind === 'circle' || kind === 'ellipse') return [way(roundOf(kind, alongAcrossMm))];
  return linesOf(kind, quantity, kind === 'freehand' ? [...alongAcrossMm, a] : alongAcrossMm).map(way);
}

/** Corners of a round shape as it is drawn; its two axes are given by their ends. */
function roundOf(kind: 'circle' | 'ellipse', points: readonly (readonly [number, number])[]): readonly (readonly [number, number])[] {
  const [a = [0, 0], b = a, c = a, d = c] = points;
  const center = kind === 'circle' ? a : ([(a[0] + b[0]) / 2, (a[1] + b[1]) / 2] as const);
  const one = [b[0] - center[0], b[1] - center[1]] as const;
  const other = kind === 'circle' ? ([-one[1], one[0]] as const) : ([(d[0] - c[0]) / 2, (d[1] - c[1]) / 2] as const);
  return Array.from({ length: ROUND_CORNERS + 1 }, (_, corner) => {
    const angle = (corner * 2 * Math.PI) / ROUND_CORNERS;
    return [center[0] + one[0] * Math.cos(angle) + other[0] * Math.sin(angle), center[1] + one[1] * Math.cos(angle) + other[1] * Math.sin(angle)] as const;
  });
}
const ROUND_CORNERS = 36;

/** The lines of a shape that a quantity is read from. */
function linesOf<Point>(kind: ReportedMeasurement['kind'], quantity: ShapeQuantityName, points: readonly Point[]): readonly (readonly Point[])[] {
  const hasTwo = kind === 'bidirectional' || kind === 'cobb-angle' || kind === 'cardiothoracic-ratio';
  if (!hasTwo || points.length !== 4) return [points];
  const [first, second] = [points.slice(0, 2), points.slice(2)];
  if (quantity === 'length' || quantity === 'heart-width') return [first];
  if (quantity === 'short-axis' || quantity === 'thorax-width') return [second];
  return [first, second];
}
