import type { CodedConcept } from '../../dicom/values/coded-concept.ts';

/** Codes of choices, by the words of the choice. */
export type ChoiceCodes = Readonly<Record<string, CodedConcept>>;

/** Coding Scheme Designators (0008,0102) whose values have a form of their own. PS3.16 table 8-1. */
const FORMS: Readonly<Record<string, (value: string) => boolean>> = {
  SCT: (value) => /^\d{6,16}$/u.test(value) && hasVerhoeffDigit(value),
  RADLEX: (value) => /^RID\d{1,12}$/u.test(value),
  LN: (value) => /^(?:LP|LA)?\d{1,7}-\d$/u.test(value),
  DCM: (value) => /^\d{4,6}$/u.test(value),
};

/** Whether a code may leave in a structured report: it fits its attributes (PS3.5 6.2: SH, SH, LO), and a SNOMED CT identifier has its check digit. */
export function isSoundCode({ value, scheme, meaning }: CodedConcept): boolean {
  const fits = (part: string, length: number, signs: RegExp) => part.trim() === part && part !== '' && part.length <= length && signs.test(part) && !part.includes('\\');
  // A private scheme names its owner in the object (PS3.3 C.12.1.1.3): the department's is not known there.
  return fits(value, 16, /^[\x21-\x7e]+$/u) && fits(scheme, 16, /^[A-Z0-9._-]+$/u) && fits(meaning, 64, /^[^\p{Cc}]+$/u) && !scheme.startsWith('99') && (FORMS[scheme]?.(value) ?? true);
}

/** The choices whose code is begun and not sound. */
export function unsoundCodes(choices: readonly string[], codes: ChoiceCodes = {}): readonly string[] {
  return choices.filter((choice) => {
    const code = codes[choice];
    return code !== undefined && codeText(code) !== '' && !isSoundCode(code);
  });
}

/** Codes as they are kept: those of words that are no choice any more are gone, and so are empty ones. @returns undefined for none */
export function ownCodes(choices: readonly string[], codes: ChoiceCodes = {}): ChoiceCodes | undefined {
  const kept = Object.entries(codes).filter(([choice, code]) => choices.includes(choice) && codeText(code) !== '');
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}

function codeText({ value, scheme, meaning }: CodedConcept): string {
  return `${value}${scheme}${meaning}`;
}

/** Multiplication in the group of a pentagon's symmetries, and the powers of its permutation: the check digit of Verhoeff. */
const PERMUTATION = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];

function product(left: number, right: number): number {
  const turned = left < 5 ? left + right : left - right;
  const turn = ((turned % 5) + 5) % 5;
  return left < 5 === right < 5 ? turn : turn + 5;
}

function hasVerhoeffDigit(digits: string): boolean {
  const sum = digits.split('').toReversed().reduce((so, digit, place) => {
    let value = Number(digit);
    for (let turn = 0; turn < place % 8; turn += 1) value = PERMUTATION[value] ?? 0;
    return product(so, value);
  }, 0);
  return sum === 0;
}
