import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { DEFAULT_TONES } from '#shared/contract/services/preferences.contract.ts';
import { preferencesQuery, sessionQuery, studyQuery } from '#renderer/bridge/queries.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { examination } from '#renderer/features/worklist/row-facts.ts';
import { useToast } from '#renderer/ui/Toasts.tsx';
import { useText } from '#renderer/text/use-text.ts';
import { createCaseAnnouncer } from './case-announcer.ts';
import { onceAHandMoves, watchWaking } from './page-watch.ts';
import { say, spokenSentence } from './spoken-sentence.ts';
import { createTonePlayer, notesFor } from './tone.ts';
import styles from './Announcer.module.css';

/** Cases that may be read sound once in one window; a sentence for screen readers when a case is first heard of; who is told that a case's time runs out. */
export function Announcer() {
  const text = useText();
  const { api, events, queries } = useBridge();
  const toast = useToast();
  const [sentence, setSentence] = useState('');
  const { data: preferences } = useQuery(preferencesQuery(api));
  const { data: session } = useQuery(sessionQuery(api));
  const settings = useRef(DEFAULT_TONES);
  const isLocked = useRef(false);
  useEffect(() => {
    settings.current = preferences?.profile.tones ?? DEFAULT_TONES;
    isLocked.current = session?.status === 'locked';
  }, [preferences, session]);

  useEffect(() => {
    const player = createTonePlayer();
    const idle = requestIdleCallback(player.prepare, { timeout: 2000 });
    const announcer = createCaseAnnouncer({
      ask: () => api.worklist.unheard(),
      hear: (studyIds) => api.worklist.hear({ studyIds: [...studyIds] }),
      play: (kind, volume) => player.play(notesFor(kind === 'urgent' ? 'emergency' : 'routine'), volume),
      speak: (one, volume) => say(spokenSentence(text, one), text.language, volume),
      settings: () => settings.current,
      isLeader: events.isLeader,
      onSeveral: (cases) =>
        toast({
          title: text.t('tones.several', { count: cases.length }),
          detail: cases.slice(0, 5).map(({ siteName, urgency }) => `${siteName} ${text.t(`worklist.urgency.${urgency}`)}`).join(text.t('format.list-separator')),
          tone: 'plain',
        }),
      onGesture: onceAHandMoves,
    });
    const describe = (studyId: number, then: (words: { readonly siteName: string; readonly examination: string }) => void) =>
      void queries.fetchQuery(studyQuery(api, studyId)).then(({ study }) => then({ siteName: study.siteName, examination: examination(text, study) }), () => undefined);
    const tellTime = (studyId: number, percent: number) =>
      describe(studyId, (words) =>
        toast({ title: text.t(percent >= 100 ? 'tones.time-over' : 'tones.time-used', { percent }), detail: `${words.siteName} ${words.examination}`, tone: percent >= 90 ? 'error' : 'plain' }),
      );
    const look = () => void announcer.look();
    const stopWaking = watchWaking(look);
    const stop = events.subscribe((event) => {
      if (event.kind === 'case-ready') void (isLocked.current ? announcer.ring(event.studyId, event.urgency) : announcer.look());
      else if (event.kind === 'stream-started' || event.kind === 'session-changed') look();
      else if (event.kind === 'service-escalated' && event.isForMe && event.percent >= 75) tellTime(event.studyId, event.percent);
      else if (event.kind === 'case-announced') describe(event.studyId, (words) => setSentence(text.t('worklist.announced', words)));
    });
    look();
    return () => {
      stop();
      stopWaking();
      cancelIdleCallback(idle);
      player.close();
    };
  }, [api, events, queries, text, toast]);

  return (
    <div role="status" aria-live="polite" className={styles['spoken']}>
      {sentence}
    </div>
  );
}
