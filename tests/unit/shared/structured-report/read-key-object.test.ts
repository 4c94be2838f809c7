import { describe, expect, test } from 'vitest';
import { readPart10 } from '#main/part10/read-part10.ts';
import { buildDataSet, codeItem } from '#shared/dicom/data-set/build-data-set.ts';
import { seriesOfEvidence } from '#shared/dicom/reference/instance-reference.ts';
import { markOf, readKeyObjectSelection } from '#shared/structured-report/read-key-object.ts';
import { hasTestData, readTestFile } from '#tests/support/test-data.ts';

const dcm = (value: string, meaning: string) => [codeItem({ value, scheme: 'DCM', meaning })];

function selection(title: string, sopInstanceUid: string, frames?: readonly number[]) {
  const reference = buildDataSet({ ReferencedSOPInstanceUID: sopInstanceUid, ReferencedFrameNumber: frames });
  return readKeyObjectSelection(buildDataSet({
    ValueType: 'CONTAINER', ConceptNameCodeSequence: dcm(title, 'title'),
    ContentSequence: [
      buildDataSet({ ValueType: 'PNAME', ConceptNameCodeSequence: dcm('121008', 'Person Observer Name'), PersonName: { alphabetic: 'Wang^Min', ideographic: '王^敏', phonetic: '' } }),
      buildDataSet({ ValueType: 'TEXT', ConceptNameCodeSequence: dcm('113012', 'Key Object Description'), TextValue: '右上肺结节' }),
      buildDataSet({ ValueType: 'IMAGE', ReferencedSOPSequence: [reference] }),
    ],
  }));
}

test('a selection says who chose, what for, and which images', () => {
  expect(selection('113000', '1.2.3', [4])).toMatchObject({
    purpose: 'key', observer: '王敏', description: '右上肺结节', references: [{ sopInstanceUid: '1.2.3', frameNumbers: [4] }],
  });
});

test.each([
  ['113000', 'Of Interest', 'key'], ['113002', 'For Referring Provider', 'key'], ['113013', 'Best In Set', 'key'],
  ['113001', 'Rejected for Quality Reasons', 'rejected'], ['113037', 'Rejected for Patient Safety Reasons', 'rejected'],
  ['113030', 'Manifest', 'list'], ['113032', 'Complete Study Content', 'list'],
] as const)('title %s (%s) is a selection of kind %s', (code, _meaning, purpose) => expect(selection(code, '1').purpose).toBe(purpose));

test('a mark on one frame marks no other frame, a mark on an instance marks all of them', () => {
  expect(markOf([selection('113000', '1.2', [3])], '1.2', 3).key).toBeDefined();
  expect(markOf([selection('113000', '1.2', [3])], '1.2', 4).key).toBeUndefined();
  expect(markOf([selection('113000', '1.2')], '1.2', 4).key).toBeDefined();
});

test('a rejected image is no key image, and a manifest marks nothing', () => {
  const marks = markOf([selection('113001', '1.2'), selection('113030', '1.2')], '1.2', 1);
  expect(marks.key).toBeUndefined();
  expect(marks.rejected).toBeDefined();
});

describe.runIf(hasTestData())('the shared files', () => {
  test('the manifest of a PET-CT study lists its 20 images in two series and marks none of them', () => {
    const { metadata } = readPart10(readTestFile('pet-ct/petct-paired-ko/kos.dcm'));
    const found = readKeyObjectSelection(metadata);
    expect(found.purpose).toBe('list');
    expect(found.references).toHaveLength(20);
    const series = seriesOfEvidence(metadata);
    expect(found.references.every(({ sopInstanceUid }) => series.has(sopInstanceUid))).toBe(true);
    expect(new Set(series.values()).size).toBe(2);
  });
});
