import type { CalendarDate } from '#shared/dicom/values/date-time.ts';

/** A moment as the county's clocks show it. */
export interface LocalMoment {
  /** DA. */
  readonly date: string;
  /** TM, `HHMMSS`. */
  readonly time: string;
}

/**
 * The day of a demo. Everything it generates hangs on it and on nothing else, so that a restart on the same day makes the same objects.
 * Before eight in the morning it is the evening before: nobody reads a study of the future.
 */
export interface DemoDay {
  readonly date: CalendarDate;
  /** Names the day in UIDs and seeds. */
  readonly key: string;
  /** @param minute of the round of work, 0 to 59; @param second 0 to 59 */
  readonly at: (minute: number, second?: number) => LocalMoment;
  readonly monthsBefore: (months: number, day: number) => CalendarDate;
  /** A birth date that gives the age in completed years and months. */
  readonly born: (years: number, months?: number) => CalendarDate;
}

export const DEMO_TIMEZONE = '+0800';
const EIGHT_HOURS_MS = 8 * 3_600_000;

export function demoDayOf(now: Date): DemoDay {
  const local = new Date(now.getTime() + EIGHT_HOURS_MS);
  const isEarly = local.getUTCHours() < 8;
  const day = new Date(Date.UTC(local.getUTCFullYear(), local.getUTCMonth(), local.getUTCDate() - (isEarly ? 1 : 0)));
  const date = isoDate(day);
  const hour = isEarly ? '22' : '07';
  const back = (years: number, months: number, days: number) => isoDate(new Date(Date.UTC(day.getUTCFullYear() - years, day.getUTCMonth() - months, day.getUTCDate() - days)));
  return {
    date,
    key: `${date}/${isEarly ? 'evening' : 'morning'}`,
    at: (minute, second = 0) => ({ date: date.replaceAll('-', ''), time: `${hour}${twoDigits(minute)}${twoDigits(second)}` }),
    monthsBefore: (months, dayOfMonth) => isoDate(new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() - months, dayOfMonth))),
    born: (years, months = 5) => back(years, months, 12),
  };
}

function isoDate(date: Date): CalendarDate {
  return date.toISOString().slice(0, 10);
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
