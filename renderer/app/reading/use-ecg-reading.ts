import { useEffect, useMemo } from 'react';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { QUERY_KEYS } from '#renderer/bridge/query-keys.ts';
import { createReadingKeeper, type KeptReading } from './reading-keeper.ts';

/** Keeps what the physician does to a recording, soon after each change and at the latest when the page is left. */
export function useEcgReading(studyId: number): (reading: KeptReading) => void {
  const { api, queries } = useBridge();
  const keeper = useMemo(
    () =>
      createReadingKeeper(async ({ sopInstanceUid, settings }) => {
        await api.ecg.saveReading({ studyId, sopInstanceUid, ...settings, marks: { ...settings.marks }, filters: { ...settings.filters } });
        // What stands against signing depends on the numbers.
        void queries.invalidateQueries({ queryKey: QUERY_KEYS.checks });
      }),
    [api, queries, studyId],
  );
  useEffect(() => keeper.flush, [keeper]);
  return keeper.keep;
}
