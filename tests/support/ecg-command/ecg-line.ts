import { convertEcgFile, readForeignEcg } from '#main/import/ecg-files/open-ecg-file.ts';
import { readPart10 } from '#main/part10/read-part10.ts';
import { SOP_CLASS } from '#shared/dicom/values/sop-class.ts';
import {
  channelMillivolts, readWaveformRecord, type MultiplexGroup, type ReadableGroup, type WaveformChannel,
} from '#shared/dicom/waveform/waveform-record.ts';
import { readDeviceFindings } from '#shared/ecg/device-measurement.ts';
import type { EcgMeasurements } from '#shared/ecg/ecg-measurements.ts';
import { readEcgRecording } from '#shared/ecg/ecg-recording.ts';
import { ecgHints } from '#shared/ecg/hints.ts';
import { analyseEcg, valuesOf } from '#shared/ecg/measure-ecg.ts';
import type { Measured } from '#shared/ecg/measured.ts';
import { isAppError } from '#shared/errors/app-error.ts';

/** What the command prints of one file; `refused` where it is not read. */
export function ecgLine(file: string, read: () => Uint8Array): object {
  try {
    return { file, ...describe(read()) };
  } catch (error) {
    if (isAppError(error)) return { file, refused: { code: error.code, reason: error.message } };
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return { file, refused: { code: 'import/not-found', reason: 'there is no such file' } };
    if (error instanceof Error && 'code' in error && typeof error.code === 'string') return { file, refused: { code: 'import/unreadable', reason: `the file cannot be read: ${error.code}` } };
    throw error;
  }
}

function describe(bytes: Uint8Array): object {
  const foreign = readForeignEcg(bytes);
  const { metadata, bulkData, sopClassUid } = readPart10(foreign === undefined ? bytes : (convertEcgFile(bytes) ?? bytes));
  const bulk = new Map(bulkData.map((one) => [one.elementPath, one.bytes]));
  const record = readWaveformRecord(metadata, (path) => bulk.get(path));
  if (record.groups.length === 0) {
    const reason = sopClassUid === SOP_CLASS.encapsulatedPdf ? 'a PDF: shown, not measurable' : 'the object holds no waveform';
    return { refused: { code: 'study/not-an-ecg', reason } };
  }
  const findings = readDeviceFindings(record.annotations);
  const recording = readEcgRecording(record);
  const analysis = analyseEcg(recording);
  const measurements = valuesOf(analysis);
  return {
    format: foreign?.format ?? 'dicom',
    sopClassUid,
    groups: record.groups.map((group) => groupOf(group, foreign !== undefined)),
    deviceMeasurements: [
      ...findings.measurements.map(({ kind, concept, value, unit }) => ({ kind, ...coded(concept), ...(value === undefined ? { notMeasured: true } : { value }), unit })),
      ...findings.otherMeasurements.map(({ concept, value, unit }) => ({ kind: 'other', ...coded(concept), value, unit })),
    ],
    deviceStatements: findings.statements,
    leadTurns: measurements.turns,
    measurements: measurementsOf(measurements),
    hints: ecgHints(recording, analysis, measurements),
    problems: recording.problems,
  };
}

function coded({ scheme, value, meaning }: { readonly scheme: string; readonly value: string; readonly meaning: string }): object {
  return { code: `${scheme} ${value}`, meaning };
}

const BITS = { SB: 8, UB: 8, SS: 16, US: 16, SL: 32, UL: 32 } as const;

function groupOf(group: MultiplexGroup, isForeign: boolean): object {
  const { label, originality } = group;
  if (group.status === 'refused') return { label, originality, refused: group.reason };
  return {
    label,
    originality,
    samplingRateHz: group.samplingFrequencyHz,
    sampleCount: group.sampleCount,
    bitsAllocated: BITS[group.samples.format],
    interpretation: group.samples.format,
    timeOffsetMs: group.timeOffsetMs,
    leads: group.channels.map((channel) => leadOf(group, channel, isForeign)),
    ...(group.problems.length > 0 ? { problems: group.problems } : {}),
  };
}

function leadOf(group: ReadableGroup, channel: WaveformChannel, isForeign: boolean): object {
  const { calibration, channelSource, label, lead, statuses, skewMs } = channel;
  return {
    name: lead?.name ?? null,
    code: isForeign && label.startsWith('MDC_') ? label : channelSource === undefined ? null : `${channelSource.scheme} ${channelSource.value}`,
    meaning: channelSource?.meaning ?? label,
    ...(lead?.source === 'by-label' ? { namedBy: 'label' } : {}),
    ...(statuses.length > 0 ? { statuses } : {}),
    ...(skewMs === 0 ? {} : { skewMs }),
    ...(calibration.kind === 'millivolts' ? { samplesMv: samplesOf(group, channel.channelNumber) } : { samplesMv: null, notCalibrated: calibration.reason }),
  };
}

/** Samples that are decoded at once: a day's recording is never held as a whole. */
const PIECE = 1_000_000;

function samplesOf(group: ReadableGroup, channelNumber: number): object {
  const { sampleCount } = group;
  const at = (index: number) => finite(channelMillivolts(group, channelNumber, index, index + 1)?.[0]);
  let [min, max] = [Infinity, -Infinity];
  for (let from = 0; from < sampleCount; from += PIECE) {
    for (const value of channelMillivolts(group, channelNumber, from, Math.min(sampleCount, from + PIECE)) ?? []) {
      if (value < min) min = value;
      if (value > max) max = value;
    }
  }
  return { index0: at(0), middle: at(Math.floor(sampleCount / 2)), last: at(sampleCount - 1), min: finite(min), max: finite(max) };
}

function finite(value: number | undefined): number | null {
  return value === undefined || !Number.isFinite(value) ? null : value;
}

function measurementsOf(measurements: EcgMeasurements): object {
  const { heartRate, rr, rrShortest, rrLongest, pDuration, pr, qrs, qt, qtc, pAxis, qrsAxis, tAxis, rv5, sv1, rv5PlusSv1, st } = measurements;
  const single = { heartRate, rr, rrShortest, rrLongest, pDuration, pr, qrs, qt, pAxis, qrsAxis, tAxis, rv5, sv1, rv5PlusSv1 };
  const print = (value: Measured) => (value.status === 'measured' ? { value: value.value, unit: value.unit } : { notMeasurable: value.reason });
  const printAll = (values: Readonly<Record<string, Measured>>) => Object.fromEntries(Object.entries(values).map(([name, value]) => [name, print(value)]));
  return {
    ...printAll(single),
    qtc: printAll(qtc),
    st: st.map(({ lead, ...levels }) => ({ lead, ...printAll(levels) })),
    marksMs: measurements.marks,
    beatsMs: measurements.detection.status === 'found' ? measurements.detection.beats.map(({ timeMs }) => timeMs) : [],
  };
}

