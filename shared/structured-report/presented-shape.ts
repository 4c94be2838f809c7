import { buildDataSet } from '../dicom/data-set/build-data-set.ts';
import type { DataSet } from '../dicom/data-set/data-set.ts';
import type { PixelPoint } from '../dicom/measurement/pixel-point.ts';
import type { PresentedShape } from '../report/reported-appearance.ts';

/** Column and row distance of pixels, mm. */
type Spacing = { readonly column: number; readonly row: number } | null;

const CIRCLE_PARTS = 72;
const ARROW_PX = 12;
const SQUARE = 1e-3;

/**
 * The lines of a measurement as graphic objects in pixels. PS3.3 C.10.5.1.2: 0\0 is the upper left corner of the first pixel, so that its centre is
 * 0.5\0.5. @param spacingMm decides whether a circle of the patient is a circle of pixels
 */
export function graphicsOfShape({ kind, pointsPx }: Pick<PresentedShape, 'kind' | 'pointsPx'>, spacingMm: Spacing): readonly DataSet[] {
  const [a, b, c, d] = pointsPx;
  if (a === undefined) return [];
  const line = (...points: readonly (PixelPoint | undefined)[]) => polyline(points.filter((point) => point !== undefined));
  switch (kind) {
    case 'probe':
    case 'text':
      return [graphic('POINT', [a])];
    case 'circle':
      return b === undefined ? [] : [circle(a, b, spacingMm)];
    case 'ellipse':
      return b === undefined || c === undefined || d === undefined ? [] : [ellipse([a, b], [c, d])];
    case 'rectangle':
      return b === undefined ? [] : [polyline([a, [b[0], a[1]], b, [a[0], b[1]], a])];
    case 'freehand':
      return pointsPx.length < 3 ? [] : [polyline([...pointsPx, a])];
    case 'bidirectional':
    case 'cardiothoracic-ratio':
    case 'cobb-angle':
      return [line(a, b), ...(c === undefined || d === undefined ? [] : [line(c, d)])];
    case 'arrow':
      return b === undefined ? [] : [line(a, b), arrowHead(a, b)];
    case 'spine-labels':
      return [graphic('POINT', [a]), ...(pointsPx.length < 2 ? [] : [polyline(pointsPx)])];
    case 'length':
    case 'angle':
    case 'polyline':
    case 'leg-length':
      return pointsPx.length < 2 ? [] : [polyline(pointsPx)];
    default:
      return kind satisfies never;
  }
}

function polyline(points: readonly PixelPoint[]): DataSet {
  return graphic('POLYLINE', points);
}

function graphic(type: 'POINT' | 'POLYLINE' | 'CIRCLE' | 'ELLIPSE', points: readonly PixelPoint[]): DataSet {
  const [first] = points;
  const last = points.at(-1);
  const isClosed = type === 'CIRCLE' || type === 'ELLIPSE' || (type === 'POLYLINE' && points.length > 2 && first?.[0] === last?.[0] && first?.[1] === last?.[1]);
  return buildDataSet({
    GraphicAnnotationUnits: 'PIXEL',
    GraphicDimensions: 2,
    NumberOfGraphicPoints: points.length,
    GraphicData: points.flatMap(([column, row]) => [Math.fround(column + 0.5), Math.fround(row + 0.5)]),
    GraphicType: type,
    GraphicFilled: isClosed ? 'N' : undefined,
  });
}

/** Centre and a point on it. Where pixels are not square it is an ellipse of pixels, and drawn as one. */
function circle(center: PixelPoint, on: PixelPoint, spacingMm: Spacing): DataSet {
  const stretch = spacingMm === null ? 1 : spacingMm.row / spacingMm.column;
  if (Math.abs(stretch - 1) < SQUARE) return graphic('CIRCLE', [center, on]);
  // In columns; a row is `stretch` columns high.
  const radius = Math.hypot(on[0] - center[0], (on[1] - center[1]) * stretch);
  const points = Array.from({ length: CIRCLE_PARTS }, (_, part): PixelPoint => {
    const angle = (part * 2 * Math.PI) / CIRCLE_PARTS;
    return [center[0] + radius * Math.cos(angle), center[1] + (radius * Math.sin(angle)) / stretch];
  });
  return polyline([...points, points[0] ?? center]);
}

/** The longer axis comes first. */
function ellipse(one: readonly [PixelPoint, PixelPoint], other: readonly [PixelPoint, PixelPoint]): DataSet {
  const lengthOf = ([from, to]: readonly [PixelPoint, PixelPoint]) => Math.hypot(to[0] - from[0], to[1] - from[1]);
  return graphic('ELLIPSE', lengthOf(one) >= lengthOf(other) ? [...one, ...other] : [...other, ...one]);
}

/** The first point is the tip. */
function arrowHead([x, y]: PixelPoint, [tailX, tailY]: PixelPoint): DataSet {
  const angle = Math.atan2(tailY - y, tailX - x);
  const wing = (turn: number): PixelPoint => [x + ARROW_PX * Math.cos(angle + turn), y + ARROW_PX * Math.sin(angle + turn)];
  return polyline([wing(0.4), [x, y], wing(-0.4)]);
}
