import { useMemo, useState } from 'react';
import type { SavedView } from '#shared/contract/services/preferences.contract.ts';
import { tidyFilters, type ColumnFilters } from '#shared/worklist/column-filter.ts';
import type { GroupColumn, ListOrder } from '#shared/worklist/saved-view.ts';
import type { Urgency } from '#shared/worklist/urgency.ts';
import type { WorklistView } from '#shared/contract/services/worklist.contract.ts';

/** What the physician has set in the worklist. The application keeps it while a study is read. */
export interface WorklistState {
  readonly view: WorklistView;
  readonly search: string;
  readonly modalities: readonly string[];
  readonly siteIds: readonly string[];
  readonly urgencies: readonly Urgency[];
  readonly isMine: boolean;
  readonly order: ListOrder | null;
  readonly groupBy: GroupColumn | null;
  readonly columns: ColumnFilters;
  readonly selectedStudyId: number | undefined;
  /** undefined: as the width of the window suggests. */
  readonly isPreviewOpen: boolean | undefined;
}

export interface WorklistStateHandle {
  readonly state: WorklistState;
  readonly change: (change: Partial<WorklistState>) => void;
}

const INITIAL: WorklistState = { view: 'all', search: '', modalities: [], siteIds: [], urgencies: [], isMine: false, order: null, groupBy: null, columns: {}, selectedStudyId: undefined, isPreviewOpen: undefined };

export function useWorklistState(): WorklistStateHandle {
  const [state, setState] = useState(INITIAL);
  return useMemo(
    () => ({ state, change: (change: Partial<WorklistState>) => setState((before) => ({ ...before, ...change })) }),
    [state],
  );
}

/** Nothing narrows or arranges the list. */
export const PLAIN_LIST = { search: '', modalities: [], siteIds: [], urgencies: [], isMine: false, order: null, groupBy: null, columns: {} } as const satisfies Partial<WorklistState>;

/** What a saved view shows. */
export function stateOfView({ view, search, modalities, siteIds, urgencies, isMine, order, groupBy, columns }: SavedView): Partial<WorklistState> {
  return { view, search, modalities, siteIds, urgencies, isMine, order, groupBy, columns: columns ?? {} };
}

/** The list as it stands, under a name. */
export function viewOfState(name: string, { view, search, modalities, siteIds, urgencies, isMine, order, groupBy, columns }: WorklistState): SavedView {
  return { name, view, search, modalities: [...modalities], siteIds: [...siteIds], urgencies: [...urgencies], isMine, order, groupBy, columns: tidyFilters(columns) };
}

/** Whether the list stands as a view says. */
export function showsView(state: WorklistState, view: SavedView): boolean {
  return JSON.stringify(viewOfState(view.name, state)) === JSON.stringify(viewOfState(view.name, { ...state, ...stateOfView(view) }));
}
