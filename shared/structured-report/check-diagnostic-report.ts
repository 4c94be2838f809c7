import { itemsOf, personNameOf, textOf, type DataSet } from '../dicom/data-set/data-set.ts';
import type { CodedConcept } from '../dicom/values/coded-concept.ts';
import { isUid } from '../dicom/values/uid.ts';
import { CONTEXT, DOCUMENT_TITLES, ELEMENTS, FIELD_MEASUREMENTS, HEADINGS, OUTCOMES } from './codes.ts';
import { checkEcgSections, isEcgReport } from './check-ecg-report.ts';
import { checkEvidence } from './check-evidence.ts';
import { conceptName, isCode, isComplete, isNamed } from './read-concept.ts';
import { BASIC_TEXT_SR_STORAGE, ENHANCED_SR_STORAGE } from './report-object.ts';

/** Which value types may stand below which, by relationship. PS3.3 table A.35.2-2, as far as this program writes them. */
const ALLOWED_RELATIONSHIPS: Readonly<Record<string, readonly [sources: readonly string[], targets: readonly string[]]>> = {
  CONTAINS: [['CONTAINER'], ['CONTAINER', 'TEXT', 'CODE', 'NUM', 'DATETIME', 'IMAGE', 'WAVEFORM']],
  'HAS OBS CONTEXT': [['CONTAINER'], ['TEXT', 'CODE', 'NUM', 'PNAME']],
  'HAS CONCEPT MOD': [['CONTAINER', 'TEXT', 'CODE', 'NUM'], ['TEXT', 'CODE']],
  'HAS PROPERTIES': [['TEXT', 'CODE', 'NUM'], ['TEXT', 'CODE', 'NUM']],
  'INFERRED FROM': [['TEXT', 'CODE', 'NUM'], ['TEXT', 'CODE', 'NUM', 'IMAGE', 'WAVEFORM']],
};

const HEADING_ORDER: readonly CodedConcept[] = [
  HEADINGS.clinicalInformation, HEADINGS.request, HEADINGS.currentProcedure, HEADINGS.priorProcedures, HEADINGS.findings,
  HEADINGS.impressions, HEADINGS.recommendations, HEADINGS.addendum, HEADINGS.keyImages,
];

/**
 * Our own reading of what a diagnostic report must be, over the finished data set: the last look before it is sent. Validators of others
 * look again in the conformance tests; what they cannot see (the evidence, TID 2000 with today's codes, our own scheme) only stands here.
 * @param isPreliminary a preliminary emergency report must say so, any other must not
 * @returns one English sentence for each fault, without anything of the patient; [] for a sound report
 */
export function checkDiagnosticReport(dataSet: DataSet, isPreliminary = false): readonly string[] {
  return [...checkHeader(dataSet, isPreliminary), ...checkTree(dataSet), ...sectionFaults(dataSet), ...checkEvidence(dataSet), ...checkSchemes(dataSet)];
}

function sectionFaults(dataSet: DataSet): readonly string[] {
  if (isEcgReport(dataSet)) return checkEcgSections(dataSet);
  // The words of an ECG in an archive of words stand in the sections of TID 3700, whose rows would be numbers: it is not claimed, and not asked for.
  const isWordsOfEcg = isBasicText(dataSet) && itemsOf(dataSet, 'ContentTemplateSequence').length === 0 && conceptName(dataSet)?.value === DOCUMENT_TITLES.ecg.value;
  return isWordsOfEcg ? [] : checkSections(dataSet);
}

function isBasicText(dataSet: DataSet): boolean {
  return textOf(dataSet, 'SOPClassUID') === BASIC_TEXT_SR_STORAGE;
}

function checkHeader(dataSet: DataSet, isPreliminary: boolean): readonly string[] {
  const faults: string[] = [];
  const expect = (holds: boolean, fault: string) => void (holds || faults.push(fault));
  const [observer] = itemsOf(dataSet, 'VerifyingObserverSequence');
  const verified = textOf(dataSet, 'VerificationFlag') === 'VERIFIED';
  expect([ENHANCED_SR_STORAGE, BASIC_TEXT_SR_STORAGE].includes(textOf(dataSet, 'SOPClassUID')) && textOf(dataSet, 'Modality') === 'SR', 'it is no Enhanced or Basic Text SR');
  for (const keyword of ['SOPInstanceUID', 'SeriesInstanceUID', 'StudyInstanceUID'] as const) {
    expect(isUid(textOf(dataSet, keyword)), `${keyword} is no UID`);
  }
  expect(textOf(dataSet, 'SpecificCharacterSet') === 'ISO_IR 192', 'the character set is not UTF-8');
  expect(/^[+-]\d{4}$/.test(textOf(dataSet, 'TimezoneOffsetFromUTC')), 'the time zone is missing');
  expect(textOf(dataSet, 'CompletionFlag') === 'COMPLETE', 'it is not complete');
  expect(verified, 'it is not verified');
  expect(textOf(dataSet, 'PreliminaryFlag') === (isPreliminary ? 'PRELIMINARY' : 'FINAL'), isPreliminary ? 'it is not preliminary' : 'it is not final');
  expect(observer !== undefined, 'nobody verified it');
  if (observer !== undefined) {
    const { alphabetic, ideographic } = personNameOf(observer, 'VerifyingObserverName');
    expect(`${alphabetic}${ideographic}` !== '', 'the verifying observer has no name');
    expect(textOf(observer, 'VerifyingOrganization') !== '', 'the verifying observer has no organisation');
    expect(/^\d{14}[+-]\d{4}$/.test(textOf(observer, 'VerificationDateTime')), 'the time of verification is missing');
  }
  expect(itemsOf(dataSet, 'AuthorObserverSequence').length > 0, 'nobody wrote it');
  const requests = itemsOf(dataSet, 'ReferencedRequestSequence').map((item) => textOf(item, 'StudyInstanceUID'));
  expect(requests.includes(textOf(dataSet, 'StudyInstanceUID')), 'the request of its own study is missing');
  for (const predecessor of itemsOf(dataSet, 'PredecessorDocumentsSequence')) {
    const instances = itemsOf(predecessor, 'ReferencedSeriesSequence').flatMap((series) => itemsOf(series, 'ReferencedSOPSequence'));
    const uids = instances.map((item) => textOf(item, 'ReferencedSOPInstanceUID'));
    const isOther = uids.every((uid) => isUid(uid) && uid !== textOf(dataSet, 'SOPInstanceUID'));
    expect(uids.length === 1 && isOther, 'the predecessor is not another document');
  }
  return faults;
}

/** Each item: a value that fits its type, a complete concept name, an allowed relationship. */
function checkTree(root: DataSet): readonly string[] {
  const faults: string[] = [];
  const visit = (item: DataSet, parentType: string | undefined, isKeyImages: boolean) => {
    const type = textOf(item, 'ValueType');
    const relationship = textOf(item, 'RelationshipType');
    const name = conceptName(item);
    const place = `${type} ${name?.meaning ?? 'without a name'}`;
    // What is chosen as a key image has no purpose of reference: its section says what it is for.
    if (name === undefined && !(type === 'IMAGE' && isKeyImages)) faults.push(`${place}: no complete concept name`);
    if (!hasValue(item, type)) faults.push(`${place}: no value`);
    if (parentType !== undefined) {
      const [sources, targets] = ALLOWED_RELATIONSHIPS[relationship] ?? [[], []];
      if (!sources.includes(parentType) || !targets.includes(type)) faults.push(`${place}: ${relationship} is not allowed below ${parentType}`);
    }
    if (type === 'NUM' && isBasicText(root)) faults.push(`${place}: a Basic Text SR has no numbers`);
    // An ECG report names its recording once, in TID 3708.
    if (type === 'NUM' && !isEcgReport(root) && !isTraceable(item) && !isOfForm(item)) faults.push(`${place}: no image`);
    for (const child of itemsOf(item, 'ContentSequence')) visit(child, type, isNamed(item, HEADINGS.keyImages));
  };
  visit(root, undefined, false);
  return faults;
}

/** A measurement names the image it was made on. */
function isTraceable(measurement: DataSet): boolean {
  const children = itemsOf(measurement, 'ContentSequence');
  return children.some((child) => textOf(child, 'ValueType') === 'IMAGE' && textOf(child, 'RelationshipType') === 'INFERRED FROM');
}

/** What a physician entered into a field was measured by hand or on another machine: it has no image. */
function isOfForm(measurement: DataSet): boolean {
  return Object.values(FIELD_MEASUREMENTS).some((name) => isNamed(measurement, name)) && itemsOf(measurement, 'ContentSequence').length === 0;
}

function hasValue(item: DataSet, type: string): boolean {
  switch (type) {
    case 'CONTAINER':
      return textOf(item, 'ContinuityOfContent') !== '';
    case 'TEXT':
      return textOf(item, 'TextValue') !== '';
    case 'CODE':
      return isComplete(itemsOf(item, 'ConceptCodeSequence')[0]);
    case 'DATETIME':
      return textOf(item, 'DateTime') !== '';
    case 'PNAME': {
      const { alphabetic, ideographic } = personNameOf(item, 'PersonName');
      return alphabetic !== '' || ideographic !== '';
    }
    case 'IMAGE':
    case 'WAVEFORM':
      return itemsOf(item, 'ReferencedSOPSequence').length === 1;
    case 'NUM': {
      const [measured] = itemsOf(item, 'MeasuredValueSequence');
      const unit = measured && itemsOf(measured, 'MeasurementUnitsCodeSequence')[0];
      return measured !== undefined && /^-?\d+(\.\d+)?$/.test(textOf(measured, 'NumericValue')) && isComplete(unit) && textOf(unit, 'CodingSchemeDesignator') === 'UCUM';
    }
    default:
      return false;
  }
}

/** The rows of TID 2000 that a reader depends on: language, observer, sections in their order, an impression with its outcome. */
function checkSections(root: DataSet): readonly string[] {
  const faults: string[] = [];
  const children = itemsOf(root, 'ContentSequence');
  const named = (name: CodedConcept) => children.findIndex((child) => isNamed(child, name));
  const title = conceptName(root);
  if (!Object.values(DOCUMENT_TITLES).some((known) => known.value === title?.value)) faults.push('the title is not of CID 7000');
  const language = children[named(CONTEXT.language)];
  if (language === undefined || !isCode(language, CONTEXT.chinese)) faults.push('the language is missing');
  if (named(CONTEXT.personName) < 0) faults.push('the observer is missing');
  if (named(CONTEXT.personName) < named(CONTEXT.language)) faults.push('the language stands behind the observer');

  const sections = children.filter((child) => textOf(child, 'ValueType') === 'CONTAINER');
  const places = sections.map((section) => HEADING_ORDER.findIndex((heading) => isNamed(section, heading)));
  if (places.some((place, index) => place < 0 || place <= (places[index - 1] ?? -1))) faults.push('the sections are unknown or out of order');
  if (sections.some((section) => itemsOf(section, 'ContentSequence').length === 0)) faults.push('a section is empty');
  if (children.slice(children.findIndex((child) => sections.includes(child))).some((child) => !sections.includes(child))) {
    faults.push('something stands behind the sections that is none');
  }
  const impressions = sections.filter((section) => isNamed(section, HEADINGS.impressions)).flatMap((section) => itemsOf(section, 'ContentSequence'));
  const outcomes = impressions.filter((item) => Object.values(OUTCOMES).some((outcome) => isCode(item, outcome)));
  if (!impressions.some((item) => textOf(item, 'ValueType') === 'TEXT' && isNamed(item, ELEMENTS.impression))) faults.push('there is no impression');
  if (outcomes.length !== 1) faults.push('it does not say positive or negative exactly once');
  if (!sections.some((section) => isNamed(section, HEADINGS.findings))) faults.push('there are no findings');
  return faults;
}

/** A private scheme (99…) means nothing unless the object says whose it is. PS3.3 C.12.1.1.3. */
function checkSchemes(root: DataSet): readonly string[] {
  const identified = new Set(itemsOf(root, 'CodingSchemeIdentificationSequence').map((item) => textOf(item, 'CodingSchemeDesignator')));
  const used = new Set<string>();
  const visit = (item: DataSet) => {
    const units = itemsOf(item, 'MeasuredValueSequence').flatMap((measured) => itemsOf(measured, 'MeasurementUnitsCodeSequence'));
    for (const code of [...itemsOf(item, 'ConceptNameCodeSequence'), ...itemsOf(item, 'ConceptCodeSequence'), ...units]) {
      used.add(textOf(code, 'CodingSchemeDesignator'));
    }
    itemsOf(item, 'ContentSequence').forEach(visit);
  };
  visit(root);
  return [...used].filter((scheme) => scheme.startsWith('99') && !identified.has(scheme)).map((scheme) => `the scheme ${scheme} is not identified`);
}
