/** A calendar date with no time zone, `YYYY-MM-DD`. */
export type CalendarDate = string;

/**
 * Reads a DA value. PS3.5 6.2: `YYYYMMDD`; the ACR-NEMA form `YYYY.MM.DD` is accepted.
 * @returns undefined for an empty value and for a day that does not exist
 */
export function parseDicomDate(text: string): CalendarDate | undefined {
  const match = /^(\d{4})\.?(\d{2})\.?(\d{2})$/.exec(text.trim());
  if (match === null) return undefined;
  const [, year, month, day] = match;
  const date = `${year}-${month}-${day}`;
  const asUtc = new Date(`${date}T00:00:00Z`);
  return Number.isNaN(asUtc.getTime()) || asUtc.toISOString().slice(0, 10) !== date ? undefined : date;
}

/** Reads a TM value (`HHMMSS.FFFFFF`, shorter forms and colons accepted). @returns `HH:MM:SS`, or undefined */
export function parseDicomTime(text: string): string | undefined {
  const match = /^(\d{2})(?::?(\d{2}))?(?::?(\d{2}))?(?:\.\d{1,6})?$/.exec(text.trim());
  if (match === null) return undefined;
  const [, hour = '', minute = '00', second = '00'] = match;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60) return undefined;
  return `${hour}:${minute}:${second === '60' ? '59' : second}`;
}

/** `20261121` for a `YYYY-MM-DD` date. */
export function formatDicomDate(date: CalendarDate): string {
  return date.replaceAll('-', '');
}

/** Age Units of an AS value. PS3.5 6.2. */
export type AgeUnit = 'D' | 'W' | 'M' | 'Y';
export interface Age {
  readonly value: number;
  readonly unit: AgeUnit;
}

/** Reads an AS value such as `012D`. */
export function parseDicomAge(text: string): Age | undefined {
  const match = /^(\d{1,3})([DWMY])$/.exec(text.trim());
  return match === null ? undefined : { value: Number(match[1]), unit: match[2] as AgeUnit };
}

/** An age in completed units of the calendar, as a paediatrician counts it. */
export interface CalendarAge {
  readonly years: number;
  /** Completed months after the last birthday, 0 to 11. */
  readonly months: number;
  /** Completed days since birth. */
  readonly days: number;
}

/**
 * The age on a day, both as calendar dates. A person born on 29 February has a birthday on 1 March in a common year.
 * @returns undefined when the day lies before the birth
 */
export function calendarAge(birthDate: CalendarDate, onDate: CalendarDate): CalendarAge | undefined {
  const birth = parts(birthDate);
  const on = parts(onDate);
  const days = Math.round((Date.UTC(on.year, on.month - 1, on.day) - Date.UTC(birth.year, birth.month - 1, birth.day)) / 86_400_000);
  if (Number.isNaN(days) || days < 0) return undefined;
  const wholeMonths = (on.year - birth.year) * 12 + (on.month - birth.month) - (on.day < birth.day ? 1 : 0);
  return { years: Math.floor(wholeMonths / 12), months: wholeMonths % 12, days };
}

function parts(date: CalendarDate): { year: number; month: number; day: number } {
  const [year = NaN, month = NaN, day = NaN] = date.split('-').map(Number);
  return { year, month, day };
}
