import { useCallback, useMemo, useReducer, useState } from 'react';
import { deskAfter, openDesk, type HungStack, type ViewerDesk, type DeskAct } from './viewer-desk.ts';

/** The desk of one window, for the viewer and for the rail beside it. */
export interface Desk {
  readonly desk: ViewerDesk;
  readonly act: (act: DeskAct) => void;
  /** Series of which an image has been on the screen, as `studyId/seriesInstanceUid`. */
  readonly seen: ReadonlySet<string>;
  readonly markSeen: (studyId: number, seriesInstanceUid: string) => void;
}

/** @param first what hangs at the start; later values change nothing */
export function useViewerDesk(first: HungStack | undefined): Desk {
  const [desk, act] = useReducer(deskAfter, first, openDesk);
  const [seen, setSeen] = useState<ReadonlySet<string>>(new Set());
  const markSeen = useCallback((studyId: number, seriesInstanceUid: string) => {
    setSeen((before) => {
      const name = seriesName(studyId, seriesInstanceUid);
      return before.has(name) ? before : new Set([...before, name]);
    });
  }, []);
  return useMemo(() => ({ desk, act, seen, markSeen }), [desk, seen, markSeen]);
}

export function seriesName(studyId: number, seriesInstanceUid: string): string {
  return `${studyId}/${seriesInstanceUid}`;
}
