/** Weights of the first 17 digits, GB 11643-1999. */
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const CHECKS = '10X98765432';

export interface NationalId {
  readonly number: string;
  /** `YYYY-MM-DD` */
  readonly birthDate: string;
  readonly sex: 'M' | 'F';
}

/** A resident identity number of 18 characters (GB 11643-1999), or undefined when its check digit or its date says that it is none. */
export function readNationalId(text: string): NationalId | undefined {
  const number = text.trim().toUpperCase();
  if (!/^[1-9]\d{16}[\dX]$/.test(number)) return undefined;
  const sum = WEIGHTS.reduce<number>((total, weight, index) => total + weight * Number(number[index]), 0);
  if (CHECKS[sum % 11] !== number[17]) return undefined;
  const birthDate = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`;
  const at = new Date(`${birthDate}T00:00:00Z`);
  if (Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== birthDate) return undefined;
  return { number, birthDate, sex: Number(number[16]) % 2 === 1 ? 'M' : 'F' };
}
