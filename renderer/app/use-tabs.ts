import { useCallback, useEffect, useMemo, useState } from 'react';
import { z } from 'zod';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { closeSites, closeStudyTab, goTo, NO_TABS, openStudyTab, stepTab, WORKLIST, type Place, type Tabs } from './tabs.ts';

const STORAGE_KEY = 'tongyue.tabs';

export interface TabsHandle {
  readonly tabs: Tabs;
  readonly openStudy: (studyId: number) => void;
  readonly closeStudy: (studyId: number) => void;
  readonly closeSites: () => void;
  readonly go: (place: Place) => void;
  readonly step: (step: 1 | -1) => void;
}

/** The open tabs; a window that is loaded again finds them as they were. Only numbers are kept, no names. */
export function useTabs(): TabsHandle {
  const { api } = useBridge();
  const [tabs, setTabs] = useState(readTabs);
  useEffect(() => {
    sessionStorage.setItem(STORAGE_KEY, JSON.stringify({ studyIds: tabs.studyIds, place: tabs.place }));
  }, [tabs]);

  const openStudy = useCallback((studyId: number) => setTabs((before) => openStudyTab(before, studyId)), []);
  const closeStudy = useCallback(
    (studyId: number) => {
      setTabs((before) => closeStudyTab(before, studyId));
      // The study may be evicted now. If main does not hear of it, it stays a little longer: nothing for the physician to do.
      api.studies.close({ studyId }).catch(() => undefined);
    },
    [api],
  );
  return useMemo(
    () => ({
      tabs,
      openStudy,
      closeStudy,
      closeSites: () => setTabs(closeSites),
      go: (place: Place) => setTabs((before) => goTo(before, place)),
      step: (step: 1 | -1) => setTabs((before) => stepTab(before, step)),
    }),
    [tabs, openStudy, closeStudy],
  );
}

const storedTabs = z.object({
  studyIds: z.array(z.int().positive()),
  place: z.discriminatedUnion('page', [
    z.object({ page: z.literal('worklist') }),
    z.object({ page: z.literal('sites') }),
    z.object({ page: z.literal('study'), studyId: z.int().positive() }),
  ]),
});

function readTabs(): Tabs {
  const stored = sessionStorage.getItem(STORAGE_KEY);
  const parsed = storedTabs.safeParse(stored === null ? undefined : JSON.parse(stored));
  return parsed.success ? goTo({ studyIds: parsed.data.studyIds, hasSites: false, place: WORKLIST }, parsed.data.place) : NO_TABS;
}
