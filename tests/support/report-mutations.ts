import { tagOf, type Keyword } from '#shared/dicom/data-set/attribute.ts';
import { buildDataSet, codeItem, type AttributeValue } from '#shared/dicom/data-set/build-data-set.ts';
import { itemsOf, textOf, type DataElement, type DataSet } from '#shared/dicom/data-set/data-set.ts';

/** One way in which a sound structured report (the sample radiology report, amended) is made unsound. */
export interface Mutation {
  readonly name: string;
  readonly apply: (report: DataSet) => DataSet;
}

const without = (dataSet: DataSet, keyword: Keyword): DataSet => Object.fromEntries(Object.entries(dataSet).filter(([tag]) => tag !== tagOf(keyword)));
const having = (dataSet: DataSet, keyword: Keyword, value: AttributeValue): DataSet => ({ ...dataSet, ...buildDataSet({ [keyword]: value }) });
const items = (dataSet: DataSet, keyword: Keyword, change: (items: readonly DataSet[]) => readonly DataSet[]): DataSet => having(dataSet, keyword, change(itemsOf(dataSet, keyword)));
const meaningOf = (item: DataSet) => textOf(itemsOf(item, 'ConceptNameCodeSequence')[0] ?? {}, 'CodeMeaning');
const children = (dataSet: DataSet, change: (items: readonly DataSet[]) => readonly DataSet[]) => items(dataSet, 'ContentSequence', change);
const dropChild = (name: string) => (report: DataSet) => children(report, (all) => all.filter((child) => meaningOf(child) !== name));
const inChild = (name: string, change: (item: DataSet) => DataSet) => (report: DataSet) => children(report, (all) => all.map((child) => (meaningOf(child) === name ? change(child) : child)));
const inSection = (name: string, change: (items: readonly DataSet[]) => readonly DataSet[]) => inChild(name, (section) => children(section, change));
const firstOfSequence = (keyword: Keyword, change: (item: DataSet) => DataSet) => (report: DataSet) => items(report, keyword, (all) => all.map((item, index) => (index === 0 ? change(item) : item)));
const inLength = (change: (item: DataSet) => DataSet) => inSection('Findings', (all) => all.map((item) => (meaningOf(item) === 'Length' ? change(item) : item)));
const isOutcome = (item: DataSet) => textOf(item, 'ValueType') === 'CODE';
const empty: DataElement = { vr: 'SQ' };

export const MUTATIONS: readonly Mutation[] = [
  { name: 'without its language', apply: dropChild('Language of Content Item and Descendants') },
  { name: 'in another language', apply: inChild('Language of Content Item and Descendants', (item) => having(item, 'ConceptCodeSequence', [codeItem({ value: 'en', scheme: 'RFC5646', meaning: 'English' })])) },
  { name: 'without the name of its observer', apply: dropChild('Person Observer Name') },
  { name: 'with the observer before the language', apply: (report) => children(report, (all) => [...all.slice(2, 6), ...all.slice(0, 2), ...all.slice(6)]) },
  { name: 'unverified and yet final', apply: (report) => having(report, 'VerificationFlag', 'UNVERIFIED') },
  { name: 'verified and yet partial', apply: (report) => having(report, 'CompletionFlag', 'PARTIAL') },
  { name: 'preliminary', apply: (report) => having(report, 'PreliminaryFlag', 'PRELIMINARY') },
  { name: 'verified by nobody', apply: (report) => without(report, 'VerifyingObserverSequence') },
  { name: 'verified by somebody of nowhere', apply: firstOfSequence('VerifyingObserverSequence', (item) => having(item, 'VerifyingOrganization', '')) },
  { name: 'verified at no time', apply: firstOfSequence('VerifyingObserverSequence', (item) => without(item, 'VerificationDateTime')) },
  { name: 'written by nobody', apply: (report) => without(report, 'AuthorObserverSequence') },
  { name: 'without evidence', apply: (report) => without(report, 'CurrentRequestedProcedureEvidenceSequence') },
  {
    name: 'with a measured image that is not in the evidence',
    apply: firstOfSequence('CurrentRequestedProcedureEvidenceSequence', (study) =>
      items(study, 'ReferencedSeriesSequence', (all) => all.map((series) => items(series, 'ReferencedSOPSequence', (instances) => instances.slice(0, 1))))),
  },
  {
    name: 'with evidence of another class',
    apply: firstOfSequence('CurrentRequestedProcedureEvidenceSequence', (study) =>
      items(study, 'ReferencedSeriesSequence', (all) => all.map((series) =>
        items(series, 'ReferencedSOPSequence', (instances) => instances.map((instance) => having(instance, 'ReferencedSOPClassUID', '1.2.840.10008.5.1.4.1.1.4')))))),
  },
  { name: 'with evidence of another study alone', apply: firstOfSequence('CurrentRequestedProcedureEvidenceSequence', (study) => having(study, 'StudyInstanceUID', '1.2.3.4')) },
  { name: 'with the request of another study', apply: firstOfSequence('ReferencedRequestSequence', (item) => having(item, 'StudyInstanceUID', '1.2.3.4')) },
  { name: 'with a number without its unit', apply: inLength((item) => items(item, 'MeasuredValueSequence', (all) => all.map((value) => ({ ...value, [tagOf('MeasurementUnitsCodeSequence')]: empty })))) },
  {
    name: 'with a unit outside UCUM',
    apply: inLength((item) => items(item, 'MeasuredValueSequence', (all) => all.map((value) => having(value, 'MeasurementUnitsCodeSequence', [codeItem({ value: 'mm', scheme: 'LN', meaning: 'mm' })])))),
  },
  { name: 'with a number that has no value', apply: inLength((item) => ({ ...item, [tagOf('MeasuredValueSequence')]: empty })) },
  { name: 'with a number that no image shows', apply: inLength((item) => without(item, 'ContentSequence')) },
  { name: 'with a relationship that Enhanced SR forbids', apply: inLength((item) => children(item, (all) => all.map((child) => having(child, 'RelationshipType', 'CONTAINS')))) },
  { name: 'with the impression before the findings', apply: (report) => children(report, (all) => [...all.filter((child) => meaningOf(child) !== 'Findings'), ...all.filter((child) => meaningOf(child) === 'Findings')]) },
  { name: 'without findings', apply: dropChild('Findings') },
  { name: 'without an impression', apply: inSection('Impressions', (all) => all.filter(isOutcome)) },
  { name: 'neither positive nor negative', apply: inSection('Impressions', (all) => all.filter((item) => !isOutcome(item))) },
  { name: 'twice positive', apply: inSection('Impressions', (all) => [...all, ...all.filter(isOutcome)]) },
  { name: 'with an empty section', apply: inChild('Recommendations', (section) => without(section, 'ContentSequence')) },
  { name: 'with an empty text', apply: inSection('Recommendations', (all) => all.map((item) => having(item, 'TextValue', ''))) },
  { name: 'with a text that has no name', apply: inSection('Recommendations', (all) => all.map((item) => without(item, 'ConceptNameCodeSequence'))) },
  { name: 'with a section that nobody knows', apply: inChild('Recommendations', (section) => having(section, 'ConceptNameCodeSequence', [codeItem({ value: 'X', scheme: '99TONGYUE', meaning: 'X' })])) },
  { name: 'with a title that is none', apply: (report) => having(report, 'ConceptNameCodeSequence', [codeItem({ value: '121071', scheme: 'DCM', meaning: 'Finding' })]) },
  { name: 'with a scheme of ours that it does not explain', apply: (report) => without(report, 'CodingSchemeIdentificationSequence') },
  {
    name: 'as its own predecessor',
    apply: (report) => firstOfSequence('PredecessorDocumentsSequence', (study) =>
      items(study, 'ReferencedSeriesSequence', (all) => all.map((series) =>
        items(series, 'ReferencedSOPSequence', (instances) => instances.map((instance) => having(instance, 'ReferencedSOPInstanceUID', textOf(report, 'SOPInstanceUID')))))))(report),
  },
  { name: 'without its character set', apply: (report) => without(report, 'SpecificCharacterSet') },
  { name: 'without its time zone', apply: (report) => without(report, 'TimezoneOffsetFromUTC') },
  { name: 'as a Basic Text SR', apply: (report) => having(report, 'SOPClassUID', '1.2.840.10008.5.1.4.1.1.88.11') },
  { name: 'under the modality of the images', apply: (report) => having(report, 'Modality', 'CT') },
  { name: 'without a series', apply: (report) => without(report, 'SeriesInstanceUID') },
];
