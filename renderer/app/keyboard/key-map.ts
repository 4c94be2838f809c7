import { COLLABORATION_KEYS } from '#renderer/features/collaboration/collaboration-keys.ts';
import { ECG_ACTIONS } from '#renderer/features/ecg/ecg-actions.ts';
import { REPORT_KEYS } from '#renderer/features/report-editor/report-keys.ts';
import { SITES_KEYS } from '#renderer/features/sites/sites-keys.ts';
import { HANGING_KEYS } from '#renderer/features/hanging/hanging-keys.ts';
import { LAYOUT_KEYS } from '#renderer/features/viewer/keys/layout-keys.ts';
import { PRESET_KEYS, VIEWER_KEYS } from '#renderer/features/viewer/keys/viewer-keys.ts';
import { MPR_KEYS } from '#renderer/features/viewer/mpr/mpr-keys.ts';
import { SUBTRACTION_KEYS } from '#renderer/features/viewer/cine/subtraction-keys.ts';
import { VIEW_KEYS, WORKLIST_KEYS } from '#renderer/features/worklist/worklist-keys.ts';
import type { MessageKey } from '#renderer/text/catalogue.ts';
import type { KeyAction } from '#renderer/ui/keyboard/key-action.ts';
import { WINDOW_KEYS } from '../windows/window-keys.ts';
import { APP_KEYS } from './app-keys.ts';

/** What the page in front of the physician is about. */
export type KeyPage = 'worklist' | 'images' | 'ecg' | 'sites';

export interface KeyGroup {
  readonly title: MessageKey;
  readonly actions: readonly KeyAction[];
  /** The pages on which these keys act; together they must not name a key twice. */
  readonly pages: readonly KeyPage[];
}

/** Every key of the program, as the sheet of keys shows it. */
export const KEY_MAP: readonly KeyGroup[] = [
  { title: 'app.keys.worklist', actions: [...Object.values(WORKLIST_KEYS), ...VIEW_KEYS], pages: ['worklist'] },
  { title: 'app.keys.report', actions: Object.values(REPORT_KEYS), pages: ['images', 'ecg'] },
  { title: 'app.keys.images', actions: [...Object.values(VIEWER_KEYS), ...Object.values(PRESET_KEYS)], pages: ['images'] },
  { title: 'app.keys.desk', actions: [...Object.values(LAYOUT_KEYS), ...Object.values(HANGING_KEYS), ...Object.values(WINDOW_KEYS)], pages: ['images'] },
  { title: 'mpr.title', actions: Object.values(MPR_KEYS), pages: ['images'] },
  { title: 'subtraction.title', actions: Object.values(SUBTRACTION_KEYS), pages: ['images'] },
  { title: 'app.keys.ecg', actions: Object.values(ECG_ACTIONS), pages: ['ecg'] },
  { title: 'collaboration.title', actions: Object.values(COLLABORATION_KEYS), pages: ['images', 'ecg'] },
  { title: 'app.keys.sites', actions: Object.values(SITES_KEYS), pages: ['sites'] },
  { title: 'app.keys.everywhere', actions: Object.values(APP_KEYS), pages: ['worklist', 'images', 'ecg', 'sites'] },
];

/** What the status bar shows of them. */
export function shownKeys(page: KeyPage): readonly KeyAction[] {
  return KEY_MAP.filter(({ pages }) => pages.includes(page)).flatMap(({ actions }) => actions.filter(({ isShown }) => isShown));
}
