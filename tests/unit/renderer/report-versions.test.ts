import { expect, test } from 'vitest';
import type { ReportHistory, ReportVersion } from '#shared/contract/services/versions.contract.ts';
import { confirmableOf, possibleActs } from '#renderer/features/report-versions/acts.ts';

const version: ReportVersion = {
  reportUid: '2.25.1', version: 1, kind: 'original', reason: '', addendum: '', signedAt: '2026-11-20T02:00:00Z', signerName: '林知远', stampedAt: null, withdrawal: null,
  acknowledgements: [], objects: [],
};
const withdrawal = { reason: 'wrong-patient', words: 'x', signerName: '林知远', at: '2026-11-20T03:00:00Z' } as const;
const submission = {
  revision: 1, authorName: '周牧', submittedAt: '2026-11-20T02:00:00Z', state: 'waiting', comment: '', answeredBy: null, answeredAt: null,
  text: { findings: 'x', impression: 'y', recommendation: '', outcome: 'negative' },
} as const;
const history = (changes: Partial<ReportHistory>): ReportHistory => ({ versions: [], amendment: null, submission: null, ...changes });

test('a draft can be submitted, and one that waits can only be returned', () => {
  expect([possibleActs(history({}), false), possibleActs(history({}), true), possibleActs(history({ submission }), true)]).toEqual([[], ['submit'], ['return']]);
});

test('a signed report that stands can be corrected, added to, taken back and confirmed', () => {
  expect(possibleActs(history({ versions: [version] }), true)).toEqual(['amend', 'addendum', 'withdraw', 'acknowledge']);
});

test('while it is being corrected it is a draft again', () => {
  expect(possibleActs(history({ versions: [version], amendment: { reason: 'x', openedAt: '2026-11-20T03:00:00Z' } }), true)).toEqual(['submit']);
});

test('one that was taken back asks for the confirmation of that, once', () => {
  const taken = { ...version, withdrawal };
  const confirmed = { ...taken, acknowledgements: [{ about: 'withdrawal' as const, person: '王护士', note: '', at: '2026-11-20T04:00:00Z' }] };
  expect([confirmableOf(history({ versions: [taken] })), possibleActs(history({ versions: [taken] }), false), possibleActs(history({ versions: [confirmed] }), false)]).toEqual([
    'withdrawal', ['acknowledge'], [],
  ]);
});
