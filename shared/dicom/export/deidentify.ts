import type { DataElement, DataSet, JsonValue } from '../data-set/data-set.ts';
import { buildDataSet, codeItem } from '../data-set/build-data-set.ts';
import { CONFIDENTIALITY_TABLE, DESCRIPTORS, PATIENT_CHARACTERISTICS, type ConfidentialityAction } from './confidentiality-table.ts';

/** What is kept beyond the Basic Application Level Confidentiality Profile. PS3.15 E.3. */
export interface ConfidentialityOptions {
  /** Retain UIDs Option: whoever has the first study can tell which it is. */
  readonly retainUids: boolean;
  /** `remove`, or Retain Longitudinal Temporal Information with Modified Dates. */
  readonly dates: 'remove' | 'shift';
  /** Retain Patient Characteristics Option. */
  readonly retainCharacteristics: boolean;
  /** Clean Descriptors Option. */
  readonly cleanDescriptors: boolean;
}

/** Who the patient is from now on; the same for all objects of one export. */
export interface NewIdentity {
  /** For Patient ID and Patient's Name. */
  readonly subject: string;
  /** The same for the same UID. */
  readonly uid: (uid: string) => string;
  /** Days by which all dates are moved; none is 0. */
  readonly shiftDays: number;
  /** Somebody has looked at the pixels: nobody is named in them. */
  readonly isSeenClear: boolean;
}

const STANDARD_UID = '1.2.840.10008.';
const TEMPORAL: ReadonlySet<string> = new Set(['DA', 'DT', 'TM']);
/** Free text that no definition can promise to be harmless. */
const FREE_TEXT: ReadonlySet<string> = new Set(['LT', 'ST', 'UT', 'UC', 'UR']);
const REMOVED = 'REMOVED';
const STAND_INS: Readonly<Record<string, JsonValue>> = {
  DA: '19000101', TM: '000000', DT: '19000101000000', AS: '000Y', AE: REMOVED, CS: REMOVED, LO: REMOVED, SH: REMOVED, LT: REMOVED, ST: REMOVED, UT: REMOVED,
  IS: 0, DS: 0, US: 0, UL: 0, SS: 0, SL: 0, FL: 0, FD: 0,
};

/**
 * Takes out of a data set what tells who the patient is, after PS3.15 annex E: the table, and beyond it every private attribute, every date that is
 * not moved, every person's name, every free text and every unknown representation. Pixels are not looked at: see `burnedInVerdictOf`.
 * Sequences are entered.
 */
export function deidentify(dataSet: DataSet, options: ConfidentialityOptions, identity: NewIdentity): DataSet {
  const secrets = secretsOf(dataSet);
  const kept = deidentifyItem(dataSet, options, identity, secrets);
  const methods = ['PS3.15 annex E Basic Profile', ...(options.retainUids ? ['UIDs'] : []), ...(options.dates === 'shift' ? ['Moved Dates'] : []), ...(options.retainCharacteristics ? ['Characteristics'] : []), ...(options.cleanDescriptors ? ['Descriptors'] : [])];
  const codes = [
    ['113100', 'Basic Application Confidentiality Profile'],
    ...(options.cleanDescriptors ? [['113105', 'Clean Descriptors Option']] : []),
    ...(options.dates === 'shift' ? [['113107', 'Retain Longitudinal Temporal Information Modified Dates Option']] : []),
    ...(options.retainCharacteristics ? [['113108', 'Retain Patient Characteristics Option']] : []),
    ...(options.retainUids ? [['113110', 'Retain UIDs Option']] : []),
  ];
  return {
    ...kept,
    ...buildDataSet({
      PatientName: identity.subject, PatientID: identity.subject, PatientIdentityRemoved: 'YES', DeidentificationMethod: methods,
      DeidentificationMethodCodeSequence: codes.map(([value = '', meaning = '']) => codeItem({ value, scheme: 'DCM', meaning })),
      LongitudinalTemporalInformationModified: options.dates === 'shift' ? 'MODIFIED' : 'REMOVED',
      ...(identity.isSeenClear ? { BurnedInAnnotation: 'NO' } : {}),
    }),
  };
}

function deidentifyItem(dataSet: DataSet, options: ConfidentialityOptions, identity: NewIdentity, secrets: readonly string[]): DataSet {
  const kept: Record<string, DataElement> = {};
  for (const [tag, element] of Object.entries(dataSet)) {
    const action = actionOf(tag, element, options);
    const result = action === 'keep' ? enter(element, options, identity, secrets) : changed(element, action, identity, secrets);
    if (result !== undefined) kept[tag] = result;
  }
  return kept;
}

type Act = 'keep' | 'clean' | 'shift' | 'D' | 'Z' | 'X' | 'U';

function actionOf(tag: string, { vr, Value }: DataElement, options: ConfidentialityOptions): Act {
  const group = Number.parseInt(tag.slice(0, 4), 16);
  const isRepeating = (group & 0xff00) === 0x5000 || (group & 0xff00) === 0x6000;
  if (group % 2 === 1 || (group & 0xff00) === 0x5000 || (isRepeating && /(3000|4000)$/.test(tag))) return 'X';
  // Without its bits the rest of an overlay says nothing.
  if ((group & 0xff00) === 0x6000) return 'X';
  if (options.retainCharacteristics && PATIENT_CHARACTERISTICS.has(tag)) return FREE_TEXT.has(vr) || vr === 'LO' ? 'clean' : 'keep';
  if (options.cleanDescriptors && DESCRIPTORS.has(tag)) return 'clean';
  if (TEMPORAL.has(vr)) return temporalAct(tag, options);
  const listed = CONFIDENTIALITY_TABLE.get(tag);
  if (vr === 'UI') return options.retainUids ? (listed === 'X' ? 'X' : 'keep') : 'U';
  if (listed !== undefined) return chosen(listed, Value !== undefined && Value.length > 0);
  if (vr === 'PN' || vr === 'UN' || FREE_TEXT.has(vr)) return 'X';
  return 'keep';
}

/** The dates of a patient's life are gone whatever is moved: they tell who it is. */
function temporalAct(tag: string, { dates }: ConfidentialityOptions): Act {
  if (tag === '00100030' || tag === '00100032') return tag === '00100030' ? 'Z' : 'X';
  if (dates === 'shift') return 'shift';
  const listed = CONFIDENTIALITY_TABLE.get(tag);
  return listed === undefined ? 'X' : chosen(listed, true);
}

/** Of several letters: something in place of what was there, nothing in place of nothing. */
function chosen(action: ConfidentialityAction, isFilled: boolean): Act {
  switch (action) {
    case 'D':
    case 'Z':
    case 'X':
    case 'U':
      return action;
    case 'X/Z':
      return 'Z';
    case 'Z/D':
    case 'X/D':
    case 'X/Z/D':
      return isFilled ? 'D' : 'Z';
    case 'X/Z/U*':
      // The references inside get their new UIDs.
      return 'keep';
    default:
      return action satisfies never;
  }
}

function changed(element: DataElement, act: Exclude<Act, 'keep'>, identity: NewIdentity, secrets: readonly string[]): DataElement | undefined {
  const { vr } = element;
  switch (act) {
    case 'X':
      return undefined;
    case 'Z':
      return { vr };
    case 'U':
      return { vr, ...values(element, (value) => (typeof value === 'string' && !value.startsWith(STANDARD_UID) ? identity.uid(value) : value)) };
    case 'shift':
      // Times stay: the order of what was done within a day.
      return vr === 'TM' ? { vr, ...values(element, (value) => value) } : { vr, ...values(element, (value) => (typeof value === 'string' ? shiftedDate(value, identity.shiftDays) : value)) };
    case 'clean':
      return { vr, ...values(element, (value) => (typeof value === 'string' ? cleanText(value, secrets) : value)) };
    case 'D':
      // A sequence of stand-ins would be an invention: it goes.
      return vr === 'SQ' || STAND_INS[vr] === undefined ? (vr === 'PN' ? { vr, Value: [{ Alphabetic: REMOVED }] } : undefined) : { vr, Value: [STAND_INS[vr]] };
    default:
      return act satisfies never;
  }
}

/** Items of a sequence are de-identified as the whole is; an empty item says nothing and goes. */
function enter(element: DataElement, options: ConfidentialityOptions, identity: NewIdentity, secrets: readonly string[]): DataElement {
  if (element.vr !== 'SQ') {
    // The bytes that a mislabelled text was sent as are the text.
    const { repairedFrom: _, ...rest } = element;
    return rest;
  }
  return { vr: 'SQ', ...values(element, (value) => deidentifyItem(value as DataSet, options, identity, secrets)) };
}

function values({ Value }: DataElement, change: (value: JsonValue) => JsonValue): Pick<DataElement, 'Value'> {
  return Value === undefined ? {} : { Value: Value.map((value) => (value === null ? value : change(value))) };
}

/** @param date DA or DT; what is no date is no date afterwards either @returns the same form, moved */
export function shiftedDate(date: string, days: number): string {
  const found = /^(\d{4})(\d{2})(\d{2})/.exec(date);
  if (found === null) return '';
  const moved = new Date(Date.UTC(Number(found[1]), Number(found[2]) - 1, Number(found[3]) + days));
  const two = (value: number) => String(value).padStart(2, '0');
  return `${String(moved.getUTCFullYear()).padStart(4, '0')}${two(moved.getUTCMonth() + 1)}${two(moved.getUTCDate())}${date.slice(8)}`;
}

/** Attributes whose words must not stand in any description. */
const SECRET_TAGS = ['00100010', '00100020', '00101000', '00101001', '00100030', '00080050', '00080080', '00080081', '00081040', '00080090', '00081050', '00081070', '00081060', '00081048', '00200010', '00380010', '00401001', '00402016', '00402017'];

/** Words of the names and numbers of this object, longest first. */
function secretsOf(dataSet: DataSet): readonly string[] {
  const words = SECRET_TAGS.flatMap((tag) => (dataSet[tag]?.Value ?? []).flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : [value])))
    .flatMap((text) => (typeof text === 'string' ? [text.replaceAll(/[\^=]/g, ''), ...text.split(/[\^=,\s]+/)] : []))
    .filter((word) => word.length >= 2);
  return [...new Set(words)].toSorted((left, right) => right.length - left.length);
}

/** A description without the names and numbers of its object, and without anything that may be a number, a date or an address. */
export function cleanText(text: string, secrets: readonly string[]): string {
  const lowered = secrets.map((secret) => secret.toLowerCase());
  let cleaned = text;
  for (const secret of lowered) {
    for (let at = cleaned.toLowerCase().indexOf(secret); at !== -1; at = cleaned.toLowerCase().indexOf(secret)) cleaned = `${cleaned.slice(0, at)} ${cleaned.slice(at + secret.length)}`;
  }
  return cleaned.replaceAll(/\S+@\S+|\d[\d\-/.: ]{4,}\d|\d{5,}/g, ' ').replaceAll(/\s+/g, ' ').trim();
}
