import { expect, test } from 'vitest';
import { unionOfPauses, type StoredPause } from '#main/worklist/shared-pauses.ts';
import { openTestCatalogue } from '#tests/support/catalogue.ts';
import { foundStudy, testSite } from '#tests/support/found-study.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 22, 8, minute)).toISOString();
const pause = (pausedBy: string, from: number, until: number | null = null): StoredPause => ({
  reason: 'technician', note: '', pausedBy, pausedAt: at(from), resumedBy: until === null ? null : '许安', resumedAt: until === null ? null : at(until),
});

test('pauses of two seats are one list: each once, and one that was ended anywhere is ended, at the earlier of two ends', () => {
  const ended = pause('周牧', 1, 5);
  expect(unionOfPauses([pause('周牧', 1)], [ended, pause('林知远', 9)])).toEqual([ended, pause('林知远', 9)]);
  expect(unionOfPauses([ended], [pause('周牧', 1)])).toEqual([ended]);
  expect(unionOfPauses([pause('周牧', 1, 7)], [ended])).toEqual([ended]);
  expect(unionOfPauses([ended], [pause('周牧', 1, 7)])).toEqual([ended]);
});

test('what another seat paused and resumed stands here as it was; of two pauses that stand at once the one that is here stays; nothing is news twice', () => {
  const { sites, studies, serviceTimes } = openTestCatalogue();
  sites.put(testSite);
  const studyId = studies.recordSearch(testSite.id, [foundStudy()], at(0))[0]?.studyId ?? 0;
  expect(serviceTimes.mergePauses(studyId, [pause('周牧', 1)])).toBe(true);
  expect(serviceTimes.mergePauses(studyId, [pause('周牧', 1)])).toBe(false);
  // Resumed and paused again elsewhere, in one message.
  expect(serviceTimes.mergePauses(studyId, [pause('周牧', 1, 4), pause('林知远', 6)])).toBe(true);
  expect(serviceTimes.pausesOf(studyId)).toEqual([pause('周牧', 1, 4), pause('林知远', 6)]);
  expect(serviceTimes.mergePauses(studyId, [pause('周牧', 7)])).toBe(false);
  expect(serviceTimes.pausedSince(at(8))).toEqual([studyId]);
});
