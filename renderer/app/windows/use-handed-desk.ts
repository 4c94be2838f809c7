import { useMemo } from 'react';
import { useFirstWindow } from './FirstWindowProvider.tsx';
import type { SharedDesk } from './use-shared-desk.ts';

/** The desk of a study in the first window: it begins as the study hung last, in whichever window, and goes over as it is. */
export function useHandedDesk(studyId: number): SharedDesk {
  const first = useFirstWindow();
  return useMemo(
    () => ({
      get start() {
        return first?.deskOf(studyId);
      },
      tell: (desk) => first?.keepDesk(studyId, desk),
    }),
    [first, studyId],
  );
}
