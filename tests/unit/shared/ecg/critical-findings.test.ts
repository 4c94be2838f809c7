import { describe, expect, test } from 'vitest';
import { criticalMeasurements, criticalStatements, DRAFT_THRESHOLDS } from '#shared/ecg/critical-findings.ts';
import type { EcgMeasurements, StLevels } from '#shared/ecg/ecg-measurements.ts';
import { analyseEcg, valuesOf } from '#shared/ecg/measure-ecg.ts';
import { measured, notMeasurable } from '#shared/ecg/measured.ts';
import { createStatementDictionary } from '#shared/ecg/statements/statement-dictionary.ts';
import { recordingOf } from '#tests/support/sample-ecg-report.ts';
import { syntheticGroup } from '#tests/support/synthetic-ecg.ts';

const usual = valuesOf(analyseEcg(recordingOf(syntheticGroup({ seconds: 10 }))));
const level = (lead: StLevels['lead'], millivolts: number): StLevels => ({ lead, j: measured(millivolts, 'mV'), jPlus60: measured(millivolts, 'mV'), jPlus80: measured(millivolts, 'mV') });
const found = (change: Partial<EcgMeasurements>, isAdult = true) => criticalMeasurements({ ...usual, st: [], ...change }, 'fridericia', DRAFT_THRESHOLDS, isAdult);

describe('critical measurements', () => {
  test('a usual heart has none', () => {
    expect(found({})).toEqual([]);
  });
  test('rates at their limits count, one beat inside does not', () => {
    expect(found({ heartRate: measured(180, '/min') })).toEqual([{ kind: 'fast-rate', value: 180, limit: 180 }]);
    expect(found({ heartRate: measured(179, '/min') })).toEqual([]);
    expect(found({ heartRate: measured(35, '/min') })).toMatchObject([{ kind: 'slow-rate' }]);
  });
  test('a newborn of 180 a minute is well; a pause of 3 s is not', () => {
    expect(found({ heartRate: measured(180, '/min') }, false)).toEqual([]);
    expect(found({ rrLongest: measured(3000, 'ms') }, false)).toEqual([{ kind: 'pause', value: 3000, limit: 3000 }]);
  });
  test('a QTc counts by the formula of the report', () => {
    expect(found({ qtc: { ...usual.qtc, fridericia: measured(551, 'ms'), bazett: measured(400, 'ms') } })).toMatchObject([{ kind: 'qtc', value: 551 }]);
  });
  test('what is not measurable is never critical', () => {
    expect(found({ heartRate: notMeasurable('fibrillation'), rrLongest: notMeasurable('fibrillation') })).toEqual([]);
  });
  test('ST counts in two neighbouring leads, 0.1 mV in the limbs and 0.3 mV in V1 to V3', () => {
    expect(found({ st: [level('II', 0.12), level('III', 0.15), level('aVF', 0.14), level('V2', 0.25), level('V3', 0.2)] })).toEqual([{ kind: 'st-elevation', leads: ['II', 'aVF', 'III'], value: 0.15, limit: 0.1 }]);
    expect(found({ st: [level('II', 0.12), level('aVL', 0.12), level('V2', 0.25), level('V3', 0.25)] })).toEqual([]);
    expect(found({ st: [level('V1', 0.3), level('V2', 0.35)] })).toMatchObject([{ leads: ['V1', 'V2'], limit: 0.3 }]);
  });
});

describe('critical statements', () => {
  const dictionary = createStatementDictionary();
  const of = (lines: readonly string[], rate?: number) => criticalStatements(dictionary, lines, rate, DRAFT_THRESHOLDS);
  test('are those of the highest grade', () => {
    expect(of(['窦性心律', '急性下壁心肌梗死（II、III、aVF）', '三度房室传导阻滞'])).toEqual([{ kind: 'statement', statement: '急性下壁心肌梗死' }, { kind: 'statement', statement: '三度房室传导阻滞' }]);
    expect(of(['窦性心律', '未见急性下壁心肌梗死'])).toEqual([]);
  });
  test('a fibrillation counts from its own rate on', () => {
    expect(of(['心房颤动伴快速心室率'], 180)).toMatchObject([{ kind: 'fast-rate', limit: 180 }]);
    expect(of(['心房颤动伴快速心室率'], 170)).toEqual([]);
  });
});
