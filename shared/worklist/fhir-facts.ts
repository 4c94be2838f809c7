import type { ClinicalFact } from './clinical-fact.ts';

/** A resource of HL7 FHIR R4 as it arrived: nothing of it is trusted. */
export type FhirResource = Readonly<Record<string, unknown>>;

export interface FhirPerson {
  readonly patientId: string;
  /** `YYYY-MM-DD`; null when unknown. */
  readonly birthDate: string | null;
  readonly sex: 'M' | 'F' | 'O' | '';
}

/** @returns resources of a Bundle (R4 3.1.1); a single resource stands for itself */
export function resourcesOf(answer: unknown): FhirResource[] {
  const bundle = objectOf(answer);
  if (bundle['resourceType'] !== 'Bundle') return typeof bundle['resourceType'] === 'string' ? [bundle] : [];
  return listOf(bundle['entry']).map((entry) => objectOf(objectOf(entry)['resource'])).filter((resource) => typeof resource['resourceType'] === 'string');
}

/**
 * The one Patient that is this person, or undefined: none fits, or more than one does. A number alone may be somebody else's; a birth date or sex that is
 * given and differs excludes.
 */
export function patientOf(resources: readonly FhirResource[], { patientId, birthDate, sex }: FhirPerson): FhirResource | undefined {
  const fitting = resources.filter((resource) => {
    if (resource['resourceType'] !== 'Patient') return false;
    const hasNumber = listOf(resource['identifier']).some((identifier) => textIn(identifier, 'value') === patientId);
    const born = textIn(resource, 'birthDate');
    const gender = textIn(resource, 'gender');
    const expected = { M: 'male', F: 'female', O: 'other', '': '' }[sex];
    return hasNumber && (birthDate === null || born === '' || born === birthDate) && (expected === '' || ['', 'unknown', expected].includes(gender));
  });
  return fitting.length === 1 ? fitting[0] : undefined;
}

/** What service requests and conditions of the patient say. Refuted, resolved and withdrawn ones say nothing. */
export function factsOfResources(resources: readonly FhirResource[], patientReference: string): ClinicalFact[] {
  return resources.flatMap((resource): ClinicalFact[] => {
    if (textIn(objectOf(resource['subject']), 'reference').split('/').slice(-2).join('/') !== patientReference) return [];
    const source = { source: 'clinical-server', sourceDetail: `${textIn(resource, 'resourceType')}/${textIn(resource, 'id')}` } as const;
    if (resource['resourceType'] === 'ServiceRequest') {
      if (['revoked', 'entered-in-error'].includes(textIn(resource, 'status'))) return [];
      const reasons = listOf(resource['reasonCode']).map(conceptText);
      const notes = listOf(resource['note']).map((note) => textIn(note, 'text'));
      return [conceptText(resource['code']), ...reasons, ...notes, textIn(resource, 'patientInstruction')]
        .filter((text) => text !== '')
        .map((text) => ({ kind: 'request' as const, text, isAlert: false, ...source }));
    }
    if (resource['resourceType'] === 'Condition') {
      const isOver = ['refuted', 'entered-in-error'].includes(codeOf(resource['verificationStatus'])) || ['resolved', 'remission', 'inactive'].includes(codeOf(resource['clinicalStatus']));
      const text = conceptText(resource['code']);
      if (isOver || text === '') return [];
      const since = textIn(resource, 'onsetDateTime').slice(0, 10);
      return [{ kind: 'condition', text: since === '' ? text : `${text}（${since}）`, isAlert: false, ...source }];
    }
    return [];
  });
}

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
