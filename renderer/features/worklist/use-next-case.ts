import { useCallback } from 'react';
import type { WorklistRow } from '#shared/contract/services/worklist.contract.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { nextCase } from './next-case.ts';

const PAGE_ROWS = 500;
/** Ten thousand open cases are not a list but a breakdown; the newest are searched. */
const MOST_PAGES = 20;

/** Asks main for all open cases and chooses the one to read next: the one due first may be the oldest of all. */
export function useNextCase(): (notStudyIds: readonly number[]) => Promise<WorklistRow | undefined> {
  const { api } = useBridge();
  return useCallback(
    async (notStudyIds) => {
      const rows: WorklistRow[] = [];
      for (let page = 0; page < MOST_PAGES; page += 1) {
        const last = rows.at(-1);
        const answer = await api.worklist.list({
          view: 'open', search: '', modalities: [], siteIds: [], limit: PAGE_ROWS,
          after: last === undefined ? null : { arrivedAt: last.arrivedAt, studyId: last.studyId },
        });
        rows.push(...answer.rows);
        if (!answer.hasMore) break;
      }
      return nextCase(rows, notStudyIds);
    },
    [api],
  );
}
