import { useMemo, useState, type RefObject } from 'react';
import { useStableActs } from '#renderer/ui/use-stable-acts.ts';
import type { PressKind } from '#renderer/imaging/engine/navigation-gestures.ts';
import type { ScreenPoint } from '#renderer/imaging/engine/view-camera.ts';
import type { StackViewport } from '#renderer/imaging/engine/viewport-acts.ts';
import { useText } from '#renderer/text/use-text.ts';
import { nextQuadrant, showQuadrant, type Quadrant } from './quadrant-walk.ts';
import { usePointCursor, type SpacePoint } from '../viewport/use-point-cursor.ts';
import type { ScrollLink } from './use-scroll-link.ts';
import type { TabWay } from '../keys/use-viewer-keys.ts';
import type { ViewerKeyActs } from '../keys/viewer-key-acts.ts';
import type { ViewerDesk } from '../viewer-desk.ts';

/** What a viewport must know of the hand that points. */
export interface ViewportPointing {
  /** The left button shows a point in all viewports. */
  readonly isOn: boolean;
  readonly point: SpacePoint | undefined;
  readonly onPress: (index: number, kind: PressKind, at: ScreenPoint) => void;
  /** It goes with others, so that Alt holds it back. */
  readonly isLinked: (index: number) => boolean;
  /** There are others to change places with. */
  readonly hasOthers: boolean;
}

export interface Pointing {
  readonly viewport: ViewportPointing;
  readonly acts: Pick<ViewerKeyActs, 'toggleCrosshair' | 'openContextMenu' | 'walkQuadrants'>;
  readonly tab: TabWay;
  readonly stop: () => void;
  /** Where the menu of the active viewport is open, CSS pixels of the window. */
  readonly menuAt: ScreenPoint | undefined;
  readonly closeMenu: () => void;
}

interface PointingOptions {
  readonly root: RefObject<HTMLElement | null>;
  readonly desk: ViewerDesk;
  readonly count: number;
  readonly link: ScrollLink;
  readonly viewportOf: (index: number) => StackViewport | undefined;
  readonly say: (index: number, words: string) => void;
}

/** The 3D cursor, the menu on a picture, the walk through its quarters, and the way of the focus through the viewports. */
export function usePointing({ root, desk, count, link, viewportOf, say }: PointingOptions): Pointing {
  const { t } = useText();
  const cursor = usePointCursor({ count, viewportOf });
  const [menuAt, setMenuAt] = useState<ScreenPoint>();
  const [quadrant, setQuadrant] = useState<Quadrant>();
  const { activeIndex, maximisedIndex } = desk;
  const elementOf = (index: number) => root.current?.querySelector<HTMLElement>(`[data-testid=viewport][data-viewport="${index + 1}"]`) ?? undefined;
  const goTo = (index: number) => elementOf(index)?.focus({ preventScroll: true });
  const isStep = maximisedIndex === undefined;

  const pressActs = useStableActs({
    isLinked: (index: number) => link.isOn && index === activeIndex && Array.from({ length: count }, (_, other) => link.linkOf(other)?.kind).some((kind) => kind !== undefined && kind !== 'off' && kind !== 'none'),
    onPress: (index: number, kind: PressKind, at: ScreenPoint) => {
      if (kind === 'menu') {
        const { left = 0, top = 0 } = elementOf(index)?.getBoundingClientRect() ?? {};
        setMenuAt([left + at[0], top + at[1]]);
        return;
      }
      const refusal = cursor.jump(index, at);
      if (refusal !== undefined) say(index, t('viewer.refused', { tool: t('viewer.key.crosshair'), reason: t(`viewer.link.refusal.${refusal}`) }));
    },
  });
  const hasOthers = count > 1 && isStep;
  const viewport = useMemo(() => ({ isOn: cursor.isOn, point: cursor.point, hasOthers, ...pressActs }), [cursor.isOn, cursor.point, hasOthers, pressActs]);

  return {
    viewport,
    acts: {
      toggleCrosshair: () => cursor.set(!cursor.isOn),
      openContextMenu: () => {
        const { left = 0, top = 0, width = 0, height = 0 } = elementOf(activeIndex)?.getBoundingClientRect() ?? {};
        setMenuAt([left + width / 3, top + height / 4]);
      },
      walkQuadrants: () => {
        const next = nextQuadrant(quadrant);
        setQuadrant(next);
        // Pictures that were hung as one group walk together.
        for (let index = 0; index < count; index += 1) {
          if (index !== activeIndex && desk.viewports[index]?.hasEqualScale !== true) continue;
          const viewport = viewportOf(index);
          const element = elementOf(index);
          if (viewport !== undefined && element !== undefined) showQuadrant(viewport, viewport.now(), next, { width: element.clientWidth, height: element.clientHeight });
        }
      },
    },
    tab: {
      forward: isStep && activeIndex + 1 < count ? () => goTo(activeIndex + 1) : undefined,
      back: isStep && activeIndex > 0 ? () => goTo(activeIndex - 1) : undefined,
    },
    stop: () => cursor.set(false),
    menuAt,
    closeMenu: () => setMenuAt(undefined),
  };
}
