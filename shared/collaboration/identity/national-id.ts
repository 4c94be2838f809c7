/** Weights of the first 17 digits, GB 11643-1999. */
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const CHECKS = '10X98765432';

export interface NationalId {
  readonly number: string;
  /** `YYYY-MM-DD` */
  readonly birthDate: string;
  readonly sex: 'M' | 'F';
}

/** As it was meant: wide digits, gaps, and the letters O, I and l in the place of digits. The check digit finds what this makes wrong. */
function cleaned(text: string): string {
  return text.normalize('NFKC').replaceAll(/[\s-]/g, '').toUpperCase().replaceAll('O', '0').replaceAll(/[IL]/g, '1');
}

/** A resident identity number of 18 characters (GB 11643-1999), or undefined when its check digit or its date says that it is none. */
export function readNationalId(text: string): NationalId | undefined {
  const number = cleaned(text);
  if (!/^[1-9]\d{16}[\dX]$/.test(number)) return undefined;
  if (checkOf(number) !== number[17]) return undefined;
  return withDate(number);
}

/**
 * A number of 15 digits, as given until 1999, as the one of 18 that the person has now: the century and the check digit are put in. It has no check digit of
 * its own, and hospitals number by 15 digits too: it is one only where its date is the birth date that is known otherwise.
 * @param birthDate `YYYY-MM-DD`
 */
export function readOldNationalId(text: string, birthDate: string): NationalId | undefined {
  const old = cleaned(text);
  if (!/^[1-9]\d{14}$/.test(old)) return undefined;
  const body = `${old.slice(0, 6)}19${old.slice(6)}`;
  const read = withDate(`${body}${checkOf(body)}`);
  return read?.birthDate === birthDate ? read : undefined;
}

function checkOf(number: string): string {
  const sum = WEIGHTS.reduce<number>((total, weight, index) => total + weight * Number(number[index]), 0);
  return CHECKS[sum % 11] ?? '';
}

function withDate(number: string): NationalId | undefined {
  const birthDate = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`;
  const at = new Date(`${birthDate}T00:00:00Z`);
  if (Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== birthDate) return undefined;
  return { number, birthDate, sex: Number(number[16]) % 2 === 1 ? 'M' : 'F' };
}
