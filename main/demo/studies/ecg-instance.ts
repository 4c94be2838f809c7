import { buildDataSet, codeItem } from '#shared/dicom/data-set/build-data-set.ts';
import type { DataSet } from '#shared/dicom/data-set/data-set.ts';
import type { CodedConcept } from '#shared/dicom/values/coded-concept.ts';
import { TRANSFER_SYNTAX } from '../../part10/transfer-syntax.ts';
import { writePart10 } from '../../part10/write-part10.ts';
import { RECORDED_LEADS, type EcgRecording, type LeadSignals, type RecordedLead } from '../phantoms/ecg/ecg-recording.ts';
import type { DemoInstance } from './image-instance.ts';
import { commonModules, seriesUid, sopUid, type SeriesHeader, type StudyHeader } from './study-headers.ts';

const TWELVE_LEAD_ECG = '1.2.840.10008.5.1.4.1.1.9.1.1';
/** Microvolts of one step: a converter of 16 bits over ±80 mV. Not 1, so that a reader who forgets it is found out. */
const SENSITIVITY_MICROVOLT = 2.44;
const UNUSED_SAMPLE = -32_768;

/** What the machine itself measured. */
export interface DeviceValues {
  readonly ventricularRate: number;
  readonly prMs: number;
  readonly qrsMs: number;
  readonly qtMs: number;
  readonly statements: readonly string[];
}

/** MDC lead codes of CID 3001. */
const LEAD_CODES: Readonly<Record<RecordedLead, readonly [value: string, meaning: string]>> = {
  I: ['2:1', 'Lead I'], II: ['2:2', 'Lead II'], III: ['2:61', 'Lead III'], aVR: ['2:62', 'Lead aVR'], aVL: ['2:63', 'Lead aVL'], aVF: ['2:64', 'Lead aVF'],
  V1: ['2:3', 'Lead V1'], V2: ['2:4', 'Lead V2'], V3: ['2:5', 'Lead V3'], V4: ['2:6', 'Lead V4'], V5: ['2:7', 'Lead V5'], V6: ['2:8', 'Lead V6'],
};

/** A 12-lead ECG object: the rhythm and the median beat. PS3.3 A.34.3, C.10.9 */
export function toEcgInstance(study: StudyHeader, series: SeriesHeader, recording: EcgRecording, device: DeviceValues): DemoInstance {
  const { samplingFrequencyHz, rhythm, medianBeat } = recording;
  const dataSet: DataSet = {
    ...commonModules(study, series, TWELVE_LEAD_ECG, 1),
    ...buildDataSet({
      AcquisitionDateTime: `${series.moment.date}${series.moment.time}`,
      AcquisitionContextSequence: [],
      WaveformAnnotationSequence: annotations(device),
      WaveformSequence: [
        multiplexGroup('RHYTHM', 'ORIGINAL', rhythm, samplingFrequencyHz),
        multiplexGroup('MEDIAN BEAT', 'DERIVED', medianBeat, samplingFrequencyHz),
      ],
    }),
  };
  return {
    sopInstanceUid: sopUid(study, series.number, 1),
    seriesInstanceUid: seriesUid(study, series.number),
    part10: writePart10(dataSet, { transferSyntaxUid: TRANSFER_SYNTAX.explicitLittleEndian }),
  };
}

function multiplexGroup(label: string, originality: 'ORIGINAL' | 'DERIVED', signals: LeadSignals, samplingFrequencyHz: number): DataSet {
  const count = signals.I.length;
  const samples = new Int16Array(count * RECORDED_LEADS.length);
  RECORDED_LEADS.forEach((lead, channel) => {
    signals[lead].forEach((millivolts, sample) => {
      samples[sample * RECORDED_LEADS.length + channel] = Math.max(-32_767, Math.min(32_767, Math.round((millivolts * 1000) / SENSITIVITY_MICROVOLT)));
    });
  });
  const padding = Buffer.alloc(2);
  padding.writeInt16LE(UNUSED_SAMPLE);
  return {
    ...buildDataSet({
      WaveformOriginality: originality,
      NumberOfWaveformChannels: RECORDED_LEADS.length,
      NumberOfWaveformSamples: count,
      SamplingFrequency: samplingFrequencyHz,
      MultiplexGroupLabel: label,
      ChannelDefinitionSequence: RECORDED_LEADS.map(channelItem),
      WaveformBitsAllocated: 16,
      WaveformSampleInterpretation: 'SS',
    }),
    '5400100A': { vr: 'OW', InlineBinary: padding.toString('base64') },
    '54001010': { vr: 'OW', InlineBinary: Buffer.from(samples.buffer).toString('base64') },
  };
}

function channelItem(lead: RecordedLead, index: number): DataSet {
  const [value, meaning] = LEAD_CODES[lead];
  return buildDataSet({
    WaveformChannelNumber: index + 1,
    ChannelLabel: lead,
    ChannelSourceSequence: [codeItem({ value, scheme: 'MDC', meaning })],
    ChannelSensitivity: SENSITIVITY_MICROVOLT,
    ChannelSensitivityUnitsSequence: [codeItem({ value: 'uV', scheme: 'UCUM', meaning: 'microvolt' })],
    ChannelSensitivityCorrectionFactor: 1,
    ChannelBaseline: 0,
    ChannelTimeSkew: 0,
    WaveformBitsStored: 16,
    FilterLowFrequency: 0.05,
    FilterHighFrequency: 150,
    NotchFilterFrequency: 50,
  });
}

/** Measurements (CID 3227, 3228) and statements of the device. PS3.3 C.10.10 */
function annotations({ ventricularRate, prMs, qrsMs, qtMs, statements }: DeviceValues): DataSet[] {
  const milliseconds: CodedConcept = { value: 'ms', scheme: 'UCUM', meaning: 'millisecond' };
  const measurement = (value: string, meaning: string, number: number, unit: CodedConcept) => buildDataSet({
    ConceptNameCodeSequence: [codeItem({ value, scheme: 'MDC', meaning })],
    MeasurementUnitsCodeSequence: [codeItem(unit)],
    NumericValue: number,
    ReferencedWaveformChannels: [1, 0],
  });
  return [
    measurement('2:16016', 'Ventricular Heart Rate', ventricularRate, { value: '{H.B.}/min', scheme: 'UCUM', meaning: 'Heart beats per minute' }),
    measurement('2:15872', 'PR interval global', prMs, milliseconds),
    measurement('2:16156', 'QRS duration global', qrsMs, milliseconds),
    measurement('2:16160', 'QT interval global', qtMs, milliseconds),
    ...statements.map((text) => buildDataSet({ UnformattedTextValue: text, ReferencedWaveformChannels: [1, 0] })),
  ];
}
