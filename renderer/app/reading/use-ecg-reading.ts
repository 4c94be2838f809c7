import { useCallback, useEffect, useRef } from 'react';
import type { EcgReadingSettings } from '#shared/ecg/ecg-reading-settings.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { QUERY_KEYS } from '#renderer/bridge/query-keys.ts';

/** A mark that is dragged changes many times a second; what is saved is where it comes to rest. */
const PAUSE_MS = 150;

export interface KeptReading {
  readonly sopInstanceUid: string;
  readonly settings: EcgReadingSettings;
}

/** Keeps what the physician does to a recording, soon after each change and at the latest when the page is left. */
export function useEcgReading(studyId: number): (reading: KeptReading) => void {
  const { api, queries } = useBridge();
  const waiting = useRef<KeptReading>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const save = useCallback(() => {
    clearTimeout(timer.current);
    const reading = waiting.current;
    waiting.current = undefined;
    if (reading === undefined) return;
    const { sopInstanceUid, settings } = reading;
    api.ecg.saveReading({ studyId, sopInstanceUid, ...settings, marks: { ...settings.marks }, filters: { ...settings.filters } }).then(
      // What stands against signing depends on the numbers.
      () => queries.invalidateQueries({ queryKey: QUERY_KEYS.checks }),
      // Tried again with the next change, or after a pause.
      () => {
        waiting.current ??= reading;
        timer.current = setTimeout(save, 10 * PAUSE_MS);
      },
    );
  }, [api, queries, studyId]);

  useEffect(() => save, [save]);
  return useCallback((reading) => {
    waiting.current = reading;
    clearTimeout(timer.current);
    timer.current = setTimeout(save, PAUSE_MS);
  }, [save]);
}
