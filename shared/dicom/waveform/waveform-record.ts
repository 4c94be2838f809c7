import { itemsOf, numberOf, textOf, textsOf, valuesOf, type DataElement, type DataSet } from '../data-set/data-set.ts';
import { tagOf } from '../data-set/attribute.ts';
import type { CodedConcept } from '../values/coded-concept.ts';
import { readChannelCalibration, type ChannelCalibration } from './channel-calibration.ts';
import { conceptOf, conceptsOf } from './coded-item.ts';
import { decodeInlineBinary } from './inline-binary.ts';
import { identifyLead, type LeadIdentity } from './lead.ts';
import { readWaveformAnnotations, type WaveformAnnotation } from './waveform-annotation.ts';
import { bytesPerSample, isSampleFormat, rawSamples, sampleAt, type InterleavedSamples, type SampleFormat } from './waveform-samples.ts';

/** One waveform object. PS3.3 C.10.9. */
export interface WaveformRecord {
  readonly sopInstanceUid: string;
  readonly sopClassUid: string;
  /** Acquisition DateTime (0008,002A) as sent; '' when absent. */
  readonly acquisitionDateTime: string;
  /** In the order of Waveform Sequence (5400,0100); none is left out. */
  readonly groups: readonly MultiplexGroup[];
  readonly annotations: readonly WaveformAnnotation[];
}

interface GroupDescription {
  /** One-based place in Waveform Sequence, as annotations count. */
  readonly groupNumber: number;
  /** Multiplex Group Label (003A,0020) such as RHYTHM, MEDIAN BEAT. */
  readonly label: string;
  /** Waveform Originality (003A,0004). */
  readonly originality: 'ORIGINAL' | 'DERIVED' | '';
}

export interface ReadableGroup extends GroupDescription {
  readonly status: 'readable';
  /** Multiplex Group Time Offset (0018,1068): start after the object's reference time. */
  readonly timeOffsetMs: number;
  readonly samplingFrequencyHz: number;
  /** Samples of each channel: as declared, or as held where fewer came. */
  readonly sampleCount: number;
  readonly channels: readonly WaveformChannel[];
  readonly samples: InterleavedSamples;
  readonly problems: readonly GroupProblem[];
}

/** A group that cannot be shown truthfully. */
export interface RefusedGroup extends GroupDescription {
  readonly status: 'refused';
  readonly reason: GroupRefusal;
}

export type MultiplexGroup = ReadableGroup | RefusedGroup;

/**
 * `companded`: mu-law or A-law (MB, AB). `channel-count-mismatch`: as many channels are described as are not in the data, so that no
 * value can be given to a channel with certainty.
 */
export type GroupRefusal = 'no-data' | 'companded' | 'unsupported-sample-format' | 'no-sampling-frequency' | 'no-channels' | 'channel-count-mismatch';

/** What is wrong although the group can be shown. Data that are too short are shown as far as they go, data that are too long to the declared count. */
export type GroupProblem = 'shorter-than-declared' | 'longer-than-declared' | 'no-sample-count' | 'unreadable-padding' | 'unreadable-time-offset';

/** Filters that the device had on, as it says. undefined: it says nothing; 0: off. */
export interface ChannelFilters {
  readonly lowFrequencyHz: number | undefined;
  readonly highFrequencyHz: number | undefined;
  readonly notchFrequencyHz: number | undefined;
  readonly notchBandwidthHz: number | undefined;
}

/** One item of Channel Definition Sequence (003A,0200). */
export interface WaveformChannel {
  /** One-based place in the group, as annotations count. */
  readonly channelNumber: number;
  readonly label: string;
  /** Channel Source Sequence (003A,0208). */
  readonly channelSource: CodedConcept | undefined;
  readonly channelSourceModifiers: readonly CodedConcept[];
  /** undefined when it is none of the leads we know. */
  readonly lead: LeadIdentity | undefined;
  readonly calibration: ChannelCalibration;
  readonly filters: ChannelFilters;
  /** Channel Status (003A,0205) without OK: DISCONNECTED, QUESTIONABLE, INVALID, TEST DATA, UNZEROED... */
  readonly statuses: readonly string[];
  /** Start of the first sample after the start of the group: Channel Time Skew or Channel Sample Skew, and Channel Offset. */
  readonly skewMs: number;
  /** True when a skew is present and cannot be read; 0 was taken. */
  readonly hasUnreadableSkew: boolean;
  /** Waveform Bits Stored (003A,021A). */
  readonly bitsStored: number | undefined;
}

const EXPLICIT_VR_BIG_ENDIAN = '1.2.840.10008.1.2.2';
const BITS_OF_ITEM = 8;

/** @returns the bytes behind a BulkDataURI; undefined when they are not held */
export type BulkReader = (elementPath: string) => Uint8Array | undefined;

/**
 * Reads a waveform object from DICOM JSON. Nothing throws: what cannot be read says why.
 *
 * Bytes: WaveformData is InlineBinary, or BulkDataURI, or (metadata without bulk data) neither; then `54000100/N/54001010` is asked for, N
 * one-based. The bytes are taken in the byte order of `transferSyntaxUid`. The default is little endian: DICOMweb gives bulk values so (PS3.18
 * 8.7.3), and our reader of files turns the words of a big endian file before anything is stored. Whoever hands over the untouched bytes of an
 * Explicit VR Big Endian file (retired) must name that syntax.
 */
export function readWaveformRecord(dataSet: DataSet, bulk: BulkReader, transferSyntaxUid = '1.2.840.10008.1.2.1'): WaveformRecord {
  const isLittleEndian = transferSyntaxUid !== EXPLICIT_VR_BIG_ENDIAN;
  return {
    sopInstanceUid: textOf(dataSet, 'SOPInstanceUID'),
    sopClassUid: textOf(dataSet, 'SOPClassUID'),
    acquisitionDateTime: textOf(dataSet, 'AcquisitionDateTime'),
    groups: itemsOf(dataSet, 'WaveformSequence').map((item, index) => readGroup(item, index + 1, bulk, isLittleEndian)),
    annotations: readWaveformAnnotations(dataSet),
  };
}

/** The element paths that `readWaveformRecord` will ask `bulk` for, so that they can be fetched first. */
export function waveformBulkPaths(dataSet: DataSet): readonly string[] {
  return itemsOf(dataSet, 'WaveformSequence').flatMap((item, index) => {
    const padding = item[tagOf('WaveformPaddingValue')]?.BulkDataURI;
    const data = item[tagOf('WaveformData')];
    return [
      ...(data?.InlineBinary === undefined ? [data?.BulkDataURI ?? defaultDataPath(index + 1)] : []),
      ...(padding === undefined ? [] : [padding]),
    ];
  });
}

/**
 * Millivolts of one channel, NaN where nothing was recorded.
 * @param channelNumber one-based
 * @param firstIndex first sample, zero-based
 * @param endIndex one behind the last sample
 * @returns undefined when the channel has no calibration: its raw values are not millivolts
 */
export function channelMillivolts(group: ReadableGroup, channelNumber: number, firstIndex = 0, endIndex = group.sampleCount): Float64Array | undefined {
  const calibration = group.channels[channelNumber - 1]?.calibration;
  if (calibration?.kind !== 'millivolts') return undefined;
  const { sensitivity, correctionFactor, baseline, millivoltsPerUnit } = calibration;
  const values = channelRawValues(group, channelNumber, firstIndex, endIndex);
  return values.map((raw) => (raw * sensitivity * correctionFactor + baseline) * millivoltsPerUnit);
}

/** Values of one channel as the device encoded them: no unit. NaN where nothing was recorded. Arguments as `channelMillivolts`. */
export function channelRawValues(group: ReadableGroup, channelNumber: number, firstIndex = 0, endIndex = group.sampleCount): Float64Array {
  return rawSamples(group.samples, channelNumber - 1, firstIndex, Math.min(endIndex, group.sampleCount));
}

function readGroup(item: DataSet, groupNumber: number, bulk: BulkReader, isLittleEndian: boolean): MultiplexGroup {
  const originality = textOf(item, 'WaveformOriginality');
  const description: GroupDescription = {
    groupNumber,
    label: textOf(item, 'MultiplexGroupLabel'),
    originality: originality === 'ORIGINAL' || originality === 'DERIVED' ? originality : '',
  };
  const refuse = (reason: GroupRefusal): RefusedGroup => ({ ...description, status: 'refused', reason });

  const format = readFormat(item);
  if (typeof format !== 'object') return refuse(format);
  const samplingFrequencyHz = numberOf(item, 'SamplingFrequency') ?? 0;
  if (samplingFrequencyHz <= 0) return refuse('no-sampling-frequency');
  const definitions = itemsOf(item, 'ChannelDefinitionSequence');
  if (definitions.length === 0) return refuse('no-channels');
  if (definitions.length !== (numberOf(item, 'NumberOfWaveformChannels') ?? definitions.length)) return refuse('channel-count-mismatch');
  const bytes = bytesOf(item[tagOf('WaveformData')], defaultDataPath(groupNumber), bulk);
  if (bytes === undefined || bytes.byteLength === 0) return refuse('no-data');

  const problems: GroupProblem[] = [];
  const stride = bytesPerSample(format.value) * definitions.length;
  const declaredCount = numberOf(item, 'NumberOfWaveformSamples');
  const sampleCount = Math.min(declaredCount ?? Infinity, Math.ceil(bytes.byteLength / stride));
  if (declaredCount === undefined) problems.push('no-sample-count');
  else if (bytes.byteLength < declaredCount * stride) problems.push('shorter-than-declared');
  // One more byte is the padding to an even length.
  else if (bytes.byteLength > declaredCount * stride + 1) problems.push('longer-than-declared');
  const paddingValue = readPadding(item, format.value, bulk, isLittleEndian);
  if (paddingValue === 'unreadable') problems.push('unreadable-padding');
  const timeOffset = readOptional(item, 'MultiplexGroupTimeOffset');
  if (timeOffset === 'unreadable') problems.push('unreadable-time-offset');

  return {
    ...description,
    status: 'readable',
    timeOffsetMs: typeof timeOffset === 'number' ? timeOffset : 0,
    samplingFrequencyHz,
    sampleCount,
    channels: definitions.map((definition, index) => readChannel(definition, index + 1, samplingFrequencyHz)),
    samples: {
      bytes,
      format: format.value,
      isLittleEndian,
      channelCount: definitions.length,
      paddingValue: typeof paddingValue === 'number' ? paddingValue : undefined,
    },
    problems,
  };
}

/** The interpretation decides; Waveform Bits Allocated (5400,1004) has to agree with it. */
function readFormat(item: DataSet): { readonly value: SampleFormat } | GroupRefusal {
  const interpretation = textOf(item, 'WaveformSampleInterpretation').toUpperCase();
  if (interpretation === 'MB' || interpretation === 'AB') return 'companded';
  if (!isSampleFormat(interpretation)) return 'unsupported-sample-format';
  const bits = numberOf(item, 'WaveformBitsAllocated');
  return bits === undefined || bits === bytesPerSample(interpretation) * BITS_OF_ITEM ? { value: interpretation } : 'unsupported-sample-format';
}

function readChannel(definition: DataSet, channelNumber: number, samplingFrequencyHz: number): WaveformChannel {
  const label = textOf(definition, 'ChannelLabel');
  const channelSource = conceptOf(definition, 'ChannelSourceSequence');
  const timeSkewS = readOptional(definition, 'ChannelTimeSkew');
  const sampleSkew = readOptional(definition, 'ChannelSampleSkew');
  const offsetS = readOptional(definition, 'ChannelOffset');
  const skews = [timeSkewS, sampleSkew, offsetS];
  const skewS = typeof timeSkewS === 'number' ? timeSkewS : typeof sampleSkew === 'number' ? sampleSkew / samplingFrequencyHz : 0;
  return {
    channelNumber,
    label,
    channelSource,
    channelSourceModifiers: conceptsOf(definition, 'ChannelSourceModifiersSequence'),
    lead: identifyLead(channelSource, label),
    calibration: readChannelCalibration(definition),
    filters: {
      lowFrequencyHz: numberOf(definition, 'FilterLowFrequency'),
      highFrequencyHz: numberOf(definition, 'FilterHighFrequency'),
      notchFrequencyHz: numberOf(definition, 'NotchFilterFrequency'),
      notchBandwidthHz: numberOf(definition, 'NotchFilterBandwidth'),
    },
    statuses: textsOf(definition, 'ChannelStatus').filter((status) => status !== '' && status !== 'OK'),
    skewMs: (skewS + (typeof offsetS === 'number' ? offsetS : 0)) * 1000,
    hasUnreadableSkew: skews.includes('unreadable'),
    bitsStored: numberOf(definition, 'WaveformBitsStored'),
  };
}

function readOptional(item: DataSet, keyword: 'MultiplexGroupTimeOffset' | 'ChannelTimeSkew' | 'ChannelSampleSkew' | 'ChannelOffset'): number | undefined | 'unreadable' {
  if (valuesOf(item, keyword).length === 0 || textOf(item, keyword) === '') return undefined;
  return numberOf(item, keyword) ?? 'unreadable';
}

/** Waveform Padding Value (5400,100A) is one sample, in the form of the data. */
function readPadding(item: DataSet, format: SampleFormat, bulk: BulkReader, isLittleEndian: boolean): number | undefined | 'unreadable' {
  const element = item[tagOf('WaveformPaddingValue')];
  if (element?.InlineBinary === undefined && element?.BulkDataURI === undefined) return undefined;
  const bytes = bytesOf(element, '', bulk);
  return (bytes === undefined ? undefined : sampleAt(bytes, 0, format, isLittleEndian)) ?? 'unreadable';
}

function bytesOf(element: DataElement | undefined, defaultPath: string, bulk: BulkReader): Uint8Array | undefined {
  return element?.InlineBinary === undefined ? bulk(element?.BulkDataURI ?? defaultPath) : decodeInlineBinary(element.InlineBinary);
}

function defaultDataPath(groupNumber: number): string {
  return `${tagOf('WaveformSequence')}/${groupNumber}/${tagOf('WaveformData')}`;
}
