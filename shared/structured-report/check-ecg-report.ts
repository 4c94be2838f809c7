import { itemsOf, textOf, type DataSet } from '../dicom/data-set/data-set.ts';
import type { CodedConcept } from '../dicom/values/coded-concept.ts';
import { CONTEXT, ELEMENTS, OUTCOMES } from './codes.ts';
import { ECG_CONCEPTS, ECG_SECTIONS, GLOBAL_MEASUREMENTS, OVERALL_FINDINGS, QTC_ALGORITHMS } from './ecg-codes.ts';
import { isCode, isNamed } from './read-concept.ts';

/** The order of TID 3700, then what it has no row for. */
const SECTION_ORDER: readonly CodedConcept[] = [
  ECG_SECTIONS.indications, ECG_SECTIONS.patient, ECG_SECTIONS.priorProcedures, ECG_SECTIONS.currentProcedure, ECG_SECTIONS.quantitative, ECG_SECTIONS.qualitative,
  ECG_SECTIONS.summary, ECG_SECTIONS.recommendations, ECG_SECTIONS.criticalResults, ECG_SECTIONS.addendum,
];

/** What a living heart gives, by unit: outside of it a number is a mistake of ours. */
const RANGES: Readonly<Record<string, readonly [least: number, most: number]>> = { ms: [1, 20_000], '{H.B.}/min': [1, 600], deg: [-180, 360], mV: [-20, 20], Hz: [0.01, 100_000] };

/** True for a document that claims TID 3700. */
export function isEcgReport(root: DataSet): boolean {
  return textOf(itemsOf(root, 'ContentTemplateSequence')[0] ?? {}, 'TemplateIdentifier') === '3700';
}

/** The rows of TID 3700 that a reader depends on. No validator at hand knows the template. @returns one sentence for each fault */
export function checkEcgSections(root: DataSet): readonly string[] {
  const faults: string[] = [];
  const children = itemsOf(root, 'ContentSequence');
  const language = children.find((child) => isNamed(child, CONTEXT.language));
  if (language === undefined || !isCode(language, CONTEXT.chinese)) faults.push('the language is missing');
  if (!children.some((child) => isNamed(child, CONTEXT.personName))) faults.push('the observer is missing');
  const sections = children.filter((child) => textOf(child, 'ValueType') === 'CONTAINER');
  const places = sections.map((section) => SECTION_ORDER.findIndex((heading) => isNamed(section, heading)));
  if (places.some((place, index) => place < 0 || place <= (places[index - 1] ?? -1))) faults.push('the sections are unknown or out of order');
  if (sections.some((section) => itemsOf(section, 'ContentSequence').length === 0)) faults.push('a section is empty');
  const itemsIn = (heading: CodedConcept) => sections.filter((section) => isNamed(section, heading)).flatMap((section) => itemsOf(section, 'ContentSequence'));

  if (!itemsIn(ECG_SECTIONS.currentProcedure).some((item) => textOf(item, 'ValueType') === 'WAVEFORM')) faults.push('the recording is missing');
  const summary = itemsIn(ECG_SECTIONS.summary);
  if (!summary.some((item) => textOf(item, 'ValueType') === 'TEXT' && isNamed(item, ELEMENTS.summary))) faults.push('there is no summary');
  if (summary.filter((item) => Object.values(OVERALL_FINDINGS).some((finding) => isCode(item, finding))).length !== 1) faults.push('it does not judge the whole exactly once');
  if (summary.filter((item) => Object.values(OUTCOMES).some((outcome) => isCode(item, outcome))).length !== 1) faults.push('it does not say positive or negative exactly once');
  const measurements = itemsIn(ECG_SECTIONS.quantitative);
  return [...faults, ...measurements.flatMap(checkMeasurements)];
}

function checkMeasurements(group: DataSet): readonly string[] {
  const items = itemsOf(group, 'ContentSequence');
  const numbers = items.filter((item) => textOf(item, 'ValueType') === 'NUM');
  const isLead = isNamed(group, ECG_CONCEPTS.leadMeasurements);
  const qtc = GLOBAL_MEASUREMENTS['qtc-interval'];
  return [
    ...(isLead && !items.some((item) => isNamed(item, ECG_CONCEPTS.leadId)) ? ['a lead has no name'] : []),
    ...numbers.filter((item) => !isInRange(item)).map(() => 'a measurement is out of range'),
    ...numbers.filter((item) => qtc !== undefined && isNamed(item, qtc) && !hasFormula(item)).map(() => 'a QTc has no formula'),
  ];
}

function isInRange(item: DataSet): boolean {
  const [measured] = itemsOf(item, 'MeasuredValueSequence');
  if (measured === undefined) return false;
  const [least, most] = RANGES[textOf(itemsOf(measured, 'MeasurementUnitsCodeSequence')[0] ?? {}, 'CodeValue')] ?? [Infinity, -Infinity];
  const value = Number(textOf(measured, 'NumericValue'));
  return value >= least && value <= most;
}

function hasFormula(item: DataSet): boolean {
  return itemsOf(item, 'ContentSequence').some((child) => textOf(child, 'RelationshipType') === 'HAS PROPERTIES' && Object.values(QTC_ALGORITHMS).some((algorithm) => isCode(child, algorithm)));
}
