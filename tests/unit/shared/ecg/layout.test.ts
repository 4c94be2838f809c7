import { describe, expect, test } from 'vitest';
import { defaultLayoutKind, layoutEcg, layoutKindsFor, type EcgLayoutRequest } from '#shared/ecg/layout.ts';
import { CABRERA_LEADS, STANDARD_LEADS } from '#shared/dicom/waveform/lead.ts';

const request: EcgLayoutRequest = { kind: '3x4+1', paperSpeedMmPerS: 25, gainMmPerMv: 10, paperWidthMm: 280, paperHeightMm: 140, durationMs: 10_000 };
const keysOf = (changes: Partial<EcgLayoutRequest>) => layoutEcg({ ...request, ...changes }).rows.map((row) => row.cells.map((cell) => cell.key));

describe('where the leads stand', () => {
  test('3x4+1 fills columns downwards and ends with the rhythm strip', () => {
    expect(keysOf({})).toEqual([['I', 'aVR', 'V1', 'V4'], ['II', 'aVL', 'V2', 'V5'], ['III', 'aVF', 'V3', 'V6'], ['II']]);
  });

  test('6x2 has the limb leads left and the chest leads right', () => {
    expect(keysOf({ kind: '6x2' })).toEqual([['I', 'V1'], ['II', 'V2'], ['III', 'V3'], ['aVR', 'V4'], ['aVL', 'V5'], ['aVF', 'V6']]);
  });

  test('12x1 has one lead a row', () => {
    expect(keysOf({ kind: '12x1' })).toEqual(STANDARD_LEADS.map((name) => [name]));
  });

  test('Cabrera has the limb leads in the order of their angles', () => {
    expect(keysOf({ kind: 'cabrera' }).map(([limb]) => limb)).toEqual(CABRERA_LEADS.slice(0, 6));
  });

  test('all channels stand in the order of the object', () => {
    expect(keysOf({ kind: 'all-channels', traceKeys: ['V5', 'channel:1.2'] })).toEqual([['V5'], ['channel:1.2']]);
  });

  test('another lead may be the rhythm strip', () => {
    expect(keysOf({ rhythmKey: 'V1' }).at(-1)).toEqual(['V1']);
  });
});

describe('time on paper', () => {
  test('columns of 3x4+1 follow each other, 2.5 s or 62.5 mm each, the rhythm strip runs under all of them', () => {
    const { rows, timing } = layoutEcg(request);
    expect(timing).toBe('consecutive');
    expect(rows[0]!.cells.map(({ xMm, widthMm, startMs, endMs }) => [xMm, widthMm, startMs, endMs])).toEqual([
      // Left margin 2 + shoulder 1.5 + pulse 5 + shoulder 1.5 + gap 1 = 11 mm
      [11, 62.5, 0, 2500], [73.5, 62.5, 2500, 5000], [136, 62.5, 5000, 7500], [198.5, 62.5, 7500, 10_000],
    ]);
    expect(rows[3]!.cells.map(({ xMm, widthMm, startMs, endMs }) => [xMm, widthMm, startMs, endMs])).toEqual([[11, 250, 0, 10_000]]);
    expect(rows[0]!.separatorsXMm).toEqual([73.5, 136, 198.5]);
  });

  test('at 50 mm/s a narrow paper shows less time and the window moves to the end of the recording, no further', () => {
    // Pulse 10 mm wide: traces start at 16 mm, 264 mm are left: 264 / 50 / 4 = 1.32 s a column, 5.28 s on the paper.
    const layout = layoutEcg({ ...request, paperSpeedMmPerS: 50, windowStartMs: 99_999 });
    expect([layout.traceStartXMm, layout.windowMs, layout.lastWindowStartMs, layout.windowStartMs]).toEqual([16, 5280, 4720, 4720]);
    expect(layout.rows[0]!.cells.map(({ startMs, endMs }) => [startMs, endMs])).toEqual([[4720, 6040], [6040, 7360], [7360, 8680], [8680, 10_000]]);
  });

  test('a recording that fits cannot be scrolled', () => {
    expect(layoutEcg({ ...request, windowStartMs: 3000 })).toMatchObject({ windowStartMs: 0, lastWindowStartMs: 0 });
  });

  test('a recording of one column shows every lead from its start', () => {
    const { rows, timing } = layoutEcg({ ...request, durationMs: 2500 });
    expect(timing).toBe('simultaneous');
    expect(rows[0]!.cells.map(({ startMs, endMs }) => [startMs, endMs])).toEqual([[0, 2500], [0, 2500], [0, 2500], [0, 2500]]);
  });

  test('a long recording fills the paper in single rows', () => {
    // (280 - 11) mm / 25 mm/s = 10.76 s
    expect(layoutEcg({ ...request, kind: '12x1', durationMs: 60_000 })).toMatchObject({ windowMs: 10_760, lastWindowStartMs: 49_240 });
  });
});

describe('height', () => {
  test('rows share the paper below the margin and baselines lie on grid lines', () => {
    const { rows, heightMm } = layoutEcg({ ...request, topMarginMm: 8 });
    // (140 - 8) / 4 = 33 mm a row; baseline at 60 %: 8 + 19.8 = 27.8, then 60.8, 93.8, 126.8
    expect(rows.map(({ topMm, baselineYMm }) => [topMm, baselineYMm])).toEqual([[8, 28], [41, 61], [74, 94], [107, 127]]);
    expect(heightMm).toBe(140);
  });

  test('the first calibration pulse never runs into the margin', () => {
    // 6 rows of (100 - 10) / 6 = 15 mm lie under the minimum of 18 mm: 10.8 mm above the baseline, 21 mm are needed at 20 mm/mV: 10.2 mm more margin.
    const [first] = layoutEcg({ ...request, kind: '6x2', gainMmPerMv: 20, paperHeightMm: 100, topMarginMm: 10 }).rows;
    // Baseline: 10 + 10.2 + 10.8 = 31; top of the pulse: 31 - 20 = 11
    expect([first!.baselineYMm, first!.baselineYMm - first!.pulse.heightMm]).toEqual([31, 11]);
  });

  test('twelve rows on a low paper make the paper higher rather than the rows unreadable', () => {
    // 12 rows of at least 12 mm = 144 mm; 7.2 mm above the first baseline, 11 mm are needed for the pulse: 3.8 mm margin.
    expect(layoutEcg({ ...request, kind: '12x1', paperHeightMm: 90 }).heightMm).toBeCloseTo(147.8, 9);
  });
});

describe('the choice of layouts', () => {
  test('a twelve-lead recording opens as 3x4+1 and offers no list of channels', () => {
    expect([defaultLayoutKind(STANDARD_LEADS), layoutKindsFor(STANDARD_LEADS)]).toEqual(['3x4+1', ['3x4+1', '3x4+3', '6x2', '12x1', 'cabrera', 'rhythm']]);
  });

  test('a recording of three other channels opens as a list of channels', () => {
    const keys = ['channel:1.1', 'channel:1.2', 'channel:1.3'];
    expect([defaultLayoutKind(keys), layoutKindsFor(keys).at(-1)]).toEqual(['all-channels', 'all-channels']);
  });

  test('a recording of less than half of the twelve leads, such as a day of three, has a row for each; six limb leads keep the places of all', () => {
    expect([defaultLayoutKind(['II', 'V1', 'V5']), layoutKindsFor(['II', 'V1', 'V5']).at(-1)]).toEqual(['all-channels', 'all-channels']);
    expect(defaultLayoutKind(['I', 'II', 'III', 'aVR', 'aVL', 'aVF'])).toBe('3x4+1');
  });
});
