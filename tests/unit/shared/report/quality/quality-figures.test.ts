import { expect, test } from 'vitest';
import { csvOf } from '#shared/report/quality/csv.ts';
import { qualityFigures, type PromiseOf, type ReportFact } from '#shared/report/quality/quality-figures.ts';
import { READING_MINUTES } from '#shared/worklist/urgency.ts';

const START = Date.parse('2026-11-20T01:00:00.000Z');
const at = (minutes: number) => new Date(START + minutes * 60_000).toISOString();
const fact = (turnaround: number, change: Partial<ReportFact> = {}): ReportFact => ({
  siteName: '云岫县人民医院', modality: 'CT', urgency: 'routine', signerName: '林知远', arrivedAt: at(-30), completeAt: at(0), signedAt: at(turnaround), deliveredAt: at(turnaround + 2),
  version: 1, kind: 'original', outcome: 'positive', endsPreliminary: false, ...change,
});
const usualPromise: PromiseOf = ({ urgency }) => READING_MINUTES[urgency];
const localDay = (instant: string) => instant.slice(0, 10);

test('median, nine in ten and the share within the promise are counted from the moment all images were here', () => {
  // 10 reports of 10, 20 … 100 min and one of 150: 11 values. Median: the 6th (0.5·11 = 5.5, up), 60. Nine in ten: the 10th (9.9, up), 100. Within 120 min: 10 of 11.
  const { total } = qualityFigures([...Array.from({ length: 10 }, (_, index) => fact((index + 1) * 10)), fact(150)], [], usualPromise, localDay);
  expect(total).toEqual({ name: '', count: 11, medianMinutes: 60, p90Minutes: 100, withinPromise: 10 / 11, positive: 1 });
});

test('an emergency is late after 60 minutes, a green channel after 30', () => {
  const { groups } = qualityFigures([fact(61, { urgency: 'emergency' }), fact(59, { urgency: 'emergency' }), fact(31, { urgency: 'green-channel' })], [], usualPromise, localDay);
  expect(groups.urgency.map(({ name, withinPromise }) => [name, withinPromise])).toEqual([['emergency', 0.5], ['green-channel', 0]]);
});

test('a withdrawn report keeps its time and loses its outcome', () => {
  // Three of four stand, one of them positive: 1 of 3. The fourth still took its 40 minutes: of 10, 20, 30, 40 the second is the median.
  const { total } = qualityFigures([fact(10), fact(20, { outcome: 'negative' }), fact(30, { outcome: 'negative' }), fact(40, { isWithdrawn: true })], [], usualPromise, localDay);
  expect(total).toMatchObject({ count: 4, medianMinutes: 20, positive: 1 / 3 });
});

test('of a pause counts what lies between the images and the signature', () => {
  const pauses = [{ pausedAtMs: Date.parse(at(-20)), resumedAtMs: Date.parse(at(5)) }, { pausedAtMs: Date.parse(at(120)), resumedAtMs: null }];
  // 130 minutes, 5 paused at the beginning and 10 at the end: 115 of 120. Without the second pause 125.
  expect(qualityFigures([fact(130, { pauses })], [], usualPromise, localDay).total).toMatchObject({ medianMinutes: 130, withinPromise: 1 });
  expect(qualityFigures([fact(130, { pauses: pauses.slice(0, 1) })], [], usualPromise, localDay).total.withinPromise).toBe(0);
});

test('a report whose images were never known to be complete counts from its arrival and promises nothing', () => {
  const { total } = qualityFigures([fact(90, { completeAt: null })], [], usualPromise, localDay);
  expect(total).toMatchObject({ medianMinutes: 120, withinPromise: null });
});

test('later versions are revisions of the first ones; the final version of a preliminary report is none', () => {
  const facts = [fact(10), fact(20), fact(30), fact(40), fact(50, { version: 2, kind: 'amended' }), fact(60, { version: 2, kind: 'amended', endsPreliminary: true }), fact(70, { version: 2, kind: 'addendum' })];
  const { total, revisionRate } = qualityFigures(facts, [], usualPromise, localDay);
  expect(total.count).toBe(4);
  expect(revisionRate).toBe(0.25);
});

test('the way to the hospital runs from the signature to the last object that was read back', () => {
  const { delivery } = qualityFigures([fact(10), fact(20, { deliveredAt: at(26) }), fact(30, { deliveredAt: null })], [], usualPromise, localDay);
  expect(delivery).toEqual({ count: 2, medianMinutes: 2, p90Minutes: 6, undelivered: 1 });
});

test('critical values count how long until somebody was told, and how many were told on', () => {
  const { critical } = qualityFigures([], [
    { foundAt: at(0), notifiedAt: at(3), closedAt: at(4), escalationStep: 0 },
    { foundAt: at(0), notifiedAt: at(9), closedAt: at(9), escalationStep: 1 },
    { foundAt: at(0), notifiedAt: null, closedAt: null, escalationStep: 3 },
  ], usualPromise, localDay);
  expect(critical).toEqual({ found: 3, open: 1, toldOn: 2, notification: { count: 2, medianMinutes: 3, p90Minutes: 9 } });
});

test('nothing was signed: no figure pretends to be one', () => {
  const { total, revisionRate, days } = qualityFigures([], [], usualPromise, localDay);
  expect({ total, revisionRate, days }).toEqual({ total: { name: '', count: 0, medianMinutes: null, p90Minutes: null, withinPromise: null, positive: null }, revisionRate: null, days: [] });
});

test('a table opens in Excel as it was meant: mark, quotes, no formula', () => {
  expect(csvOf([['医院', '例数'], ['=HYPERLINK("http://x")', 3], ['+1', null], ['@x', -2], ['甲,乙', 1.5]]))
    .toBe('\uFEFF医院,例数\r\n"\'=HYPERLINK(""http://x"")",3\r\n\'+1,\r\n\'@x,-2\r\n"甲,乙",1.5\r\n');
});
