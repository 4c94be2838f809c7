/** Age on a day, in completed units. */
export interface CalendarAge {
  /** Whole days since birth; the day of birth is 0. */
  readonly totalDays: number;
  readonly years: number;
  /** Completed months beyond the years, 0 to 11. */
  readonly months: number;
  /** Days beyond the months. */
  readonly days: number;
}

/**
 * How a paediatrician writes it: a newborn (to 28 days) in days (日龄), an infant in months and days (月龄), a child under 14 in years and
 * months, then years.
 */
export type AgeForm =
  | { readonly kind: 'days'; readonly days: number }
  | { readonly kind: 'months'; readonly months: number; readonly days: number }
  | { readonly kind: 'years-months'; readonly years: number; readonly months: number }
  | { readonly kind: 'years'; readonly years: number };

/** Days of life that are counted in days. */
const NEWBORN_DAYS = 28;
/** Children in China are seen by paediatricians up to 14 years. */
const CHILD_YEARS = 14;

/**
 * @param birthDate DICOM DA, YYYYMMDD
 * @param onDate DICOM DA or the start of a DT
 * @returns undefined when either is no date or the birth lies after it
 */
export function calendarAge(birthDate: string, onDate: string): CalendarAge | undefined {
  const birth = readDate(birthDate);
  const on = readDate(onDate);
  if (birth === undefined || on === undefined || on.getTime() < birth.getTime()) return undefined;
  const totalDays = Math.round((on.getTime() - birth.getTime()) / 86_400_000);
  let completedMonths = (on.getUTCFullYear() - birth.getUTCFullYear()) * 12 + on.getUTCMonth() - birth.getUTCMonth();
  if (addMonths(birth, completedMonths).getTime() > on.getTime()) completedMonths -= 1;
  const days = Math.round((on.getTime() - addMonths(birth, completedMonths).getTime()) / 86_400_000);
  return { totalDays, years: Math.floor(completedMonths / 12), months: completedMonths % 12, days };
}

export function ageForm(age: CalendarAge): AgeForm {
  if (age.totalDays <= NEWBORN_DAYS) return { kind: 'days', days: age.totalDays };
  if (age.years === 0) return { kind: 'months', months: age.months, days: age.days };
  if (age.years < CHILD_YEARS) return { kind: 'years-months', years: age.years, months: age.months };
  return { kind: 'years', years: age.years };
}

/** True as long as adult limits must not be used without a word. */
export function isChild(age: CalendarAge): boolean {
  return age.years < CHILD_YEARS;
}

function readDate(text: string): Date | undefined {
  const match = /^(\d{4})(\d{2})(\d{2})/.exec(text);
  if (match === null) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date : undefined;
}

/** The same day of a later month, or that month's last day: born on the 31st, a month old on the 30th. */
function addMonths(date: Date, months: number): Date {
  const first = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1));
  const lastDay = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  return new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth(), Math.min(date.getUTCDate(), lastDay)));
}
