import { useEffect } from 'react';
import type { StackViewport } from '#renderer/imaging/engine/viewport-acts.ts';
import type { ViewportState } from '#renderer/imaging/engine/viewport-state.ts';
import type { HungStack } from './viewer-desk.ts';

/** Lays what was hung as one group beside each other: chest walls at their edges, a millimetre equally large. Again when a viewport changes its size. */
export function useArrangement(hung: readonly (HungStack | undefined)[], states: ReadonlyMap<number, ViewportState>, viewportOf: (index: number) => StackViewport | undefined): void {
  const group = hung.flatMap((stack, index) => {
    const shown = states.get(index)?.shown;
    const isHere = stack !== undefined && shown?.image.seriesInstanceUid === stack.seriesInstanceUid && shown.frame.studyId === stack.studyId;
    return isHere && (stack.chestWall !== undefined || stack.hasEqualScale === true) ? [{ stack, index }] : [];
  });
  const key = group.map(({ stack, index }) => `${index}:${states.get(index)?.shown?.frame.sopInstanceUid}:${states.get(index)?.widthPx}:${stack.chestWall}`).join('|');

  useEffect(() => {
    const scales = group.map(({ stack, index }) => (stack.hasEqualScale === true ? viewportOf(index)?.fittingPixelsPerMm() : undefined));
    const known = scales.filter((scale) => scale !== undefined);
    const pixelsPerMm = known.length > 1 && known.length === group.length ? Math.min(...known) : undefined;
    for (const { stack, index } of group) viewportOf(index)?.arrange({ chestWall: stack.chestWall, pixelsPerMm });
    // oxlint-disable-next-line react/exhaustive-deps -- the key says all of the group that matters; a scroll must not lay anything anew
  }, [key, viewportOf]);
}
