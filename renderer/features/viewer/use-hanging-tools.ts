import { useMemo, type ReactNode } from 'react';
import type { VoiWindow } from '#shared/dicom/pixel/voi.ts';
import type { ViewportState } from '#renderer/imaging/engine/viewport-state.ts';
import { useStableActs } from '#renderer/ui/use-stable-acts.ts';

/** What stands beside the layout, drawn anew when it says something else, not with each image. @param render the same as long as it draws the same */
export function useHangingTools(render: ((windowOf: (index: number) => VoiWindow | undefined) => ReactNode) | undefined, states: ReadonlyMap<number, ViewportState>): ReactNode {
  const { windowOf } = useStableActs({
    windowOf: (index: number) => {
      const voi = states.get(index)?.shown?.voi;
      return voi?.kind === 'window' ? voi : undefined;
    },
  });
  return useMemo(() => render?.(windowOf), [render, windowOf]);
}
