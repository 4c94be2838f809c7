import { describe, expect, test } from 'vitest';
import { channelMillivolts, channelRawValues, readWaveformRecord, type ReadableGroup } from '#shared/dicom/waveform/waveform-record.ts';
import { readDeviceFindings } from '#shared/ecg/device-measurement.ts';
import { readEcgRecording } from '#shared/ecg/ecg-recording.ts';
import { readPart10 } from '#main/part10/read-part10.ts';
import { readEcgTestFile } from '#tests/support/ecg-test-data.ts';
import { hasTestData, readTestFile } from '#tests/support/test-data.ts';

interface ReferenceRow {
  readonly fileName: string;
  readonly groupIndex: number;
  readonly channelIndex: number;
  readonly code: string;
  readonly sensitivity: number;
  readonly unit: string;
  /** Index, raw value, millivolts. */
  readonly samples: readonly (readonly [index: number, raw: number, millivolts: number])[];
  readonly rawMinimum: number;
  readonly rawMaximum: number;
}

/** The tables of ECG-REFERENCE.md: the numbers were read with pydicom and numpy. */
function referenceRows(): readonly ReferenceRow[] {
  const rows: ReferenceRow[] = [];
  let fileName = '';
  let groupIndex = 0;
  let indices: number[] = [];
  for (const line of new TextDecoder().decode(readTestFile('ecg/ECG-REFERENCE.md')).split('\n')) {
    fileName = /^## shared-set\/ecg\/(\S+)/.exec(line)?.[1] ?? fileName;
    groupIndex = Number(/^Group (\d+):/.exec(line)?.[1] ?? groupIndex);
    if (line.startsWith('| ch |')) indices = [...line.matchAll(/raw@(\d+)/g)].map((match) => Number(match[1]));
    const cells = line.split('|').slice(1, -1).map((cell) => cell.trim());
    if (!fileName.endsWith('.dcm') || cells.length !== 15 || !/^\d+$/.test(cells[0]!)) continue;
    rows.push({
      fileName, groupIndex, channelIndex: Number(cells[0]), code: cells[1]!, sensitivity: Number(cells[3]), unit: cells[4]!,
      samples: indices.map((index, column) => [index, Number(cells[7 + column]), Number(cells[10 + column])] as const),
      rawMinimum: Number(cells[13]), rawMaximum: Number(cells[14]),
    });
  }
  return rows;
}

function recordOf(fileName: string) {
  const { dataSet, bulk } = readEcgTestFile(fileName);
  return readWaveformRecord(dataSet, (path) => bulk.get(path));
}

function readableGroup(fileName: string, groupIndex: number): ReadableGroup {
  const group = recordOf(fileName).groups[groupIndex];
  if (group?.status !== 'readable') throw new Error(`group ${groupIndex} of ${fileName} is not readable`);
  return group;
}

describe.runIf(hasTestData())('the shared ECG files', () => {
  const rows = hasTestData() ? referenceRows() : [];

  test('the reference lists 12 leads for each of the four groups of the three DICOM files', () => {
    expect(rows).toHaveLength(48);
  });

  test.each(rows)('$fileName group $groupIndex channel $channelIndex ($code) equals the reference', (row) => {
    const group = readableGroup(row.fileName, row.groupIndex);
    const raw = channelRawValues(group, row.channelIndex + 1);
    const millivolts = channelMillivolts(group, row.channelIndex + 1)!;
    // uV to mV is a factor of a thousandth; the files have correction factor 1 and baseline 0.
    const step = row.sensitivity * (row.unit === 'uV' ? 0.001 : 1);
    const channel = group.channels[row.channelIndex]!;

    expect(`${channel.channelSource?.scheme} ${channel.channelSource?.value}`).toBe(row.code);
    expect(row.samples.map(([index]) => [index, raw[index]])).toEqual(row.samples.map(([index, value]) => [index, value]));
    for (const [index, , expected] of row.samples) expect(millivolts[index]).toBeCloseTo(expected, 5);
    expect([Math.min(...raw), Math.max(...raw)]).toEqual([row.rawMinimum, row.rawMaximum]);
    expect(Math.min(...millivolts)).toBeCloseTo(row.rawMinimum * step, 12);
    expect(Math.max(...millivolts)).toBeCloseTo(row.rawMaximum * step, 12);
    expect(raw).toHaveLength(row.samples.at(-1)![0] + 1);
  });

  test.each(['waveform_ecg.dcm', 'test_ecg.dcm', 'wave_dfl.dcm'])('%s gives the same samples through our own reader of files', (fileName) => {
    const { metadata, bulkData } = readPart10(readTestFile(`ecg/${fileName}`));
    const ours = readWaveformRecord(metadata, (path) => bulkData.find(({ elementPath }) => elementPath === path)?.bytes);
    const theirs = recordOf(fileName);
    const samplesOf = (record: typeof ours) => record.groups.map((group) => group.status === 'readable' && group.channels.map((channel) => channelMillivolts(group, channel.channelNumber)));
    expect(samplesOf(ours)).toEqual(samplesOf(theirs));
    expect(readDeviceFindings(ours.annotations)).toEqual(readDeviceFindings(theirs.annotations));
  });

  test('all twelve leads are known by their codes', () => {
    const leads = readableGroup('waveform_ecg.dcm', 0).channels.map((channel) => channel.lead);
    expect(leads).toEqual(
      ['I', 'II', 'III', 'aVR', 'aVL', 'aVF', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6'].map((name) => ({ name, source: 'by-code' })),
    );
  });

  test('rhythm and median beat are kept apart', () => {
    const recording = readEcgRecording(recordOf('waveform_ecg.dcm'));
    expect(recording.traces.map((trace) => trace.sampleCount)).toEqual(Array.from({ length: 12 }, () => 10_000));
    expect(recording.medianTraces.map((trace) => trace.sampleCount)).toEqual(Array.from({ length: 12 }, () => 1200));
    expect(recording.durationMs).toBe(10_000);
    expect(recording.problems).toEqual([]);
  });

  test('twelve leads under the Hemodynamic class are an ECG like any other', () => {
    const recording = readEcgRecording(recordOf('test_ecg.dcm'));
    // 2400 samples at 240 Hz
    expect([recording.traces.length, recording.durationMs, recording.bitsAllocated]).toEqual([12, 10_000, [16]]);
  });

  test('the padding value 8000H of the Hemodynamic file is read as the most negative sample', () => {
    expect(readableGroup('test_ecg.dcm', 0).samples.paddingValue).toBe(-32_768);
  });

  test("the device's values and statements are read, and an interval of 0 ms counts as not measured", () => {
    const findings = readDeviceFindings(recordOf('waveform_ecg.dcm').annotations);
    expect(findings.statements).toEqual(['RITMO SINUSALE', 'ECG NORMALE']);
    expect(Object.fromEntries(findings.measurements.map(({ kind, value }) => [kind, value]))).toEqual({
      'rr-interval': 982, 'pp-interval': undefined, 'pr-interval': 161, 'qrs-duration': 75, 'qt-interval': 368, 'qtc-interval': 370,
      'p-axis': 74, 'qrs-axis': 52, 't-axis': 57,
    });
    // Referenced Sample Positions counts from 1: position 299 is index 298.
    expect(findings.fiducials[0]).toEqual({ kind: 'p-onset', groupNumber: 1, sampleIndex: 298, annotationGroupNumber: 2 });
  });

  test("a heart rate that the device ties to one channel is still the recording's rate", () => {
    const [rate] = readDeviceFindings(recordOf('test_ecg.dcm').annotations).measurements;
    expect([rate?.kind, rate?.value, rate?.unit]).toEqual(['ventricular-rate', 69, '/min']);
  });
});
