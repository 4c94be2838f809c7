import type { ReportField } from './report-form.ts';

export const SIDES = ['L', 'R', 'B'] as const;
export type FieldSide = (typeof SIDES)[number];
const SIDE_WORDS: Readonly<Record<FieldSide, string>> = { L: '左', R: '右', B: '双' };

/** What stands against a value: nothing was entered, it cannot be read as what it should be, or it is a number beyond what is plausible. */
export type ValueFault = 'missing' | 'unreadable' | 'out-of-range';

/** Full-width digits and signs, as an input method gives them, are the plain ones. */
export function plainNumber(typed: string): string {
  return typed.normalize('NFKC').replaceAll('。', '.').trim();
}

/** The number that was typed; undefined for what is none. */
export function numberIn(typed: string): number | undefined {
  const value = plainNumber(typed);
  return /^-?\d{1,7}(?:\.\d{1,3})?$/u.test(value) ? Number(value) : undefined;
}

/** What is entered for a field as the report says it: `12 mm` is said as 12, a side as 左, a yes as its words. '' for an empty or unreadable one. */
export function spokenValue(field: ReportField, value: string): string {
  if (valueFault({ ...field, isRequired: false }, value) === 'unreadable') return '';
  switch (field.kind) {
    case 'number': {
      const number = numberIn(value);
      return number === undefined ? '' : String(number);
    }
    case 'yes-no':
      return value === 'yes' ? field.yes : value === 'no' ? field.no : '';
    case 'side':
      return SIDES.map((side) => (side === value ? SIDE_WORDS[side] : '')).join('');
    case 'choice':
    case 'date':
    case 'text':
      return value.trim();
    default:
      return field satisfies never;
  }
}

/** @returns undefined for a value that may be signed as it is */
export function valueFault(field: ReportField, value: string): ValueFault | undefined {
  if (value.trim() === '') return field.isRequired ? 'missing' : undefined;
  switch (field.kind) {
    case 'number': {
      const number = numberIn(value);
      if (number === undefined) return 'unreadable';
      return (field.least !== null && number < field.least) || (field.most !== null && number > field.most) ? 'out-of-range' : undefined;
    }
    case 'choice':
      return field.choices.includes(value) ? undefined : 'unreadable';
    case 'yes-no':
      return value === 'yes' || value === 'no' ? undefined : 'unreadable';
    case 'side':
      return SIDES.some((side) => side === value) ? undefined : 'unreadable';
    case 'date':
      return isDay(value) ? undefined : 'unreadable';
    case 'text':
      return undefined;
    default:
      return field satisfies never;
  }
}

function isDay(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/u.test(value)) return false;
  const day = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value);
}
