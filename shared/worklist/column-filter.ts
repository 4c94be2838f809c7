import { bodyPartInChinese, BODY_PARTS } from '../dicom/values/body-part.ts';
import type { CaseStatus } from './case-status.ts';

/** How many of a study's images are here. */
export const IMAGE_STATES = ['none', 'some', 'all'] as const;
export type ImageState = (typeof IMAGE_STATES)[number];
/** How the time of an unsigned case stands. `half-hour` and `hour`: due within it; `later`: after more than an hour. */
export const TIME_STATES = ['overdue', 'half-hour', 'hour', 'later', 'paused', 'not-started'] as const;
export type TimeState = (typeof TIME_STATES)[number];
/** Patient's Sex (0010,0040); '' where the hospital sends none. */
export const SEXES = ['M', 'F', 'O', ''] as const;
export type Sex = (typeof SEXES)[number];
/** `colleague`: somebody else reads or has signed it. */
export const CLAIM_STATES = ['mine', 'colleague', 'free'] as const;
export type ClaimState = (typeof CLAIM_STATES)[number];
export const PRESENCES = ['some', 'none'] as const;
export type Presence = (typeof PRESENCES)[number];

/** Full years at the study; null: open on that side. */
export interface AgeRange {
  readonly fromYears: number | null;
  readonly toYears: number | null;
}

/** Days on which this seat first heard of a study, both included: counted back from today, or by date (`YYYY-MM-DD`; null: open on that side). */
export type ReceivedDays =
  | { readonly kind: 'days-ago'; readonly from: number; readonly to: number }
  | { readonly kind: 'dates'; readonly from: string | null; readonly to: string | null };

/** What a list is narrowed to by its columns. Of several words in one field any will do, all fields must agree; an absent one lets everything through. */
export interface ColumnFilters {
  readonly images?: readonly ImageState[] | undefined;
  readonly left?: readonly TimeState[] | undefined;
  /** Words that must all be in the name, as characters or in Latin letters. */
  readonly patient?: string | undefined;
  readonly sexes?: readonly Sex[] | undefined;
  readonly age?: AgeRange | undefined;
  /** Words that must all be in the description or the part of the body. */
  readonly examination?: string | undefined;
  /** Words that must all be in the request and history. */
  readonly request?: string | undefined;
  readonly hasRequest?: Presence | undefined;
  readonly priors?: Presence | undefined;
  readonly received?: ReceivedDays | undefined;
  readonly claims?: readonly ClaimState[] | undefined;
  /** Words that must all be in the name of who reads or has signed. */
  readonly claimedBy?: string | undefined;
  readonly statuses?: readonly CaseStatus[] | undefined;
}
export type FilterField = keyof ColumnFilters;

/** In the order of the columns. */
export const FILTER_FIELDS = ['images', 'left', 'patient', 'sexes', 'age', 'examination', 'request', 'hasRequest', 'priors', 'received', 'claims', 'claimedBy', 'statuses'] as const satisfies readonly FilterField[];

export function filtersSomething(filters: ColumnFilters, field: FilterField): boolean {
  const value = filters[field];
  if (value === undefined) return false;
  if (typeof value === 'string') return value.trim() !== '';
  if ('fromYears' in value) return value.fromYears !== null || value.toYears !== null;
  if ('kind' in value) return value.kind === 'days-ago' || value.from !== null || value.to !== null;
  return value.length > 0;
}

/** The fields that narrow, in one order: two lists that show the same are written the same. */
export function tidyFilters(filters: ColumnFilters): ColumnFilters {
  return Object.fromEntries(FILTER_FIELDS.filter((field) => filtersSomething(filters, field)).map((field) => [field, filters[field]]));
}

/** Lower-case words of a text that somebody typed into a filter. */
export function filterWords(text: string | undefined): string[] {
  return (text ?? '').toLowerCase().split(/\s+/u).filter((word) => word !== '');
}

/** Codes of Body Part Examined (0018,0015) that are written with a word in Chinese: the list shows the word. */
export function bodyPartsWritten(word: string): string[] {
  return BODY_PARTS.filter((code) => bodyPartInChinese(code).includes(word));
}

const DAY_MS = 86_400_000;
/** China has one time zone: the day of the list is the day at its hospitals. */
const ALLIANCE_OFFSET_MS = 8 * 3_600_000;

/** Times of arrival that are let through, milliseconds since 1970; `until` is not among them. */
export function receivedBetween(days: ReceivedDays, nowMs: number): { readonly fromMs: number | null; readonly untilMs: number | null } {
  if (days.kind === 'dates') {
    const start = (date: string) => Date.parse(`${date}T00:00:00Z`) - ALLIANCE_OFFSET_MS;
    return { fromMs: days.from === null ? null : start(days.from), untilMs: days.to === null ? null : start(days.to) + DAY_MS };
  }
  const todayMs = Math.floor((nowMs + ALLIANCE_OFFSET_MS) / DAY_MS) * DAY_MS - ALLIANCE_OFFSET_MS;
  return { fromMs: todayMs - days.from * DAY_MS, untilMs: todayMs - days.to * DAY_MS + DAY_MS };
}
