import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chooseNextCase, READ_ALL, ruleOnDuty, type NextCandidate, type ReadingRule } from '#shared/worklist/next-case.ts';

const NOW_MS = Date.UTC(2026, 10, 20, 8);
const MINUTE_MS = 60_000;

const candidate = (studyId: number, change: Partial<NextCandidate> = {}): NextCandidate => ({
  studyId, siteId: 'yunxiu', modalities: ['CT'], bodyPart: 'CHEST', urgency: 'routine', dueAtMs: NOW_MS + 90 * MINUTE_MS, isHere: true, hasImages: true, hasPrior: false, isTaken: false, ...change,
});
const choose = (candidates: readonly NextCandidate[], rule: Partial<ReadingRule> = {}) => chooseNextCase(candidates, { ...READ_ALL, ...rule }, NOW_MS)?.studyId;

test('urgency goes before time, time before the reader’s own field', () => {
  const late = candidate(1, { dueAtMs: NOW_MS - MINUTE_MS });
  expect(choose([late, candidate(2, { urgency: 'emergency' }), candidate(3, { urgency: 'green-channel' })])).toBe(3);
  expect(choose([candidate(4, { modalities: ['MR'] }), late], { ownModalities: ['MR'] })).toBe(1);
});

test('of two with like time the reader’s field decides, then the hospital, then what has a prior, then the minute', () => {
  const [plain, own] = [candidate(1), candidate(2, { modalities: ['MR'], bodyPart: 'BRAIN', dueAtMs: NOW_MS + 110 * MINUTE_MS })];
  expect(choose([plain, own], { ownModalities: ['MR'], ownBodyParts: ['BRAIN'] })).toBe(2);
  expect(choose([plain, candidate(3, { siteId: 'qingling', dueAtMs: NOW_MS + 100 * MINUTE_MS })], { ownSiteIds: ['qingling'] })).toBe(3);
  expect(choose([plain, candidate(4, { hasPrior: true, dueAtMs: NOW_MS + 100 * MINUTE_MS })])).toBe(4);
  expect(choose([candidate(5, { dueAtMs: NOW_MS + 80 * MINUTE_MS }), plain])).toBe(5);
});

test('what somebody reads, and what the seat may not read, is never offered', () => {
  expect(choose([candidate(1, { isTaken: true, urgency: 'green-channel' }), candidate(2)])).toBe(2);
  expect(choose([candidate(1)], { mayReadModalities: ['ECG'] })).toBeUndefined();
  expect(choose([candidate(1), candidate(2, { siteId: 'qingling' })], { mayReadSiteIds: ['qingling'] })).toBe(2);
});

test('an urgent case is offered as soon as something of it is here, a routine one when all is', () => {
  const arriving = { isHere: false, dueAtMs: null };
  expect(choose([candidate(1, { ...arriving, urgency: 'green-channel' }), candidate(2)])).toBe(1);
  expect(choose([candidate(1, { ...arriving, urgency: 'green-channel', hasImages: false }), candidate(2)])).toBe(2);
  expect(choose([candidate(1, arriving)])).toBeUndefined();
});

test('on duty the roster’s hospitals and kinds take the place of one’s own; before and after it they do not', () => {
  const line = { seatId: 'seat_1', from: '2026-11-20T08:00:00.000Z', until: '2026-11-20T16:00:00.000Z', modalities: ['ECG'], siteIds: ['qingling'] };
  const own: ReadingRule = { ...READ_ALL, ownModalities: ['MR'], mayReadSiteIds: ['yunxiu'] };
  expect(ruleOnDuty(own, [line], 'seat_1', NOW_MS)).toEqual({ ...own, ownModalities: ['ECG'], ownSiteIds: ['qingling'] });
  expect(ruleOnDuty(own, [line], 'seat_1', NOW_MS + 8 * 60 * MINUTE_MS)).toBe(own);
  expect(ruleOnDuty(own, [line], 'seat_2', NOW_MS)).toBe(own);
});

/** The same order, said as one tuple a case: all that is left of it after a full sort. */
function oracle(candidates: readonly NextCandidate[], rule: ReadingRule): number | undefined {
  const tuple = (one: NextCandidate): readonly number[] => {
    const minutes = one.dueAtMs === null ? Infinity : (one.dueAtMs - NOW_MS) / MINUTE_MS;
    const isOwn = (rule.ownModalities.length > 0 || rule.ownBodyParts.length > 0)
      && (rule.ownModalities.length === 0 || one.modalities.some((modality) => rule.ownModalities.includes(modality)))
      && (rule.ownBodyParts.length === 0 || rule.ownBodyParts.includes(one.bodyPart));
    return [
      ['green-channel', 'emergency', 'routine'].indexOf(one.urgency), minutes <= 0 ? 0 : minutes <= 15 ? 1 : minutes <= 30 ? 2 : minutes <= 60 ? 3 : 4,
      isOwn ? 0 : 1, rule.ownSiteIds.includes(one.siteId) ? 0 : 1, one.isHere ? 0 : 1, one.hasPrior ? 0 : 1, minutes, one.studyId,
    ];
  };
  const allowed = candidates
    .filter((one) => !one.isTaken)
    .filter((one) => rule.mayReadModalities.length === 0 || one.modalities.some((modality) => rule.mayReadModalities.includes(modality)))
    .filter((one) => rule.mayReadSiteIds.length === 0 || rule.mayReadSiteIds.includes(one.siteId))
    .filter((one) => (one.urgency === 'routine' ? one.isHere : one.isHere || one.hasImages));
  return allowed.toSorted((left, right) => {
    const [a, b] = [tuple(left), tuple(right)];
    const at = a.findIndex((value, index) => value !== b[index]);
    return at === -1 ? 0 : (a[at] ?? 0) < (b[at] ?? 0) ? -1 : 1;
  })[0]?.studyId;
}

test('1,000 random lists: the choice is the one of a full sort', () => {
  const some = <T>(values: readonly T[]) => fc.subarray([...values]);
  const list = fc.array(
    fc.record({
      siteId: fc.constantFrom('yunxiu', 'qingling', 'beiyuan'), modalities: fc.subarray(['CT', 'MR', 'DX', 'ECG'], { minLength: 1 }), bodyPart: fc.constantFrom('CHEST', 'BRAIN', ''),
      urgency: fc.constantFrom('green-channel' as const, 'emergency' as const, 'routine' as const), dueAtMs: fc.option(fc.integer({ min: -60, max: 180 }).map((minutes) => NOW_MS + minutes * MINUTE_MS)),
      isHere: fc.boolean(), hasImages: fc.boolean(), hasPrior: fc.boolean(), isTaken: fc.boolean(),
    }),
    { maxLength: 30 },
  ).map((cases) => cases.map((one, index) => ({ ...one, studyId: index + 1 })));
  const rule = fc.record({ mayReadModalities: some(['CT', 'MR', 'ECG']), mayReadSiteIds: some(['yunxiu', 'beiyuan']), ownModalities: some(['CT', 'MR']), ownBodyParts: some(['CHEST', 'BRAIN']), ownSiteIds: some(['yunxiu']) });
  fc.assert(fc.property(list, rule, (candidates, reading) => {
    expect(chooseNextCase(candidates, reading, NOW_MS)?.studyId).toBe(oracle(candidates, reading));
  }), { numRuns: 1_000, seed: 8 });
});
