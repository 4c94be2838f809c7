import { useMemo, useState } from 'react';
import type { WorklistView } from '#shared/contract/services/worklist.contract.ts';

/** What the physician has set in the worklist. The application keeps it while a study is read. */
export interface WorklistState {
  readonly view: WorklistView;
  readonly search: string;
  readonly modalities: readonly string[];
  readonly siteIds: readonly string[];
  readonly selectedStudyId: number | undefined;
  /** undefined: as the width of the window suggests. */
  readonly isPreviewOpen: boolean | undefined;
}

export interface WorklistStateHandle {
  readonly state: WorklistState;
  readonly change: (change: Partial<WorklistState>) => void;
}

const INITIAL: WorklistState = { view: 'all', search: '', modalities: [], siteIds: [], selectedStudyId: undefined, isPreviewOpen: undefined };

export function useWorklistState(): WorklistStateHandle {
  const [state, setState] = useState(INITIAL);
  return useMemo(
    () => ({ state, change: (change: Partial<WorklistState>) => setState((before) => ({ ...before, ...change })) }),
    [state],
  );
}
