import { describe, expect, test } from 'vitest';
import { buildDataSet } from '#shared/dicom/data-set/build-data-set.ts';
import { modalityTransformOf, toModalityValue } from '#shared/dicom/pixel/modality-transform.ts';

const CT = { modality: 'CT', isLocalizer: false, isSigned: false };
const MR = { modality: 'MR', isLocalizer: false, isSigned: false };
const rescaled = (attributes: Parameters<typeof buildDataSet>[0], context = CT) => modalityTransformOf(buildDataSet(attributes), context);

test('slope and intercept give the modality value', () => {
  // 1064 * 2 - 1000 = 1128
  expect(toModalityValue(rescaled({ RescaleSlope: 2, RescaleIntercept: -1000 })!, 1064)).toBe(1128);
});

test('a Modality LUT replaces slope and intercept', () => {
  const item = buildDataSet({ LUTDescriptor: [3, 0, 16], LUTData: [0, 100, 141] });
  const transform = rescaled({ RescaleSlope: 2, RescaleIntercept: 5, ModalityLUTSequence: [item] }, MR)!;
  // The square root of 2, times 100
  expect(toModalityValue(transform, 2)).toBe(141);
});

test.each([
  ['LOG', '1.2.840.10008.5.1.4.1.1.12.1', 'linear'], ['DISP', '1.2.840.10008.5.1.4.1.1.12.2', 'linear'], ['LIN', '1.2.840.10008.5.1.4.1.1.12.1', 'table'], ['LOG', '1.2.840.10008.5.1.4.1.1.1', 'table'],
])('the table of a fluoroscopy whose values are %s leads back to the beam and is not for the eye (class %s: %s)', (PixelIntensityRelationship, SOPClassUID, kind) => {
  const table = buildDataSet({ LUTDescriptor: [2, 0, 16], LUTData: [80, 3000] });
  expect(modalityTransformOf(buildDataSet({ SOPClassUID, PixelIntensityRelationship, ModalityLUTSequence: [table] }), { ...MR, modality: 'XA' })?.kind).toBe(kind);
});

test('a Modality LUT whose data are missing gives no transform: no number may be shown', () => {
  expect(rescaled({ ModalityLUTSequence: [buildDataSet({ LUTDescriptor: [3, 0, 16] })] })).toBeUndefined();
});

test('a slope of 0 is taken as not rescaled', () => {
  expect(rescaled({ RescaleSlope: 0, RescaleIntercept: -1024, RescaleType: 'HU' })).toEqual({ kind: 'linear', slope: 1, intercept: 0, unit: '1' });
});

describe('units', () => {
  const base = { RescaleSlope: 1, RescaleIntercept: -1024 };
  test.each([
    ['CT that says HU', { ...base, RescaleType: 'HU' }, CT, "[hnsf'U]"],
    ['CT that says nothing', base, CT, "[hnsf'U]"],
    ['CT that says unspecified', { ...base, RescaleType: 'US' }, CT, '1'],
    ['CT without rescale', {}, CT, '1'],
    ['a CT localizer', base, { ...CT, isLocalizer: true }, '1'],
    ['MR', base, MR, '1'],
    ['PET in Bq/mL', { ...base, Units: 'BQML' }, { ...MR, modality: 'PT' }, 'Bq/mL'],
    ['PET in counts', { ...base, Units: 'CNTS' }, { ...MR, modality: 'PT' }, '1'],
  ])('%s', (_, attributes, context, unit) => {
    expect(rescaled(attributes, context)?.unit).toBe(unit);
  });
});
