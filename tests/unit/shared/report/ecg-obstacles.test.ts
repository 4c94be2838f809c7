import { expect, test } from 'vitest';
import { createStatementDictionary } from '#shared/ecg/statements/statement-dictionary.ts';
import { isAdult } from '#shared/report/adult-age.ts';
import { ecgObstacles } from '#shared/report/ecg-obstacles.ts';
import { infarctionReport, recordingOf } from '#tests/support/sample-ecg-report.ts';
import { syntheticGroup } from '#tests/support/synthetic-ecg.ts';

const dictionary = createStatementDictionary();
const report = infarctionReport(recordingOf(syntheticGroup({ seconds: 2 })));
const ecg = report.ecg!;

test('a report that is true and told stands against nothing', () => {
  expect(ecgObstacles(report, ecg, dictionary)).toEqual([]);
});

test('a contradiction blocks, a sentence that does not fit its number is a hint', () => {
  const impression = ['窦性心律', '心房颤动', '完全性左束支传导阻滞'];
  // QRS 92 ms
  expect(ecgObstacles({ ...report, impression }, { ...ecg, criticalCalls: [] }, dictionary)).toEqual([
    { level: 'block', code: 'ecg-contradiction', facts: { first: '窦性心律', second: '心房颤动' } },
    { level: 'hint', code: 'ecg-measurement', facts: { statement: '完全性左束支传导阻滞', value: 92, unit: 'ms' } },
  ]);
});

test('a QTc without its formula blocks', () => {
  expect(ecgObstacles({ ...report, findings: 'QTc 452 ms' }, ecg, dictionary)).toMatchObject([{ level: 'block', code: 'ecg-qtc-formula' }]);
});

test.each([
  ['2012-11-20', '', '2026-11-20', true], ['2012-11-21', '', '2026-11-20', false], [null, '013Y', '2026-11-20', false], [null, '014Y', null, true], [null, '011M', null, false], [null, '', null, true],
])('born %s, sent as "%s", examined %s: grown up %s', (birthDate, ageAsSent, onDate, expected) => {
  expect(isAdult({ birthDate, ageAsSent, onDate })).toBe(expected);
});
