import type { StackViewport } from '#renderer/imaging/engine/viewport-acts.ts';
import { useKeyAction, useKeyActions } from '#renderer/ui/keyboard/KeyboardProvider.tsx';
import type { KeyAction } from '#renderer/ui/keyboard/key-action.ts';
import { LAYOUT_KEYS } from './layout-keys.ts';
import { useDoublePress } from './use-double-press.ts';
import { PRESET_ACTIONS, VIEWER_KEYS } from './viewer-keys.ts';
import type { ViewerKeyActs } from './viewer-key-acts.ts';
import { viewerTable, type ViewerTable } from './viewer-table.ts';

/** Some have keys elsewhere: Tab below, key images only in the menu of objects, lesions in their own table. */
export const TABLE_ACTIONS: readonly KeyAction[] = [...Object.values(VIEWER_KEYS), ...Object.values(LAYOUT_KEYS), ...PRESET_ACTIONS].filter(
  (action) => action !== VIEWER_KEYS.keyImagesOnly && action !== VIEWER_KEYS.lesions && action !== LAYOUT_KEYS.tabForward && action !== LAYOUT_KEYS.tabBack,
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
