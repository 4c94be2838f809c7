import { createHash } from 'node:crypto';
import { buildDataSet, codeItem } from '#shared/dicom/data-set/build-data-set.ts';
import type { DataSet } from '#shared/dicom/data-set/data-set.ts';
import { parsePersonName } from '#shared/dicom/values/person-name.ts';
import { SOP_CLASS } from '#shared/dicom/values/sop-class.ts';
import { TRANSFER_SYNTAX } from '../../part10/transfer-syntax.ts';
import { writePart10 } from '../../part10/write-part10.ts';
import type { ForeignEcg, ForeignFormat, ForeignGroup, ForeignLead, ForeignMeasurement } from './foreign-ecg.ts';

/** The private block that keeps the file as it came: creator, media type, bytes. */
export const SOURCE_BLOCK = { creator: '00990010', name: 'TONGYUE SOURCE', mediaType: '00991001', bytes: '00991002' } as const;

const MEDIA_TYPES: Readonly<Record<ForeignFormat, string>> = {
  'hl7-aecg': 'application/xml', 'scp-ecg': 'application/octet-stream', 'philips-xml': 'application/xml', 'muse-xml': 'application/xml',
};

/**
 * The recording as a DICOM General ECG (PS3.3 A.34.4), or General 32-bit ECG (A.34.10) where digits need it, with the file itself inside. Sample values, rate and leads
 * are those of the file: nothing is resampled or rounded, also where the rate lies under the 200 Hz of those classes. All identifiers follow from the bytes:
 * the same file is the same object.
 */
export function toGeneralEcg(ecg: ForeignEcg, source: Uint8Array): Uint8Array {
  const digest = createHash('sha256').update(source).digest('hex');
  const isWide = ecg.groups.some((group) => group.leads.some(({ digits }) => digits.some((digit) => digit > 0x7fff || digit < -0x7fff)));
  const { acquisitionDateTime: moment, device, patient } = ecg;
  const bulk = new Map<string, Uint8Array>([[SOURCE_BLOCK.bytes, source]]);
  const dataSet: DataSet = {
    ...buildDataSet({
      SOPClassUID: isWide ? SOP_CLASS.general32BitEcg : SOP_CLASS.generalEcg,
      SOPInstanceUID: uidOf(digest, 'instance'),
      StudyInstanceUID: uidOf(digest, 'study'),
      SeriesInstanceUID: uidOf(digest, 'series'),
      StudyDate: moment.slice(0, 8), StudyTime: moment.slice(8), ContentDate: moment.slice(0, 8), ContentTime: moment.slice(8),
      AcquisitionDateTime: moment,
      AccessionNumber: '', ReferringPhysicianName: '', StudyID: '', SeriesNumber: 1, InstanceNumber: 1,
      Modality: 'ECG',
      Manufacturer: text(device.manufacturer), ManufacturerModelName: text(device.model), DeviceSerialNumber: text(device.serialNumber), SoftwareVersions: text(device.software),
      PatientName: patient.name === '' ? '' : parsePersonName(text(patient.name)), PatientID: text(patient.id), PatientBirthDate: patient.birthDate, PatientSex: patient.sex,
      AcquisitionContextSequence: [],
      WaveformAnnotationSequence: [...ecg.measurements.map(measurementItem), ...ecg.statements.map((statement) => buildDataSet({ UnformattedTextValue: statement, ReferencedWaveformChannels: [1, 0] }))],
      WaveformSequence: ecg.groups.map((group, index) => groupItem(group, index + 1, isWide, bulk)),
    }),
    [SOURCE_BLOCK.creator]: { vr: 'LO', Value: [SOURCE_BLOCK.name] },
    [SOURCE_BLOCK.mediaType]: { vr: 'LO', Value: [MEDIA_TYPES[ecg.format]] },
    [SOURCE_BLOCK.bytes]: { vr: 'OB', BulkDataURI: SOURCE_BLOCK.bytes },
  };
  return writePart10(dataSet, { transferSyntaxUid: TRANSFER_SYNTAX.explicitLittleEndian, bulkData: bulk });
}

function groupItem(group: ForeignGroup, groupNumber: number, isWide: boolean, bulk: Map<string, Uint8Array>): DataSet {
  const count = Math.max(group.sampleCount ?? 0, ...group.leads.map(({ digits }) => digits.length));
  const padding = isWide ? -0x8000_0000 : -0x8000;
  const samples = isWide ? new Int32Array(count * group.leads.length) : new Int16Array(count * group.leads.length);
  group.leads.forEach(({ digits }, channel) => {
    for (let index = 0; index < count; index += 1) samples[index * group.leads.length + channel] = digits[index] ?? padding;
  });
  const dataPath = `54000100/${groupNumber}/54001010`;
  const paddingPath = `54000100/${groupNumber}/5400100A`;
  bulk.set(dataPath, new Uint8Array(samples.buffer));
  bulk.set(paddingPath, new Uint8Array((isWide ? Int32Array.of(padding) : Int16Array.of(padding)).buffer));
  return {
    ...buildDataSet({
      // PS3.3 C.10.9 wants it only of clocks that were set together.
      MultiplexGroupTimeOffset: group.timeOffsetMs > 0 ? group.timeOffsetMs : undefined,
      WaveformOriginality: group.originality,
      NumberOfWaveformChannels: group.leads.length,
      NumberOfWaveformSamples: count,
      SamplingFrequency: group.samplingFrequencyHz,
      MultiplexGroupLabel: group.label.slice(0, 16),
      ChannelDefinitionSequence: group.leads.map((lead, index) => channelItem(lead, index, isWide)),
      WaveformBitsAllocated: isWide ? 32 : 16,
      WaveformSampleInterpretation: isWide ? 'SL' : 'SS',
    }),
    '5400100A': { vr: 'OW', BulkDataURI: paddingPath },
    '54001010': { vr: 'OW', BulkDataURI: dataPath },
  };
}

function channelItem({ label, source, microvoltsPerDigit, originMicrovolts, filters }: ForeignLead, index: number, isWide: boolean): DataSet {
  return buildDataSet({
    WaveformChannelNumber: index + 1,
    ChannelLabel: text(label).slice(0, 16),
    ChannelSourceSequence: [codeItem(source)],
    ChannelSensitivity: microvoltsPerDigit,
    ChannelSensitivityUnitsSequence: [codeItem({ value: 'uV', scheme: 'UCUM', meaning: 'microvolt' })],
    ChannelSensitivityCorrectionFactor: 1,
    ChannelBaseline: originMicrovolts,
    ChannelTimeSkew: 0,
    WaveformBitsStored: isWide ? 32 : 16,
    FilterLowFrequency: filters.lowHz,
    FilterHighFrequency: filters.highHz,
    NotchFilterFrequency: filters.notchHz,
  });
}

function measurementItem({ concept, value, unit }: ForeignMeasurement): DataSet {
  return buildDataSet({
    ConceptNameCodeSequence: [codeItem(concept)],
    MeasurementUnitsCodeSequence: [codeItem({ value: unit, scheme: 'UCUM', meaning: unit })],
    NumericValue: value,
    ReferencedWaveformChannels: [1, 0],
  });
}

/** As a DICOM value: no backslash, no control character, of a length that LO takes. */
function text(value: string): string {
  return value.replace(/[\\\p{Cc}]/gu, ' ').trim().slice(0, 64);
}

/** `2.25.` and a UUID of version 8 (RFC 9562) made of a SHA-256. PS3.5 B.2 */
function uidOf(digest: string, role: string): string {
  const bytes = createHash('sha256').update(`tongyue ecg ${role} ${digest}`).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return `2.25.${BigInt(`0x${bytes.toString('hex')}`).toString(10)}`;
}
