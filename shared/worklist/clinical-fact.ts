import { itemsOf, numberOf, textOf, textsOf, type DataSet } from '../dicom/data-set/data-set.ts';
import { parseDicomDate, parseDicomTime } from '../dicom/values/date-time.ts';

export const CLINICAL_KINDS = ['request', 'diagnosis', 'history', 'complaint', 'allergy', 'alert', 'pregnancy', 'body', 'state', 'condition', 'laboratory', 'prior-report'] as const;
export type ClinicalKind = (typeof CLINICAL_KINDS)[number];
export const CLINICAL_SOURCES = ['image-header', 'search-answer', 'structured-report', 'earlier-report', 'clinical-server'] as const;
export type ClinicalSource = (typeof CLINICAL_SOURCES)[number];

/** Something that a physician needs to know to read well, and where it was found. */
export interface ClinicalFact {
  readonly kind: ClinicalKind;
  readonly text: string;
  readonly source: ClinicalSource;
  readonly sourceDetail: string;
  /** When it was written or measured, `YYYY-MM-DD HH:MM` or less of it, on the hospital's clock; '' when the source does not say. */
  readonly at: string;
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
    ])
      // What the examination is called stands beside the patient's name.
      .filter(({ sourceDetail, text }) => sourceDetail !== 'RequestedProcedureDescription' || text !== textOf(header, 'StudyDescription'))
      .map((one): ClinicalFact => ({ ...one, at: timeOf(header, 'Study') }));
  });
  return [...new Map(found.map((one) => [`${one.kind}|${one.text}`, one])).values()];
}

const SMOKING: Readonly<Record<string, string>> = { YES: '吸烟', NO: '不吸烟' };

type HeaderFact = Omit<ClinicalFact, 'at'>;

function fact(kind: ClinicalKind, text: string, keyword: string): HeaderFact[] {
  return text === '' ? [] : [{ kind, text, source: 'image-header', sourceDetail: keyword, isAlert: warns(kind, text) }];
}

/** A part that says that there is none. */
const DENIAL = /^(?:[无否]|否认.*|未发现.*|未见.*|不详|未知|[无没](?:有)?.*(?:过敏|特殊|异常).*|没有|none|nil|no|nka|nkda|no known .*|unknown|-+|\/)$/iu;

/** An allergy or alert is shouted, unless all of it denies: what every patient has in red is read by nobody. */
function warns(kind: ClinicalKind, text: string): boolean {
  if (kind !== 'allergy' && kind !== 'alert') return false;
  const parts = text.split(/[；;，,。、\n]/u).map((part) => part.trim()).filter((part) => part !== '');
  return parts.some((part) => !DENIAL.test(part) || /除|但|外/u.test(part));
}

/** `2026-11-22 22:44` of Study Date and Time or of Content Date and Time. */
function timeOf(header: DataSet, which: 'Study' | 'Content'): string {
  const date = parseDicomDate(textOf(header, `${which}Date`)) ?? '';
  const time = (parseDicomTime(textOf(header, `${which}Time`)) ?? '').slice(0, 5);
  return date === '' ? '' : [date, time].filter((part) => part !== '').join(' ');
}

/** `yes`, `possibly` or `no` as text; unknown says nothing. */
function pregnancyFacts(place: DataSet): HeaderFact[] {
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

/** Titles of documents that say what was found, not what is asked: of a reading, of measurements, of dose, of a machine's second opinion. */
const NOT_A_REQUEST = /报告|诊断书|剂量|测量|report|dose|measure|computer.aided|\bcad\b|key object|关键/iu;
/** LOINC 18748-4 and its sisters of CID 7000, DCM 126000 and 113701 (TID 1500, TID 10011): such titles in any language. */
const REPORT_CODES: ReadonlySet<string> = new Set(['18748-4', '11528-7', '18747-6', '18755-9', '18760-9', '28010-7', '126000', '113701']);
/** Basic Text, Enhanced and Comprehensive SR: the classes that forms are written in. */
const WRITTEN_FORMS: ReadonlySet<string> = new Set(['1.2.840.10008.5.1.4.1.1.88.11', '1.2.840.10008.5.1.4.1.1.88.22', '1.2.840.10008.5.1.4.1.1.88.33']);

/** Whether a structured report is a form that came to ask, and not somebody's answer: the words of an answer are never shown as the request. */
export function isRequestForm(header: DataSet): boolean {
  const title = itemsOf(header, 'ConceptNameCodeSequence')[0] ?? {};
  const sopClassUid = textOf(header, 'SOPClassUID');
  if (sopClassUid !== '' && !WRITTEN_FORMS.has(sopClassUid)) return false;
  const meaning = textOf(title, 'CodeMeaning');
  return !REPORT_CODES.has(textOf(title, 'CodeValue')) && (/申请|request|order/iu.test(meaning) || !NOT_A_REQUEST.test(meaning));
}

/** What a heading of a form says of the text below it. */
const HEADED: readonly (readonly [heading: RegExp, kind: ClinicalKind])[] = [
  [/过敏|allerg/iu, 'allergy'], [/主诉|complaint/iu, 'complaint'], [/诊断|diagnos/iu, 'diagnosis'], [/病史|既往|手术史|history/iu, 'history'], [/检验|化验|laborator/iu, 'laboratory'],
];

/** The sentences of a request form that came with the study as a structured report (PS3.3 C.17.3). */
export function factsOfStructuredReport(header: DataSet): ClinicalFact[] {
  if (!isRequestForm(header)) return [];
  const texts = (items: readonly DataSet[]): { readonly name: string; readonly text: string }[] =>
    items.flatMap((item) => {
      const text = textOf(item, 'ValueType') === 'TEXT' ? textOf(item, 'TextValue').trim() : '';
      return [...(text === '' ? [] : [{ name: textOf(itemsOf(item, 'ConceptNameCodeSequence')[0] ?? {}, 'CodeMeaning'), text }]), ...texts(itemsOf(item, 'ContentSequence'))];
    });
  const title = textOf(itemsOf(header, 'ConceptNameCodeSequence')[0] ?? {}, 'CodeMeaning');
  return texts(itemsOf(header, 'ContentSequence')).slice(0, MOST_SENTENCES).map(({ name, text }) => {
    const kind = HEADED.find(([heading]) => heading.test(name))?.[1] ?? 'request';
    return { kind, text: name === '' ? text : `${name}：${text}`, source: 'structured-report', sourceDetail: title, at: timeOf(header, 'Content'), isAlert: warns(kind, text) };
  });
}
