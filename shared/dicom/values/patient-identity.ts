import type { PersonName } from './person-name.ts';

/** Who a study says its patient is. */
export interface StatedPatient {
  /** The hospital that gave the id, as this program knows it. */
  readonly siteId: string;
  readonly patientId: string;
  /** Issuer of Patient ID (0010,0021): the same number of two issuers is two people. */
  readonly issuerOfPatientId: string;
  readonly name: PersonName;
  readonly sex: 'M' | 'F' | 'O' | '';
  /** `YYYY-MM-DD` */
  readonly birthDate: string | null;
}

export type PatientContradiction = 'id' | 'issuer' | 'name' | 'sex' | 'birth-date';

/**
 * What speaks against two studies being of one person. An id only counts together with its issuer and its hospital; a study without an id is
 * nobody's. What is not said contradicts nothing, and a name in letters does not contradict one in characters.
 * @returns undefined when nothing does
 */
export function patientContradiction(left: StatedPatient, right: StatedPatient): PatientContradiction | undefined {
  if (left.patientId === '' || left.patientId !== right.patientId) return 'id';
  if (left.siteId !== right.siteId || left.issuerOfPatientId !== right.issuerOfPatientId) return 'issuer';
  if (differ(left.name.ideographic, right.name.ideographic) || differ(left.name.alphabetic, right.name.alphabetic)) return 'name';
  if (differ(left.sex, right.sex)) return 'sex';
  return differ(left.birthDate ?? '', right.birthDate ?? '') ? 'birth-date' : undefined;
}

/** Both are said and are not the same but for case, spaces and the way a name is cut into its parts. */
function differ(left: string, right: string): boolean {
  const plain = (text: string) => text.replaceAll(/[\s^]/gu, '').toLowerCase();
  return plain(left) !== '' && plain(right) !== '' && plain(left) !== plain(right);
}
