import { expect, test } from 'vitest';
import { ALL_QUERIES, staleAfter } from '#renderer/bridge/query-keys.ts';

test('a gap in the events makes everything stale', () => {
  expect(staleAfter({ kind: 'stream-started', resumed: false })).toEqual([ALL_QUERIES]);
});

test('a stream that resumed makes nothing stale', () => {
  expect(staleAfter({ kind: 'stream-started', resumed: true })).toEqual([]);
});

test('a changed report is asked for in every study it covers, with its checks', () => {
  const stale = staleAfter({ kind: 'report-changed', studyIds: [3, 4] });
  expect(stale).toEqual(expect.arrayContaining([['reports', 3], ['reports', 4], ['checks'], ['worklist'], ['counts']]));
});

test('images that came in touch their study alone', () => {
  expect(staleAfter({ kind: 'instances-held', studyId: 3, seriesInstanceUid: '1.2', sopInstanceUids: ['1.2.3'] })).toEqual([['study', 3]]);
});
