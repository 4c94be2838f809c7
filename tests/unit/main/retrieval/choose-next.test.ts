import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chooseNext, type Gaze, type WantedInstance, type WantedStudy } from '#main/retrieval/choose-next.ts';

const instances = (seriesInstanceUid: string, ...numbers: number[]): WantedInstance[] =>
  numbers.map((instanceNumber) => ({ sopInstanceUid: `${seriesInstanceUid}.${instanceNumber}`, seriesInstanceUid, instanceNumber }));
const study = (overrides: Partial<WantedStudy> & { studyId: number }): WantedStudy => ({
  siteId: 'qingling', purpose: 'worklist', urgency: 'routine', arrivedAt: '2026-11-20T01:00:00Z', missing: instances(`1.${overrides.studyId}`, 1, 2, 3), gazes: [], ...overrides,
});
const nothing = () => false;
const chosen = (studies: readonly WantedStudy[], isExcluded: (instance: WantedInstance) => boolean = nothing) => chooseNext(studies, 'qingling', isExcluded)?.instance.sopInstanceUid;

describe('what is fetched next', () => {
  test('is the image under the eye, before the stack around it', () => {
    const gaze: Gaze = { seriesInstanceUid: '1.1', instanceNumber: 2, direction: 'forward', isActive: true };
    expect(chosen([study({ studyId: 1, purpose: 'reading', gazes: [gaze] })])).toBe('1.1.2');
  });

  test('is the next image in the scroll direction, nearest first, and only then what lies behind', () => {
    const gaze: Gaze = { seriesInstanceUid: '1.1', instanceNumber: 5, direction: 'backward', isActive: true };
    const reading = study({ studyId: 1, purpose: 'reading', missing: instances('1.1', 1, 3, 6, 9), gazes: [gaze] });
    const order: string[] = [];
    const taken = new Set<string>();
    for (;;) {
      const next = chosen([reading], (instance) => taken.has(instance.sopInstanceUid));
      if (next === undefined) break;
      order.push(next);
      taken.add(next);
    }
    expect(order).toEqual(['1.1.3', '1.1.1', '1.1.6', '1.1.9']);
  });

  test('is the stack of the active viewport before that of another one', () => {
    const active: Gaze = { seriesInstanceUid: '1.1', instanceNumber: null, direction: 'forward', isActive: true };
    const other: Gaze = { seriesInstanceUid: '1.2', instanceNumber: 1, direction: 'forward', isActive: false };
    const missing = [...instances('1.2', 1, 2), ...instances('1.1', 30, 31)];
    expect(chosen([study({ studyId: 1, purpose: 'reading', missing, gazes: [other, active] })])).toBe('1.1.30');
  });

  test('is the rest of the open study before a stroke of the worklist, and the stroke before the priors of the open study', () => {
    const open = study({ studyId: 1, purpose: 'reading' });
    const stroke = study({ studyId: 2, urgency: 'green-channel' });
    const prior = study({ studyId: 3, purpose: 'prior' });
    expect(chosen([prior, stroke, open])).toBe('1.1.1');
    expect(chosen([prior, stroke])).toBe('1.2.1');
    expect(chosen([prior, study({ studyId: 4, urgency: 'emergency' })])).toBe('1.3.1');
  });

  test('is the case that has waited longest among equals', () => {
    const later = study({ studyId: 1, arrivedAt: '2026-11-20T02:00:00Z' });
    const earlier = study({ studyId: 2, arrivedAt: '2026-11-20T01:00:00Z' });
    expect(chosen([later, earlier])).toBe('1.2.1');
  });

  test('is never something of another site', () => {
    expect(chosen([study({ studyId: 1, siteId: 'yunxiu' })])).toBeUndefined();
  });

  test('is nothing while all that is wanted is under way', () => {
    expect(chosen([study({ studyId: 1 })], () => true)).toBeUndefined();
  });
});

/** The same order said in another way: every instance gets a text that sorts as it should, and the smallest wins. */
function oracle(studies: readonly WantedStudy[]): string | undefined {
  const keys = studies
    .filter((one) => one.siteId === 'qingling')
    .flatMap((one) =>
      one.missing.map((instance) => {
        const group = { reading: '3', prior: '5', worklist: { 'green-channel': '4', emergency: '6', routine: '7' }[one.urgency] }[one.purpose];
        const rest = [group, one.arrivedAt, pad(one.studyId), '000', pad(0)];
        const seen = one.gazes.map((gaze, index) => {
          if (gaze.seriesInstanceUid !== instance.seriesInstanceUid) return rest;
          const steps = gaze.instanceNumber === null ? instance.instanceNumber! : (instance.instanceNumber! - gaze.instanceNumber) * (gaze.direction === 'forward' ? 1 : -1);
          const distance = gaze.instanceNumber === null || steps >= 0 ? steps : 1_000_000 - steps;
          return [gaze.isActive ? (distance === 0 ? '0' : '1') : '2', one.arrivedAt, pad(one.studyId), String(index).padStart(3, '0'), pad(distance)];
        });
        const best = [rest, ...seen].map((key) => key.join('|')).sort()[0]!;
        return { key: `${best}|${pad(one.missing.indexOf(instance))}`, uid: instance.sopInstanceUid };
      }),
    );
  return keys.sort((a, b) => (a.key < b.key ? -1 : 1))[0]?.uid;
}
const pad = (value: number) => String(value).padStart(9, '0');

test('agrees with an oracle on a thousand random mornings', () => {
  const gaze = fc.record({
    seriesInstanceUid: fc.constantFrom('1.1', '1.2', '1.3'), instanceNumber: fc.option(fc.integer({ min: 1, max: 9 }), { nil: null }),
    direction: fc.constantFrom('forward' as const, 'backward' as const), isActive: fc.boolean(),
  });
  const random = fc.record({
    siteId: fc.constantFrom('qingling', 'yunxiu'), purpose: fc.constantFrom('reading' as const, 'prior' as const, 'worklist' as const),
    urgency: fc.constantFrom('green-channel' as const, 'emergency' as const, 'routine' as const),
    arrivedAt: fc.constantFrom('2026-11-20T01:00:00Z', '2026-11-20T02:00:00Z'), gazes: fc.array(gaze, { maxLength: 3 }),
    numbers: fc.uniqueArray(fc.tuple(fc.constantFrom('1', '2', '3'), fc.integer({ min: 1, max: 9 })), { maxLength: 12, selector: ([series, number]) => `${series}.${number}` }),
  });
  fc.assert(
    fc.property(fc.array(random, { maxLength: 6 }), (drawn) => {
      const studies = drawn.map(({ numbers, ...one }, index): WantedStudy => {
        const ordered = numbers.map(([series, number]) => ({ series, number })).sort((a, b) => a.series.localeCompare(b.series) || a.number - b.number);
        const missing = ordered.map(({ series, number }) => ({ sopInstanceUid: `${index}.${series}.${number}`, seriesInstanceUid: `1.${series}`, instanceNumber: number }));
        return { ...one, studyId: index + 1, missing, gazes: one.purpose === 'reading' ? one.gazes : [] };
      });
      expect(chosen(studies)).toBe(oracle(studies));
    }),
    { numRuns: 1_000, seed: 20261121 },
  );
});
