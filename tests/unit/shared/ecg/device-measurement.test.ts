import { describe, expect, test } from 'vitest';
import { buildDataSet, codeItem } from '#shared/dicom/data-set/build-data-set.ts';
import { readWaveformAnnotations } from '#shared/dicom/waveform/waveform-annotation.ts';
import { deviceValue, readDeviceFindings } from '#shared/ecg/device-measurement.ts';

const annotation = (scheme: string, value: string, numericValue: number | undefined, unit: string, more: Parameters<typeof buildDataSet>[0] = {}) =>
  buildDataSet({
    ConceptNameCodeSequence: [codeItem({ value, scheme, meaning: `meaning of ${value}` })],
    NumericValue: numericValue,
    MeasurementUnitsCodeSequence: [codeItem({ value: unit, scheme: 'UCUM', meaning: '' })],
    ReferencedWaveformChannels: [1, 0],
    ...more,
  });
const findingsOf = (...items: readonly ReturnType<typeof buildDataSet>[]) =>
  readDeviceFindings(readWaveformAnnotations(buildDataSet({ WaveformAnnotationSequence: items })));

describe("the device's findings", () => {
  test('MDC, SCP-ECG and LOINC codes name the same measurements', () => {
    for (const [scheme, value] of [['MDC', '2:15872'], ['SCPECG', '5.13.5-7'], ['LN', '8625-6']] as const) {
      expect(deviceValue(findingsOf(annotation(scheme, value, 161, 'ms')), 'pr-interval')).toBe(161);
    }
  });

  test('the same codes in other spellings: the 32-bit number, the identifier in a long code, SCP-ECG with a dash', () => {
    // 131072 + 15872 = 146944; 131072 + 16770 = 147842
    for (const [scheme, value] of [['MDC', '146944'], ['SCP-ECG', '5.13.5-7']] as const) {
      expect(deviceValue(findingsOf(annotation(scheme, value, 161, 'ms')), 'pr-interval')).toBe(161);
    }
    expect(deviceValue(findingsOf(annotation('MDC', '147842', 75, '/min')), 'ventricular-rate')).toBe(75);
    const long = { ConceptNameCodeSequence: [buildDataSet({ LongCodeValue: 'MDC_ECG_TIME_PD_QTc', CodingSchemeDesignator: 'MDC', CodeMeaning: 'QTc' })] };
    expect(deviceValue(findingsOf(annotation('', '', 413, 'ms', long)), 'qtc-interval')).toBe(413);
    expect(findingsOf(annotation('SCP-ECG', '5.13.5-7', 29_999, 'ms')).measurements).toEqual([expect.objectContaining({ kind: 'pr-interval', value: undefined })]);
  });

  test('seconds become milliseconds', () => {
    expect(deviceValue(findingsOf(annotation('MDC', '2:16160', 0.4, 's')), 'qt-interval')).toBe(400);
  });

  test('a unit that does not fit makes no measurement', () => {
    const findings = findingsOf(annotation('MDC', '2:16160', 400, 'mV'));
    expect([findings.measurements, findings.otherMeasurements.length]).toEqual([[], 1]);
  });

  test('an unknown code is shown in the words of the device', () => {
    const findings = findingsOf(annotation('99CART', 'X7', 12, 'mm'));
    expect(findings.otherMeasurements).toEqual([{ concept: { scheme: '99CART', value: 'X7', meaning: 'meaning of X7' }, value: 12, unit: 'mm' }]);
  });

  test('an interval of one lead is not the interval of the recording', () => {
    const findings = findingsOf(annotation('MDC', '2:15872', 140, 'ms', { ReferencedWaveformChannels: [1, 7] }));
    expect(findings.measurements).toEqual([]);
  });

  test.each([[29_999], [0]])('SCP-ECG writes %i for what it did not measure', (mark) => {
    const findings = findingsOf(annotation('SCPECG', '5.13.5-9', mark, 'ms'));
    expect(findings.measurements.map(({ kind, value }) => [kind, value])).toEqual([['qrs-duration', undefined]]);
  });

  test('an axis of 0 or below is a measurement', () => {
    expect([0, -35].map((axis) => deviceValue(findingsOf(annotation('MDC', '2:16132', axis, 'deg')), 'qrs-axis'))).toEqual([0, -35]);
  });

  test('statements keep their order, coded ones give their meaning', () => {
    const findings = findingsOf(
      buildDataSet({ UnformattedTextValue: '窦性心律' }),
      buildDataSet({ ConceptNameCodeSequence: [codeItem({ value: '271921002', scheme: 'SCT', meaning: 'ECG finding' })], ConceptCodeSequence: [codeItem({ value: '49436004', scheme: 'SCT', meaning: 'Atrial fibrillation' })] }),
    );
    expect(findings.statements).toEqual(['窦性心律', 'Atrial fibrillation']);
  });
});
