import { describe, expect, test } from 'vitest';
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
