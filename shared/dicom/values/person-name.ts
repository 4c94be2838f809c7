/** The five components of one group of a person name. PS3.5 6.2.1. */
export interface PersonNameComponents {
  readonly familyName: string;
  readonly givenName: string;
  readonly middleName: string;
  readonly prefix: string;
  readonly suffix: string;
}

/** A PN value with its component groups as they were sent, each such as `Zhao^Shoutian`. Absent groups are empty strings. */
export interface PersonName {
  readonly alphabetic: string;
  readonly ideographic: string;
  readonly phonetic: string;
}

export const EMPTY_PERSON_NAME: PersonName = { alphabetic: '', ideographic: '', phonetic: '' };

/** Reads `alphabetic=ideographic=phonetic`. Trailing spaces and carets carry no meaning and are dropped. */
export function parsePersonName(text: string): PersonName {
  const [alphabetic = '', ideographic = '', phonetic = ''] = text.split('=').map(trimGroup);
  return { alphabetic, ideographic, phonetic };
}

/** Writes the groups back, without empty groups at the end. */
export function formatPersonName(name: PersonName): string {
  return [name.alphabetic, name.ideographic, name.phonetic].join('=').replace(/=+$/, '');
}

export function personNameComponents(group: string): PersonNameComponents {
  const [familyName = '', givenName = '', middleName = '', prefix = '', suffix = ''] = group.split('^').map((part) => part.trim());
  return { familyName, givenName, middleName, prefix, suffix };
}

/**
 * The name as a Chinese reader expects it: the ideographic group without its carets (赵守田); else the alphabetic group, where Han
 * characters (many hospitals file them there) are joined and Latin ones are parted by a space.
 */
export function displayPersonName(name: PersonName): string {
  const group = name.ideographic !== '' ? name.ideographic : name.alphabetic !== '' ? name.alphabetic : name.phonetic;
  const { familyName, givenName, middleName, prefix, suffix } = personNameComponents(group);
  const parts = [prefix, familyName, givenName, middleName, suffix].filter((part) => part !== '');
  return parts.some(hasHan) ? parts.join('') : parts.join(' ');
}

function hasHan(text: string): boolean {
  return /\p{Script=Han}/u.test(text);
}

function trimGroup(group: string): string {
  return group.trim().replace(/\^+$/, '').trim();
}
