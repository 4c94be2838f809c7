import { decodeInlineBinary } from '#shared/dicom/waveform/inline-binary.ts';
import { deviceMeasurement, type DeviceCode } from './device-code.ts';
import { unsupportedEcg, type ForeignEcg, type ForeignGroup, type ForeignLead } from './foreign-ecg.ts';
import { leadCodeOf } from './lead-code.ts';
import { childAt, childrenOf, type XmlElement } from './xml-tree.ts';

const MEASUREMENTS: readonly (readonly [name: string, code: DeviceCode])[] = [
  ['VentricularRate', 'ventricularRate'], ['AtrialRate', 'atrialRate'], ['PRInterval', 'pr'], ['QRSDuration', 'qrs'], ['QTInterval', 'qt'], ['QTCorrected', 'qtc'],
  ['PAxis', 'pAxis'], ['RAxis', 'qrsAxis'], ['TAxis', 'tAxis'],
];
const MICROVOLTS: Readonly<Record<string, number>> = { MICROVOLTS: 1, MILLIVOLTS: 1000 };
/** Bytes of a sample. */
const SAMPLE_BYTES = 2;
/** The high-pass is written in hundredths of a hertz. */
const HIGH_PASS_PER_HZ = 100;

/**
 * Reads a GE MUSE XML file (`RestingECG`): rhythm and median beat, base64 of 16-bit little-endian numbers for each lead. Such files hold eight leads as a
 * rule; the others follow from I and II when somebody asks for them, not here.
 * @throws AppError `file/unsupported-ecg`
 */
export function readMuseEcg(document: XmlElement): ForeignEcg {
  const groups = childrenOf(document, 'Waveform').flatMap((waveform) => groupOf(waveform));
  if (groups.length === 0) throw unsupportedEcg('a MUSE XML file without a waveform');
  const test = childAt(document, 'TestDemographics');
  const patient = childAt(document, 'PatientDemographics');
  const text = (element: XmlElement | undefined, name: string) => (childAt(element, name)?.text ?? '').replaceAll(/[\\^]/g, ' ').trim();
  const gender = text(patient, 'Gender').toUpperCase();
  const [last, first] = [text(patient, 'PatientLastName'), text(patient, 'PatientFirstName')];
  const date = dateOf(text(test, 'AcquisitionDate'));
  const measured = childAt(document, 'RestingECGMeasurements') ?? childAt(document, 'OriginalRestingECGMeasurements');
  return {
    format: 'muse-xml',
    patient: {
      id: text(patient, 'PatientID'),
      name: first === '' ? last : `${last}^${first}`,
      birthDate: dateOf(text(patient, 'DateofBirth')),
      sex: gender === 'MALE' ? 'M' : gender === 'FEMALE' ? 'F' : '',
    },
    acquisitionDateTime: date === '' ? '' : `${date}${text(test, 'AcquisitionTime').replaceAll(':', '').padEnd(6, '0').match(/^\d{6}$/)?.[0] ?? '000000'}`,
    device: { manufacturer: '', model: text(test, 'AcquisitionDevice'), serialNumber: text(test, 'CartNumber'), software: text(test, 'AcquisitionSoftwareVersion') },
    groups: groups.toSorted((left, right) => (left.originality === right.originality ? 0 : left.originality === 'ORIGINAL' ? -1 : 1)),
    measurements: MEASUREMENTS.flatMap(([name, code]) => deviceMeasurement(code, numberIn(measured, name))),
    statements: readStatements(childAt(document, 'Diagnosis') ?? childAt(document, 'OriginalDiagnosis')),
  };
}

function groupOf(waveform: XmlElement): readonly ForeignGroup[] {
  const samplingFrequencyHz = (numberIn(waveform, 'SampleBase') ?? 0) * 10 ** (numberIn(waveform, 'SampleExponent') ?? 0);
  const highPass = numberIn(waveform, 'HighPassFilter');
  const filters = { lowHz: highPass === undefined ? undefined : highPass / HIGH_PASS_PER_HZ, highHz: numberIn(waveform, 'LowPassFilter'), notchHz: numberIn(waveform, 'ACFilter') };
  const leads = childrenOf(waveform, 'LeadData').filter((lead) => childAt(lead, 'LeadOff')?.text.toUpperCase() !== 'TRUE').map((lead) => leadOf(lead, filters));
  if (leads.length === 0) return [];
  if (!(samplingFrequencyHz > 0)) throw unsupportedEcg('a MUSE waveform without a sampling rate');
  const isMedian = childAt(waveform, 'WaveformType')?.text.toUpperCase() === 'MEDIAN';
  return [{ label: isMedian ? 'MEDIAN BEAT' : 'RHYTHM', originality: isMedian ? 'DERIVED' : 'ORIGINAL', samplingFrequencyHz, timeOffsetMs: 0, leads }];
}

function leadOf(lead: XmlElement, filters: ForeignLead['filters']): ForeignLead {
  const label = childAt(lead, 'LeadID')?.text ?? '';
  if (label === '') throw unsupportedEcg('a MUSE lead without a name');
  const perUnit = MICROVOLTS[childAt(lead, 'LeadAmplitudeUnits')?.text.toUpperCase() ?? ''];
  const unitsPerBit = numberIn(lead, 'LeadAmplitudeUnitsPerBit');
  if (perUnit === undefined || unitsPerBit === undefined || unitsPerBit === 0) throw unsupportedEcg('a MUSE lead without a voltage scale');
  if ((numberIn(lead, 'LeadSampleSize') ?? SAMPLE_BYTES) !== SAMPLE_BYTES) throw unsupportedEcg('a MUSE lead with samples of another size than 16 bits');
  if ((numberIn(lead, 'LeadTimeOffset') ?? 0) !== 0 || (numberIn(lead, 'LeadOffsetFirstSample') ?? 0) !== 0) throw unsupportedEcg('a MUSE file whose leads do not begin together');
  const bytes = decodeInlineBinary(childAt(lead, 'WaveFormData')?.text ?? '');
  const count = numberIn(lead, 'LeadSampleCountTotal');
  if (bytes === undefined || bytes.length < SAMPLE_BYTES || (count !== undefined && bytes.length !== count * SAMPLE_BYTES)) throw unsupportedEcg('a MUSE lead with another number of samples than it says');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const digits = Int32Array.from({ length: bytes.length >> 1 }, (_, index) => view.getInt16(index * SAMPLE_BYTES, true));
  return { label, source: leadCodeOf(label), microvoltsPerDigit: unitsPerBit * perUnit, originMicrovolts: 0, digits, filters };
}

/** A statement is a line: pieces up to the one that is flagged as its end. */
function readStatements(diagnosis: XmlElement | undefined): readonly string[] {
  const lines: string[] = [];
  let isOpen = false;
  for (const piece of childrenOf(diagnosis, 'DiagnosisStatement')) {
    const words = childAt(piece, 'StmtText')?.text ?? '';
    if (isOpen) lines.push(`${lines.pop() ?? ''} ${words}`.trim());
    else lines.push(words);
    isOpen = !childrenOf(piece, 'StmtFlag').some((flag) => flag.text === 'ENDSLINE') && childrenOf(piece, 'StmtFlag').length > 0;
  }
  return lines.filter((line) => line !== '');
}

/** MM-DD-YYYY or MM/DD/YYYY. */
function dateOf(text: string): string {
  const match = /^(\d{2})[-/](\d{2})[-/](\d{4})$/.exec(text);
  return match === null ? '' : `${match[3]}${match[1]}${match[2]}`;
}

function numberIn(element: XmlElement | undefined, name: string): number | undefined {
  const text = childAt(element, name)?.text ?? '';
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : undefined;
}
