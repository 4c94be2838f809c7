import { itemsOf, numberOf, textOf, textsOf, type DataSet } from '../dicom/data-set/data-set.ts';

export const CLINICAL_KINDS = ['request', 'diagnosis', 'history', 'complaint', 'allergy', 'alert', 'pregnancy', 'body', 'state', 'condition', 'prior-report'] as const;
export type ClinicalKind = (typeof CLINICAL_KINDS)[number];
export const CLINICAL_SOURCES = ['image-header', 'search-answer', 'structured-report', 'earlier-report', 'clinical-server'] as const;
export type ClinicalSource = (typeof CLINICAL_SOURCES)[number];

/** Something that a physician needs to know to read well, and where it was found. */
export interface ClinicalFact {
  readonly kind: ClinicalKind;
  readonly text: string;
  readonly source: ClinicalSource;
  readonly sourceDetail: string;
  readonly isAlert: boolean;
}

type Keyword = Parameters<typeof textOf>[1];

/** PS3.3 C.7.2.2 Patient Study, C.4.11 Requested Procedure, C.7.1.1 Patient: what says something of the patient's condition. */
const ATTRIBUTES: readonly (readonly [keyword: Keyword, kind: ClinicalKind])[] = [
  ['ReasonForTheRequestedProcedure', 'request'], ['RequestedProcedureDescription', 'request'], ['ReasonForStudy', 'request'], ['RequestedProcedureComments', 'request'],
  ['ImagingServiceRequestComments', 'request'], ['ReasonForVisit', 'complaint'], ['AdmittingDiagnosesDescription', 'diagnosis'], ['AdditionalPatientHistory', 'history'],
  ['MedicalAlerts', 'alert'], ['Allergies', 'allergy'], ['SpecialNeeds', 'alert'], ['PatientState', 'state'], ['Occupation', 'history'], ['PatientComments', 'history'],
];
const CODED: readonly (readonly [keyword: Keyword, kind: ClinicalKind])[] = [
  ['ReasonForRequestedProcedureCodeSequence', 'request'], ['AdmittingDiagnosesCodeSequence', 'diagnosis'], ['ReasonForVisitCodeSequence', 'complaint'],
];

/** Pregnancy Status (0010,21C0). */
const PREGNANCY: Readonly<Record<number, 'no' | 'possibly' | 'yes'>> = { 1: 'no', 2: 'possibly', 3: 'yes' };

/** Each text once, in the order of the attributes; the same words of two images are one fact. */
export function factsOfHeaders(headers: readonly DataSet[]): ClinicalFact[] {
  const found = headers.flatMap((header) => {
    const places = [header, ...itemsOf(header, 'RequestAttributesSequence')];
    return places.flatMap((place) => [
      ...ATTRIBUTES.flatMap(([keyword, kind]) => fact(kind, textsOf(place, keyword).join('；').trim(), keyword)),
      ...CODED.flatMap(([keyword, kind]) => itemsOf(place, keyword).flatMap((item) => fact(kind, codedText(item), keyword))),
      ...pregnancyFacts(place),
      ...fact('history', SMOKING[textOf(place, 'SmokingStatus')] ?? '', 'SmokingStatus'),
      ...fact('body', bodyText(place), 'PatientWeight'),
    ]);
  });
  return [...new Map(found.map((one) => [`${one.kind}|${one.text}`, one])).values()];
}

const SMOKING: Readonly<Record<string, string>> = { YES: '吸烟', NO: '不吸烟' };

function fact(kind: ClinicalKind, text: string, keyword: string): ClinicalFact[] {
  return text === '' ? [] : [{ kind, text, source: 'image-header', sourceDetail: keyword, isAlert: kind === 'allergy' || kind === 'alert' }];
}

/** `yes`, `possibly` or `no` as text; unknown says nothing. */
function pregnancyFacts(place: DataSet): ClinicalFact[] {
  const status = PREGNANCY[numberOf(place, 'PregnancyStatus') ?? 0];
  const lastMenstruation = textOf(place, 'LastMenstrualDate');
  const date = /^\d{8}$/u.test(lastMenstruation) ? `${lastMenstruation.slice(0, 4)}-${lastMenstruation.slice(4, 6)}-${lastMenstruation.slice(6)}` : '';
  if (status === undefined && date === '') return [];
  return [{ kind: 'pregnancy', text: [status ?? '', date].filter((part) => part !== '').join(' '), source: 'image-header', sourceDetail: status === undefined ? 'LastMenstrualDate' : 'PregnancyStatus', isAlert: status === 'yes' || status === 'possibly' }];
}

/** `172 cm 81 kg`; Patient's Size (0010,1020) is in metres. */
function bodyText(place: DataSet): string {
  const metres = numberOf(place, 'PatientSize') ?? 0;
  const kilograms = numberOf(place, 'PatientWeight') ?? 0;
  return [metres > 0.2 && metres < 2.6 ? `${Math.round(metres * 100)} cm` : '', kilograms > 0.3 && kilograms < 400 ? `${kilograms} kg` : ''].filter((part) => part !== '').join(' ');
}

function codedText(item: DataSet): string {
  const meaning = textOf(item, 'CodeMeaning');
  const code = textOf(item, 'CodeValue');
  return meaning === '' ? code : code === '' ? meaning : `${meaning}（${code}）`;
}

/** At most so many sentences of a form; what is longer is looked at as a document. */
const MOST_SENTENCES = 12;

/** The sentences of a structured report that came with the study, such as an electronic request form (PS3.3 C.17.3). */
export function factsOfStructuredReport(header: DataSet): ClinicalFact[] {
  const texts = (items: readonly DataSet[]): { readonly name: string; readonly text: string }[] =>
    items.flatMap((item) => {
      const text = textOf(item, 'ValueType') === 'TEXT' ? textOf(item, 'TextValue').trim() : '';
      return [...(text === '' ? [] : [{ name: textOf(itemsOf(item, 'ConceptNameCodeSequence')[0] ?? {}, 'CodeMeaning'), text }]), ...texts(itemsOf(item, 'ContentSequence'))];
    });
  const title = textOf(itemsOf(header, 'ConceptNameCodeSequence')[0] ?? {}, 'CodeMeaning');
  return texts(itemsOf(header, 'ContentSequence')).slice(0, MOST_SENTENCES).map(({ name, text }) => ({
    kind: 'request', text: name === '' ? text : `${name}：${text}`, source: 'structured-report', sourceDetail: title, isAlert: false,
  }));
}
