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

  test('is the first picture of a study that was just opened, before a stroke of the worklist; of one that nobody has opened it is like any other', () => {
    const missing = instances('1.1', 7, 8).map((instance, index) => ({ ...instance, isFirstPicture: index === 0 }));
    const stroke = study({ studyId: 2, urgency: 'green-channel' });
    const open = study({ studyId: 1, purpose: 'reading', missing });
    expect(chooseNext([stroke, open], 'qingling', nothing)).toMatchObject({ instance: { sopInstanceUid: '1.1.7' }, isPressing: true });
    expect(chosen([stroke, open], ({ sopInstanceUid }) => sopInstanceUid === '1.1.7')).toBe('1.2.1');
    expect(chosen([stroke, { ...open, purpose: 'worklist' }])).toBe('1.2.1');
  });

  test('is the stack of the active viewport before that of another one', () => {
    const active: Gaze = { seriesInstanceUid: '1.1', instanceNumber: null, direction: 'forward', isActive: true };
    const other: Gaze = { seriesInstanceUid: '1.2', instanceNumber: 1, direction: 'forward', isActive: false };
    const missing = [...instances('1.2', 1, 2), ...instances('1.1', 30, 31)];
    expect(chosen([study({ studyId: 1, purpose: 'reading', missing, gazes: [other, active] })])).toBe('1.1.30');
  });

  test('is a stroke before the rest of the open study, and after the image under the eye', () => {
    const gaze: Gaze = { seriesInstanceUid: '1.1', instanceNumber: 2, direction: 'forward', isActive: true };
    const open = study({ studyId: 1, purpose: 'reading', gazes: [gaze] });
    const stroke = study({ studyId: 2, urgency: 'green-channel' });
    expect(chosen([stroke, open])).toBe('1.1.2');
    expect(chosen([stroke, open], ({ sopInstanceUid }) => sopInstanceUid === '1.1.2')).toBe('1.2.1');
  });

  test('is the stroke that is open before one that nobody has opened', () => {
    const open = study({ studyId: 2, purpose: 'reading', urgency: 'green-channel', arrivedAt: '2026-11-20T02:00:00Z' });
    expect(chosen([study({ studyId: 1, urgency: 'green-channel' }), open])).toBe('1.2.1');
  });

  test('is another series of the study on the screen before one that is open behind it and came earlier', () => {
    const gaze: Gaze = { seriesInstanceUid: '1.2', instanceNumber: 1, direction: 'forward', isActive: true };
    const behind = study({ studyId: 1, purpose: 'reading', arrivedAt: '2026-11-20T00:00:00Z' });
    const onScreen = study({ studyId: 2, purpose: 'reading', missing: instances('1.9', 1), gazes: [gaze] });
    expect(chosen([behind, onScreen])).toBe('1.9.1');
    expect(chosen([behind, { ...onScreen, gazes: [] }])).toBe('1.1.1');
  });

  test('is the prior of an open study before an emergency of the worklist', () => {
    expect(chosen([study({ studyId: 3, purpose: 'prior' }), study({ studyId: 4, urgency: 'emergency' })])).toBe('1.3.1');
  });

  test('is the case with the earliest deadline: a routine one that came 61 minutes before an emergency goes first, one of 59 minutes does not', () => {
    // Due after 120 and after 60 minutes: 01:00 + 120 = 03:00; 02:01 + 60 = 03:01; 01:59 + 60 = 02:59.
    const routine = study({ studyId: 1, arrivedAt: '2026-11-20T01:00:00Z' });
    expect(chosen([study({ studyId: 2, urgency: 'emergency', arrivedAt: '2026-11-20T02:01:00Z' }), routine])).toBe('1.1.1');
    expect(chosen([study({ studyId: 2, urgency: 'emergency', arrivedAt: '2026-11-20T01:59:00Z' }), routine])).toBe('1.2.1');
  });

  test('is the more urgent of two with the same deadline', () => {
    const emergency = study({ studyId: 2, urgency: 'emergency', arrivedAt: '2026-11-20T02:00:00Z' });
    expect(chosen([study({ studyId: 1 }), emergency])).toBe('1.2.1');
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

/**
 * The order of the issue, said as a list of questions: the first list that is not empty holds the answer. It shares no code and no numbers
 * with what it judges.
 */
function oracle(studies: readonly WantedStudy[]): string | undefined {
  const minutes = { 'green-channel': 30, emergency: 60, routine: 120 };
  const due = (one: WantedStudy) => new Date(one.arrivedAt).getTime() / 60_000 + minutes[one.urgency];
  const urgent = ['green-channel', 'emergency', 'routine'];
  const earliest = studies
    .filter((one) => one.siteId === 'qingling')
    .sort((a, b) => due(a) - due(b) || urgent.indexOf(a.urgency) - urgent.indexOf(b.urgency) || a.studyId - b.studyId);
  const open = earliest.filter((one) => one.purpose === 'reading');
  const isGreen = (one: WantedStudy) => one.urgency === 'green-channel';
  const eye = (one: WantedStudy) => seen(one, true).filter(({ steps }) => steps === 0);
  const stack = (one: WantedStudy) => seen(one, true);
  const others = (one: WantedStudy) => seen(one, false);
  const rest = (one: WantedStudy) => one.missing.map((instance) => ({ instance }));
  const questions: readonly (readonly [readonly WantedStudy[], (one: WantedStudy) => readonly { readonly instance: WantedInstance }[]])[] = [
    [open, eye],
    [open.filter(isGreen), stack],
    [open.filter(isGreen), others],
    [open.filter(isGreen), rest],
    [earliest.filter((one) => one.purpose === 'worklist' && isGreen(one)), rest],
    [open, stack],
    [open, others],
    [open.filter((one) => one.gazes.length > 0), rest],
    [open, rest],
    [earliest.filter((one) => one.purpose === 'prior'), rest],
    [earliest.filter((one) => one.purpose === 'worklist'), rest],
  ];
  for (const [candidates, images] of questions) {
    for (const candidate of candidates) {
      const [first] = images(candidate);
      if (first !== undefined) return first.instance.sopInstanceUid;
    }
  }
  return undefined;
}

/** The missing images of the stacks that are looked at, viewport by viewport: ahead of the eye, nearest first, then behind it. */
function seen(one: WantedStudy, isActive: boolean): { instance: WantedInstance; steps: number }[] {
  return one.gazes
    .filter((gaze) => gaze.isActive === isActive)
    .flatMap((gaze) => {
      const steps = one.missing
        .filter((instance) => instance.seriesInstanceUid === gaze.seriesInstanceUid)
        .map((instance) => {
          if (gaze.instanceNumber === null) return { instance, steps: instance.instanceNumber! };
          return { instance, steps: gaze.direction === 'forward' ? instance.instanceNumber! - gaze.instanceNumber : gaze.instanceNumber - instance.instanceNumber! };
        });
      const ahead = steps.filter((step) => step.steps >= 0).sort((a, b) => a.steps - b.steps);
      const behind = steps.filter((step) => step.steps < 0).sort((a, b) => b.steps - a.steps);
      return [...ahead, ...behind];
    });
}

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
