import { expect, test } from 'vitest';
import { mprViewAfter, openMprView } from '#renderer/features/viewer/mpr/mpr-view.ts';
import { openVolumeView, volumeViewAfter } from '#renderer/features/viewer/volume/volume-view.ts';

test('the crosshair goes along the rows and columns of the plane that has the hand', () => {
  const view = openMprView([10, 20, 30]);
  expect(mprViewAfter(view, { kind: 'shift', name: 'axial', rightMm: 2, downMm: 1 }).centerMm).toEqual([12, 21, 30]);
  // Down in a sagittal plane is towards the feet, to the right is to the back.
  expect(mprViewAfter(view, { kind: 'shift', name: 'sagittal', rightMm: 2, downMm: 1 }).centerMm).toEqual([10, 22, 29]);
});

test('points of the curve are where the crosshair was, survive straightening and are taken back one by one', () => {
  const first = mprViewAfter(openMprView([1, 2, 3]), { kind: 'curve-point' });
  const second = mprViewAfter(mprViewAfter(first, { kind: 'center', pointMm: [4, 5, 6] }), { kind: 'curve-point' });
  expect(mprViewAfter(second, { kind: 'straighten' }).curveMm).toEqual([[1, 2, 3], [4, 5, 6]]);
  expect(mprViewAfter(second, { kind: 'curve-back' }).curveMm).toEqual([[1, 2, 3]]);
});

test('a second press at the same place adds no point to the curve; coming back to it later does', () => {
  const first = mprViewAfter(openMprView([1, 2, 3]), { kind: 'curve-point' });
  expect(mprViewAfter(first, { kind: 'curve-point' })).toBe(first);
  const second = mprViewAfter(mprViewAfter(first, { kind: 'center', pointMm: [1, 2, 9] }), { kind: 'curve-point' });
  const third = mprViewAfter(mprViewAfter(second, { kind: 'center', pointMm: [1, 2, 3] }), { kind: 'curve-point' });
  expect(third.curveMm).toEqual([[1, 2, 3], [1, 2, 9], [1, 2, 3]]);
});

test('a hand that drags to the right turns the front of the body to the right', () => {
  // Seen from the front the patient's left (+x) is to the right. A quarter turn to the right: the front goes to the right, the right side (-x) comes to the eye.
  const { orientation } = volumeViewAfter(openVolumeView([0, 0, 0]), { kind: 'turn', rightDegrees: 90, downDegrees: 0 });
  // Rays go along rows x columns, away from the eye: towards +x.
  const [r, c] = [orientation.rowDirection, orientation.columnDirection];
  const away = [r[1] * c[2] - r[2] * c[1], r[2] * c[0] - r[0] * c[2], r[0] * c[1] - r[1] * c[0]];
  expect(away.map((value) => Math.round(value) + 0)).toEqual([1, 0, 0]);
  // The front (-y) is on the right of the screen now.
  expect(r.map((value) => Math.round(value) + 0)).toEqual([0, -1, 0]);
});

test('a crop edge never closes, and stays inside of the volume', () => {
  const view = openVolumeView([0, 0, 0]);
  const { box } = volumeViewAfter(view, { kind: 'crop', edge: 'front', low: 0.9, high: 0.1 });
  expect([box.low[1], box.high[1]]).toEqual([0.9, 0.92]);
  expect(volumeViewAfter(view, { kind: 'crop', edge: 'foot', low: -1, high: 2 }).box).toEqual({ low: [0, 0, 0], high: [1, 1, 1] });
});
