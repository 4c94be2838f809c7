import { describe, expect, test } from 'vitest';
import { TRANSFER_SYNTAX } from '#main/part10/transfer-syntax.ts';
import { writePart10 } from '#main/part10/write-part10.ts';
import { SOP_CLASS } from '#shared/dicom/values/sop-class.ts';
import { waveformBulkPaths } from '#shared/dicom/waveform/waveform-record.ts';
import { buildWaveform, mdcLead, MICROVOLT, MILLIVOLT, scpLead } from '#tests/support/build-waveform.ts';
import { ecgLine } from '#tests/support/ecg-command/ecg-line.ts';
import { hasTestData, readTestFile } from '#tests/support/test-data.ts';

interface PrintedLead {
  readonly name: string | null;
  readonly code: string;
  readonly samplesMv: Readonly<Record<'index0' | 'middle' | 'last' | 'min' | 'max', number>>;
}
interface PrintedLine {
  readonly groups: readonly { readonly label: string; readonly samplingRateHz: number; readonly sampleCount: number; readonly leads: readonly PrintedLead[] }[];
  readonly deviceMeasurements: readonly { readonly kind: string; readonly value?: number }[];
  readonly measurements: Readonly<Record<string, { readonly value?: number; readonly notMeasurable?: string }>>;
  readonly refused?: { readonly code: string; readonly reason: string };
}
const printed = (file: string, bytes: () => Uint8Array) => JSON.parse(JSON.stringify(ecgLine(file, bytes))) as PrintedLine;

describe.runIf(hasTestData())('npm run ecg against ECG-REFERENCE.md', () => {
  const lines = hasTestData() ? new TextDecoder().decode(readTestFile('ecg/ECG-REFERENCE.md')).split('\n') : [];
  const cache = new Map<string, PrintedLine>();
  const lineOf = (name: string) => {
    const known = cache.get(name) ?? printed(name, () => readTestFile(`ecg/${name}`));
    cache.set(name, known);
    return known;
  };

  test('all leads of all groups, DICOM and aECG, equal the reference: code, three samples, least and greatest', () => {
    let [file, groupIndex, compared] = ['', -1, 0];
    for (const line of lines) {
      const heading = /^## shared-set\/ecg\/(\S+)/.exec(line)?.[1];
      if (heading !== undefined) [file, groupIndex] = [heading, -1];
      if (/^(Group \d+|Sequence set):/.test(line)) groupIndex += 1;
      const cells = line.split('|').slice(1, -1).map((cell) => cell.trim());
      const isDicom = cells.length === 15 && /^\d+$/.test(cells[0]!);
      const isAnnotated = cells.length === 10 && cells[0]!.startsWith('MDC_ECG_LEAD');
      if (!isDicom && !isAnnotated) continue;
      const group = lineOf(file).groups[groupIndex]!;
      const code = isDicom ? cells[1]! : cells[0]!;
      const lead = group.leads.find((one) => one.code === code)!;
      const stepMv = isDicom ? Number(cells[3]) * (cells[4] === 'uV' ? 0.001 : 1) : Number(cells[2]) / 1000;
      const raw = isDicom ? [7, 8, 9, 13, 14] : [5, 6, 7, 8, 9];
      const expected = raw.map((place) => Number(cells[place]) * stepMv);
      const { index0, middle, last, min, max } = lead.samplesMv;
      for (const [place, value] of [index0, middle, last, min, max].entries()) expect(value).toBeCloseTo(expected[place]!, 12);
      compared += 1;
    }
    // 4 groups of 12 leads in three DICOM files, 2 of 12 in the aECG.
    expect(compared).toBe(72);
  });

  test('deflated and plain give the same line', () => {
    const { groups, measurements } = lineOf('test_ecg.dcm');
    expect({ groups: lineOf('wave_dfl.dcm').groups, measurements: lineOf('wave_dfl.dcm').measurements }).toEqual({ groups, measurements });
  });

  test('a group has its label, rate and count, and the device its values', () => {
    const { groups, deviceMeasurements } = lineOf('waveform_ecg.dcm');
    expect(groups.map(({ label, samplingRateHz, sampleCount }) => [label, samplingRateHz, sampleCount])).toEqual([['RHYTHM', 1000, 10_000], ['MEDIAN BEAT', 1000, 1200]]);
    expect(deviceMeasurements.find(({ kind }) => kind === 'qt-interval')?.value).toBe(368);
  });

  test('every measurement is a value or says why it is none: at 100 Hz the rate, no interval', () => {
    const { measurements } = lineOf('aecg-hl7/hl7aecg_example.xml');
    expect([measurements['rr']?.value === undefined, measurements['qrs']?.notMeasurable]).toEqual([false, 'low-sampling-rate']);
  });
});

test('a file that is not read has one line with code and reason', () => {
  expect(printed('x.txt', () => new TextEncoder().encode('hello')).refused?.code).toBe('file/not-dicom');
  expect(printed('gone.dcm', () => { throw Object.assign(new Error('gone'), { code: 'ENOENT' }); }).refused?.code).toBe('import/not-found');
});

describe('a file of odd habits', () => {
  const raw = [0, 100, -100, 32767, 20];
  // V3, I, an unknown local lead, II and V1 in this order; twelve leads under the Hemodynamic class; a second group of one averaged beat.
  const { dataSet, bulk } = buildWaveform([
    {
      samplingFrequencyHz: 240, padding: 32767, timeOffsetMs: 2.5,
      channels: [
        { raw, source: mdcLead(5), sensitivity: ' 4.880 ', unit: MICROVOLT, baseline: -12.2 },
        { raw, source: { ...scpLead(1), scheme: 'SCP-ECG' }, sensitivity: '.00125', unit: MILLIVOLT, correctionFactor: 1.5, baseline: 0, timeSkewS: 0.001 },
        { raw, source: { value: 'ES7', scheme: '99ACME', meaning: 'Lead ES7' }, sensitivity: 5, unit: MICROVOLT },
        { raw, source: { value: 'L2', scheme: '99ACME', meaning: 'Lead II' }, sensitivity: 2.5, unit: MICROVOLT },
        { raw, source: mdcLead(3) },
      ],
      overrides: { WaveformBitsAllocated: 16 },
    },
    { channels: [{ raw: [1, 2], source: mdcLead(1), sensitivity: 5, unit: MICROVOLT }], label: 'MEDIAN BEAT', originality: 'DERIVED' },
  ], { SOPClassUID: SOP_CLASS.hemodynamicWaveform, SeriesInstanceUID: '2.25.3', StudyInstanceUID: '2.25.4', PatientID: 'X', PatientName: 'X' });
  const bulkData = new Map(waveformBulkPaths(dataSet).flatMap((path) => {
    const bytes = bulk(path);
    return bytes === undefined ? [] : [[path, bytes] as const];
  }));

  test('shuffled channels, spaces in numbers, no correction factor, a local scheme, padding, a missing sensitivity: each lead says what it holds', () => {
    const { groups } = printed('odd.dcm', () => writePart10(dataSet, { transferSyntaxUid: TRANSFER_SYNTAX.explicitLittleEndian, bulkData }));
    expect(groups.map(({ label, samplingRateHz, sampleCount }) => [label, samplingRateHz, sampleCount])).toEqual([['', 240, 5], ['MEDIAN BEAT', 500, 2]]);
    const [v3, leadI, local, leadII, v1] = groups[0]!.leads;
    // 100 x 4.88 uV - 12.2 uV = 475.8 uV; 20 x 4.88 - 12.2 = 85.4 uV; the padding is no sample.
    expect([v3!.name, v3!.samplesMv.max, v3!.samplesMv.min, v3!.samplesMv.last]).toEqual(['V3', expect.closeTo(0.4758, 12), expect.closeTo(-0.5002, 12), expect.closeTo(0.0854, 12)]);
    // 100 x 0.00125 mV x 1.5 = 0.1875 mV, a millisecond late.
    expect(leadI).toMatchObject({ name: 'I', skewMs: 1, samplesMv: { max: expect.closeTo(0.1875, 12) } });
    expect(local).toMatchObject({ name: null, code: '99ACME ES7' });
    expect(leadII).toMatchObject({ name: 'II', namedBy: 'label', samplesMv: { max: expect.closeTo(0.25, 12) } });
    expect(v1).toMatchObject({ name: 'V1', samplesMv: null, notCalibrated: 'no-sensitivity' });
    expect(groups[1]!.leads[0]).toMatchObject({ name: 'I', samplesMv: { index0: 0.005, last: 0.01 } });
    expect(printed('odd.dcm', () => writePart10(dataSet, { transferSyntaxUid: TRANSFER_SYNTAX.explicitLittleEndian, bulkData }))).toMatchObject({ leadTurns: 0 });
  });
});
