import { SHAPE_POINTS, type ShapeKind } from '#shared/dicom/measurement/shape-kind.ts';
import type { CanvasPoint } from './shape-outline.ts';

/**
 * A shape under the hand. The last point follows the pointer and is not set yet; `hasMoved`: the pointer has moved since the point before was set.
 * Positions are CSS pixels on the canvas.
 */
export interface Placing {
  readonly points: readonly CanvasPoint[];
  readonly hasMoved: boolean;
}

export type Placed =
  | { readonly kind: 'going-on'; readonly placing: Placing }
  | { readonly kind: 'complete'; readonly points: readonly CanvasPoint[] }
  /** Too little for a shape. */
  | { readonly kind: 'nothing' };

/** Two presses this close end an open line. */
const SAME_PLACE_PX = 5;
/** A contour drawn by hand takes a point after this way. */
const TRACE_PX = 3;

/** So many points the hand sets; the short axis of a lesion follows from its long one. Undefined: until two presses at one place. */
function pointsToSet(kind: ShapeKind): number | undefined {
  if (kind === 'bidirectional') return 2;
  const { fewest, most } = SHAPE_POINTS[kind];
  return fewest === most ? fewest : undefined;
}

/** The first press. */
export function beginPlacing(kind: ShapeKind, at: CanvasPoint): Placing {
  const single = pointsToSet(kind) === 1;
  return { points: single || kind === 'freehand' ? [at] : [at, at], hasMoved: single };
}

/** The pointer moved. @param isPressed the button is down */
export function movePlacing(kind: ShapeKind, { points, hasMoved }: Placing, at: CanvasPoint, isPressed: boolean): Placing {
  if (kind !== 'freehand') return { points: [...points.slice(0, -1), at], hasMoved: true };
  const last = points.at(-1) ?? at;
  const isFar = isPressed && distance(last, at) >= TRACE_PX && points.length < SHAPE_POINTS.freehand.most;
  return isFar ? { points: [...points, at], hasMoved: true } : { points, hasMoved };
}

/**
 * The button was pressed or let go. A press sets the point under it; letting go sets one only after a drag, so that dragging and pressing both
 * draw. Two presses at one place (`twice`: counted by the system) end an open line.
 */
export function setPoint(kind: ShapeKind, placing: Placing, by: 'press' | 'release' | 'twice'): Placed {
  const { points, hasMoved } = placing;
  const goingOn: Placed = { kind: 'going-on', placing };
  if (kind === 'freehand') {
    if (by !== 'release') return goingOn;
    return points.length < SHAPE_POINTS.freehand.fewest ? { kind: 'nothing' } : { kind: 'complete', points };
  }
  const last = points.at(-1);
  const before = points.at(-2);
  if (last === undefined) return { kind: 'nothing' };
  const wanted = pointsToSet(kind);
  const next: Placed = { kind: 'going-on', placing: { points: [...points, last], hasMoved: false } };
  if (wanted !== undefined) {
    if (!hasMoved) return goingOn;
    if (points.length < wanted) return next;
    return { kind: 'complete', points: kind === 'bidirectional' ? withShortAxis(points) : points };
  }
  if (by === 'release' && !hasMoved) return goingOn;
  const isSamePlace = before !== undefined && distance(before, last) < SAME_PLACE_PX;
  if (by !== 'twice' && !isSamePlace) return points.length >= SHAPE_POINTS[kind].most ? { kind: 'complete', points } : next;
  const set = isSamePlace ? points.slice(0, -1) : points;
  return by === 'release' || set.length < SHAPE_POINTS[kind].fewest ? goingOn : { kind: 'complete', points: set };
}

/** A lesion whose short axis crosses the middle of the long one and is half as long. */
function withShortAxis(points: readonly CanvasPoint[]): readonly CanvasPoint[] {
  const [a = [0, 0], b = [0, 0]] = points;
  const [x, y] = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
  const [downX, downY] = [-(b[1] - a[1]) / 4, (b[0] - a[0]) / 4];
  return [a, b, [x + downX, y + downY], [x - downX, y - downY]];
}

/** A point of a finished shape was moved. Both axes of a lesion stay upright on each other. */
export function movePoint(kind: ShapeKind, points: readonly CanvasPoint[], index: number, to: CanvasPoint): readonly CanvasPoint[] {
  const moved = points.map((point, place) => (place === index ? to : point));
  return kind === 'bidirectional' && points.length === 4 ? squared(points, moved, index) : moved;
}

function squared(before: readonly CanvasPoint[], moved: readonly CanvasPoint[], index: number): readonly CanvasPoint[] {
  const [a = [0, 0], b = [0, 0]] = before;
  const old = axisOf(a, b);
  const [newA = a, newB = b, , ] = moved;
  const now = axisOf(newA, newB);
  if (old === undefined || now === undefined) return before;
  const across = (point: CanvasPoint | undefined) => dot(from(a, point ?? a), old.across);
  const [c, d] = [before[2], before[3]];
  const hand = moved[index] ?? a;
  // Where the short axis crosses: kept as a share of the long one, unless the hand moves it along.
  const share = index < 2 ? dot(from(a, c ?? a), old.along) / old.length : dot(from(a, hand), old.along) / old.length;
  const held = Math.min(1, Math.max(0, share));
  const firstAcross = index === 2 ? across(hand) : across(c);
  const secondAcross = index === 3 ? across(hand) : across(d);
  const at = (way: number): CanvasPoint => [
    newA[0] + now.along[0] * held * now.length + now.across[0] * way, newA[1] + now.along[1] * held * now.length + now.across[1] * way,
  ];
  return [newA, newB, at(firstAcross), at(secondAcross)];
}

interface Axis {
  readonly along: CanvasPoint;
  readonly across: CanvasPoint;
  readonly length: number;
}

function axisOf(a: CanvasPoint, b: CanvasPoint): Axis | undefined {
  const length = distance(a, b);
  if (length === 0) return undefined;
  const along: CanvasPoint = [(b[0] - a[0]) / length, (b[1] - a[1]) / length];
  return { along, across: [-along[1], along[0]], length };
}

function from(origin: CanvasPoint, point: CanvasPoint): CanvasPoint {
  return [point[0] - origin[0], point[1] - origin[1]];
}

function dot(left: CanvasPoint, right: CanvasPoint): number {
  return left[0] * right[0] + left[1] * right[1];
}

function distance(left: CanvasPoint, right: CanvasPoint): number {
  return Math.hypot(left[0] - right[0], left[1] - right[1]);
}
