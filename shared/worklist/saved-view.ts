import type { Urgency } from './urgency.ts';

/** Columns that a list can be sorted by. */
export const SORT_COLUMNS = ['ready', 'left', 'urgency', 'patient', 'examination', 'site', 'request', 'priors', 'complete', 'claimed', 'status', 'arrived'] as const;
export type SortColumn = (typeof SORT_COLUMNS)[number];

/** What rows can be put together by. */
export const GROUP_COLUMNS = ['urgency', 'site', 'modality', 'status', 'claimed', 'date'] as const;
export type GroupColumn = (typeof GROUP_COLUMNS)[number];

export interface ListOrder {
  readonly column: SortColumn;
  readonly direction: 'ascending' | 'descending';
}

/** What a list shows beyond its view and search. */
export interface ListFilter {
  readonly modalities: readonly string[];
  readonly siteIds: readonly string[];
  readonly urgencies: readonly Urgency[];
  /** Only what this seat has claimed, or has a draft of. */
  readonly isMine: boolean;
}

/** The next order when a column's head is pressed: the natural one, the other way round, and away again. */
export function nextOrder(before: ListOrder | null, column: SortColumn): ListOrder | null {
  const natural = DESCENDING_FIRST.has(column) ? 'descending' : 'ascending';
  if (before?.column !== column) return { column, direction: natural };
  return before.direction === natural ? { column, direction: natural === 'ascending' ? 'descending' : 'ascending' } : null;
}

/** Where the most is what is looked for. */
const DESCENDING_FIRST: ReadonlySet<SortColumn> = new Set(['ready', 'priors', 'complete', 'arrived']);
