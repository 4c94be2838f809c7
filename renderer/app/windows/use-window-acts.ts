import { useCallback, useEffect } from 'react';
import { useKeyAction, useKeyboard } from '#renderer/ui/keyboard/KeyboardProvider.tsx';
import { useToast } from '#renderer/ui/Toasts.tsx';
import { useText } from '#renderer/text/use-text.ts';
import { useFirstWindow } from './FirstWindowProvider.tsx';
import { WINDOW_KEYS } from './window-keys.ts';

/** Opens one more reading window, or says that there is none. */
export function useOpenReadingWindow(): () => void {
  const { t } = useText();
  const toast = useToast();
  const first = useFirstWindow();
  return useCallback(() => {
    if (first?.open() !== true) toast({ title: t('windows.refused'), detail: t('windows.refused.detail'), tone: 'error' });
  }, [first, toast, t]);
}

/**
 * Keys of windows, here and pressed in a reading window, and the study that those show: the one that is read, and behind the list the last one while it is open.
 * @param studyId the study in front; undefined: the list or the hospitals are @param openIds all that are open
 */
export function useWindowActs(studyId: number | undefined, openIds: readonly number[]): void {
  const first = useFirstWindow();
  const keyboard = useKeyboard();
  const open = useOpenReadingWindow();
  useKeyAction(WINDOW_KEYS.open, open);
  useKeyAction(WINDOW_KEYS.takeBack, () => first?.takeBack());
  useEffect(() => {
    if (studyId !== undefined) first?.show(studyId);
    else if (openIds.length === 0) first?.show(null);
  }, [first, studyId, openIds]);
  useEffect(() => first?.takeActs((label) => keyboard?.perform(label)), [first, keyboard]);
}
