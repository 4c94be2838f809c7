import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { seatQuery } from '#renderer/bridge/queries.ts';
import { DraftKeeperProvider } from '#renderer/features/report-editor/DraftKeeperProvider.tsx';
import { BrandMark } from '#renderer/ui/BrandMark.tsx';
import { Button } from '#renderer/ui/Button.tsx';
import { ErrorState } from '#renderer/ui/ErrorState.tsx';
import { ToastProvider } from '#renderer/ui/Toasts.tsx';
import { thrownErrorWords } from '#renderer/text/error-words.ts';
import { TextProvider } from '#renderer/text/TextProvider.tsx';
import { useText } from '#renderer/text/use-text.ts';
import { SeatGate } from './SeatGate.tsx';
import { FirstWindowProvider } from './windows/FirstWindowProvider.tsx';
import { ReadingWindowGate } from './windows/ReadingWindowGate.tsx';
import type { ThisWindow } from './windows/this-window.ts';
import styles from './App.module.css';

const ReadingWindowPage = lazy(async () => ({ default: (await import('./windows/ReadingWindowPage.tsx')).ReadingWindowPage }));

/** Asks main which language the screen speaks, then shows the shell. */
export function App({ window }: { readonly window: ThisWindow }) {
  const { api } = useBridge();
  const seat = useQuery(seatQuery(api));
  return (
    <TextProvider language={seat.data?.language ?? 'zh-CN'}>
      {seat.data === undefined ? <Boot error={seat.error} onRetry={() => void seat.refetch()} /> : <Ready window={window} />}
    </TextProvider>
  );
}

function Ready({ window }: { readonly window: ThisWindow }) {
  const { t } = useText();
  return (
    <ToastProvider closeLabel={t('app.close')}>
      {window.kind === 'reading' ? (
        <Suspense fallback={null}>
          <ReadingWindowGate>
            <ReadingWindowPage link={window.link} number={window.number} />
          </ReadingWindowGate>
        </Suspense>
      ) : (
        <FirstWindowProvider window={window.first}>
          <DraftKeeperProvider>
            <SeatGate />
          </DraftKeeperProvider>
        </FirstWindowProvider>
      )}
    </ToastProvider>
  );
}

function Boot({ error, onRetry }: { readonly error: Error | null; readonly onRetry: () => void }) {
  const text = useText();
  if (error !== null) {
    return (
      <div className={styles['boot']}>
        <ErrorState words={thrownErrorWords(text, error)} actions={<Button onClick={onRetry}>{text.t('app.try-again')}</Button>} />
      </div>
    );
  }
  return (
    <div className={styles['boot']} role="status" aria-label={text.t('app.starting')}>
      <BrandMark size={44} />
    </div>
  );
}
