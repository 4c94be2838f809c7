import { decodeInlineBinary } from '#shared/dicom/waveform/inline-binary.ts';
import { STANDARD_LEADS } from '#shared/dicom/waveform/lead.ts';
import { deviceMeasurement, type DeviceCode } from './device-code.ts';
import { unsupportedEcg, type ForeignEcg, type ForeignGroup, type ForeignLead } from './foreign-ecg.ts';
import { leadCodeOf } from './lead-code.ts';
import { decodeXli } from './xli.ts';
import { allElements, attributeOf, childAt, childrenOf, findElement, type XmlElement } from './xml-tree.ts';

/** Names of the values in `globalmeasurements`. Corrected QT is Bazett's (`qtcb`); the table has one place for it and no formula. */
const MEASUREMENTS: readonly (readonly [name: string, code: DeviceCode])[] = [
  ['heartrate', 'ventricularRate'], ['atrialrate', 'atrialRate'], ['rrint', 'rr'], ['pdur', 'p'], ['print', 'pr'], ['qrsdur', 'qrs'], ['qtint', 'qt'], ['qtcb', 'qtc'],
  ['pfrontaxis', 'pAxis'], ['qrsfrontaxis', 'qrsAxis'], ['tfrontaxis', 'tAxis'],
];
/** A P that would be longer is a mark of the device that nothing was measured. */
const LONGEST_P_MS = 400;
/** What stands in a representative beat where it has ended. */
const NO_SAMPLE = 0x7fff;
const PULSE_MICROVOLTS = 1000;
/** Electrode placements whose channels are the twelve leads in their usual order. */
const TWELVE_LEADS: ReadonlySet<string> = new Set(['STD-12', '10-WIRE', 'STD12']);

/**
 * Reads a Philips ECG XML file (PhilipsECG 1.03 and 1.04, also called Sierra): the rhythm and the representative beats.
 * @throws AppError `file/unsupported-ecg`
 */
export function readPhilipsEcg(document: XmlElement): ForeignEcg {
  const waveforms = findElement(document, 'parsedwaveforms');
  if (waveforms === undefined) throw unsupportedEcg('a Philips ECG XML file without a waveform');
  const acquisition = findElement(document, 'dataacquisition');
  const machine = findElement(acquisition, 'machine');
  const rhythm = readRhythm(waveforms, findElement(acquisition, 'signalcharacteristics'));
  const measured = findElement(document, 'globalmeasurements');
  return {
    format: 'philips-xml',
    patient: readPatient(findElement(document, 'generalpatientdata')),
    acquisitionDateTime: `${attributeOf(acquisition, 'date').replaceAll('-', '')}${attributeOf(acquisition, 'time').replaceAll(':', '').padEnd(6, '0')}`.match(/^\d{14}$/)?.[0] ?? '',
    device: { manufacturer: 'Philips', model: machine?.text ?? '', serialNumber: attributeOf(machine, 'machineid'), software: /:([\w.]+)$/.exec(attributeOf(machine, 'detaildescription'))?.[1] ?? '' },
    groups: [rhythm, ...readBeats(findElement(document, 'repbeats'))],
    measurements: MEASUREMENTS.flatMap(([name, code]) => {
      const value = numberIn(childAt(measured, name));
      return code === 'p' && (value ?? 0) > LONGEST_P_MS ? [] : deviceMeasurement(code, value);
    }),
    statements: readStatements(document),
  };
}

function readRhythm(waveforms: XmlElement, signal: XmlElement | undefined): ForeignGroup {
  const said = (attribute: string, element: string) => numberOrNone(attributeOf(waveforms, attribute)) ?? numberIn(childAt(signal, element));
  const samplingFrequencyHz = said('samplespersecond', 'samplingrate');
  const microvolts = said('resolution', 'resolution');
  if (samplingFrequencyHz === undefined || !(samplingFrequencyHz > 0)) throw unsupportedEcg('a Philips ECG without a sampling rate');
  if (microvolts === undefined || !(microvolts > 0)) throw unsupportedEcg('a Philips ECG without a resolution');
  const channels = readChannels(waveforms);
  const labels = labelsOf(waveforms, signal, channels.length);
  const whole = labels.map((_, index) => channels[index] ?? new Int32Array());
  const digits = isCompressed(waveforms) ? withLimbLeads(labels, whole) : whole;
  const sampleCount = Math.max(...digits.map(({ length }) => length));
  if (sampleCount === 0) throw unsupportedEcg('a Philips ECG without samples');
  const heartEnd = endOfHeart(digits, PULSE_MICROVOLTS / microvolts);
  const filters = {
    lowHz: said('hipass', 'hipass'), highHz: said('lowpass', 'lowpass'),
    notchHz: attributeOf(waveforms, 'notchfiltered').toLowerCase() === 'true' ? said('notchfilterfreqs', 'notchfilterfreqs') : undefined,
  };
  return {
    label: 'RHYTHM', originality: 'ORIGINAL', samplingFrequencyHz, timeOffsetMs: 0, sampleCount,
    leads: labels.map((label, index) => leadOf(label, (digits[index] ?? new Int32Array()).slice(0, heartEnd), microvolts, said('signaloffset', 'signaloffset') ?? 0, filters)),
  };
}

function isCompressed(waveforms: XmlElement): boolean {
  const method = (attributeOf(waveforms, 'compression') || (attributeOf(waveforms, 'compressflag').toLowerCase() === 'true' ? attributeOf(waveforms, 'compressmethod') : '')).toUpperCase();
  if (method !== '' && method !== 'XLI' && method !== 'NONE' && method !== 'UNCOMPRESSED') throw unsupportedEcg(`a Philips ECG compressed by ${/^\w{1,12}$/.test(method) ? method : 'a method that is not known'}: export it as DICOM`);
  return method === 'XLI';
}

function readChannels(waveforms: XmlElement): readonly Int32Array[] {
  const encoding = attributeOf(waveforms, 'dataencoding').toLowerCase();
  if (encoding === 'base64' && isCompressed(waveforms)) {
    const bytes = decodeInlineBinary(waveforms.text);
    if (bytes === undefined) throw unsupportedEcg('a Philips ECG whose samples are not base64');
    return decodeXli(bytes);
  }
  if (encoding !== 'plain' || isCompressed(waveforms)) throw unsupportedEcg('a Philips ECG whose samples are neither XLI nor plain numbers: export it as DICOM');
  // Plain: all samples of a lead, then those of the next one.
  const numbers = waveforms.text.split(/[\s,]+/).filter((part) => part !== '').map(Number);
  const count = numberOrNone(attributeOf(waveforms, 'numberofleads')) ?? 0;
  if (!(count > 0) || numbers.length % count !== 0 || numbers.some((number) => !Number.isInteger(number))) throw unsupportedEcg('a Philips ECG whose plain samples do not fit its leads');
  const each = numbers.length / count;
  return Array.from({ length: count }, (_, lead) => Int32Array.from(numbers.slice(lead * each, (lead + 1) * each)));
}

/** As the file names them; XLI streams may hold more channels, which are empty. */
function labelsOf(waveforms: XmlElement, signal: XmlElement | undefined, channelCount: number): readonly string[] {
  const labels = attributeOf(waveforms, 'leadlabels').split(/\s+/).filter((label) => label !== '');
  if (labels.length > 0 && labels.length <= channelCount) return labels;
  const placement = childAt(signal, 'acquisitiontype')?.text.toUpperCase() ?? '';
  if (labels.length === 0 && TWELVE_LEADS.has(placement) && channelCount >= STANDARD_LEADS.length) return STANDARD_LEADS;
  throw unsupportedEcg('a Philips ECG that does not say which lead is which');
}

/** XLI holds of III and the augmented leads only what Einthoven and Goldberger leave over; halves are cut towards zero, as the residues of the shared recording show. */
function withLimbLeads(labels: readonly string[], channels: readonly Int32Array[]): readonly Int32Array[] {
  const place = (name: string) => labels.findIndex((label) => label.toUpperCase() === name);
  const [one, two] = [channels[place('I')], channels[place('II')]];
  if (one === undefined || two === undefined) {
    if (['III', 'AVR', 'AVL', 'AVF'].some((name) => place(name) >= 0)) throw unsupportedEcg('a Philips ECG whose limb leads cannot be restored');
    return channels;
  }
  const at = (signal: Int32Array, index: number) => signal[index] ?? 0;
  const three = channels[place('III')]?.map((rest, index) => at(two, index) - at(one, index) - rest) ?? two.map((value, index) => value - at(one, index));
  const restored = new Map<string, (rest: number, index: number) => number>([
    ['III', (_rest, index) => at(three, index)],
    ['AVR', (rest, index) => -rest - Math.trunc((at(one, index) + at(two, index)) / 2)],
    ['AVL', (rest, index) => Math.trunc((at(one, index) - at(three, index)) / 2) - rest],
    ['AVF', (rest, index) => Math.trunc((at(two, index) + at(three, index)) / 2) - rest],
  ]);
  return channels.map((channel, index) => {
    const restore = restored.get(labels[index]?.toUpperCase() ?? '');
    return restore === undefined ? channel : channel.map(restore);
  });
}

/** Where the recorder's own 1 mV pulse begins that it hangs onto all leads alike: it is not the patient's. The end where there is none. */
function endOfHeart(channels: readonly Int32Array[], pulseDigits: number): number {
  const [first] = channels;
  if (first === undefined) return 0;
  let start = first.length;
  let hasPulse = false;
  while (start > 0) {
    const level = first[start - 1] ?? 0;
    if ((level !== 0 && level !== pulseDigits) || channels.some((channel) => channel[start - 1] !== level)) break;
    hasPulse ||= level === pulseDigits;
    start -= 1;
  }
  return hasPulse ? start : first.length;
}

function readBeats(beats: XmlElement | undefined): readonly ForeignGroup[] {
  const samplingFrequencyHz = numberOrNone(attributeOf(beats, 'samplespersec'));
  const microvolts = numberOrNone(attributeOf(beats, 'resolution'));
  if (samplingFrequencyHz === undefined || microvolts === undefined || !(samplingFrequencyHz > 0) || !(microvolts > 0) || attributeOf(beats, 'dataencoding').toLowerCase() !== 'base64') return [];
  const leads = childrenOf(beats, 'repbeat').flatMap((beat) => {
    const bytes = decodeInlineBinary(childAt(beat, 'waveform')?.text ?? '');
    if (bytes === undefined || bytes.length < 2) return [];
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const digits = Int32Array.from({ length: bytes.length >> 1 }, (_, index) => view.getInt16(index * 2, true));
    const end = digits.findLastIndex((digit) => digit !== NO_SAMPLE) + 1;
    return [leadOf(attributeOf(beat, 'leadname'), digits.slice(0, end), microvolts, 0, { lowHz: undefined, highHz: undefined, notchHz: undefined })];
  });
  return leads.length === 0 ? [] : [{ label: 'MEDIAN BEAT', originality: 'DERIVED', samplingFrequencyHz, timeOffsetMs: 0, leads }];
}

function leadOf(label: string, digits: Int32Array, microvolts: number, offsetDigits: number, filters: ForeignLead['filters']): ForeignLead {
  return { label, source: leadCodeOf(label), microvoltsPerDigit: microvolts, originMicrovolts: offsetDigits === 0 ? 0 : -offsetDigits * microvolts, digits, filters };
}

function readPatient(data: XmlElement | undefined): ForeignEcg['patient'] {
  const text = (...path: readonly string[]) => (childAt(data, ...path)?.text ?? '').replaceAll(/[\\^]/g, ' ').replace(/^-+$/, '');
  const sex = text('sex').toLowerCase();
  const [last, first] = [text('name', 'lastname'), text('name', 'firstname')];
  return {
    id: text('patientid') || text('MRN'),
    name: first === '' ? last : `${last}^${first}`,
    birthDate: text('age', 'dateofbirth').replaceAll('-', '').match(/^\d{8}$/)?.[0] ?? '',
    sex: sex === 'male' ? 'M' : sex === 'female' ? 'F' : '',
  };
}

/** The statements of the newest interpretation, then its summary. */
function readStatements(document: XmlElement): readonly string[] {
  const interpretation = allElements(document, 'interpretation').at(-1);
  const statements = allElements(interpretation, 'statement').map((statement) => [childAt(statement, 'leftstatement')?.text ?? '', childAt(statement, 'rightstatement')?.text ?? ''].filter((part) => part !== '').join(' · '));
  return [...statements, childAt(interpretation, 'severity')?.text ?? ''].map((statement) => statement.trim()).filter((statement) => statement !== '');
}

function numberIn(element: XmlElement | undefined): number | undefined {
  return numberOrNone(element?.text ?? '');
}

function numberOrNone(text: string): number | undefined {
  return /^-?\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : undefined;
}
