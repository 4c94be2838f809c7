import { useCallback } from 'react';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';

/** Asks main for the best next case: it chooses among all that are open, and claims what it offers, so that no colleague gets the same one. */
export function useNextCase(): (notStudyIds: readonly number[]) => Promise<{ readonly studyId: number } | undefined> {
  const { api } = useBridge();
  return useCallback(
    async (notStudyIds) => {
      const { studyId } = await api.coordination.next({ notStudyIds: [...notStudyIds] });
      return studyId === null ? undefined : { studyId };
    },
    [api],
  );
}
