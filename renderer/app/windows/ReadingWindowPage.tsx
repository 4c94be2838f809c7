import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useSyncExternalStore } from 'react';
import type { OpenStudy } from '#shared/contract/services/studies.contract.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { studyQuery } from '#renderer/bridge/queries.ts';
import { REPORT_KEYS } from '#renderer/features/report-editor/report-keys.ts';
import { thrownErrorWords } from '#renderer/text/error-words.ts';
import { useText } from '#renderer/text/use-text.ts';
import { ErrorState } from '#renderer/ui/ErrorState.tsx';
import type { KeyAction } from '#renderer/ui/keyboard/key-action.ts';
import { KeyBindingsProvider } from '#renderer/ui/keyboard/key-bindings.tsx';
import { KeyboardProvider, useKeyActions } from '#renderer/ui/keyboard/KeyboardProvider.tsx';
import { ErrorBoundary } from '../ErrorBoundary.tsx';
import { APP_KEYS } from '../keyboard/app-keys.ts';
import { useReadingProfile } from '../keyboard/use-reading-profile.ts';
import { ImageReading } from '../reading/ImageReading.tsx';
import { PatientBanner } from '../reading/PatientBanner.tsx';
import { ClosedStudies } from '../reading/ClosedStudies.tsx';
import { ReadingSourceProvider, useReadingSource } from '../reading/ReadingSourceProvider.tsx';
import { contentOf } from '../reading/study-content.ts';
import { keepPlace } from './browser-windows.ts';
import type { ReadingWindow, ReadingWindowState } from './reading-window.ts';
import type { WindowDesk } from './window-messages.ts';
import { WINDOW_KEYS } from './window-keys.ts';
import styles from './ReadingWindowPage.module.css';

/** Keys that the first window understands wherever they are pressed. */
const FORWARDED: readonly KeyAction[] = [APP_KEYS.next, APP_KEYS.worklist, APP_KEYS.nextTab, APP_KEYS.previousTab, APP_KEYS.closeTab, WINDOW_KEYS.open, WINDOW_KEYS.takeBack, ...Object.values(REPORT_KEYS)];

/** A reading window: who it is, and the pictures of the study that the first window has open. */
export function ReadingWindowPage({ link, number }: { readonly link: ReadingWindow; readonly number: number }) {
  const { t } = useText();
  const { profile } = useReadingProfile();
  const state = useSyncExternalStore(link.state.subscribe, link.state.get);
  useEffect(() => {
    document.title = t('windows.name', { number });
  }, [t, number]);
  useEffect(() => keepPlace(number), [number]);
  return (
    <KeyBindingsProvider bindings={profile.keys}>
      <KeyboardProvider page="reading">
        <Forward link={link} />
        <ReadingSourceProvider>
          <ClosedStudies openStudyIds={state.studyId === null ? [] : [state.studyId]} />
          <main className={styles['window']} data-testid="reading-window" data-study-id={state.studyId ?? ''} data-is-first-there={state.isFirstThere}>
            {state.isFirstThere ? null : (
              <p role="alert" className={styles['alone']}>
                {t('windows.alone')}
              </p>
            )}
            {state.studyId === null ? <p className={styles['idle']}>{t('windows.idle')}</p> : <Study key={state.studyId} studyId={state.studyId} state={state} link={link} />}
          </main>
        </ReadingSourceProvider>
      </KeyboardProvider>
    </KeyBindingsProvider>
  );
}

function Forward({ link }: { readonly link: ReadingWindow }) {
  useKeyActions(FORWARDED, ({ label }) => link.act(label));
  return null;
}

interface StudyProps {
  readonly studyId: number;
  readonly state: ReadingWindowState;
  readonly link: ReadingWindow;
}

function Study({ studyId, state, link }: StudyProps) {
  const text = useText();
  const { api } = useBridge();
  const known = useQuery(studyQuery(api, studyId));
  if (known.isError) return <ErrorState words={thrownErrorWords(text, known.error)} />;
  if (known.data === undefined) return <p className={styles['idle']}>{text.t('reading.opening')}</p>;
  return (
    <>
      <PatientBanner open={known.data} />
      {contentOf(known.data) === 'images' ? (
        <ErrorBoundary>
          <Pictures open={known.data} start={state.desk} link={link} />
        </ErrorBoundary>
      ) : (
        <p className={styles['idle']}>{text.t('windows.no-images')}</p>
      )}
    </>
  );
}

function Pictures({ open, start, link }: { readonly open: OpenStudy; readonly start: WindowDesk | undefined; readonly link: ReadingWindow }) {
  const source = useReadingSource();
  const { studyId } = open.study;
  const { onPlace, tellDesk } = link;
  const shared = useMemo(() => ({ start, onPlace, tell: (desk: WindowDesk) => tellDesk(studyId, desk) }), [start, onPlace, tellDesk, studyId]);
  const onShowTrace = useCallback(() => undefined, []);
  return (
    <ImageReading
      open={open}
      source={source}
      shared={shared}
      onSentence={(sentence) => link.sentence(studyId, null, sentence)}
      onSentenceChanged={(before, after) => link.sentence(studyId, before, after)}
      onShowTrace={onShowTrace}
    />
  );
}
