import { useCallback, useMemo, useReducer, useState } from 'react';
import { deskAfter, openDesk, type DeskLayout, type HungStack, type ViewerDesk, type DeskAct } from './viewer-desk.ts';

/** The desk of one window, for the viewer and for the rail beside it. */
export interface Desk {
  readonly desk: ViewerDesk;
  readonly act: (act: DeskAct) => void;
  /** Stacks of which an image has been on the screen, by `stackName`. */
  readonly seen: ReadonlySet<string>;
  readonly markSeen: (name: string) => void;
}

/** How a desk opens. */
export interface FirstScreen {
  readonly layout: DeskLayout;
  readonly viewports: readonly (HungStack | undefined)[];
  /** Zero-based; the first unless it says otherwise. */
  readonly activeIndex?: number;
  /** A hand hung it, in the window that it comes from. */
  readonly isTouched?: boolean;
}

/** @param first what hangs at the start: one stack, or a whole screen; later values change nothing */
export function useViewerDesk(first: HungStack | FirstScreen | undefined): Desk {
  const [desk, act] = useReducer(deskAfter, first, openWith);
  const [seen, setSeen] = useState<ReadonlySet<string>>(new Set());
  const markSeen = useCallback((name: string) => {
    setSeen((before) => (before.has(name) ? before : new Set([...before, name])));
  }, []);
  return useMemo(() => ({ desk, act, seen, markSeen }), [desk, seen, markSeen]);
}

function openWith(first: HungStack | FirstScreen | undefined): ViewerDesk {
  if (first === undefined || 'studyId' in first) return openDesk(first);
  const { layout, viewports, activeIndex, isTouched = false } = first;
  const arranged = deskAfter(openDesk(undefined), { kind: 'arrange', layout, viewports, isByHand: isTouched });
  return activeIndex === undefined ? arranged : deskAfter(arranged, { kind: 'activate', index: activeIndex });
}

export function seriesName(studyId: number, seriesInstanceUid: string): string {
  return `${studyId}/${seriesInstanceUid}`;
}

/** A stack of a series that fell into `siblings` stacks: when it falls apart anew, nothing of it counts as seen. */
export function stackName(studyId: number, seriesInstanceUid: string, place: number, siblings: number): string {
  return `${seriesName(studyId, seriesInstanceUid)}/${place}/${siblings}`;
}
