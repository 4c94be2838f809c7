import { useEffect } from 'react';
import type { ViewportFocus } from '#shared/contract/services/studies.contract.ts';
import { EMPTY_VIEWPORT, type ViewportState } from '#renderer/imaging/engine/viewport-state.ts';
import type { ReadingSource } from '#renderer/imaging/reading-source.ts';
import type { HungStack } from './viewer-desk.ts';

/** Tells main what is under the eye whenever it changes. */
export function useFocusReport(source: ReadingSource, states: ReadonlyMap<number, ViewportState>, hung: readonly (HungStack | undefined)[], activeIndex: number): void {
  const viewports = hung.flatMap((stack, index): readonly ViewportFocus[] => {
    if (stack === undefined) return [];
    const state = states.get(index) ?? EMPTY_VIEWPORT;
    const frame = state.shown?.frame.studyId === stack.studyId ? state.shown.frame : undefined;
    return [
      {
        studyId: stack.studyId,
        seriesInstanceUid: stack.seriesInstanceUid,
        sopInstanceUid: frame?.sopInstanceUid ?? null,
        frameNumber: frame?.frameNumber ?? 1,
        direction: state.direction,
        isActive: index === activeIndex,
      },
    ];
  });
  const told = JSON.stringify(viewports);
  useEffect(() => source.reportFocus(JSON.parse(told) as readonly ViewportFocus[]), [source, told]);
}
