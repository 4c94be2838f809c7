import { expect, test } from 'vitest';
import type { Measurement } from '#shared/contract/services/measurements.contract.ts';
import { passportOfSeries } from '#shared/imaging-passport/passport.ts';
import { changeBetween, lesionRows, placeOfMeasurement, sumOf } from '#renderer/features/viewer/measuring/lesion-rows.ts';
import type { ReadingStudy } from '#renderer/features/viewer/reading-study.ts';
import { madeSlices } from '../../../support/passports/made-series.ts';

const sized = (trackingUid: string, studyId: number, label: number, mm: number, more: Partial<Measurement> = {}): Measurement => ({
  trackingUid, studyId, seriesInstanceUid: '1.2.3', sopInstanceUid: 's1', frameNumber: 1, kind: 'length', pointsPx: [[10, 20], [30, 20]],
  quantities: [{ quantity: 'length', value: mm, unit: 'mm' }], spacingSource: 'patient', label, ...more,
});
const study = (studyId: number, isPrior: boolean, studyDate: string) => ({ study: { studyId, studyDate }, isPrior, series: [], isCut: false }) as unknown as ReadingStudy;
const studies = [study(1, false, '2026-11-20'), study(2, true, '2026-05-01'), study(3, true, '2025-01-01')];

test('a lesion that was measured again says how it changed, in millimetres and in percent of what it was', () => {
  const rows = lesionRows([sized('2.25.1', 2, 1, 10.04), sized('2.25.9', 1, 1, 14.16, { priorTrackingUid: '2.25.1' })], studies);
  // Read as 10.0 and 14.2: 4.2 mm more, 42 % of 10.0.
  expect(rows.map(({ priorDate, followUp, change }) => ({ priorDate, followUp: followUp?.trackingUid, change }))).toEqual([
    { priorDate: '2026-05-01', followUp: '2.25.9', change: { beforeMm: 10, nowMm: 14.2, changeMm: 4.2, percent: 42 } },
  ]);
});

test('lesions of the newest prior come first, in the order of their numbers, and wait until they are measured again', () => {
  const rows = lesionRows([sized('2.25.3', 3, 1, 5), sized('2.25.2', 2, 2, 7), sized('2.25.1', 2, 1, 6)], studies);
  expect(rows.map(({ prior, followUp }) => [prior.trackingUid, followUp])).toEqual([['2.25.1', undefined], ['2.25.2', undefined], ['2.25.3', undefined]]);
});

test('angles, pixels without millimetres and measurements of the case itself are no lesions of priors', () => {
  const angle = sized('2.25.1', 2, 1, 0, { kind: 'angle', quantities: [{ quantity: 'angle', value: 30, unit: 'deg' }] });
  const pixels = sized('2.25.2', 2, 2, 0, { quantities: [{ quantity: 'length', value: 12, unit: '{px}' }] });
  expect(lesionRows([angle, pixels, sized('2.25.3', 1, 1, 8)], studies)).toEqual([]);
});

test('the sum counts lesions that were measured twice, and needs two of them', () => {
  const pair = (name: string, label: number, before: number, now: number) => [sized(`2.25.${name}`, 2, label, before), sized(`2.25.${name}0`, 1, label, now, { priorTrackingUid: `2.25.${name}` })];
  const two = lesionRows([...pair('1', 1, 10, 7), ...pair('2', 2, 30, 21), sized('2.25.3', 2, 3, 99)], studies);
  // 10 + 30 = 40 before, 7 + 21 = 28 now: 12 mm less, -30 %.
  expect(sumOf(two)).toEqual({ beforeMm: 40, nowMm: 28, changeMm: -12, percent: -30 });
  expect(sumOf(lesionRows(pair('1', 1, 10, 7), studies))).toBeUndefined();
});

test('what was nothing before has no percentage', () => {
  expect(changeBetween(sized('2.25.1', 2, 1, 0), sized('2.25.2', 1, 1, 3))).toEqual({ beforeMm: 0, nowMm: 3, changeMm: 3, percent: undefined });
});

test('a measurement lies where the middle of its points lies in the patient', () => {
  const stack = passportOfSeries(madeSlices(3, 5)).stacks[0]!;
  // Slice s2 lies at z = 5; pixels are 1 mm from (0, 0): the middle of (10, 20) and (30, 20) is (20, 20).
  expect(placeOfMeasurement(sized('2.25.1', 2, 1, 20, { sopInstanceUid: 's2' }), [stack])).toEqual([20, 20, 5]);
  expect(placeOfMeasurement(sized('2.25.1', 2, 1, 20, { sopInstanceUid: 'elsewhere' }), [stack])).toBeUndefined();
});
