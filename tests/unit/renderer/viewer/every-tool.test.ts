import { expect, test } from 'vitest';
import { measureShape, type MeasurableFrame } from '#shared/dicom/measurement/measure-shape.ts';
import { SHAPE_KINDS, type ShapeKind } from '#shared/dicom/measurement/shape-kind.ts';
import { MEASURING_TOOLS } from '#renderer/features/viewer/measuring/measuring-tools.ts';
import { NO_MEASUREMENTS, redo, undo, withStep, type MeasurementHistory } from '#renderer/features/viewer/measuring/measurement-history.ts';
import { measurementOf } from '#renderer/imaging/tools/measurement-shape.ts';
import type { LoadedFrame } from '#renderer/imaging/loader/loaded-frame.ts';
import type { CanvasPoint } from '#renderer/imaging/tools/shape-outline.ts';
import { beginPlacing, movePlacing, movePoint, setPoint, type Placed, type Placing } from '#renderer/imaging/tools/shape-placing.ts';

/** A phantom of 100 x 100 pixels of 0.5 mm across and 0.8 mm down: 40 HU in its left half, 140 HU in its right half. One CSS pixel is one pixel. */
const PHANTOM: MeasurableFrame = {
  spacing: { kind: 'patient', columnSpacingMm: 0.5, rowSpacingMm: 0.8 }, ultrasoundRegions: [], pixelShape: { width: 0.5, height: 0.8 },
  grey: {
    values: Int16Array.from({ length: 10_000 }, (_, index) => (index % 100 < 50 ? 1064 : 1164)), columns: 100, rows: 100,
    transform: { kind: 'linear', slope: 1, intercept: -1024, unit: "[hnsf'U]" }, padding: undefined, hidden: undefined,
  },
};
const FRAME = { frame: { studyId: 7, sopInstanceUid: '1.2.3', frameNumber: 1 }, image: { seriesInstanceUid: '1.2' } } as unknown as LoadedFrame;

type Numbers = Readonly<Record<string, number>>;
interface Tool {
  readonly kind: ShapeKind;
  /** Points that the hand sets, one after the other; of a contour, its way. */
  readonly hand: readonly CanvasPoint[];
  /** As drawn. */
  readonly drawn: Numbers;
  /** A handle is taken elsewhere. */
  readonly handle: number;
  readonly to: CanvasPoint;
  readonly moved: Numbers;
}

const TOOLS: readonly Tool[] = [
  // 40 columns of 0.5 mm; then 50 rows of 0.8 mm.
  { kind: 'length', hand: [[10, 10], [50, 10]], drawn: { length: 20 }, handle: 1, to: [10, 60], moved: { length: 40 } },
  // Across against down; then 20 columns of 0.5 mm = 10 mm beside 12.5 rows of 0.8 mm = 10 mm: 135 degrees from the way to the left.
  { kind: 'angle', hand: [[10, 10], [30, 10], [30, 35]], drawn: { angle: 90 }, handle: 2, to: [50, 22.5], moved: { angle: 135 } },
  // Half axes of 20 columns = 10 mm and 10 rows = 8 mm: pi * 80; then only 10 columns wide to either side: the fourth end and with it the axis of 30 columns, 15 mm, half 7.5: pi * 60.
  { kind: 'ellipse', hand: [[25, 40], [25, 60], [5, 50], [45, 50]], drawn: { area: 80 * Math.PI, mean: 40, minimum: 40, maximum: 40, 'standard-deviation': 0 }, handle: 3, to: [35, 50], moved: { area: 60 * Math.PI, mean: 40 } },
  // The long axis 40 columns = 20 mm; the short one follows, 10 rows to either side = 16 mm; then 13 to one side: 23 rows = 18.4 mm.
  { kind: 'bidirectional', hand: [[20, 50], [60, 50]], drawn: { length: 20, 'short-axis': 16 }, handle: 2, to: [40, 63], moved: { length: 20, 'short-axis': 18.4 } },
  // 20 mm across and 25 rows = 20 mm down: 45 degrees; then 12.5 rows = 10 mm: arctan 0.5.
  { kind: 'cobb-angle', hand: [[10, 10], [50, 10], [10, 40], [50, 65]], drawn: { angle: 45 }, handle: 3, to: [50, 52.5], moved: { angle: 26.565_05 } },
  // 20 columns = 10 mm radius; then 25 rows = 20 mm.
  { kind: 'circle', hand: [[50, 50], [70, 50]], drawn: { area: 100 * Math.PI }, handle: 1, to: [50, 75], moved: { area: 400 * Math.PI } },
  // 10 mm by 20 mm; then 20 mm by 20 mm.
  { kind: 'rectangle', hand: [[10, 10], [30, 35]], drawn: { area: 200, mean: 40 }, handle: 1, to: [50, 35], moved: { area: 400 } },
  // The same by hand; then a corner 20 columns out: (20 + 40) / 2 columns = 15 mm by 20 mm.
  { kind: 'freehand', hand: [[10, 10], [30, 10], [30, 35], [10, 35]], drawn: { area: 200, mean: 40 }, handle: 2, to: [50, 35], moved: { area: 300 } },
  // 10 mm and 20 mm; then 10 mm and 40 mm.
  { kind: 'polyline', hand: [[10, 10], [30, 10], [30, 35]], drawn: { length: 30 }, handle: 2, to: [30, 60], moved: { length: 50 } },
  // 1064 - 1024; then 1164 - 1024.
  { kind: 'probe', hand: [[20, 20]], drawn: { 'pixel-value': 40 }, handle: 0, to: [70, 20], moved: { 'pixel-value': 140 } },
  { kind: 'arrow', hand: [[20, 20], [40, 40]], drawn: {}, handle: 0, to: [25, 20], moved: {} },
  { kind: 'text', hand: [[20, 20]], drawn: {}, handle: 0, to: [25, 20], moved: {} },
  // Heart 30 columns = 15 mm, thorax 60 columns = 30 mm; then the heart is 24 columns = 12 mm.
  { kind: 'cardiothoracic-ratio', hand: [[30, 50], [60, 50], [10, 60], [70, 60]], drawn: { ratio: 0.5, 'heart-width': 15, 'thorax-width': 30 }, handle: 1, to: [54, 50], moved: { ratio: 0.4, 'heart-width': 12, 'thorax-width': 30 } },
  { kind: 'spine-labels', hand: [[50, 90], [50, 60], [50, 30]], drawn: {}, handle: 1, to: [52, 60], moved: {} },
  // 25 rows = 20 mm and 50 rows = 40 mm, in one line; then an ankle 25 rows nearer.
  { kind: 'leg-length', hand: [[50, 0], [50, 25], [50, 75]], drawn: { length: 60, femur: 20, tibia: 40, angle: 180 }, handle: 2, to: [50, 50], moved: { length: 40, femur: 20, tibia: 20, angle: 180 } },
];

/** Cornerstone's own tools: their points come from it, and its ellipse moves the opposite end itself. Ours are placed as the hand presses. */
const OF_CORNERSTONE: ReadonlySet<ShapeKind> = new Set<ShapeKind>(['length', 'angle', 'ellipse']);

function drawnBy({ kind, hand }: Tool): readonly CanvasPoint[] {
  const [first, ...others] = hand;
  if (OF_CORNERSTONE.has(kind) || first === undefined) return hand;
  const act = (placed: Placed, next: (placing: Placing) => Placed): Placed => (placed.kind === 'going-on' ? next(placed.placing) : placed);
  let placed: Placed = { kind: 'going-on', placing: beginPlacing(kind, first) };
  for (const at of others) {
    placed = act(placed, (placing) => ({ kind: 'going-on', placing: movePlacing(kind, placing, at, true) }));
    if (kind !== 'freehand') placed = act(placed, (placing) => setPoint(kind, placing, 'press'));
  }
  // One place once more ends an open line; letting go ends a contour and a single point.
  placed = act(placed, (placing) => setPoint(kind, placing, kind === 'freehand' || hand.length === 1 ? 'release' : 'twice'));
  if (placed.kind !== 'complete') throw new Error(`${kind} was not complete`);
  return placed.points;
}

function measurementAt(kind: ShapeKind, pointsPx: readonly CanvasPoint[]) {
  const measured = measureShape(kind, pointsPx, PHANTOM);
  if (measured === undefined) throw new Error(`${kind} has no extent`);
  return measurementOf({ kind, pointsPx, loaded: FRAME, measured, measurement: undefined }, { trackingUid: '2.25.1', label: 1 });
}

test('there is a row for every tool that the toolbar and its menu have', () => {
  expect(TOOLS.map(({ kind }) => kind)).toEqual([...SHAPE_KINDS]);
  expect(MEASURING_TOOLS.map(([kind]) => kind)).toEqual([...SHAPE_KINDS]);
});

test.each(TOOLS.map((tool) => [tool.kind, tool] as const))('%s is drawn, moved by a handle, has the numbers of the phantom each time, and is undone and redone', (kind, tool) => {
  const points = drawnBy(tool);
  const first = measurementAt(kind, points);
  const second = measurementAt(kind, kind === 'ellipse' ? [points[0]!, points[1]!, points[2]!, tool.to] : movePoint(kind, points, tool.handle, tool.to));
  for (const [{ quantities }, expected] of [[first, tool.drawn], [second, tool.moved]] as const) {
    const found = Object.fromEntries(quantities.map(({ quantity, value }) => [quantity, value]));
    for (const [quantity, value] of Object.entries(expected)) expect([quantity, found[quantity]]).toEqual([quantity, expect.closeTo(value, 4)]);
    if (Object.keys(expected).length === 0) expect(quantities).toEqual([]);
  }
  expect(second.pointsPx).not.toEqual(first.pointsPx);

  const step = (before: typeof first | undefined, after: typeof first) => ({ changes: [{ before, after }], calibration: undefined });
  const done = withStep(withStep(NO_MEASUREMENTS, step(undefined, first)), step(first, second));
  const shown = (history: MeasurementHistory | undefined) => history?.measurements;
  expect(shown(done)).toEqual([second]);
  const once = undo(done)?.history;
  expect(shown(once)).toEqual([first]);
  const twice = once && undo(once)?.history;
  expect(shown(twice)).toEqual([]);
  const again = twice && redo(twice)?.history;
  expect(shown(again)).toEqual([first]);
  expect(shown(again && redo(again)?.history)).toEqual([second]);
});
