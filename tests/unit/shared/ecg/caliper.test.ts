import { describe, expect, test } from 'vitest';
import { fromPaperPoint, readCaliper, rowIndexAt, toPaperPoint } from '#shared/ecg/caliper.ts';
import { layoutEcg } from '#shared/ecg/layout.ts';

const layout = layoutEcg({ kind: '3x4+1', paperSpeedMmPerS: 25, gainMmPerMv: 10, paperWidthMm: 280, paperHeightMm: 140, durationMs: 10_000, topMarginMm: 8 });

describe('calipers', () => {
  test('25 mm along a row are 1000 ms and 60 a minute', () => {
    const from = toPaperPoint(layout, 3, 50, 100);
    const to = toPaperPoint(layout, 3, 75, 110);
    expect(readCaliper({ kind: 'time', from, to })).toEqual({ kind: 'time', intervalMs: 1000, ratePerMin: 60 });
    expect(readCaliper({ kind: 'time', from: to, to: from })).toEqual({ kind: 'time', intervalMs: 1000, ratePerMin: 60 });
  });

  test('an interval of nothing has no rate', () => {
    const point = toPaperPoint(layout, 0, 50, 20);
    expect(readCaliper({ kind: 'time', from: point, to: point })).toEqual({ kind: 'time', intervalMs: 0, ratePerMin: undefined });
  });

  test('3.2 mm upwards are +0.32 mV', () => {
    const reading = readCaliper({ kind: 'voltage', from: toPaperPoint(layout, 0, 50, 28), to: toPaperPoint(layout, 0, 60, 24.8) });
    expect(reading.kind === 'voltage' && reading.differenceMv).toBeCloseTo(0.32, 12);
  });

  test('the start of the traces is the start of the window, and a baseline is 0 mV', () => {
    // First baseline: 8 + 0.6 x 33 = 27.8, on the grid line 28.
    expect(toPaperPoint(layout, 0, 11, 28)).toEqual({ rowIndex: 0, timeMs: 0, amplitudeMv: 0 });
  });

  test('a caliper stays at its time when speed, gain and window change', () => {
    const point = toPaperPoint(layout, 0, 61, 18);
    const faster = layoutEcg({ kind: '3x4+1', paperSpeedMmPerS: 50, gainMmPerMv: 20, paperWidthMm: 280, paperHeightMm: 140, durationMs: 10_000, topMarginMm: 8, windowStartMs: 1000 });
    const place = fromPaperPoint(faster, point)!;
    // (61 - 11) / 25 = 2 s; at 50 mm/s the traces start at 16 mm with 1 s: 16 + 1 s x 50 = 66 mm.
    // The pulse of 20 mm moves the first baseline to 29; 1 mV above it at 20 mm/mV: 9 mm.
    expect([point.timeMs, point.amplitudeMv, place.xMm, place.yMm]).toEqual([2000, 1, 66, 9]);
  });

  test('a place on the paper belongs to the row it lies in', () => {
    // Rows of 33 mm from 8 mm on: 8 to 41, 41 to 74, 74 to 107, 107 to 140
    expect([0, 40.9, 41, 120, 999].map((yMm) => rowIndexAt(layout, yMm))).toEqual([0, 0, 1, 3, 3]);
  });
});
