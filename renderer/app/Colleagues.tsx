import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { DEFAULT_TONES } from '#shared/contract/services/preferences.contract.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { colleaguesQuery, preferencesQuery } from '#renderer/bridge/queries.ts';
import { ColleaguesDialog } from '#renderer/features/colleagues/ColleaguesDialog.tsx';
import { keysOf, useKeyBindings } from '#renderer/ui/keyboard/key-bindings.tsx';
import { useKeyAction } from '#renderer/ui/keyboard/KeyboardProvider.tsx';
import { useToast } from '#renderer/ui/Toasts.tsx';
import { useText } from '#renderer/text/use-text.ts';
import { createTonePlayer, notesFor, type TonePlayer } from './announce/tone.ts';
import { APP_KEYS } from './keyboard/app-keys.ts';
import type { TabsHandle } from './use-tabs.ts';

export interface ColleaguesProps {
  readonly handle: TabsHandle;
  readonly isOpen: boolean;
  readonly onOpen: (isOpen: boolean) => void;
}

/** The window of colleagues, from every page; a message or a critical value that becomes this seat's is said at once. */
export function Colleagues({ handle, isOpen, onOpen }: ColleaguesProps) {
  const { t } = useText();
  const { api, events } = useBridge();
  const { data: preferences } = useQuery(preferencesQuery(api));
  const tones = useRef(DEFAULT_TONES);
  useEffect(() => {
    tones.current = preferences?.profile.tones ?? DEFAULT_TONES;
  }, [preferences]);
  const toast = useToast();
  const bindings = useKeyBindings();
  const player = useRef<TonePlayer>(undefined);
  useKeyAction(APP_KEYS.colleagues, () => onOpen(true));
  const keys = keysOf(APP_KEYS.colleagues, bindings)[0] ?? '';
  useEffect(() => {
    const stop = events.subscribe((event) => {
      if (event.kind !== 'colleagues-changed') return;
      if (event.isMyTurn) {
        if (events.isLeader()) {
          player.current ??= createTonePlayer();
          const { isMuted, volumePercent } = tones.current;
          if (!isMuted) void player.current.play(notesFor('emergency'), volumePercent / 100);
        }
        toast({ title: t('colleagues.toast.critical'), detail: t('colleagues.toast.critical-note', { keys }), tone: 'error' });
      } else if (event.hasNewMessage && !isOpen) toast({ title: t('colleagues.toast.message'), detail: t('colleagues.toast.message-note', { keys }), tone: 'plain' });
    });
    return () => {
      stop();
      player.current?.close();
      player.current = undefined;
    };
  }, [events, isOpen, keys, t, toast]);
  if (!isOpen) return null;
  const { place } = handle.tabs;
  return (
    <ColleaguesDialog
      studyId={place.page === 'study' ? place.studyId : undefined}
      onOpenStudy={(studyId) => {
        onOpen(false);
        handle.openStudy(studyId);
      }}
      onClose={() => onOpen(false)}
    />
  );
}

/** How many messages wait to be read. */
export function UnreadCount() {
  const { t } = useText();
  const { api } = useBridge();
  const { data } = useQuery(colleaguesQuery(api));
  if (data === undefined || data.unread === 0) return null;
  return <b data-testid="unread-messages"> · {t('colleagues.unread', { count: data.unread })}</b>;
}
