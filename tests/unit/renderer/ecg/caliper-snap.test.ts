import { describe, expect, test } from 'vitest';
import { marchedOutMs, snapLevelsMv, snapped, snappedLevel, snapTimesMs } from '#renderer/features/ecg/caliper-snap.ts';
import type { Caliper } from '#shared/ecg/caliper.ts';
import { cellContents } from '#shared/ecg/cell-content.ts';
import { layoutEcg } from '#shared/ecg/layout.ts';
import { analyseEcg, valuesOf } from '#shared/ecg/measure-ecg.ts';
import { recordingOf } from '#tests/support/sample-ecg-report.ts';
import { syntheticGroup } from '#tests/support/synthetic-ecg.ts';

const layout = layoutEcg({ kind: '3x4+1', paperSpeedMmPerS: 25, gainMmPerMv: 10, paperWidthMm: 280, paperHeightMm: 140, durationMs: 10_000 });
const caliper = (fromMs: number, toMs: number): Caliper => ({ kind: 'time', from: { rowIndex: 3, timeMs: fromMs, amplitudeMv: 0 }, to: { rowIndex: 3, timeMs: toMs, amplitudeMv: 0 } });

describe('calipers that take hold', () => {
  test('of the R peaks of a recording, which lie at 500, 1500 ... ms', () => {
    const times = snapTimesMs(valuesOf(analyseEcg(recordingOf(syntheticGroup({ seconds: 10 })))));
    for (const peak of [1500, 2500, 3500]) expect(times.some((time) => Math.abs(time - peak) < 4)).toBe(true);
    // Bounds of the waves besides.
    expect(times.length).toBeGreaterThan(20);
  });
  test('within 1.2 mm, 48 ms at 25 mm/s, and not beyond', () => {
    expect(snapped(caliper(500, 1540), 'to', [500, 1500], layout).to.timeMs).toBe(1500);
    expect(snapped(caliper(500, 1560), 'to', [500, 1500], layout).to.timeMs).toBe(1560);
  });
  test('not where columns show the same time', () => {
    const short = layoutEcg({ kind: '3x4+1', paperSpeedMmPerS: 25, gainMmPerMv: 10, paperWidthMm: 280, paperHeightMm: 140, durationMs: 2000 });
    expect(snapped(caliper(500, 1510), 'to', [1500], short).to.timeMs).toBe(1510);
  });
  test('never a voltage', () => {
    const voltage: Caliper = { ...caliper(500, 1510), kind: 'voltage' };
    expect(snapped(voltage, 'to', [1500], layout)).toBe(voltage);
  });
});

describe('a voltage caliper', () => {
  const recording = recordingOf(syntheticGroup({ seconds: 10 }));
  const contents = cellContents(layout, recording);
  const at = (timeMs: number, amplitudeMv: number): Caliper => ({ kind: 'voltage', from: { rowIndex: 3, timeMs, amplitudeMv: 0 }, to: { rowIndex: 3, timeMs, amplitudeMv } });
  // The highest sample of lead II within 48 ms of 1500 ms, at 500 samples a second: samples 726 to 774.
  const peakMv = Math.max(...recording.traces.find(({ key }) => key === 'II')!.millivolts(726, 775));
  const levels = snapLevelsMv(at(1500, 0).to, [], layout, contents);

  test('takes the peak under it within 1.2 mm, 0.12 mV at 10 mm/mV, and not beyond', () => {
    expect(levels).toContain(peakMv);
    expect(snappedLevel(at(1500, peakMv + 0.11), 'to', levels, layout).to.amplitudeMv).toBe(peakMv);
    expect(snappedLevel(at(1500, peakMv + 0.13), 'to', levels, layout).to.amplitudeMv).toBe(peakMv + 0.13);
  });
  test('takes the curve where a wave begins', () => {
    const onset = recording.traces.find(({ key }) => key === 'II')!.millivolts(735, 736)[0]!;
    // 735 samples of 2 ms: 1470 ms.
    expect(snapLevelsMv(at(1500, 0).to, [1470, 3000], layout, contents)).toContain(onset);
  });
  test('has nothing to take outside of the rows and where the lead is missing', () => {
    expect(snapLevelsMv({ rowIndex: 9, timeMs: 0, amplitudeMv: 0 }, [], layout, contents)).toEqual([]);
    expect(snapLevelsMv(at(1500, 0).to, [], layout, contents.map(({ cell }) => ({ kind: 'missing', cell })))).toEqual([]);
  });
});

describe('an interval marched out', () => {
  test('falls at every multiple on both sides, inside the row', () => {
    // 4000 - 1000 x 1..4; 5000 + 1000 x 1..5 = 10 000
    expect(marchedOutMs(caliper(4000, 5000), layout)).toEqual([0, 1000, 2000, 3000, 6000, 7000, 8000, 9000, 10_000]);
  });
  test('is drawn for a caliper held backwards too, and not for one that is too narrow', () => {
    expect(marchedOutMs(caliper(5000, 4000), layout)).toHaveLength(9);
    expect(marchedOutMs(caliper(4000, 4060), layout)).toEqual([]);
  });
});
