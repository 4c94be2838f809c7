import { expect, test } from 'vitest';
import { instantsOf, periodOf } from '#renderer/features/department/quality-period.ts';
import { qualityTable, type QualityWords } from '#renderer/features/department/quality-table.ts';
import { csvOf } from '#shared/report/quality/csv.ts';
import { qualityFigures } from '#shared/report/quality/quality-figures.ts';
import { READING_MINUTES } from '#shared/worklist/urgency.ts';

const words: QualityWords = {
  group: (group) => group, name: (_, name) => name, heads: { by: '分组', name: '名称', count: '报告数', median: '中位', p90: '九成', promise: '时限内', positive: '阳性率' },
  total: '合计', revisions: '修订率', withdrawn: '撤回', delivery: '送达', undelivered: '未送达', critical: '危急值', criticalOpen: '未关闭', criticalToldOn: '上报',
};

test('the table holds every group, minutes with one decimal and shares in per cent, and a name that is a formula stays a name', () => {
  const figures = qualityFigures([{
    siteName: '=1+1', modality: 'CT', urgency: 'routine', signerName: '林知远', arrivedAt: '2026-11-20T01:00:00.000Z', completeAt: '2026-11-20T01:00:00.000Z',
    signedAt: '2026-11-20T01:10:03.000Z', deliveredAt: null, version: 1, kind: 'original', outcome: 'positive', endsPreliminary: false,
  }], [], ({ urgency }) => READING_MINUTES[urgency], (instant) => instant.slice(0, 10));
  const table = qualityTable(figures, words);
  // 10 min 3 s = 10.05 min; in binary 10.05 lies just above: 10.1.
  expect(table.slice(0, 3)).toEqual([
    ['分组', '名称', '报告数', '中位', '九成', '时限内', '阳性率'], ['合计', '', 1, 10.1, 10.1, 100, 100], ['site', '=1+1', 1, 10.1, 10.1, 100, 100],
  ]);
  expect(csvOf(table)).toContain("site,'=1+1,1,10.1");
  expect(qualityTable({ ...figures, withdrawn: 2 }, words).at(-6)).toEqual(['撤回', '', 2, null, null, null, null]);
  expect(table.at(-5)).toEqual(['送达', '', 0, null, null, null, null]);
});

test('a month begins on its first day, last month ends on its last, and the days become midnights', () => {
  const today = new Date(2026, 2, 15, 9);
  expect([periodOf('week', today), periodOf('month', today), periodOf('last-month', today), periodOf('year', today)]).toEqual([
    { from: '2026-03-09', to: '2026-03-15' }, { from: '2026-03-01', to: '2026-03-15' }, { from: '2026-02-01', to: '2026-02-28' }, { from: '2026-01-01', to: '2026-03-15' },
  ]);
  expect(instantsOf({ from: '2026-02-01', to: '2026-02-28' })).toEqual({ from: new Date(2026, 1, 1).toISOString(), to: new Date(2026, 2, 1).toISOString() });
  expect([instantsOf({ from: '2026-02-02', to: '2026-02-01' }), instantsOf({ from: '', to: '2026-02-01' })]).toEqual([undefined, undefined]);
});
