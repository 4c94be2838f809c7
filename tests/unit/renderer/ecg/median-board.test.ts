import { describe, expect, test } from 'vitest';
import { beatPath, beatScale, clampMark, markToPx, pxToMark, usualMark } from '#renderer/features/ecg/median-board.ts';
import type { MedianBeat } from '#shared/ecg/beat/median-beat.ts';
import type { EcgMarks } from '#shared/ecg/delineation/ecg-marks.ts';

const beat: MedianBeat = {
  samplingFrequencyHz: 1000, sampleCount: 900, fiducialMs: 400, beatCount: 8,
  leads: new Map([['II', Float64Array.from({ length: 900 }, (_, index) => (index === 400 ? 1.6 : 0))]]),
};
const marks: EcgMarks = { pOnsetMs: 220, pOffsetMs: 310, qrsOnsetMs: 360, qrsOffsetMs: 450, tOffsetMs: 760 };
// 880 ms wide, 0.5 px a ms; 1.6 to -0.4 mV are 2 mV in 132 - 12 = 120 px.
const scale = beatScale(440, 132, [beat], ['II']);

describe('the picture of a median beat', () => {
  test('stands on its QRS: 320 ms before it lie left of it', () => {
    expect(scale).toMatchObject({ fiducialPx: 160, pxPerMs: 0.5, pxPerMv: 60, zeroPx: 102 });
    expect(markToPx(360, beat, scale)).toBe(140);
    expect(pxToMark(140, beat, scale)).toBe(360);
  });
  test('keeps its peak: 1.6 mV reach the top margin', () => {
    expect(beatPath(beat, 'II', scale)).toContain('L160 6');
  });
  test('is empty for a lead that the beat lacks', () => {
    expect(beatPath(beat, 'V1', scale)).toBe('');
  });
});

describe('a mark', () => {
  test('stays between its neighbours', () => {
    expect([clampMark('qrsOnsetMs', 100, marks, beat), clampMark('qrsOnsetMs', 600, marks, beat), clampMark('qrsOnsetMs', 350, marks, beat)]).toEqual([311, 449, 350]);
  });
  test('stays inside the beat', () => {
    expect([clampMark('pOnsetMs', -5, marks, beat), clampMark('tOffsetMs', 5000, marks, beat)]).toEqual([0, 899]);
  });
  test('that was not found starts where it usually lies, between those that were', () => {
    expect(usualMark('pOnsetMs', { ...marks, pOnsetMs: undefined }, beat)).toBe(200);
    expect(usualMark('tOffsetMs', { ...marks, tOffsetMs: undefined }, beat)).toBe(760);
  });
});
