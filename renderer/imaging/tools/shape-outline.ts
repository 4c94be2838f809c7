import type { ShapeKind } from '#shared/dicom/measurement/shape-kind.ts';

/** CSS pixels on the canvas, right and down. */
export type CanvasPoint = [x: number, y: number];

/** One line of a shape. */
export interface OutlinePart {
  readonly points: readonly CanvasPoint[];
  readonly isClosed: boolean;
  /** Only shows what belongs together. */
  readonly isFaint?: boolean;
}

const CIRCLE_PARTS = 72;
const CROSS_PX = 7;
const ARROW_PX = 12;

/** The lines of a shape. A circle on the canvas is one in the patient: the picture is drawn with the true shape of its pixels. */
export function outlineOf(kind: ShapeKind, points: readonly CanvasPoint[]): readonly OutlinePart[] {
  const [a, b, c, d] = points;
  if (a === undefined) return [];
  const open = (...line: readonly (CanvasPoint | undefined)[]): OutlinePart => ({ points: line.filter((point) => point !== undefined), isClosed: false });
  switch (kind) {
    case 'probe':
    case 'text':
      return [open([a[0] - CROSS_PX, a[1]], [a[0] + CROSS_PX, a[1]]), open([a[0], a[1] - CROSS_PX], [a[0], a[1] + CROSS_PX])];
    case 'circle':
      return b === undefined ? [] : [{ points: circlePoints(a, Math.hypot(b[0] - a[0], b[1] - a[1])), isClosed: true }, { ...open(a, b), isFaint: true }];
    case 'rectangle':
      return b === undefined ? [] : [{ points: [a, [b[0], a[1]], b, [a[0], b[1]]], isClosed: true }];
    case 'freehand':
      return [{ points, isClosed: points.length > 2 }];
    case 'arrow':
      return b === undefined ? [] : [open(a, b), ...arrowHead(a, b)];
    case 'bidirectional':
    case 'cardiothoracic-ratio':
      return [open(a, b), ...(c === undefined ? [] : [open(c, d ?? c)])];
    case 'cobb-angle':
      return [open(a, b), ...(c === undefined ? [] : [open(c, d ?? c), ...(b === undefined || d === undefined ? [] : [{ ...open(middle(a, b), middle(c, d)), isFaint: true }])])];
    case 'spine-labels':
      return [{ points, isClosed: false, isFaint: true }];
    case 'length':
    case 'angle':
    case 'ellipse':
    case 'polyline':
    case 'leg-length':
      return [{ points, isClosed: false }];
    default:
      return kind satisfies never;
  }
}

/** How far a point lies from the lines of a shape, CSS pixels; infinite for a shape without lines. */
export function distanceTo(parts: readonly OutlinePart[], at: CanvasPoint): number {
  const distances = parts.flatMap(({ points, isClosed }) =>
    points.map((point, index) => {
      const next = points[index + 1] ?? (isClosed ? points[0] : undefined) ?? point;
      return distanceToSegment(at, point, next);
    }),
  );
  return Math.min(Number.POSITIVE_INFINITY, ...distances);
}

/** Handles are for points that are set one by one; a contour has too many. */
export function hasHandles(kind: ShapeKind): boolean {
  return kind !== 'freehand';
}

function circlePoints([x, y]: CanvasPoint, radius: number): readonly CanvasPoint[] {
  return Array.from({ length: CIRCLE_PARTS }, (_, part): CanvasPoint => {
    const angle = (part * 2 * Math.PI) / CIRCLE_PARTS;
    return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
  });
}

/** The first point is the tip. */
function arrowHead([x, y]: CanvasPoint, [tailX, tailY]: CanvasPoint): readonly OutlinePart[] {
  const angle = Math.atan2(tailY - y, tailX - x);
  const wing = (turn: number): CanvasPoint => [x + ARROW_PX * Math.cos(angle + turn), y + ARROW_PX * Math.sin(angle + turn)];
  return [{ points: [wing(0.4), [x, y], wing(-0.4)], isClosed: false }];
}

function middle([x, y]: CanvasPoint, [otherX, otherY]: CanvasPoint): CanvasPoint {
  return [(x + otherX) / 2, (y + otherY) / 2];
}

function distanceToSegment([x, y]: CanvasPoint, [fromX, fromY]: CanvasPoint, [toX, toY]: CanvasPoint): number {
  const [alongX, alongY] = [toX - fromX, toY - fromY];
  const square = alongX ** 2 + alongY ** 2;
  const share = square === 0 ? 0 : Math.min(1, Math.max(0, ((x - fromX) * alongX + (y - fromY) * alongY) / square));
  return Math.hypot(x - fromX - share * alongX, y - fromY - share * alongY);
}
