import { expect, test } from 'vitest';
import { buildDataSet, codeItem } from '#shared/dicom/data-set/build-data-set.ts';
import type { DataSet } from '#shared/dicom/data-set/data-set.ts';
import { drawnCoordinatesOf } from '#shared/structured-report/drawn-coordinates.ts';
import { readContentTree } from '#shared/structured-report/read-content-tree.ts';

type Attributes = Parameters<typeof buildDataSet>[0];
const concept = (meaning: string) => ({ ConceptNameCodeSequence: [codeItem({ value: '1', scheme: '99T', meaning })] });
const image = (uid: string, more: Attributes = {}) => buildDataSet({ RelationshipType: 'SELECTED FROM', ValueType: 'IMAGE', ReferencedSOPSequence: [buildDataSet({ ReferencedSOPInstanceUID: uid, ...more })] });
const coordinates = (graphicType: string, data: readonly number[], ...children: readonly DataSet[]) =>
  buildDataSet({ RelationshipType: 'INFERRED FROM', ValueType: 'SCOORD', GraphicType: graphicType, GraphicData: [...data], ContentSequence: [...children] });
const length = (value: string, ...children: readonly DataSet[]) =>
  buildDataSet({
    RelationshipType: 'CONTAINS', ValueType: 'NUM', ...concept('Length'), ContentSequence: [...children],
    MeasuredValueSequence: [buildDataSet({ NumericValue: value, MeasurementUnitsCodeSequence: [codeItem({ value: 'mm', scheme: 'UCUM', meaning: 'millimeter' })] })],
  });
const drawn = (...children: readonly DataSet[]) => drawnCoordinatesOf(readContentTree(buildDataSet({ ValueType: 'CONTAINER', ContentSequence: [...children] })));

test('the line that a length was inferred from is drawn on the frame that it was selected from, with its number', () => {
  expect(drawn(length('23.5', coordinates('POLYLINE', [10.5, 20.5, 30.5, 20.5], image('1.2', { ReferencedFrameNumber: 3 }))))).toEqual([
    { graphicType: 'POLYLINE', points: [[10.5, 20.5], [30.5, 20.5]], references: [{ sopClassUid: '', sopInstanceUid: '1.2', frameNumbers: [3] }], words: 'Length 23.5 mm' },
  ]);
});

test('an image that stands elsewhere in the tree is found by reference', () => {
  const byReference = buildDataSet({ RelationshipType: 'SELECTED FROM', ReferencedContentItemIdentifier: [1, 1] });
  expect(drawn(image('7'), length('1', coordinates('POINT', [4, 5], byReference)))[0]?.references[0]?.sopInstanceUid).toBe('7');
});

test('coordinates of no image, of no known kind or without points are not drawn', () => {
  expect(drawn(length('1', coordinates('POINT', [4, 5])), length('1', coordinates('SPIRAL', [4, 5], image('1'))), length('1', coordinates('POINT', [], image('1'))))).toEqual([]);
});
