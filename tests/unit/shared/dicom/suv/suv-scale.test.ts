import { describe, expect, test } from 'vitest';
import { buildDataSet } from '#shared/dicom/data-set/build-data-set.ts';
import type { DataSet } from '#shared/dicom/data-set/data-set.ts';
import { describeImage } from '#shared/dicom/image/image-description.ts';
import { measureShape } from '#shared/dicom/measurement/measure-shape.ts';
import { bodySurfaceM2, leanBodyMassKg, otherUptakes, suvScaleOf, suvTransform } from '#shared/dicom/suv/suv-scale.ts';

type Attributes = Parameters<typeof buildDataSet>[0];

/** 70 kg, 1.75 m, a man; 370 MBq F-18 at 10:00:00, scanned at 11:00:00, half-life 6586.2 s. */
const TRACER: Attributes = { RadionuclideTotalDose: 370e6, RadionuclideHalfLife: 6586.2, RadiopharmaceuticalStartTime: '100000.00' };
const PET: Attributes = {
  Modality: 'PT', SOPClassUID: '1.2.840.10008.5.1.4.1.1.128', Units: 'BQML', CorrectedImage: ['NORM', 'ATTN', 'SCAT', 'DECY'], DecayCorrection: 'START',
  PatientWeight: 70, PatientSize: 1.75, PatientSex: 'M', SeriesDate: '20261120', SeriesTime: '110000', AcquisitionDate: '20261120', AcquisitionTime: '110000',
};
const pet = (change: Attributes = {}, tracer: Attributes = {}): DataSet =>
  buildDataSet({ ...PET, RadiopharmaceuticalInformationSequence: [buildDataSet({ ...TRACER, ...tracer })], ...change });
const withPrivate = (dataSet: DataSet, elements: DataSet): DataSet => ({ ...dataSet, ...elements });
const creator: DataSet = { '70530010': { vr: 'LO', Value: ['Philips PET Private Group'] } };

// 2^(-3600 / 6586.2) = 2^-0.546597... = 0.684632; 370 MBq leaves 253.314 MBq; 70 000 g / 253.314 MBq = 2.763369e-4 g/Bq.
const LEFT = 2 ** (-3600 / 6586.2);
const FACTOR = 70_000 / (370e6 * LEFT);

test('a dose of 370 MBq an hour before the scan leaves 68.46 % of it', () => {
  expect(LEFT).toBeCloseTo(0.68463, 4);
  expect(FACTOR * 1e4).toBeCloseTo(2.7634, 3);
});

/** Headers as consoles and archives change them; each gives the right number to 0.1 %, or says why there is none. */
describe('the uptake value of 5000 Bq/mL under twelve changed headers and more', () => {
  const right = 5000 * FACTOR;
  test.each<[string, DataSet, number | string]>([
    ['the header as it should be', pet(), right],
    // Pixels refer to the injection: 70 000 / 370e6 * 5000 = 0.9459
    ['1. decay corrected to the injection (ADMIN)', pet({ DecayCorrection: 'ADMIN' }), 0.945946],
    ['2. not decay corrected', pet({ DecayCorrection: 'NONE' }), 'decay-correction'],
    ['3. weight 0', pet({ PatientWeight: 0 }), 'no-weight'],
    ['4. no weight', pet({ PatientWeight: undefined }), 'no-weight'],
    ['5. no dose', pet({}, { RadionuclideTotalDose: undefined }), 'no-dose'],
    ['6. no half-life', pet({}, { RadionuclideHalfLife: undefined }), 'no-half-life'],
    ['7. a start with its date', pet({}, { RadiopharmaceuticalStartTime: undefined, RadiopharmaceuticalStartDateTime: '20261120100000.000000' }), right],
    ['8. the date of the start is a day late', pet({}, { RadiopharmaceuticalStartDateTime: '20261121100000' }), right],
    ['9. the date of the start is a day early', pet({}, { RadiopharmaceuticalStartDateTime: '20261119100000' }), right],
    // Injected 23:30, scanned 00:30 the next day: an hour as well.
    ['10. over midnight', pet({ SeriesDate: '20261121', SeriesTime: '003000', AcquisitionDate: '20261121', AcquisitionTime: '003000' }, { RadiopharmaceuticalStartTime: '233000' }), right],
    ['11. counts without a factor', pet({ Units: 'CNTS' }), 'no-philips-factor'],
    ['12. no attenuation correction', pet({ CorrectedImage: ['NORM', 'DECY'] }), 'not-corrected'],
    ['13. no injection time', pet({}, { RadiopharmaceuticalStartTime: undefined }), 'no-start-time'],
    ['14. a start four days before', pet({}, { RadiopharmaceuticalStartDateTime: '20261116100000' }), 'implausible-times'],
    ['15. two tracers', pet({ RadiopharmaceuticalInformationSequence: [buildDataSet(TRACER), buildDataSet(TRACER)] }), 'no-dose'],
    ['16. units that are no activity', pet({ Units: 'PROPCNTS' }), 'units'],
    ['17. a dose in text', withPrivate(pet(), { '00540016': { vr: 'SQ', Value: [{ ...buildDataSet(TRACER), '00181074': { vr: 'DS', Value: ['370 MBq'] } }] } }), 'no-dose'],
    ['18. no time of the series', pet({ SeriesTime: undefined, SeriesDate: undefined }), 'no-scan-time'],
    ['19. uptake values of the scanner', pet({ Units: 'GML' }), 5000],
    ['20. uptake values over lean body mass', pet({ Units: 'GML', SUVType: 'LBMJAMES128' }), 'suv-type'],
    // Philips: 5000 counts * 0.001 = 5
    ['21. counts with the factor of Philips', withPrivate(pet({ Units: 'CNTS' }), { ...creator, '70531000': { vr: 'DS', Value: ['0.001'] } }), 5],
    ['22. the same as UN', withPrivate(pet({ Units: 'CNTS' }), { ...creator, '70531000': { vr: 'UN', InlineBinary: btoa('0.001 ') } }), 5],
    // 5000 counts * 2 Bq/mL a count
    ['23. the activity factor of Philips where the first is 0', withPrivate(pet({ Units: 'CNTS' }), { ...creator, '70531000': { vr: 'DS', Value: ['0'] }, '70531009': { vr: 'DS', Value: ['2'] } }), 2 * right],
    ['24. the same tag of somebody else', withPrivate(pet({ Units: 'CNTS' }), { '70530010': { vr: 'LO', Value: ['SOMEBODY'] }, '70531000': { vr: 'DS', Value: ['0.001'] } }), 'no-philips-factor'],
    // Two hours later the series was made again. Taken 11:05:00 + average (~150 s of 300 s) after 11:00: reference time 450 s less the average.
    [
      '25. a later reconstruction',
      pet({ SeriesTime: '130000', AcquisitionTime: '110500', ActualFrameDuration: 300_000, FrameReferenceTime: 300_000 + 1000 * averageS(300, 6586.2) }),
      right,
    ],
    ['26. a later reconstruction without a reference time', pet({ SeriesTime: '130000', AcquisitionTime: '110500' }), 'no-scan-time'],
  ])('%s', (_, dataSet, expected) => {
    const scale = suvScaleOf(dataSet);
    if (typeof expected === 'string') expect(scale).toEqual({ kind: 'not-computable', reason: expected });
    else expect(scale.kind === 'known' ? (scale.bodyWeight * 5000) / expected : scale).toBeCloseTo(1, 3);
  });
});

/** The moment of the average count rate in a frame, from its start: (1 / k) ln(kT / (1 - e^-kT)). */
function averageS(durationS: number, halfLifeS: number): number {
  const k = Math.log(2) / halfLifeS;
  return Math.log((k * durationS) / (1 - Math.exp(-k * durationS))) / k;
}

describe('lean body mass and body surface', () => {
  test('follow James and Du Bois', () => {
    // Man: 77 - 128 * (70 / 175)² = 77 - 128 * 0.16 = 56.52. Woman of 60 kg and 1.60 m: 64.2 - 148 * 0.140625 = 43.3875.
    expect(leanBodyMassKg('M', 70, 1.75)).toBeCloseTo(56.52, 10);
    expect(leanBodyMassKg('F', 60, 1.6)).toBeCloseTo(43.3875, 10);
    // 70^0.425 = 6.0829; 175^0.725 = 42.2896; 0.007184 * 6.0829 * 42.2896 = 1.8481 m²
    expect(bodySurfaceM2(70, 1.75)).toBeCloseTo(1.8481, 3);
  });

  test('change the scale by lean mass over weight, and to cm²', () => {
    const scale = suvScaleOf(pet());
    expect(scale.kind === 'known' && scale.leanBodyMass! / scale.bodyWeight).toBeCloseTo(56.52 / 70, 10);
    // 18 481 cm² instead of 70 000 g
    expect(scale.kind === 'known' && scale.bodySurface! / scale.bodyWeight).toBeCloseTo(18_481 / 70_000, 4);
  });

  test('are unknown without a height or a sex', () => {
    expect(suvScaleOf(pet({ PatientSize: undefined }))).toMatchObject({ kind: 'known', leanBodyMass: undefined, bodySurface: undefined });
    expect(suvScaleOf(pet({ PatientSex: '' }))).toMatchObject({ kind: 'known', leanBodyMass: undefined });
  });
});

test('ten slices of the same uptake, each with a slope of its own, have one mean in SUVbw', () => {
  // Slice n stores 20 000 / n under a slope of n / 4: 5000 Bq/mL on each.
  const means = Array.from({ length: 10 }, (_, index) => index + 1).map((n) => {
    const stored = Math.round(20_000 / n);
    const slope = 5000 / stored;
    const image = describeImage(pet({ Rows: 10, Columns: 10, RescaleSlope: slope, RescaleIntercept: 0, PhotometricInterpretation: 'MONOCHROME2' }));
    const [frame] = image.frames;
    const grey = { values: Uint16Array.from({ length: 100 }, () => stored), columns: 10, rows: 10, padding: undefined, transform: suvTransform(frame!.transform!, image.suv) };
    const measured = measureShape('ellipse', [[2, 5], [8, 5], [5, 3], [5, 7]], { spacing: frame!.spacing, ultrasoundRegions: [], pixelShape: frame!.pixelShape, grey });
    return measured?.quantities.find(({ quantity }) => quantity === 'mean');
  });
  for (const mean of means) {
    expect(mean?.unit).toBe('g/ml{SUVbw}');
    expect(mean!.value).toBeCloseTo(5000 * FACTOR, 8);
  }
});

test('an image that is no PET has no uptake values', () => {
  expect(describeImage(buildDataSet({ Modality: 'CT' })).suv).toBeUndefined();
});

describe('enhanced PET', () => {
  const mapping = (slope: number, code = 'Bq/ml') =>
    buildDataSet({ RealWorldValueSlope: slope, RealWorldValueIntercept: 0, MeasurementUnitsCodeSequence: [buildDataSet({ CodeValue: code, CodingSchemeDesignator: 'UCUM' })] });
  const frame = (rescale: number, real: number, code?: string) =>
    buildDataSet({ PixelValueTransformationSequence: [buildDataSet({ RescaleSlope: rescale, RescaleIntercept: 0 })], RealWorldValueMappingSequence: [mapping(real, code)] });
  const enhanced = (change: Attributes = {}) =>
    pet({
      SOPClassUID: '1.2.840.10008.5.1.4.1.1.130', Units: undefined, CorrectedImage: undefined, DecayCorrection: undefined, DecayCorrected: 'YES', AttenuationCorrected: 'YES',
      DecayCorrectionDateTime: '20261120110000', PerFrameFunctionalGroupsSequence: [frame(2, 2), frame(3, 3)], ...change,
    }, { RadiopharmaceuticalStartTime: undefined, RadiopharmaceuticalStartDateTime: '20261120100000' });

  test.each<[string, DataSet, number | string]>([
    ['values in Bq/mL, an hour after the injection', enhanced(), FACTOR],
    // The real world value is ten times the modality value in both frames.
    ['modality values that stand for ten times as much', enhanced({ PerFrameFunctionalGroupsSequence: [frame(2, 20), frame(3, 30)] }), 10 * FACTOR],
    ['corrected to the injection: 70 000 g / 370 MBq', enhanced({ DecayCorrectionDateTime: '20261120100000' }), 70_000 / 370e6],
    ['frames of different scales', enhanced({ PerFrameFunctionalGroupsSequence: [frame(2, 2), frame(3, 6)] }), 'units'],
    ['values of another kind', enhanced({ PerFrameFunctionalGroupsSequence: [frame(2, 2, '1')] }), 'units'],
    ['no decay correction', enhanced({ DecayCorrected: 'NO' }), 'not-corrected'],
    ['no moment of the correction', enhanced({ DecayCorrectionDateTime: undefined }), 'no-scan-time'],
    ['no weight', enhanced({ PatientWeight: undefined }), 'no-weight'],
  ])('%s', (_, dataSet, expected) => {
    const scale = suvScaleOf(dataSet);
    if (typeof expected === 'string') expect(scale).toEqual({ kind: 'not-computable', reason: expected });
    else expect(scale.kind === 'known' ? scale.bodyWeight / expected : scale).toBeCloseTo(1, 6);
  });
});

test('a mean in SUVbw is told over lean mass and body surface, too', () => {
  // 5 g/mL of a man of 70 kg: 5 * 56.52 / 70 = 4.0371; 5 * 18 481 / 70 000 = 1.3201
  const others = otherUptakes(5, suvScaleOf(pet()));
  expect(others.leanBodyMass).toBeCloseTo(4.0371, 3);
  expect(others.bodySurface).toBeCloseTo(1.3201, 3);
  expect(otherUptakes(5, suvScaleOf(pet({ PatientSize: undefined })))).toEqual({ leanBodyMass: undefined, bodySurface: undefined });
});
