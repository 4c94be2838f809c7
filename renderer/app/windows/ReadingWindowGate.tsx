import type { ReactNode } from 'react';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { Cover } from '#renderer/features/people/Cover.tsx';
import { useIdleLock } from '#renderer/features/people/use-idle-lock.ts';
import { useSession } from '#renderer/features/people/use-session.ts';
import { useText } from '#renderer/text/use-text.ts';
import styles from '../SeatGate.module.css';

/** A reading window is covered as long as the seat is: people sign in at the first window. */
export function ReadingWindowGate({ children }: { readonly children: ReactNode }) {
  const { t } = useText();
  const { api } = useBridge();
  const session = useSession();
  const isHere = session?.status === 'open' || session?.status === 'signed-in';
  useIdleLock({
    idleMinutes: session?.status === 'signed-in' ? session.idleMinutes : undefined,
    onIdle: () => void api.people.lock().catch(() => undefined),
    onHand: () => void api.people.touch().catch(() => undefined),
  });
  if (session === undefined) return null;
  return (
    <>
      <div className={styles['behind']} data-covered={!isHere} inert={!isHere}>
        {children}
      </div>
      {isHere ? null : (
        <Cover label={t('people.locked.title')}>
          <p>{t('people.locked.note')}</p>
        </Cover>
      )}
    </>
  );
}
