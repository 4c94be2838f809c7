import type { ClinicalFact, ClinicalKind } from './clinical-fact.ts';

/** A resource of HL7 FHIR R4 as it arrived: nothing of it is trusted. */
export type FhirResource = Readonly<Record<string, unknown>>;

export interface FhirPerson {
  readonly patientId: string;
  /** In Chinese characters, without spaces; '' where the images have it only in Latin letters, or not surely. */
  readonly hanName: string;
  /** `YYYY-MM-DD`; null when unknown. */
  readonly birthDate: string | null;
  readonly sex: 'M' | 'F' | 'O' | '';
}

/** The study that a physician reads: of many requests of a patient only its own is the request. */
export interface FhirStudy {
  readonly accessionNumbers: readonly string[];
  /** `YYYY-MM-DD`; null when unknown. */
  readonly studyDate: string | null;
}

/** @returns resources of a Bundle (R4 3.1.1); a single resource stands for itself */
export function resourcesOf(answer: unknown): FhirResource[] {
  const bundle = objectOf(answer);
  if (bundle['resourceType'] !== 'Bundle') return typeof bundle['resourceType'] === 'string' ? [bundle] : [];
  return listOf(bundle['entry']).map((entry) => objectOf(objectOf(entry)['resource'])).filter((resource) => typeof resource['resourceType'] === 'string');
}

/**
 * The one Patient that is this person, or undefined: none fits, or more than one does. A number alone may be somebody else's: birth date or name must agree
 * besides, and a birth date, sex or Chinese name that is given and differs excludes. A record that was merged into another, or is no longer in use, is nobody.
 */
export function patientOf(resources: readonly FhirResource[], { patientId, hanName, birthDate, sex }: FhirPerson): FhirResource | undefined {
  const fitting = resources.filter((resource) => {
    if (resource['resourceType'] !== 'Patient' || resource['active'] === false) return false;
    if (listOf(resource['link']).some((link) => textIn(link, 'type') === 'replaced-by')) return false;
    if (!listOf(resource['identifier']).some((identifier) => textIn(identifier, 'value') === patientId && textIn(identifier, 'use') !== 'old')) return false;
    const born = textIn(resource, 'birthDate');
    const gender = textIn(resource, 'gender');
    const names = hanNamesOf(resource);
    const expected = { M: 'male', F: 'female', O: 'other', '': '' }[sex];
    const isBorn = agreement(birthDate ?? '', born === '' ? [] : [born]);
    const isNamed = agreement(hanName, names);
    const isSex = expected === '' || ['', 'unknown', expected].includes(gender);
    return isBorn !== 'differs' && isNamed !== 'differs' && isSex && (isBorn === 'agrees' || isNamed === 'agrees');
  });
  return fitting.length === 1 ? fitting[0] : undefined;
}

function agreement(ours: string, theirs: readonly string[]): 'agrees' | 'differs' | 'unknown' {
  if (ours === '' || theirs.length === 0) return 'unknown';
  return theirs.includes(ours) ? 'agrees' : 'differs';
}

/** Names of a Patient that are written in Chinese characters: `text`, or family and given name together (R4 2.24.1.8). */
function hanNamesOf(patient: FhirResource): string[] {
  return listOf(patient['name'])
    .flatMap((name) => [textIn(name, 'text'), `${textIn(name, 'family')}${listOf(objectOf(name)['given']).filter((part) => typeof part === 'string').join('')}`])
    .map((name) => name.replaceAll(/\s/gu, ''))
    .filter((name) => /^[\p{Script=Han}·]+$/u.test(name));
}

/** What the resources of the patient say. Refuted, resolved, withdrawn and unfinished ones say nothing, nor does what speaks of another patient. */
export function factsOfResources(resources: readonly FhirResource[], patientReference: string, study: FhirStudy): ClinicalFact[] {
  const ours = resources.filter((resource) => {
    const subject = resource['resourceType'] === 'AllergyIntolerance' ? resource['patient'] : resource['subject'];
    return textIn(objectOf(subject), 'reference').split('/').slice(-2).join('/') === patientReference;
  });
  return [
    ...ours.flatMap(allergyFact),
    ...requestsOfStudy(ours.filter(({ resourceType }) => resourceType === 'ServiceRequest'), study).flatMap(requestFacts),
    ...ours.flatMap(conditionFact),
    ...laboratoryFacts(ours),
  ];
}

/** Days before a study in which a request without its number may still be its request. */
const REQUEST_DAYS = 30;

/** The requests that carry the study's number; where none does, those of the month before it. */
function requestsOfStudy(requests: readonly FhirResource[], { accessionNumbers, studyDate }: FhirStudy): readonly FhirResource[] {
  const valid = requests.filter((request) => !['revoked', 'entered-in-error', 'draft'].includes(textIn(request, 'status')));
  const numbered = valid.filter((request) =>
    [...listOf(request['identifier']), request['requisition']].some((identifier) => accessionNumbers.includes(textIn(identifier, 'value'))),
  );
  if (numbered.length > 0) return numbered;
  return valid.filter((request) => {
    const authored = Date.parse(textIn(request, 'authoredOn'));
    const day = Date.parse(studyDate ?? '');
    // A day more on either side: an instant has a zone, a study date has none.
    return Number.isNaN(authored) || Number.isNaN(day) || (authored < day + 2 * DAY_MS && authored > day - REQUEST_DAYS * DAY_MS);
  });
}
const DAY_MS = 86_400_000;

function requestFacts(request: FhirResource): ClinicalFact[] {
  const reasons = listOf(request['reasonCode']).map(conceptText);
  const notes = listOf(request['note']).map((note) => textIn(note, 'text'));
  return [conceptText(request['code']), ...reasons, ...notes, textIn(request, 'patientInstruction')].filter((text) => text !== '').map((text) => fact(request, 'request', text, textIn(request, 'authoredOn')));
}

function conditionFact(resource: FhirResource): ClinicalFact[] {
  if (resource['resourceType'] !== 'Condition') return [];
  const text = conceptText(resource['code']);
  if (isOver(resource) || text === '') return [];
  return [fact(resource, 'condition', text, textIn(resource, 'onsetDateTime') || textIn(resource, 'recordedDate'))];
}

/** SNOMED CT: no known allergy, no known drug allergy. */
const NO_ALLERGY: ReadonlySet<string> = new Set(['716186003', '409137002']);

function allergyFact(resource: FhirResource): ClinicalFact[] {
  if (resource['resourceType'] !== 'AllergyIntolerance' || isOver(resource)) return [];
  const text = conceptText(resource['code']);
  if (text === '') return [];
  const isNone = listOf(objectOf(resource['code'])['coding']).some((coding) => NO_ALLERGY.has(textIn(coding, 'code')));
  const reactions = listOf(resource['reaction']).flatMap((reaction) => listOf(objectOf(reaction)['manifestation']).map(conceptText)).filter((one) => one !== '');
  const words = reactions.length === 0 ? text : `${text}（${reactions.join('、')}）`;
  return [fact(resource, 'allergy', words, textIn(resource, 'recordedDate') || textIn(resource, 'onsetDateTime'), !isNone)];
}

function isOver(resource: FhirResource): boolean {
  return ['refuted', 'entered-in-error'].includes(codeOf(resource['verificationStatus'])) || ['resolved', 'remission', 'inactive'].includes(codeOf(resource['clinicalStatus']));
}

/** Results that are shown at most, the newest of each kind. */
const MOST_RESULTS = 12;
/** LOINC of the estimated glomerular filtration rate by the usual equations. */
const FILTRATION: ReadonlySet<string> = new Set(['33914-3', '48642-3', '48643-1', '50044-7', '62238-1', '69405-9', '88293-6', '88294-4', '98979-8']);
/** mL/min/1.73 m²: below it contrast media are given only after thought. */
const LOW_FILTRATION = 30;

/** The newest final result of each kind, the newest kind first; one that a contrast medium depends on is shouted when low. */
function laboratoryFacts(resources: readonly FhirResource[]): ClinicalFact[] {
  const results = resources
    .filter((resource) => resource['resourceType'] === 'Observation' && ['final', 'amended', 'corrected'].includes(textIn(resource, 'status')))
    .map((resource) => ({ resource, name: conceptText(resource['code']), at: textIn(resource, 'effectiveDateTime') || textIn(resource, 'issued') }))
    .toSorted((left, right) => (Date.parse(right.at) || 0) - (Date.parse(left.at) || 0));
  const newest = [...new Map(results.toReversed().map((result) => [result.name, result])).values()].toSorted((left, right) => results.indexOf(left) - results.indexOf(right));
  return newest.slice(0, MOST_RESULTS).flatMap(({ resource, name, at }) => {
    const { value, unit } = objectOf(resource['valueQuantity']);
    const measured = typeof value === 'number' && Number.isFinite(value) ? `${textIn(resource['valueQuantity'], 'comparator')}${value}${typeof unit === 'string' ? ` ${unit.slice(0, 40)}` : ''}` : textIn(resource, 'valueString') || conceptText(resource['valueCodeableConcept']);
    if (name === '' || measured === '') return [];
    const arrow = { H: ' ↑', HH: ' ↑↑', L: ' ↓', LL: ' ↓↓' }[codeOf(listOf(resource['interpretation'])[0])] ?? '';
    const isFiltration = listOf(objectOf(resource['code'])['coding']).some((coding) => FILTRATION.has(textIn(coding, 'code')));
    return [fact(resource, 'laboratory', `${name} ${measured}${arrow}`, at, isFiltration && typeof value === 'number' && value < LOW_FILTRATION)];
  });
}

function fact(resource: FhirResource, kind: ClinicalKind, text: string, at: string, isAlert = false): ClinicalFact {
  return { kind, text, source: 'clinical-server', sourceDetail: `${textIn(resource, 'resourceType')}/${textIn(resource, 'id')}`, at: timeText(at), isAlert };
}

/** A dateTime of R4 2.24.0.1, which may be a year alone, on the wall clock of the alliance; '' for anything else. */
function timeText(at: string): string {
  if (/^\d{4}(-\d{2}){0,2}$/u.test(at)) return at;
  const instantMs = /^\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:\d{2})$/u.test(at) ? Date.parse(at) : Number.NaN;
  return Number.isNaN(instantMs) ? '' : new Date(instantMs + ALLIANCE_OFFSET_MS).toISOString().slice(0, 16).replace('T', ' ');
}
/** China has one time zone, +08:00. */
const ALLIANCE_OFFSET_MS = 8 * 3_600_000;

function conceptText(concept: unknown): string {
  const text = textIn(concept, 'text');
  if (text !== '') return text;
  return listOf(objectOf(concept)['coding']).map((coding) => textIn(coding, 'display') || textIn(coding, 'code')).find((one) => one !== '') ?? '';
}

function codeOf(concept: unknown): string {
  return textIn(listOf(objectOf(concept)['coding'])[0], 'code');
}

const MOST_CHARACTERS = 2_000;

function textIn(value: unknown, name: string): string {
  const text = objectOf(value)[name];
  return typeof text === 'string' ? text.trim().slice(0, MOST_CHARACTERS) : '';
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
