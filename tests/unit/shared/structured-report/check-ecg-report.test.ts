import { expect, test } from 'vitest';
import { tagOf } from '#shared/dicom/data-set/attribute.ts';
import { itemsOf, textOf, type DataSet } from '#shared/dicom/data-set/data-set.ts';
import { checkDiagnosticReport } from '#shared/structured-report/check-diagnostic-report.ts';
import { structuredReportOf } from '#tests/support/report-kit.ts';
import { infarctionReport, recordingOf } from '#tests/support/sample-ecg-report.ts';
import { syntheticGroup } from '#tests/support/synthetic-ecg.ts';

const report = infarctionReport(recordingOf(syntheticGroup({ seconds: 2 })));
const sound = structuredReportOf(report);
const nameOf = (item: DataSet) => textOf(itemsOf(item, 'ConceptNameCodeSequence')[0] ?? {}, 'CodeMeaning');
const withChildren = (item: DataSet, children: readonly DataSet[]): DataSet => ({ ...item, [tagOf('ContentSequence')]: { vr: 'SQ', Value: [...children] } });
/** The same tree without the items that are meant, wherever they stand. */
const without = (item: DataSet, isMeant: (item: DataSet) => boolean): DataSet => {
  const children = itemsOf(item, 'ContentSequence');
  return children.length === 0 ? item : withChildren(item, children.filter((child) => !isMeant(child)).map((child) => without(child, isMeant)));
};

test('a report after TID 3700 is sound', () => {
  expect(checkDiagnosticReport(sound)).toEqual([]);
});

test.each([
  ['without its recording', without(sound, (item) => textOf(item, 'ValueType') === 'WAVEFORM'), 'the recording is missing'],
  ['without the formula of its QTc', without(sound, (item) => nameOf(item) === 'Algorithm Name'), 'a QTc has no formula'],
  ['without the names of its leads', without(sound, (item) => nameOf(item) === 'Lead ID'), 'a lead has no name'],
  ['without a judgement of the whole', without(sound, (item) => nameOf(item) === 'ECG overall finding'), 'it does not judge the whole exactly once'],
  ['without positive or negative', without(sound, (item) => nameOf(item) === 'Impression'), 'it does not say positive or negative exactly once'],
  ['without a summary', without(sound, (item) => textOf(item, 'ValueType') === 'TEXT' && nameOf(item) === 'Summary'), 'there is no summary'],
  ['in another language', without(sound, (item) => nameOf(item).startsWith('Language')), 'the language is missing'],
  ['with its sections turned round', withChildren(sound, itemsOf(sound, 'ContentSequence').toReversed()), 'the sections are unknown or out of order'],
])('%s it is not', (_, unsound, fault) => {
  expect(checkDiagnosticReport(unsound)).toContain(fault);
});

test('a heart rate of 6000 is a mistake of ours', () => {
  const ecg = report.ecg!;
  const wrong = { ...report, ecg: { ...ecg, values: ecg.values.map((value) => (value.kind === 'ventricular-rate' ? { ...value, value: 6000 } : value)) } };
  expect(checkDiagnosticReport(structuredReportOf(wrong))).toEqual(['a measurement is out of range']);
});
