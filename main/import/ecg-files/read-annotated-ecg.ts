import type { CodedConcept } from '#shared/dicom/values/coded-concept.ts';
import { deviceConcept, type DeviceCode } from './device-code.ts';
import { unsupportedEcg, type ForeignEcg, type ForeignGroup, type ForeignLead, type ForeignMeasurement, type ForeignPatient } from './foreign-ecg.ts';
import { leadCodeOf, unknownLead } from './lead-code.ts';
import { allElements, attributeOf, childAt, childrenOf, findElement, type XmlElement } from './xml-tree.ts';

const LEAD_PREFIX = /^MDC_ECG_LEAD_/i;

/** Measurements of the whole recording by their identifiers. */
const MEASUREMENTS: Readonly<Record<string, DeviceCode>> = {
  MDC_ECG_HEART_RATE: 'ventricularRate', MDC_ECG_TIME_PD_RR: 'rr', MDC_ECG_TIME_PD_PP: 'pp', MDC_ECG_TIME_PD_P: 'p', MDC_ECG_TIME_PD_PR: 'pr',
  MDC_ECG_TIME_PD_QRS: 'qrs', MDC_ECG_TIME_PD_QT: 'qt', MDC_ECG_TIME_PD_QTC: 'qtc', MDC_ECG_ANGLE_P_FRONT: 'pAxis', MDC_ECG_ANGLE_QRS_FRONT: 'qrsAxis',
  MDC_ECG_ANGLE_T_FRONT: 'tAxis',
};
const UNITS: Readonly<Record<string, string>> = { bpm: '{H.B.}/min', uv: 'uV', mv: 'mV', ms: 'ms', s: 's', deg: 'deg', hz: 'Hz' };
const MICROVOLTS: Readonly<Record<string, number>> = { nV: 1e-3, uV: 1, '\u00b5V': 1, '\u03bcV': 1, mV: 1e3, V: 1e6 };
const SECONDS: Readonly<Record<string, number>> = { s: 1, ms: 1e-3, us: 1e-6 };
const LARGEST_DIGIT = 0x7fff_ffff;

/**
 * Reads an HL7 annotated ECG (HL7 V3 Annotated ECG, R1): every sequence set of every series and derived series becomes a group, with its own clock.
 * @throws AppError `file/unsupported-ecg` when a sequence cannot be taken over as it stands
 */
export function readAnnotatedEcg(document: XmlElement): ForeignEcg {
  const series = childrenOf(document, 'component').flatMap((component) => childrenOf(component, 'series'));
  const groups = series.flatMap((one) => [
    ...groupsOf(one, 'ORIGINAL', series[0]),
    ...childrenOf(one, 'derivation').flatMap((derivation) => childrenOf(derivation, 'derivedSeries')).flatMap((derived) => groupsOf(derived, 'DERIVED', one)),
  ]);
  if (groups.length === 0) throw unsupportedEcg('an annotated ECG without a waveform');
  const device = findElement(series[0], 'author');
  const annotations = allElements(document, 'annotationSet').flatMap((set) => annotationsIn(set));
  return {
    format: 'hl7-aecg',
    patient: readPatient(document),
    acquisitionDateTime: dateTime(attributeOf(childAt(document, 'effectiveTime', 'low') ?? childAt(document, 'effectiveTime', 'center') ?? childAt(series[0], 'effectiveTime', 'low'), 'value')),
    device: {
      manufacturer: findElement(findElement(device, 'manufacturerOrganization'), 'name')?.text ?? '',
      model: findElement(device, 'manufacturerModelName')?.text ?? '',
      serialNumber: findElement(device, 'SerialNumber')?.text || attributeOf(childAt(findElement(device, 'manufacturedSeriesDevice'), 'id'), 'extension'),
      software: findElement(device, 'softwareName')?.text ?? '',
    },
    groups,
    measurements: annotations.flatMap(measurementOf),
    statements: annotations.filter((annotation) => /INTERPRETATION_(STATEMENT|SUMMARY|COMMENT)$/.test(codeOf(annotation))).map((annotation) => childAt(annotation, 'value')?.text ?? '').filter((text) => text !== ''),
  };
}

function groupsOf(series: XmlElement, originality: ForeignGroup['originality'], reference: XmlElement | undefined): readonly ForeignGroup[] {
  const label = codeOf(series).toUpperCase() || (originality === 'ORIGINAL' ? 'RHYTHM' : 'DERIVED');
  const filters = readFilters(series);
  return childrenOf(series, 'component').flatMap((component) => childrenOf(component, 'sequenceSet')).map((set) => {
    const sequences = childrenOf(set, 'component').flatMap((component) => childrenOf(component, 'sequence'));
    const clock = sequences.find((sequence) => /^TIME_(ABSOLUTE|RELATIVE)$/.test(codeOf(sequence)));
    const leads = sequences.filter((sequence) => sequence !== clock).map((sequence) => readLead(sequence, filters));
    if (leads.length === 0) throw unsupportedEcg('a sequence set without leads');
    return { label: label.replaceAll('_', ' '), originality, samplingFrequencyHz: rateOf(clock), timeOffsetMs: originality === 'ORIGINAL' ? offsetMs(series, reference) : 0, leads };
  });
}

function rateOf(clock: XmlElement | undefined): number {
  const increment = childAt(clock, 'value', 'increment');
  const seconds = Number(attributeOf(increment, 'value')) * (SECONDS[attributeOf(increment, 'unit')] ?? NaN);
  if (!(seconds > 0)) throw unsupportedEcg('a sequence set without a time step');
  // 0.002 s is 500 Hz, not 499.99999999999994.
  const rate = 1 / seconds;
  return Math.abs(rate - Math.round(rate)) < 1e-6 ? Math.round(rate) : rate;
}

function readLead(sequence: XmlElement, filters: ForeignLead['filters']): ForeignLead {
  const label = codeOf(sequence);
  const value = childAt(sequence, 'value');
  const type = attributeOf(value, 'type').replace(/^.*:/, '');
  if (type !== 'SLIST_PQ') throw unsupportedEcg(`a lead whose values are of type ${/^\w{1,20}$/.test(type) ? type : 'unknown'}`);
  const scale = childAt(value, 'scale');
  const origin = childAt(value, 'origin');
  const microvoltsPerDigit = Number(attributeOf(scale, 'value')) * (MICROVOLTS[attributeOf(scale, 'unit')] ?? NaN);
  const originMicrovolts = origin === undefined ? 0 : Number(attributeOf(origin, 'value')) * (MICROVOLTS[attributeOf(origin, 'unit')] ?? NaN);
  if (!Number.isFinite(microvoltsPerDigit) || microvoltsPerDigit === 0 || !Number.isFinite(originMicrovolts)) throw unsupportedEcg('a lead without a voltage scale');
  const texts = (childAt(value, 'digits')?.text ?? '').split(/\s+/).filter((text) => text !== '');
  const digits = Int32Array.from(texts, Number);
  if (digits.length === 0) throw unsupportedEcg('a lead without digits');
  if (texts.some((text, index) => Number(text) !== digits[index] || Math.abs(Number(text)) > LARGEST_DIGIT)) throw unsupportedEcg('digits that are not whole numbers');
  return { label, source: leadConcept(label), microvoltsPerDigit, originMicrovolts, digits, filters };
}

/** A lead that we do not know keeps its identifier, in no scheme that we could take for a known one. */
function leadConcept(label: string): CodedConcept {
  const name = label.replace(LEAD_PREFIX, '');
  return LEAD_PREFIX.test(label) ? leadCodeOf(name, label) : unknownLead(name, label);
}

function readFilters(series: XmlElement): ForeignLead['filters'] {
  const variables = allElements(series, 'controlVariable').flatMap((outer) => [outer, ...childrenOf(outer, 'controlVariable')]);
  const frequency = (kind: string): number | undefined => {
    const filter = variables.find((variable) => codeOf(variable).endsWith(`FILTER_${kind}`));
    const value = findElement(filter, 'value');
    const hertz = Number(attributeOf(value, 'value') || NaN);
    return attributeOf(value, 'unit').toLowerCase() === 'hz' && Number.isFinite(hertz) ? hertz : undefined;
  };
  return { lowHz: frequency('HIGH_PASS'), highHz: frequency('LOW_PASS'), notchHz: frequency('NOTCH') };
}

/** Annotations of a set with those inside them; not those that belong to a part of the trace. */
function annotationsIn(element: XmlElement): readonly XmlElement[] {
  return childrenOf(element, 'component').flatMap((component) => childrenOf(component, 'annotation')).filter((annotation) => childAt(annotation, 'support') === undefined).flatMap((annotation) => [annotation, ...annotationsIn(annotation)]);
}

function measurementOf(annotation: XmlElement): readonly ForeignMeasurement[] {
  const code = codeOf(annotation);
  const value = childAt(annotation, 'value');
  const number = Number(attributeOf(value, 'value') || NaN);
  if (attributeOf(value, 'type').replace(/^.*:/, '') !== 'PQ' || !Number.isFinite(number)) return [];
  const unit = attributeOf(value, 'unit');
  const known = MEASUREMENTS[code.toUpperCase()];
  const concept = known === undefined ? { value: code.replace(/^(MDC|MINDRAY)_ECG_/, '').slice(0, 16), scheme: '99AECG', meaning: code.slice(0, 64) } : deviceConcept(known);
  return [{ concept, value: number, unit: UNITS[unit.toLowerCase()] ?? unit }];
}

function readPatient(document: XmlElement): ForeignPatient {
  const subject = findElement(document, 'trialSubject');
  const person = findElement(subject, 'subjectDemographicPerson');
  const gender = attributeOf(findElement(person, 'administrativeGenderCode'), 'code');
  const name = findElement(person, 'name');
  const parts = [findElement(name, 'family')?.text ?? '', findElement(name, 'given')?.text ?? ''];
  return {
    id: findElement(person, 'PatientID')?.text || attributeOf(childAt(subject, 'id'), 'extension'),
    name: (name?.text || parts.join('^').replace(/\^$/, '')).replaceAll('\\', ' '),
    birthDate: /^\d{8}/.exec(attributeOf(findElement(person, 'birthTime'), 'value'))?.[0] ?? '',
    sex: gender === 'M' || gender === 'F' ? gender : gender === 'UN' ? 'O' : '',
  };
}

function codeOf(element: XmlElement | undefined): string {
  return attributeOf(childAt(element, 'code'), 'code');
}

function dateTime(value: string): string {
  const digits = /^\d{8,14}/.exec(value)?.[0] ?? '';
  return digits === '' ? '' : digits.padEnd(14, '0');
}

/** Start of a series after that of the first one. */
function offsetMs(series: XmlElement, first: XmlElement | undefined): number {
  const time = (one: XmlElement | undefined) => {
    const match = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\.\d+)?/.exec(attributeOf(childAt(one, 'effectiveTime', 'low'), 'value'));
    return match === null ? undefined : Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3]), Number(match[4]), Number(match[5]), Number(match[6])) + Number(match[7] ?? 0) * 1000;
  };
  const [start, reference] = [time(series), time(first)];
  return start === undefined || reference === undefined ? 0 : Math.max(0, start - reference);
}
