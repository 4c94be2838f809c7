import { describe, expect, test } from 'vitest';
import type { ShapeKind } from '#shared/dicom/measurement/shape-kind.ts';
import { beginPlacing, movePlacing, movePoint, setPoint, type Placed } from '#renderer/imaging/tools/shape-placing.ts';
import { distanceTo, outlineOf, type CanvasPoint } from '#renderer/imaging/tools/shape-outline.ts';

type Act = readonly ['press' | 'release' | 'twice'] | readonly ['move' | 'drag', number, number];

/** The hand: a first press, then what it does. */
function draw(kind: ShapeKind, first: CanvasPoint, acts: readonly Act[]): Placed {
  let placed: Placed = { kind: 'going-on', placing: beginPlacing(kind, first) };
  for (const [act, x = 0, y = 0] of acts) {
    if (placed.kind !== 'going-on') throw new Error('the shape was complete before the hand was done');
    if (act === 'move' || act === 'drag') placed = { kind: 'going-on', placing: movePlacing(kind, placed.placing, [x, y], act === 'drag') };
    else placed = setPoint(kind, placed.placing, act);
  }
  return placed;
}

describe('drawing', () => {
  test('two points by a drag', () => {
    expect(draw('rectangle', [10, 10], [['drag', 30, 20], ['release']])).toEqual({ kind: 'complete', points: [[10, 10], [30, 20]] });
  });

  test('two points by two presses', () => {
    expect(draw('circle', [10, 10], [['release'], ['move', 30, 20], ['press']])).toEqual({ kind: 'complete', points: [[10, 10], [30, 20]] });
  });

  test('two lines by two drags: the second begins where the button goes down again', () => {
    expect(draw('cobb-angle', [0, 0], [['drag', 50, 0], ['release'], ['move', 0, 40], ['press'], ['drag', 50, 60], ['release']])).toEqual({
      kind: 'complete', points: [[0, 0], [50, 0], [0, 40], [50, 60]],
    });
  });

  test('three points by three presses, each let go at its place', () => {
    expect(draw('leg-length', [5, 0], [['release'], ['move', 5, 40], ['press'], ['release'], ['move', 8, 90], ['press']])).toEqual({ kind: 'complete', points: [[5, 0], [5, 40], [8, 90]] });
  });

  test('an open line ends with a second press at its last point', () => {
    expect(draw('polyline', [0, 0], [['release'], ['move', 30, 0], ['press'], ['release'], ['move', 30, 40], ['press'], ['release'], ['press']])).toEqual({
      kind: 'complete', points: [[0, 0], [30, 0], [30, 40]],
    });
  });

  test('an open line ends with a double press where its last point shall be', () => {
    expect(draw('spine-labels', [0, 90], [['release'], ['move', 0, 60], ['press'], ['release'], ['move', 0, 30], ['twice']])).toEqual({
      kind: 'complete', points: [[0, 90], [0, 60], [0, 30]],
    });
  });

  test('a single press of a line that needs two points ends nothing', () => {
    expect(draw('polyline', [0, 0], [['release'], ['press']])).toMatchObject({ kind: 'going-on' });
  });

  test('one point is set by one press', () => {
    expect(draw('probe', [7, 8], [['release']])).toEqual({ kind: 'complete', points: [[7, 8]] });
  });

  test('a contour takes a point every three pixels of the way', () => {
    // From (0,0): 1 px is too near, 3 px counts, then 4 px more.
    expect(draw('freehand', [0, 0], [['drag', 1, 0], ['drag', 3, 0], ['drag', 3, 4], ['release']])).toEqual({ kind: 'complete', points: [[0, 0], [3, 0], [3, 4]] });
    expect(draw('freehand', [0, 0], [['drag', 3, 0], ['release']])).toEqual({ kind: 'nothing' });
  });

  test('the short axis of a lesion crosses the middle of the long one at a right angle and is half as long', () => {
    // long axis (0,0) to (40,0): the middle is (20,0), a quarter of the length to either side is 10
    expect(draw('bidirectional', [0, 0], [['drag', 40, 0], ['release']])).toEqual({ kind: 'complete', points: [[0, 0], [40, 0], [20, 10], [20, -10]] });
  });
});

describe('moving a point', () => {
  const lesion: readonly CanvasPoint[] = [[0, 0], [40, 0], [20, 10], [20, -10]];
  const near = (points: readonly CanvasPoint[]) => points.map(([x, y]) => [Math.round(x * 1000) / 1000 + 0, Math.round(y * 1000) / 1000 + 0]);

  test('the end of a short axis moves it along the long one and makes it longer on its side only', () => {
    // The hand goes to (30, 16): the axis crosses at 30, 16 to this side, still 10 to the other.
    expect(near(movePoint('bidirectional', lesion, 2, [30, 16]))).toEqual([[0, 0], [40, 0], [30, 16], [30, -10]]);
  });

  test('the long axis takes the short one with it', () => {
    // Turned by a quarter: (0,0) to (0,40); the middle is (0,20); what lay below (+y) lies left (-x).
    expect(near(movePoint('bidirectional', lesion, 1, [0, 40]))).toEqual([[0, 0], [0, 40], [-10, 20], [10, 20]]);
  });

  test('of any other shape it alone moves', () => {
    expect(movePoint('leg-length', [[0, 0], [0, 5], [0, 9]], 1, [3, 5])).toEqual([[0, 0], [3, 5], [0, 9]]);
  });
});

describe('outlines', () => {
  test('a shape is near where its lines are, not in its middle', () => {
    const rectangle = outlineOf('rectangle', [[0, 0], [100, 60]]);
    expect([distanceTo(rectangle, [50, 58]), distanceTo(rectangle, [50, 30])]).toEqual([2, 30]);
  });

  test('a circle is as far from its centre as its edge', () => {
    // 72 parts: the chord lies at most 1 - cos(2.5°) = 0.1 % inside
    expect(distanceTo(outlineOf('circle', [[0, 0], [50, 0]]), [0, 50])).toBeLessThan(0.1);
  });
});
