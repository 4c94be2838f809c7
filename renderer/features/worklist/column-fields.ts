import { filtersSomething, type ColumnFilters, type FilterField } from '#shared/worklist/column-filter.ts';
import type { SortColumn } from '#shared/worklist/saved-view.ts';
import type { WorklistState } from './use-worklist-state.ts';

/** Columns of the list, from the left. */
export const COLUMNS = ['ready', 'left', 'urgency', 'patient', 'examination', 'site', 'request', 'priors', 'complete', 'claimed', 'status'] as const satisfies readonly SortColumn[];
export type ListColumn = (typeof COLUMNS)[number];

/** What each column is narrowed by. Modalities, hospitals and urgencies are asked for by indices of their own. */
export const FIELDS_OF_COLUMN: Readonly<Record<ListColumn, readonly FilterField[]>> = {
  ready: ['images'], left: ['left'], urgency: [], patient: ['patient', 'sexes', 'age'], examination: ['examination'], site: [], request: ['request', 'hasRequest'], priors: ['priors'],
  complete: ['received'], claimed: ['claims', 'claimedBy'], status: ['statuses'],
};

type Narrowing = Pick<WorklistState, 'columns' | 'modalities' | 'siteIds' | 'urgencies' | 'isMine'>;

/** Whether something in a column narrows the list. */
export function isNarrowedBy({ columns, modalities, siteIds, urgencies, isMine }: Narrowing, column: ListColumn): boolean {
  if (column === 'examination' && modalities.length > 0) return true;
  if (column === 'site' && siteIds.length > 0) return true;
  if (column === 'urgency' && urgencies.length > 0) return true;
  if (column === 'claimed' && isMine) return true;
  return FIELDS_OF_COLUMN[column].some((field) => filtersSomething(columns, field));
}

export function isNarrowed(state: Narrowing): boolean {
  return COLUMNS.some((column) => isNarrowedBy(state, column));
}

/** One more of a list, or one less. */
export function toggled<Value>(before: readonly Value[] | undefined, value: Value, isChecked: boolean): readonly Value[] {
  const others = (before ?? []).filter((one) => one !== value);
  return isChecked ? [...others, value] : others;
}

/** An age as typed; null where no whole number of years stands. */
export function yearsTyped(text: string): number | null {
  const years = Number(text);
  return text.trim() !== '' && Number.isInteger(years) && years >= 0 && years <= 150 ? years : null;
}

/** Days that are asked for often, counted back from today; the first days are the newest. */
export const RECENT_DAYS = [
  { word: 'today', from: 0, to: 0 },
  { word: 'yesterday', from: 1, to: 1 },
  { word: 'three-days', from: 2, to: 0 },
  { word: 'seven-days', from: 6, to: 0 },
] as const;

export function isRecent(received: ColumnFilters['received'], { from, to }: { readonly from: number; readonly to: number }): boolean {
  return received?.kind === 'days-ago' && received.from === from && received.to === to;
}
