import { useEffect, useMemo, useRef } from 'react';
import type { ViewportFocus } from '#shared/contract/services/studies.contract.ts';
import type { Desk } from '#renderer/features/viewer/use-viewer-desk.ts';
import type { HungStack } from '#renderer/features/viewer/viewer-desk.ts';
import type { ReadingSource } from '#renderer/imaging/reading-source.ts';
import type { WindowDesk } from './window-messages.ts';

/** How the desk of one window is known in the others. */
export interface SharedDesk {
  /** How the study hung in the window that it comes from. */
  readonly start: WindowDesk | undefined;
  readonly tell: (desk: WindowDesk) => void;
  /** A series was chosen in another window. @returns the way to stop listening */
  readonly onPlace?: (listener: (stack: HungStack) => void) => () => void;
}

/** Tells the others how it hangs here, with the image on which each viewport stands. @returns the source to read from, which hears of that */
export function useSharedDesk(source: ReadingSource, { desk, act }: Desk, shared: SharedDesk | undefined): ReadingSource {
  const latest = useRef({ desk, focus: [] as readonly ViewportFocus[], shared });
  const heard = useMemo(
    (): ReadingSource => ({
      ...source,
      reportFocus: (viewports) => {
        source.reportFocus(viewports);
        latest.current.focus = viewports;
        tellDesk(latest.current);
      },
    }),
    [source],
  );
  useEffect(() => {
    latest.current = { ...latest.current, desk, shared };
    tellDesk(latest.current);
  }, [desk, shared]);
  useEffect(() => shared?.onPlace?.((stack) => act({ kind: 'hang', stack })), [shared, act]);
  return heard;
}

function tellDesk({ desk, focus, shared }: { readonly desk: Desk['desk']; readonly focus: readonly ViewportFocus[]; readonly shared: SharedDesk | undefined }): void {
  shared?.tell(sharedDeskOf(desk, focus));
}

/** A desk that a hand has worked on goes over with the images it stands on; one that nobody touched is hung by its protocol again. */
export function sharedDeskOf({ layout, activeIndex, isTouched, viewports }: Desk['desk'], focus: readonly ViewportFocus[]): WindowDesk {
  return {
    layout,
    activeIndex,
    isTouched,
    viewports: viewports.map((hung) => {
      if (hung === undefined) return null;
      const here = focus.find((one) => one.studyId === hung.studyId && one.seriesInstanceUid === hung.seriesInstanceUid);
      const sopInstanceUid = here?.sopInstanceUid ?? undefined;
      return !isTouched || sopInstanceUid === undefined ? hung : { ...hung, frame: { sopInstanceUid, frameNumber: here?.frameNumber ?? 1 } };
    }),
  };
}

/** How a desk opens that comes from another window. */
export function firstScreenOf({ layout, viewports, activeIndex, isTouched }: WindowDesk) {
  return { layout, viewports: viewports.map((hung) => hung ?? undefined), activeIndex, isTouched };
}
