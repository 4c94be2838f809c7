import { buildDataSet, codeItem } from '#shared/dicom/data-set/build-data-set.ts';
import { tagOf, type Keyword } from '#shared/dicom/data-set/attribute.ts';
import type { DataSet } from '#shared/dicom/data-set/data-set.ts';
import type { CodedConcept } from '#shared/dicom/values/coded-concept.ts';
import type { SampleFormat } from '#shared/dicom/waveform/waveform-samples.ts';

/** One channel of a generated recording. What is left out of an object is left out here. */
export interface GivenChannel {
  readonly raw: readonly number[];
  readonly source?: CodedConcept;
  readonly label?: string;
  readonly sensitivity?: number | string;
  readonly unit?: CodedConcept;
  readonly correctionFactor?: number;
  readonly baseline?: number;
  readonly timeSkewS?: number;
  readonly sampleSkew?: number;
  readonly status?: string;
  readonly filters?: { readonly low?: number; readonly high?: number; readonly notch?: number };
}

export interface GivenGroup {
  readonly channels: readonly GivenChannel[];
  readonly samplingFrequencyHz?: number;
  readonly format?: SampleFormat | 'MB' | 'AB' | 'SV';
  readonly label?: string;
  readonly originality?: 'ORIGINAL' | 'DERIVED';
  readonly timeOffsetMs?: number;
  readonly padding?: number;
  readonly isBigEndian?: boolean;
  /** Further attributes, or others than the right ones. */
  readonly overrides?: Parameters<typeof buildDataSet>[0];
}

export interface BuiltWaveform {
  readonly dataSet: DataSet;
  readonly bulk: (elementPath: string) => Uint8Array | undefined;
}

const BITS = { SB: 8, UB: 8, MB: 8, AB: 8, SS: 16, US: 16, SL: 32, UL: 32, SV: 64 } as const;

export const MICROVOLT: CodedConcept = { value: 'uV', scheme: 'UCUM', meaning: 'microvolt' };
export const MILLIVOLT: CodedConcept = { value: 'mV', scheme: 'UCUM', meaning: 'millivolt' };
/** @param number the lead's number in ISO/IEEE 11073-10102: 1 is I, 2 is II, 3 to 8 are V1 to V6, 61 to 64 are III, aVR, aVL, aVF */
export const mdcLead = (number: number): CodedConcept => ({ value: `2:${number}`, scheme: 'MDC', meaning: '' });
export const scpLead = (number: number): CodedConcept => ({ value: `5.6.3-9-${number}`, scheme: 'SCPECG', meaning: '' });
/** Numbers of I, II, III, aVR, aVL, aVF, V1 to V6. */
export const STANDARD_LEAD_NUMBERS = [1, 2, 61, 62, 63, 64, 3, 4, 5, 6, 7, 8] as const;

/** A waveform object with known numbers, as DICOM JSON with its samples as bulk data. Written without the code under test. */
export function buildWaveform(groups: readonly GivenGroup[], attributes: Parameters<typeof buildDataSet>[0] = {}): BuiltWaveform {
  const bulk = new Map<string, Uint8Array>();
  const items = groups.map((group, index) => buildGroup(group, index + 1, bulk));
  return {
    dataSet: buildDataSet({
      SOPClassUID: '1.2.840.10008.5.1.4.1.1.9.1.1',
      SOPInstanceUID: '2.25.1001',
      WaveformSequence: items,
      ...attributes,
    }),
    bulk: (elementPath) => bulk.get(elementPath),
  };
}

function buildGroup(group: GivenGroup, groupNumber: number, bulk: Map<string, Uint8Array>): DataSet {
  const format = group.format ?? 'SS';
  const dataPath = `54000100/${groupNumber}/54001010`;
  bulk.set(dataPath, encode(group, format));
  const item = buildDataSet({
    MultiplexGroupLabel: group.label,
    MultiplexGroupTimeOffset: group.timeOffsetMs,
    WaveformOriginality: group.originality ?? 'ORIGINAL',
    NumberOfWaveformChannels: group.channels.length,
    NumberOfWaveformSamples: group.channels[0]?.raw.length ?? 0,
    SamplingFrequency: group.samplingFrequencyHz ?? 500,
    WaveformBitsAllocated: BITS[format],
    WaveformSampleInterpretation: format,
    ChannelDefinitionSequence: group.channels.map(buildChannel),
    ...group.overrides,
  });
  const padding = group.padding === undefined
    ? {}
    : { [tagOf('WaveformPaddingValue')]: { vr: 'OW', InlineBinary: base64(encode({ ...group, channels: [{ raw: [group.padding] }] }, format)) } };
  return { ...item, ...padding, [tagOf('WaveformData')]: { vr: 'OW', BulkDataURI: dataPath } };
}

function buildChannel(channel: GivenChannel): DataSet {
  const sequence = (keyword: Keyword, concept: CodedConcept | undefined) => (concept === undefined ? {} : { [keyword]: [codeItem(concept)] });
  return buildDataSet({
    ChannelLabel: channel.label,
    ChannelStatus: channel.status,
    ...sequence('ChannelSourceSequence', channel.source),
    ChannelSensitivity: channel.sensitivity,
    ...sequence('ChannelSensitivityUnitsSequence', channel.unit),
    ChannelSensitivityCorrectionFactor: channel.correctionFactor,
    ChannelBaseline: channel.baseline,
    ChannelTimeSkew: channel.timeSkewS,
    ChannelSampleSkew: channel.sampleSkew,
    FilterLowFrequency: channel.filters?.low,
    FilterHighFrequency: channel.filters?.high,
    NotchFilterFrequency: channel.filters?.notch,
  });
}

function encode(group: GivenGroup, format: keyof typeof BITS): Uint8Array {
  const size = BITS[format] / 8;
  const count = group.channels[0]?.raw.length ?? 0;
  const bytes = Buffer.alloc(count * group.channels.length * size);
  let offset = 0;
  for (let sample = 0; sample < count; sample += 1) {
    for (const channel of group.channels) {
      write(bytes, offset, channel.raw[sample] ?? 0, format, group.isBigEndian === true);
      offset += size;
    }
  }
  return new Uint8Array(bytes);
}

function write(bytes: Buffer, offset: number, value: number, format: keyof typeof BITS, isBigEndian: boolean): void {
  const size = BITS[format] / 8;
  if (size === 8) bytes.writeBigInt64LE(BigInt(value), offset);
  else if (value < 0 && isBigEndian) bytes.writeIntBE(value, offset, size);
  else if (value < 0) bytes.writeIntLE(value, offset, size);
  else if (isBigEndian) bytes.writeUIntBE(value, offset, size);
  else bytes.writeUIntLE(value, offset, size);
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
