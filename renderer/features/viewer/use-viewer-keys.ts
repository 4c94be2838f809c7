import type { StackViewport } from '#renderer/imaging/engine/viewport-acts.ts';
import { useKeyAction, useKeyActions } from '#renderer/ui/keyboard/KeyboardProvider.tsx';
import type { KeyAction } from '#renderer/ui/keyboard/key-action.ts';
import { LAYOUT_KEYS } from './layout-keys.ts';
import { useDoublePress } from './use-double-press.ts';
import { PRESET_ACTIONS, VIEWER_KEYS } from './viewer-keys.ts';
import { viewerTable, type ViewerTable } from './viewer-table.ts';
import type { ViewerActs } from './ViewerToolbar.tsx';

export interface ViewerKeyActs extends ViewerActs {
  readonly redo: () => void;
  readonly deleteSelected: () => void;
  readonly goToSeries: (step: 1 | -1) => void;
  readonly togglePassport: () => void;
  readonly changeCineSpeed: (step: 1 | -1) => void;
  readonly toggleCineTogether: () => void;
  /** The selected measurement goes into the report; without one the measuring tools are shown. */
  readonly measureOrReport: () => void;
  readonly toggleKeyImage: () => void;
  readonly capture: (where: 'clipboard' | 'file') => void;
  readonly scaleTo: (size: 'one-pixel' | 'true-size') => void;
  /** Gives up what is being drawn; else lets go of the selected measurement and of the measuring tool. */
  readonly cancel: () => void;
  /** The active viewport on the whole desk, or back. */
  readonly maximise: () => void;
  /** The hand goes to the next viewport, around. */
  readonly cycleViewport: () => void;
  readonly toggleLink: () => void;
  readonly linkHere: () => void;
  /** One point of the patient is shown in all viewports of one space. */
  readonly toggleCrosshair: () => void;
  /** The next quarter of the picture fills the viewport; after the fourth the whole of it. */
  readonly walkQuadrants: () => void;
  /** What can be done with the active picture, as a menu on it. */
  readonly openContextMenu: () => void;
}

/** Some have keys elsewhere: Tab below, key images only in the menu of objects. */
const TABLE_ACTIONS: readonly KeyAction[] = [...Object.values(VIEWER_KEYS), ...Object.values(LAYOUT_KEYS), ...PRESET_ACTIONS].filter(
  (action) => action !== VIEWER_KEYS.keyImagesOnly && action !== LAYOUT_KEYS.tabForward && action !== LAYOUT_KEYS.tabBack,
);

/** Whether Tab finds another viewport on this side, and how it goes there. */
export interface TabWay {
  readonly back: (() => void) | undefined;
  readonly forward: (() => void) | undefined;
}

/**
 * Binds the keys of the viewer.
 * @param active the viewport that has the hand
 */
export function useViewerKeys(acts: ViewerKeyActs, active: () => StackViewport | undefined, tab: TabWay): ViewerTable {
  const table = viewerTable(acts, useDoublePress(acts.cancel, acts.reset), active);
  useKeyActions(TABLE_ACTIONS, (action) => table.get(action)?.());
  useKeyAction(LAYOUT_KEYS.tabForward, () => tab.forward?.(), tab.forward !== undefined);
  useKeyAction(LAYOUT_KEYS.tabBack, () => tab.back?.(), tab.back !== undefined);
  return table;
}
