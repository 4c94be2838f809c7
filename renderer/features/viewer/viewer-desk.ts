import type { WindowPresetName } from '#shared/dicom/pixel/window-presets.ts';

/** A series in a viewport; a series may fall apart into several stacks. */
export interface HungStack {
  readonly studyId: number;
  readonly seriesInstanceUid: string;
  /** Zero-based. */
  readonly stackIndex: number;
  /** Where to go in it, for a reference that was followed: the stack that holds this frame. Frame numbers are one-based. */
  readonly frame?: { readonly sopInstanceUid: string; readonly frameNumber: number };
  /** The window it opens with, where its values are Hounsfield units. */
  readonly window?: WindowPresetName;
  /** The edge of the viewport at which the chest wall of a mammogram lies. */
  readonly chestWall?: 'left' | 'right';
  /** A millimetre is as large here as in the other viewports that say so. */
  readonly hasEqualScale?: boolean;
}

type OneToFour = 1 | 2 | 3 | 4;
/** Rows by columns. */
export type DeskLayout = `${OneToFour}x${OneToFour}`;

const MOST_AT_A_SIDE = 4;
const MOST_VIEWPORTS = MOST_AT_A_SIDE * MOST_AT_A_SIDE;

export function sidesOf(layout: DeskLayout): { readonly rows: number; readonly columns: number } {
  return { rows: Number(layout.slice(0, 1)), columns: Number(layout.slice(2)) };
}

export function viewportCountOf(layout: DeskLayout): number {
  const { rows, columns } = sidesOf(layout);
  return rows * columns;
}

/** @param rows 1 to 4 @param columns 1 to 4 */
export function layoutOf(rows: number, columns: number): DeskLayout {
  const side = (count: number) => Math.min(MOST_AT_A_SIDE, Math.max(1, Math.trunc(count))) as OneToFour;
  return `${side(rows)}x${side(columns)}`;
}

/** What hangs where. Viewports that a smaller layout hides keep what hung in them. */
export interface ViewerDesk {
  readonly layout: DeskLayout;
  readonly viewports: readonly (HungStack | undefined)[];
  /** Zero-based; always one that is seen. */
  readonly activeIndex: number;
  /** One viewport has the whole desk for a while; the others wait behind it as they are. */
  readonly maximisedIndex: number | undefined;
  /** A hand has worked on these pictures: from now on only a hand hangs them anew. */
  readonly isTouched: boolean;
}

export type DeskAct =
  | { readonly kind: 'set-layout'; readonly layout: DeskLayout }
  | { readonly kind: 'activate'; readonly index: number }
  /** Without `index`: into the next empty viewport, else into the active one; what hangs in the active one already stays as it is. */
  | { readonly kind: 'hang'; readonly stack: HungStack; readonly index?: number }
  /** Two viewports change places; the hand goes along to the second. */
  | { readonly kind: 'swap'; readonly from: number; readonly to: number }
  | { readonly kind: 'close-study'; readonly studyId: number }
  /** Fills or clears the whole desk. Not by a hand: nothing happens once a hand has touched it. */
  | { readonly kind: 'arrange'; readonly layout: DeskLayout; readonly viewports: readonly (HungStack | undefined)[]; readonly isByHand: boolean }
  | { readonly kind: 'touch' }
  /** One viewport on the whole desk, or back. */
  | { readonly kind: 'maximise'; readonly index: number };

export function openDesk(first: HungStack | undefined): ViewerDesk {
  return { layout: '1x1', viewports: filled([first]), activeIndex: 0, maximisedIndex: undefined, isTouched: false };
}

export function deskAfter(desk: ViewerDesk, act: DeskAct): ViewerDesk {
  const seen = viewportCountOf(desk.layout);
  switch (act.kind) {
    case 'set-layout':
      return { ...desk, layout: act.layout, activeIndex: Math.min(desk.activeIndex, viewportCountOf(act.layout) - 1), maximisedIndex: undefined, isTouched: true };
    case 'activate':
      return act.index === desk.activeIndex || act.index >= seen ? desk : { ...desk, activeIndex: act.index, maximisedIndex: desk.maximisedIndex === undefined ? undefined : act.index };
    case 'hang': {
      const isEmpty = (hung: HungStack | undefined, index: number) => hung === undefined && index < seen;
      const active = desk.viewports[desk.activeIndex];
      const empty = active === undefined || isSameStack(active, act.stack) ? -1 : desk.viewports.findIndex(isEmpty);
      // Behind a viewport that has the whole desk nothing is hung unseen.
      const index = act.index ?? (empty === -1 || desk.maximisedIndex !== undefined ? desk.activeIndex : empty);
      if (isSameStack(desk.viewports[index], act.stack) && act.stack.frame === undefined) return index === desk.activeIndex ? desk : { ...desk, activeIndex: index };
      return { ...desk, isTouched: true, activeIndex: index, viewports: desk.viewports.map((hung, place) => (place === index ? act.stack : hung)) };
    }
    case 'swap': {
      if (act.from === act.to || act.from >= seen || act.to >= seen) return desk;
      const place = (index: number) => (index === act.from ? act.to : index === act.to ? act.from : index);
      return { ...desk, isTouched: true, activeIndex: act.to, viewports: desk.viewports.map((_, index) => desk.viewports[place(index)]) };
    }
    case 'close-study':
      return { ...desk, viewports: desk.viewports.map((hung) => (hung?.studyId === act.studyId ? undefined : hung)) };
    case 'arrange': {
      if (desk.isTouched && !act.isByHand) return desk;
      // What hangs where it hung stays the same object: the picture under the eye is not shown anew.
      const viewports = filled(act.viewports).map((next, place) => (isSameHanging(desk.viewports[place], next) ? desk.viewports[place] : next));
      if (act.layout === desk.layout && viewports.every((hung, place) => hung === desk.viewports[place])) return desk;
      const wanted = Math.min(act.isByHand ? 0 : desk.activeIndex, viewportCountOf(act.layout) - 1);
      const filledIndex = viewports[wanted] === undefined ? viewports.findIndex((hung) => hung !== undefined) : wanted;
      // Keys act on a picture where there is one.
      return { ...desk, layout: act.layout, viewports, activeIndex: filledIndex === -1 || filledIndex >= viewportCountOf(act.layout) ? wanted : filledIndex, maximisedIndex: undefined, isTouched: desk.isTouched || act.isByHand };
    }
    case 'touch':
      return desk.isTouched ? desk : { ...desk, isTouched: true };
    case 'maximise': {
      if (desk.maximisedIndex !== undefined) return { ...desk, maximisedIndex: undefined };
      if (seen === 1 || act.index >= seen) return desk;
      return { ...desk, maximisedIndex: act.index, activeIndex: act.index, isTouched: true };
    }
    default:
      return act satisfies never;
  }
}

function filled(viewports: readonly (HungStack | undefined)[]): readonly (HungStack | undefined)[] {
  return Array.from({ length: MOST_VIEWPORTS }, (_, index) => viewports[index]);
}

function isSameHanging(left: HungStack | undefined, right: HungStack | undefined): boolean {
  return (
    isSameStack(left, right) && left?.window === right?.window && left?.chestWall === right?.chestWall && left?.hasEqualScale === right?.hasEqualScale &&
    left?.frame?.sopInstanceUid === right?.frame?.sopInstanceUid && left?.frame?.frameNumber === right?.frame?.frameNumber
  );
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

/** Whether what hangs is what a place means. A place without a frame is its whole stack, on whichever image that stands after a tab or a window came back. */
export function hangsAt(place: HungStack | undefined, hung: HungStack | undefined): boolean {
  return isSameStack(place, hung) && (place?.frame === undefined || place.frame.sopInstanceUid === hung?.frame?.sopInstanceUid);
}
