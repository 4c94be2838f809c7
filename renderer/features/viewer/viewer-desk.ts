/** A series in a viewport; a series may fall apart into several stacks. */
export interface HungStack {
  readonly studyId: number;
  readonly seriesInstanceUid: string;
  /** Zero-based. */
  readonly stackIndex: number;
  /** Where to go in it, for a reference that was followed: the stack that holds this frame. Frame numbers are one-based. */
  readonly frame?: { readonly sopInstanceUid: string; readonly frameNumber: number };
}

export type DeskLayout = '1x1' | '1x2' | '2x2';

export const VIEWPORT_COUNT = { '1x1': 1, '1x2': 2, '2x2': 4 } as const satisfies Record<DeskLayout, number>;

/** What hangs where. Viewports that a smaller layout hides keep what hung in them. */
export interface ViewerDesk {
  readonly layout: DeskLayout;
  readonly viewports: readonly (HungStack | undefined)[];
  /** Zero-based; always one that is seen. */
  readonly activeIndex: number;
}

export type DeskAct =
  | { readonly kind: 'set-layout'; readonly layout: DeskLayout }
  | { readonly kind: 'activate'; readonly index: number }
  /** Without `index`: into the next empty viewport, else into the active one; what hangs in the active one already stays as it is. */
  | { readonly kind: 'hang'; readonly stack: HungStack; readonly index?: number }
  | { readonly kind: 'close-study'; readonly studyId: number };

const MOST_VIEWPORTS = 4;

export function openDesk(first: HungStack | undefined): ViewerDesk {
  return { layout: '1x1', viewports: Array.from({ length: MOST_VIEWPORTS }, (_, index) => (index === 0 ? first : undefined)), activeIndex: 0 };
}

export function deskAfter(desk: ViewerDesk, act: DeskAct): ViewerDesk {
  const seen = VIEWPORT_COUNT[desk.layout];
  switch (act.kind) {
    case 'set-layout':
      return { ...desk, layout: act.layout, activeIndex: Math.min(desk.activeIndex, VIEWPORT_COUNT[act.layout] - 1) };
    case 'activate':
      return act.index === desk.activeIndex || act.index >= seen ? desk : { ...desk, activeIndex: act.index };
    case 'hang': {
      const isEmpty = (hung: HungStack | undefined, index: number) => hung === undefined && index < seen;
      const active = desk.viewports[desk.activeIndex];
      const empty = active === undefined || isSameStack(active, act.stack) ? -1 : desk.viewports.findIndex(isEmpty);
      const index = act.index ?? (empty === -1 ? desk.activeIndex : empty);
      if (isSameStack(desk.viewports[index], act.stack) && act.stack.frame === undefined) return index === desk.activeIndex ? desk : { ...desk, activeIndex: index };
      return { ...desk, activeIndex: index, viewports: desk.viewports.map((hung, place) => (place === index ? act.stack : hung)) };
    }
    case 'close-study':
      return { ...desk, viewports: desk.viewports.map((hung) => (hung?.studyId === act.studyId ? undefined : hung)) };
    default:
      return act satisfies never;
  }
}

/** One step through the stacks of a study, series by series. */
export interface SeriesStacks {
  readonly studyId: number;
  readonly seriesInstanceUid: string;
  /** At least 1: before the metadata are known a series counts as one stack. */
  readonly stackCount: number;
}

/** The stack before or after the one that hangs; undefined at either end. */
export function neighbourOf(series: readonly SeriesStacks[], hung: HungStack | undefined, step: 1 | -1): HungStack | undefined {
  const all = series.flatMap(({ studyId, seriesInstanceUid, stackCount }) =>
    Array.from({ length: Math.max(1, stackCount) }, (_, stackIndex): HungStack => ({ studyId, seriesInstanceUid, stackIndex })),
  );
  if (hung === undefined) return all[0];
  const here = all.findIndex((one) => isSameStack(one, hung));
  return here === -1 ? all[0] : all[here + step];
}

export function isSameStack(left: HungStack | undefined, right: HungStack | undefined): boolean {
  return left?.studyId === right?.studyId && left?.seriesInstanceUid === right?.seriesInstanceUid && left?.stackIndex === right?.stackIndex;
}
