import { expect, test } from 'vitest';
import { reportObjectIdentities } from '#main/documents/object-identities.ts';
import { itemsOf, numbersOf, textOf, type DataSet } from '#shared/dicom/data-set/data-set.ts';
import type { SpacePlace } from '#shared/dicom/volume/space-place.ts';
import type { CanonicalReport, ReportedMeasurement } from '#shared/report/canonical-report.ts';
import { spacePlaceText } from '#shared/report/space-place-text.ts';
import { buildMeasurementReport } from '#shared/structured-report/measurement-report.ts';
import { COMPREHENSIVE_3D_SR_STORAGE, COMPREHENSIVE_SR_STORAGE } from '#shared/structured-report/report-object.ts';
import { radiologyReport } from '#tests/support/sample-report.ts';

const onCoronal = (pointsMm: SpacePlace['pointsMm']): SpacePlace => ({
  kind: 'plane', frameOfReferenceUid: '1.2.3.9', plane: 'coronal', rowDirection: [1, 0, 0], columnDirection: [0, 0, -1], slab: { mode: 'maximum', thicknessMm: 10 }, pointsMm,
});

const [base] = radiologyReport.measurements;
function reportWith(part: Partial<ReportedMeasurement>): CanonicalReport {
  if (base === undefined) throw new Error('the sample has measurements');
  return { ...radiologyReport, measurements: [{ ...base, ...part }] };
}

function built(report: CanonicalReport): DataSet {
  return buildMeasurementReport(report, reportObjectIdentities(report)) ?? {};
}

function inSpace(item: DataSet): readonly DataSet[] {
  const children = itemsOf(item, 'ContentSequence');
  return [...children.filter((child) => textOf(child, 'ValueType') === 'SCOORD3D'), ...children.flatMap(inSpace)];
}

test('a length on a coronal plane is a polyline in its frame of reference, in a Comprehensive 3D SR', () => {
  const dataSet = built(reportWith({ kind: 'length', quantities: [{ quantity: 'length', value: 40, unit: 'mm' }], place: onCoronal([[20, 9.5, 28], [60, 9.5, 28]]) }));
  expect(textOf(dataSet, 'SOPClassUID')).toBe(COMPREHENSIVE_3D_SR_STORAGE);
  const [item, ...others] = inSpace(dataSet);
  expect(others).toEqual([]);
  expect([textOf(item ?? {}, 'GraphicType'), numbersOf(item ?? {}, 'GraphicData'), textOf(item ?? {}, 'ReferencedFrameOfReferenceUID')]).toEqual(['POLYLINE', [20, 9.5, 28, 60, 9.5, 28], '1.2.3.9']);
});

test('a circle is an ellipse with two equal axes in its plane, a rectangle a closed polygon', () => {
  const area = [{ quantity: 'area', value: 1, unit: 'mm2' }] as const;
  // Centre (10, 5, 20), a point 3 mm to the right: the other axis goes 3 mm up and down.
  const [circle] = inSpace(built(reportWith({ kind: 'circle', quantities: area, place: onCoronal([[10, 5, 20], [13, 5, 20]]) })));
  expect([textOf(circle ?? {}, 'GraphicType'), numbersOf(circle ?? {}, 'GraphicData')]).toEqual(['ELLIPSE', [7, 5, 20, 13, 5, 20, 10, 5, 23, 10, 5, 17]]);
  const [rectangle] = inSpace(built(reportWith({ kind: 'rectangle', quantities: area, place: onCoronal([[10, 5, 20], [14, 5, 17]]) })));
  expect([textOf(rectangle ?? {}, 'GraphicType'), numbersOf(rectangle ?? {}, 'GraphicData')]).toEqual(['POLYGON', [10, 5, 20, 14, 5, 20, 14, 5, 17, 10, 5, 17, 10, 5, 20]]);
});

test('each axis of a lesion is given with its own number', () => {
  const dataSet = built(reportWith({
    kind: 'bidirectional', place: onCoronal([[0, 0, 0], [10, 0, 0], [5, 0, 2], [5, 0, -2]]),
    quantities: [{ quantity: 'length', value: 10, unit: 'mm' }, { quantity: 'short-axis', value: 4, unit: 'mm' }],
  }));
  expect(inSpace(dataSet).map((item) => numbersOf(item, 'GraphicData'))).toEqual([[0, 0, 0, 10, 0, 0], [5, 0, 2, 5, 0, -2]]);
});

test('without a frame of reference, and without such measurements, it stays what it was', () => {
  const nowhere = built(reportWith({ place: { ...onCoronal([[0, 0, 0], [10, 0, 0]]), frameOfReferenceUid: '' } }));
  expect([textOf(nowhere, 'SOPClassUID'), inSpace(nowhere)]).toEqual([COMPREHENSIVE_SR_STORAGE, []]);
  expect(textOf(built(radiologyReport), 'SOPClassUID')).toBe(COMPREHENSIVE_SR_STORAGE);
});

test('the paper says what was drawn on', () => {
  expect(spacePlaceText(onCoronal([[0, 0, 0]]))).toBe('冠状位重建（最大密度 10 mm）');
});
