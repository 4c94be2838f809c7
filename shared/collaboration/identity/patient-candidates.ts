import { personNameComponents, type PersonName } from '#shared/dicom/values/person-name.ts';
import { readNationalId, readOldNationalId } from './national-id.ts';
import { soundAlike, soundOf } from './name-sound.ts';
import { standardName } from './name-variants.ts';

/** A patient as one hospital numbers them. */
export interface PatientNumber {
  readonly siteId: string;
  readonly patientId: string;
  readonly issuerOfPatientId: string;
}

/** All that a hospital says of a patient. */
export interface PatientRecord extends PatientNumber {
  readonly name: PersonName;
  readonly sex: 'M' | 'F' | 'O' | '';
  /** `YYYY-MM-DD` */
  readonly birthDate: string | null;
  /** Other Patient IDs (0010,1000) and (0010,1002): numbers of other hospitals, the resident identity number. */
  readonly otherIds: readonly string[];
  /** Patient's Telephone Numbers (0010,2154), as sent. */
  readonly phones: readonly string[];
}

/** What speaks for two records being of one person, and what against it. */
export const EVIDENCE_KINDS = [
  'same-national-id', 'listed-id', 'same-name', 'same-letters', 'same-sound', 'variant-name', 'same-birth-date', 'near-birth-date', 'same-sex', 'same-phone', 'same-number',
  'other-national-id', 'other-name', 'other-sex', 'other-birth-date', 'possible-twin',
] as const;
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number];

/** Points of what speaks for it; null speaks against it. The same number in two hospitals says next to nothing: numbers begin at 1 everywhere. */
const POINTS: Readonly<Record<EvidenceKind, number | null>> = {
  'same-national-id': 60, 'listed-id': 40, 'same-name': 20, 'same-letters': 12, 'same-sound': 8, 'variant-name': 16, 'same-birth-date': 20, 'near-birth-date': 6, 'same-sex': 2, 'same-phone': 10, 'same-number': 1,
  'other-national-id': null, 'other-name': null, 'other-sex': null, 'other-birth-date': null, 'possible-twin': null,
};

/** `likely`: nothing speaks against it and it rests on more than a common name. `doubtful`: too little is known. `conflicting`: something speaks against it. */
export type CandidateStanding = 'likely' | 'doubtful' | 'conflicting';

export interface CandidateEvidence {
  /** Weightiest first; what speaks against it stands at the end. */
  readonly evidence: readonly EvidenceKind[];
  readonly score: number;
  readonly standing: CandidateStanding;
}

export interface RankedCandidate<R extends PatientRecord> extends CandidateEvidence {
  readonly record: R;
}

export function speaksAgainst(kind: EvidenceKind): boolean {
  return POINTS[kind] === null;
}

/** Points that make a match likely: name and birth date, or a number that the other hospital wrote down. */
const LIKELY_POINTS = 40;

/** What is known of two records of different hospitals or issuers. Nothing is decided here: a person confirms. */
export function compareRecords(left: PatientRecord, right: PatientRecord): CandidateEvidence {
  const dates = compareDates(birthDateOf(left), birthDateOf(right));
  const name = compareNames(left.name, right.name);
  const national = compareNationalIds(left, right);
  const found: (EvidenceKind | undefined)[] = [
    national,
    lists(left, right) || lists(right, left) ? 'listed-id' : undefined,
    name,
    dates,
    compareSexes(sexOf(left), sexOf(right)),
    left.phones.some((phone) => digits(phone).length >= 7 && right.phones.some((other) => digits(other) === digits(phone))) ? 'same-phone' : undefined,
    left.patientId !== '' && left.patientId === right.patientId && readNationalId(left.patientId) === undefined ? 'same-number' : undefined,
    // Born on one day, one family name, another given name: brothers and sisters have the same telephone too.
    dates === 'same-birth-date' && (name === 'other-name' || name === 'same-sound') && national !== 'same-national-id' && hasSameFamily(left.name, right.name) ? 'possible-twin' : undefined,
  ];
  const evidence = found.filter((kind) => kind !== undefined).toSorted((one, other) => (POINTS[other] ?? -1) - (POINTS[one] ?? -1));
  const score = evidence.reduce((sum, kind) => sum + (POINTS[kind] ?? 0), 0);
  const standing = evidence.some(speaksAgainst) ? 'conflicting' : score >= LIKELY_POINTS ? 'likely' : 'doubtful';
  return { evidence, score, standing };
}

const ORDER: Readonly<Record<CandidateStanding, number>> = { likely: 0, doubtful: 1, conflicting: 2 };
/** A common name, a sex, a number: not worth a physician's look. */
const LEAST_POINTS = 16;

/** Records that may be of the same person, most likely first; what conflicts stands below all that does not. */
export function rankCandidates<R extends PatientRecord>(record: PatientRecord, others: readonly R[]): readonly RankedCandidate<R>[] {
  return others
    .filter((other) => numberKey(other) !== numberKey(record))
    .map((other) => ({ record: other, ...compareRecords(record, other) }))
    .filter(({ score }) => score >= LEAST_POINTS)
    .toSorted((left, right) => ORDER[left.standing] - ORDER[right.standing] || right.score - left.score || (numberKey(left.record) < numberKey(right.record) ? -1 : 1));
}

/** One text for a patient's number with its hospital and issuer. */
export function numberKey({ siteId, issuerOfPatientId, patientId }: PatientNumber): string {
  return JSON.stringify([siteId, issuerOfPatientId, patientId]);
}

/** The two numbers of a link in the order in which they are kept. */
export function orderedPair(left: PatientNumber, right: PatientNumber): readonly [PatientNumber, PatientNumber] {
  return numberKey(left) < numberKey(right) ? [left, right] : [right, left];
}

function nationalIdsOf({ patientId, otherIds, birthDate }: PatientRecord) {
  return [patientId, ...otherIds].map((text) => readNationalId(text) ?? readOldNationalId(text, birthDate ?? '')).filter((id) => id !== undefined);
}

function compareNationalIds(left: PatientRecord, right: PatientRecord): EvidenceKind | undefined {
  const [ours, theirs] = [nationalIdsOf(left), nationalIdsOf(right)];
  if (ours.length === 0 || theirs.length === 0) return undefined;
  return ours.some(({ number }) => theirs.some((other) => other.number === number)) ? 'same-national-id' : 'other-national-id';
}

/** The one hospital has written down the number of the other. */
function lists({ otherIds }: PatientRecord, { patientId }: PatientRecord): boolean {
  return patientId.length >= 4 && readNationalId(patientId) === undefined && otherIds.some((id) => typedAlike(id) === typedAlike(patientId));
}

/** Numbers as they are typed from paper: O for 0, small letters, wide digits. */
function typedAlike(id: string): string {
  return id.normalize('NFKC').trim().toUpperCase().replaceAll('O', '0');
}

function birthDateOf(record: PatientRecord): string {
  return record.birthDate ?? nationalIdsOf(record)[0]?.birthDate ?? '';
}

function sexOf(record: PatientRecord): string {
  return record.sex === 'M' || record.sex === 'F' ? record.sex : (nationalIdsOf(record)[0]?.sex ?? '');
}

function compareSexes(left: string, right: string): EvidenceKind | undefined {
  if (left === '' || right === '') return undefined;
  return left === right ? 'same-sex' : 'other-sex';
}

function compareDates(left: string, right: string): EvidenceKind | undefined {
  if (left === '' || right === '') return undefined;
  if (left === right) return 'same-birth-date';
  const [year, month, day] = right.split('-');
  const isSwapped = left === `${year}-${day}-${month}`;
  const differing = Array.from(left).filter((character, index) => character !== right[index]).length;
  return isSwapped || differing === 1 ? 'near-birth-date' : 'other-birth-date';
}

/** Characters outweigh letters: 张伟 and 张玮 are the same letters and two people. */
function compareNames(one: PersonName, other: PersonName): EvidenceKind | undefined {
  const [ours, theirs] = [groupsOf(one), groupsOf(other)];
  if (ours.han !== '' && theirs.han !== '') {
    if (ours.han === theirs.han) return 'same-name';
    if (standardName(ours.han) === standardName(theirs.han)) return 'variant-name';
    return soundAlike(ours.han, theirs.han) ? 'same-sound' : 'other-name';
  }
  const [left, right] = [lettersOf(ours), lettersOf(theirs)];
  if (left === '' || right === '') return undefined;
  return left === right ? 'same-letters' : 'other-name';
}

/** The characters of a name, and its letters as they were sent. */
function groupsOf(name: PersonName): { readonly han: string; readonly letters: string } {
  const bare = (group: string) => group.normalize('NFKC').replaceAll(/[\s^·,.-]/g, '').toLowerCase();
  const all = [name.ideographic, name.alphabetic, name.phonetic].map(bare);
  const han = all.find((group) => /\p{Script=Han}/u.test(group)) ?? '';
  const letters = all.find((group) => group !== '' && !/\p{Script=Han}/u.test(group)) ?? '';
  return { han, letters };
}

function lettersOf({ han, letters }: { readonly han: string; readonly letters: string }): string {
  return letters !== '' ? letters : soundOf(han).replaceAll(' ', '');
}

function hasSameFamily(left: PersonName, right: PersonName): boolean {
  const family = (name: PersonName) => {
    const { han } = groupsOf(name);
    return han !== '' ? soundOf(han.slice(0, 1)) : personNameComponents(name.alphabetic).familyName.toLowerCase();
  };
  return family(left) === family(right);
}

function digits(phone: string): string {
  return phone.replaceAll(/\D/g, '').replace(/^(0086|86)(?=1\d{10}$)/, '');
}
