import { describe, expect, test } from 'vitest';
import { drawnScale, INITIAL_VIEW, withNextGain, withNextMagnification, withNextSpeed, withToolToggled } from '#renderer/features/ecg/ecg-view.ts';
import { caliperPlace, firstCaliper, withEndMoved } from '#renderer/features/ecg/caliper-edit.ts';
import { layoutEcg } from '#shared/ecg/layout.ts';
import { readCaliper } from '#shared/ecg/caliper.ts';

const layout = layoutEcg({ kind: '3x4+1', paperSpeedMmPerS: 25, gainMmPerMv: 10, paperWidthMm: 280, paperHeightMm: 140, durationMs: 60_000, windowStartMs: 5000 });

describe('how an ECG is looked at', () => {
  test('it starts at 25 mm/s and 10 mm/mV with diagnostic filters, without calipers, derived leads or enlargement', () => {
    expect(INITIAL_VIEW).toEqual({
      layoutKind: undefined, paperSpeedMmPerS: 25, gainMmPerMv: 10, isBrightPaper: false, tool: undefined, derivesLimbLeads: false, magnification: 1, windowStartMs: 0,
      filters: { highPassHz: 0.05, lowPassHz: 150, notchHz: null }, marks: {}, qtcFormula: 'fridericia', marchesOut: false, comparison: 'over',
    });
  });

  test('speeds go 25, 50, 12.5 and round, gains 10, 20, 5 and round', () => {
    const speeds = [withNextSpeed, withNextSpeed, withNextSpeed].reduce((views, next) => [...views, next(views.at(-1)!)], [INITIAL_VIEW]);
    const gains = [withNextGain, withNextGain, withNextGain].reduce((views, next) => [...views, next(views.at(-1)!)], [INITIAL_VIEW]);
    expect(speeds.map((view) => view.paperSpeedMmPerS)).toEqual([25, 50, 12.5, 25]);
    expect(gains.map((view) => view.gainMmPerMv)).toEqual([10, 20, 5, 10]);
  });

  test('the same key takes a caliper up and puts it away, the other key changes hands', () => {
    const taken = withToolToggled(INITIAL_VIEW, 'time');
    expect([taken.tool, withToolToggled(taken, 'voltage').tool, withToolToggled(taken, 'time').tool]).toEqual(['time', 'voltage', undefined]);
  });

  test('enlarged paper has no true millimetres, even on a calibrated monitor', () => {
    const { magnification } = withNextMagnification(INITIAL_VIEW);
    expect(drawnScale({ pixelsPerMm: 4, isCalibrated: true }, magnification)).toEqual({ pixelsPerMm: 5, isCalibrated: false });
    expect(drawnScale({ pixelsPerMm: 4, isCalibrated: true }, 1)).toEqual({ pixelsPerMm: 4, isCalibrated: true });
  });
});

describe('calipers in the hand', () => {
  test('a caliper that is taken up lies in the middle of the rhythm strip and measures a second, or a millivolt', () => {
    expect(readCaliper(firstCaliper('time', layout))).toEqual({ kind: 'time', intervalMs: 1000, ratePerMin: 60 });
    expect(readCaliper(firstCaliper('voltage', layout))).toEqual({ kind: 'voltage', differenceMv: 1 });
    // The window of 10 s starts at 5 s.
    expect(firstCaliper('time', layout).from).toEqual({ rowIndex: 3, timeMs: 9500, amplitudeMv: 0 });
  });

  test('arrow keys move an end of the time caliper by a sample, with Shift by ten', () => {
    const caliper = firstCaliper('time', layout);
    expect(withEndMoved(caliper, 'to', 'ArrowRight', false, 4)?.to.timeMs).toBe(10_504);
    expect(withEndMoved(caliper, 'from', 'ArrowLeft', true, 4)?.from.timeMs).toBe(9460);
    expect(withEndMoved(caliper, 'to', 'ArrowUp', false, 4)).toBeUndefined();
  });

  test('arrow keys move an end of the voltage caliper by 0.01 mV, and the whole of it in time', () => {
    const caliper = firstCaliper('voltage', layout);
    expect(withEndMoved(caliper, 'to', 'ArrowDown', false, 4)?.to.amplitudeMv).toBeCloseTo(0.99, 12);
    const moved = withEndMoved(caliper, 'to', 'ArrowRight', true, 4)!;
    expect([moved.from.timeMs, moved.to.timeMs]).toEqual([10_040, 10_040]);
  });

  test('a caliper outside the time on the paper is not shown, one across its edge is', () => {
    const at = (fromMs: number, toMs: number) => caliperPlace({ kind: 'time', from: { rowIndex: 0, timeMs: fromMs, amplitudeMv: 0 }, to: { rowIndex: 0, timeMs: toMs, amplitudeMv: 0 } }, layout);
    expect([at(1000, 2000), at(16_000, 17_000)]).toEqual([undefined, undefined]);
    expect(at(4500, 5500)).toBeDefined();
  });

  test('a caliper of a row that the layout does not have is not shown', () => {
    expect(caliperPlace({ kind: 'time', from: { rowIndex: 9, timeMs: 6000, amplitudeMv: 0 }, to: { rowIndex: 9, timeMs: 7000, amplitudeMv: 0 } }, layout)).toBeUndefined();
  });
});
