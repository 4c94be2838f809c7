import { useEffect, useRef, useState } from 'react';
import { studyQuery } from '#renderer/bridge/queries.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { examination } from '#renderer/features/worklist/row-facts.ts';
import { useText } from '#renderer/text/use-text.ts';
import { createTonePlayer, notesFor, type TonePlayer } from './tone.ts';
import styles from './Announcer.module.css';

/** A new case: one short tone from one window, and a sentence for screen readers. The row pulses by itself. */
export function Announcer() {
  const text = useText();
  const { api, events, queries } = useBridge();
  const [sentence, setSentence] = useState('');
  const player = useRef<TonePlayer>(undefined);

  useEffect(() => {
    const stop = events.subscribe((event) => {
      if (event.kind !== 'case-announced') return;
      if (events.isLeader()) {
        player.current ??= createTonePlayer();
        player.current.play(notesFor(event.urgency));
      }
      void queries.fetchQuery(studyQuery(api, event.studyId)).then(
        ({ study }) => setSentence(text.t('worklist.announced', { siteName: study.siteName, examination: examination(text, study) })),
        () => undefined,
      );
    });
    return () => {
      stop();
      player.current?.close();
      player.current = undefined;
    };
  }, [api, events, queries, text]);

  return (
    <div role="status" aria-live="polite" className={styles['spoken']}>
      {sentence}
    </div>
  );
}
