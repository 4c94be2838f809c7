import { expect, test } from 'vitest';
import { reportObjectIdentities } from '#main/documents/object-identities.ts';
import { plannedObjects } from '#main/documents/signing-package.ts';
import { itemsOf, textOf, type DataSet } from '#shared/dicom/data-set/data-set.ts';
import type { CanonicalReport } from '#shared/report/canonical-report.ts';
import { checkDiagnosticReport } from '#shared/structured-report/check-diagnostic-report.ts';
import { buildDiagnosticReport } from '#shared/structured-report/diagnostic-report.ts';
import { infarctionReport, recordingOf } from '#tests/support/sample-ecg-report.ts';
import { amendedReport, radiologyReport } from '#tests/support/sample-report.ts';
import { syntheticGroup } from '#tests/support/synthetic-ecg.ts';

const BASIC_TEXT = '1.2.840.10008.5.1.4.1.1.88.11';
const ENHANCED = '1.2.840.10008.5.1.4.1.1.88.22';
const basic = (report: CanonicalReport): CanonicalReport => ({ ...report, hospital: { ...report.hospital, structuredReport: 'basic-text' } });
const build = (report: CanonicalReport) => buildDiagnosticReport(report, reportObjectIdentities(report));
const all = (item: DataSet): DataSet[] => [item, ...itemsOf(item, 'ContentSequence').flatMap(all)];
const words = (root: DataSet) => all(root).map((item) => textOf(item, 'TextValue'));

test('for an archive of words the report is a Basic Text SR: every number is there as words, and none as a number', () => {
  const enhanced = all(build(radiologyReport)).filter((item) => textOf(item, 'ValueType') === 'NUM');
  const root = build(basic(radiologyReport));
  const expected = enhanced.map((item) => {
    const [measured] = itemsOf(item, 'MeasuredValueSequence');
    return `${textOf(measured ?? {}, 'NumericValue')} ${textOf(itemsOf(measured ?? {}, 'MeasurementUnitsCodeSequence')[0] ?? {}, 'CodeValue')}`;
  });
  expect(expected.length).toBeGreaterThan(0);
  expect(words(root)).toEqual(expect.arrayContaining(expected));
  expect({ sopClass: textOf(root, 'SOPClassUID'), numbers: all(root).filter((item) => textOf(item, 'ValueType') === 'NUM').length, faults: checkDiagnosticReport(root) })
    .toEqual({ sopClass: BASIC_TEXT, numbers: 0, faults: [] });
  // TID 2000 may do without numbers and is claimed still.
  expect(itemsOf(root, 'ContentTemplateSequence').map((claim) => textOf(claim, 'TemplateIdentifier'))).toEqual(['2000']);
});

test('an ECG keeps its values as words, without the template whose rows are numbers', () => {
  const root = build(basic(infarctionReport(recordingOf(syntheticGroup({ seconds: 10 })))));
  expect({ faults: checkDiagnosticReport(root), claims: itemsOf(root, 'ContentTemplateSequence').length }).toEqual({ faults: [], claims: 0 });
  expect(words(root).some((text) => /^\d+ ms$/.test(text))).toBe(true);
});

test('no measurement object leaves beside it', () => {
  expect(plannedObjects(radiologyReport).map(({ kind }) => kind)).toContain('measurement-report');
  expect(plannedObjects(basic(radiologyReport)).map(({ kind }) => kind)).not.toContain('measurement-report');
});

test('a number in it is a fault', () => {
  const root: DataSet = { ...build(radiologyReport), '00080016': { vr: 'UI', Value: [BASIC_TEXT] } };
  expect(checkDiagnosticReport(root).some((fault) => fault.includes('has no numbers'))).toBe(true);
});

test('a version names the one before by the form that it had then', () => {
  const predecessorClass = (report: CanonicalReport) => {
    const [study] = itemsOf(build(report), 'PredecessorDocumentsSequence');
    return textOf(itemsOf(itemsOf(study ?? {}, 'ReferencedSeriesSequence')[0] ?? {}, 'ReferencedSOPSequence')[0] ?? {}, 'ReferencedSOPClassUID');
  };
  expect(predecessorClass(basic(amendedReport))).toBe(ENHANCED);
  const { predecessor } = amendedReport;
  if (predecessor === null) throw new Error('an amended report has its predecessor');
  expect(predecessorClass({ ...amendedReport, predecessor: { ...predecessor, structuredReport: 'basic-text' } })).toBe(BASIC_TEXT);
});
