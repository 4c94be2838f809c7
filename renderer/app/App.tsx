import { useQuery } from '@tanstack/react-query';
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
import styles from './App.module.css';

/** Asks main which language the screen speaks, then shows the shell. */
export function App() {
  const { api } = useBridge();
  const seat = useQuery(seatQuery(api));
  return (
    <TextProvider language={seat.data?.language ?? 'zh-CN'}>
      {seat.data === undefined ? <Boot error={seat.error} onRetry={() => void seat.refetch()} /> : <Ready />}
    </TextProvider>
  );
}

function Ready() {
  const { t } = useText();
  return (
    <ToastProvider closeLabel={t('app.close')}>
      <DraftKeeperProvider>
        <SeatGate />
      </DraftKeeperProvider>
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
