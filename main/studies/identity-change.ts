import type { FoundStudy } from './study.ts';

/** Whose study it is and which order it answers: what a hospital corrects, and what a merged patient brings. */
export type StudyIdentity = Pick<FoundStudy, 'patientName' | 'patientId' | 'issuerOfPatientId' | 'patientSex' | 'patientBirthDate' | 'accessionNumber'>;

const FIELDS = ['patientName', 'patientId', 'issuerOfPatientId', 'patientSex', 'patientBirthDate', 'accessionNumber'] as const;

export interface IdentityDifference {
  readonly before: Readonly<Record<string, string>>;
  readonly after: Readonly<Record<string, string>>;
}

/**
 * What differs, field by field; '' stands for nothing. A hospital that says nothing takes nothing back.
 * @param isFilledSilently a value where there was none is no change (nothing that was signed rests on it)
 */
export function compareIdentity(known: StudyIdentity, found: StudyIdentity, isFilledSilently: boolean): IdentityDifference | undefined {
  const changed = FIELDS.filter((field) => {
    const [before, after] = [known[field] ?? '', found[field] ?? ''];
    return after !== '' && after !== before && !(before === '' && isFilledSilently);
  });
  if (changed.length === 0) return undefined;
  const pick = (from: StudyIdentity) => Object.fromEntries(changed.map((field) => [field, from[field] ?? '']));
  return { before: pick(known), after: pick(found) };
}

/** A study under the identity that it had. */
export function withIdentity<S extends StudyIdentity>(study: S, identity: StudyIdentity): S {
  return { ...study, ...Object.fromEntries(FIELDS.map((field) => [field, identity[field]])) };
}

/** The values of a difference laid over an identity. */
export function applyDifference<S extends StudyIdentity>(study: S, after: Readonly<Record<string, string | number>>): S {
  return { ...study, ...Object.fromEntries(FIELDS.filter((field) => typeof after[field] === 'string').map((field) => [field, after[field]])) };
}
