import { describe, expect, test } from 'vitest';
import { chooseForm, learn, megabyteMs, type Capability } from '#main/sites/capability-profile.ts';
import { transferSyntaxOf, TRANSCODED_FORMS, type RetrieveForm } from '#main/sites/retrieve-form.ts';

const CT = '1.2.840.10008.5.1.4.1.1.2';
const ULTRASOUND = '1.2.840.10008.5.1.4.1.1.6.1';
const NOW = new Date('2026-11-20T09:00:00Z');
const SLOW = 8_000_000;
const known = (form: RetrieveForm, outcome: Capability['outcome'], facts: Partial<Capability> = {}): Capability => ({
  siteId: 'a', sopClassUid: CT, form, outcome, answers: 5, sizeShare: null, waitMs: null, checkedAt: '2026-11-20T08:00:00Z', ...facts,
});
const choose = (capabilities: readonly Capability[], options: { mayExplore?: boolean; bitsPerSecond?: number | null; now?: Date; sopClassUid?: string } = {}) =>
  chooseForm(options.sopClassUid ?? CT, capabilities, { mayExplore: options.mayExplore ?? false, bitsPerSecond: options.bitsPerSecond ?? SLOW, now: options.now ?? NOW });
const orthanc = [
  known('jpeg-ls', 'works', { sizeShare: 0.39, waitMs: 105 }),
  known('kept', 'works', { sizeShare: 1, waitMs: 75 }),
  known('htj2k', 'refused'), known('jpeg-2000', 'refused'), known('jpeg-lossless', 'works', { sizeShare: 0.41, waitMs: 90 }), known('kept-gzip', 'ignored'),
];

describe('the form that is asked for', () => {
  test('of a CT at a hospital that nobody knows is the smallest lossless one', () => {
    expect(choose([])).toBe('jpeg-ls');
  });

  test('is never a lossy one', () => {
    expect(TRANSCODED_FORMS.map(transferSyntaxOf)).toEqual(['1.2.840.10008.1.2.4.80', '1.2.840.10008.1.2.4.201', '1.2.840.10008.1.2.4.90', '1.2.840.10008.1.2.4.70']);
    expect(transferSyntaxOf('kept')).toBe('*');
  });

  test('of an ultrasound is always as the hospital keeps it: it would only grow', () => {
    expect(choose([], { sopClassUid: ULTRASOUND, mayExplore: true })).toBe('kept');
  });

  test('is the next candidate while none is known to work', () => {
    expect(choose([known('jpeg-ls', 'refused')])).toBe('htj2k');
    expect(choose([known('jpeg-ls', 'refused'), known('htj2k', 'ignored'), known('jpeg-2000', 'refused')])).toBe('jpeg-lossless');
  });

  test('is as it is kept when nothing else works', () => {
    expect(choose(TRANSCODED_FORMS.map((form) => known(form, 'refused')))).toBe('kept');
  });

  test('is the smallest on a slow line and the one without work for the server on a fast one', () => {
    expect(choose(orthanc)).toBe('jpeg-ls');
    // A megabyte at 1 Gbit/s: kept 8 ms, but half of 75 ms of waiting; JPEG-LS half of 105 ms.
    expect(choose(orthanc, { bitsPerSecond: 1_000_000_000 })).toBe('kept');
  });

  test('tries what is not known on images that nobody waits for, and never on one that somebody does', () => {
    const learning = [known('jpeg-ls', 'works', { sizeShare: 0.39, waitMs: 105 })];
    expect(choose(learning)).toBe('jpeg-ls');
    expect(choose(learning, { mayExplore: true })).toBe('htj2k');
  });

  test('tries gzip only of what is kept uncompressed', () => {
    const rest = TRANSCODED_FORMS.map((form) => known(form, 'refused'));
    expect(choose([...rest, known('kept', 'works', { sizeShare: 0.42, waitMs: 70 })], { mayExplore: true })).toBe('kept');
    expect(choose([...rest, known('kept', 'works', { sizeShare: 1, waitMs: 70 })], { mayExplore: true })).toBe('kept-gzip');
  });

  test('is tried again a day after it was refused', () => {
    expect(choose(orthanc, { mayExplore: true })).toBe('jpeg-ls');
    expect(choose(orthanc, { mayExplore: true, now: new Date('2026-11-21T08:00:01Z') })).toBe('htj2k');
  });
});

describe('what is learned', () => {
  const key = { siteId: 'a', sopClassUid: CT, form: 'jpeg-ls' } as const;
  const refused = { outcome: 'refused', sizeShare: null, waitMs: null } as const;

  test('a form that has worked survives one refusal and is given up at the second', () => {
    const once = learn(known('jpeg-ls', 'works', { sizeShare: 0.39, waitMs: 105 }), key, refused, NOW);
    expect(choose([once, known('kept', 'works', { sizeShare: 1, waitMs: 75 })])).toBe('jpeg-ls');
    const twice = learn(once, key, refused, NOW);
    expect(choose([twice, known('kept', 'works', { sizeShare: 1, waitMs: 75 }), ...(['htj2k', 'jpeg-2000', 'jpeg-lossless'] as const).map((form) => known(form, 'refused'))])).toBe('kept');
  });

  test('sizes and waits are smoothed, a fifth at a time', () => {
    // 0.40 + 0.2 * (0.50 - 0.40) = 0.42; 100 + 0.2 * (200 - 100) = 120.
    const after = learn(known('jpeg-ls', 'works', { sizeShare: 0.4, waitMs: 100 }), key, { outcome: 'works', sizeShare: 0.5, waitMs: 200 }, NOW);
    expect(after.sizeShare).toBeCloseTo(0.42, 10);
    expect(after.waitMs).toBeCloseTo(120, 10);
    expect(after.answers).toBe(6);
  });

  test('a megabyte takes what the line needs, or half of what the server keeps waiting', () => {
    // 0.39 MB * 8 bit / 8 Mbit/s = 390 ms; 0.39 * 8 / 1000 Mbit/s = 3.12 ms, less than 105 / 2.
    expect(megabyteMs({ sizeShare: 0.39, waitMs: 105 }, SLOW)).toBeCloseTo(390, 6);
    expect(megabyteMs({ sizeShare: 0.39, waitMs: 105 }, 1_000_000_000)).toBe(52.5);
  });
});
