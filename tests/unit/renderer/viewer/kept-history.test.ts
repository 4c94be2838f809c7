import { expect, test } from 'vitest';
import type { Measurement } from '#shared/contract/services/measurements.contract.ts';
import { NO_MEASUREMENTS, redo, stepsOfStudy, undo, withKeptSteps, withStep, withStored, type MeasurementHistory } from '#renderer/features/viewer/measuring/measurement-history.ts';
import { staleSentences, stillWritten } from '#renderer/features/viewer/measuring/stale-sentences.ts';
import { NO_PRESET_CHANGES, windowChoicesFor } from '#renderer/features/viewer/toolbar/window-choices.ts';
import type { ShownFrame } from '#renderer/imaging/engine/viewport-state.ts';

const STUDY = 7;
const line = (trackingUid: string, to: number): Measurement => ({
  trackingUid, studyId: STUDY, seriesInstanceUid: '1.2', sopInstanceUid: '1.2.3', frameNumber: 1, kind: 'length', pointsPx: [[0, 0], [to, 0]],
  quantities: [{ quantity: 'length', value: to, unit: 'mm' }], spacingSource: 'patient', label: 1,
});
const drawn = withStep(NO_MEASUREMENTS, { changes: [{ before: undefined, after: line('2.25.1', 10) }], calibration: undefined });
const moved = withStep(drawn, { changes: [{ before: line('2.25.1', 10), after: line('2.25.1', 20) }], calibration: undefined });

/** The page has died; another one reads what the store holds. */
const reopened = (stored: readonly Measurement[], kept: MeasurementHistory) =>
  withKeptSteps(withStored(NO_MEASUREMENTS, STUDY, { measurements: stored, calibrations: [] }), STUDY, stepsOfStudy(kept, STUDY));

test('undo and redo go on after a crash', () => {
  const back = undo(reopened([line('2.25.1', 20)], moved))!;
  expect(back.history.measurements).toEqual([line('2.25.1', 10)]);
  expect(undo(back.history)!.history.measurements).toEqual([]);
  const undone = undo(moved)!.history;
  expect(redo(reopened([line('2.25.1', 10)], undone))!.history.measurements).toEqual([line('2.25.1', 20)]);
});

test('a step that was kept and not stored before the crash is redone, and what was before it is undone', () => {
  // The store has the line as it was drawn; that it was moved was kept and not stored.
  const behind = reopened([line('2.25.1', 10)], moved);
  expect(undo(behind)!.history.measurements).toEqual([]);
  expect(redo(behind)!.history.measurements).toEqual([line('2.25.1', 20)]);
});

test('an undoing that was kept and not stored before the crash is undone again', () => {
  const undone = undo(moved)!.history;
  expect(undo(reopened([line('2.25.1', 20)], undone))!.history.measurements).toEqual([line('2.25.1', 10)]);
});

test('of two quick steps the store may have neither', () => {
  const none = reopened([], moved);
  expect(undo(none)).toBeUndefined();
  const once = redo(none)!.history;
  expect(once.measurements).toEqual([line('2.25.1', 10)]);
  expect(redo(once)!.history.measurements).toEqual([line('2.25.1', 20)]);
});

test('steps before one that another hand has overtaken are gone with it', () => {
  expect(reopened([line('2.25.1', 99)], moved).done).toEqual([]);
});

test('a sentence is stale when its measurement says something else or is gone', () => {
  const reported = [
    { studyId: STUDY, trackingUid: '2.25.1', sentence: '10 mm' }, { studyId: STUDY, trackingUid: '2.25.2', sentence: '5 mm' }, { studyId: STUDY, trackingUid: '2.25.3', sentence: '7 mm' },
  ];
  const now = [line('2.25.1', 20), line('2.25.2', 5)];
  expect(staleSentences(reported, now, ({ quantities }) => `${quantities[0]!.value} mm`)).toEqual([
    { studyId: STUDY, trackingUid: '2.25.1', before: '10 mm', after: '20 mm' }, { studyId: STUDY, trackingUid: '2.25.3', before: '7 mm', after: '' },
  ]);
});

test('the report is marked only where it still says the old sentence, in whichever section', () => {
  const stale = ['10 mm', '5 mm', '7 mm'].map((before, index) => ({ studyId: STUDY, trackingUid: `2.25.${index}`, before, after: '' }));
  expect(stillWritten(stale, ['右肺结节，大小约10 mm。', '结节 7 mm，建议复查。', '']).map(({ before }) => before)).toEqual(['10 mm', '7 mm']);
  expect(stillWritten(stale, ['', '', ''])).toEqual([]);
});

test('a person’s preset goes before the hospital’s, and uptake windows are put into the values of the image', () => {
  const change = (windowWidth: number) => [{ name: 'lung' as const, title: '', windowCenter: -500, windowWidth }];
  const ct = { image: {}, description: { transform: { unit: "[hnsf'U]" } } } as unknown as ShownFrame;
  const lung = (changes: typeof NO_PRESET_CHANGES) => windowChoicesFor(ct, 'a', changes).find(({ name }) => name === 'lung')!.window.windowWidth;
  expect([lung(NO_PRESET_CHANGES), lung({ person: [], bySite: { a: change(1200) } }), lung({ person: change(1000), bySite: { a: change(1200) } }), lung({ person: [], bySite: { b: change(1200) } })]).toEqual([1500, 1200, 1000, 1500]);
  // An uptake of 1 is 2000 Bq/ml where the scale is 0.0005: 0 to 5 is 0 to 10,000.
  const pet = { image: { suv: { kind: 'known', bodyWeight: 0.0005 } }, description: { transform: { unit: 'Bq/ml' } } } as unknown as ShownFrame;
  expect(windowChoicesFor(pet, 'a', NO_PRESET_CHANGES)[0]).toMatchObject({ name: 'suv-5', window: { windowCenter: 5000, windowWidth: 10_000 } });
});
