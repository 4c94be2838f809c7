import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { SeatSessionSummary } from '#shared/contract/services/people.contract.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { QUERY_KEYS } from '#renderer/bridge/query-keys.ts';
import { ChangePasswordForm } from '#renderer/features/people/ChangePasswordForm.tsx';
import { Cover } from '#renderer/features/people/Cover.tsx';
import { FirstStartForm } from '#renderer/features/people/FirstStartForm.tsx';
import { SignInForm } from '#renderer/features/people/SignInForm.tsx';
import { useIdleLock } from '#renderer/features/people/use-idle-lock.ts';
import { may, useSession } from '#renderer/features/people/use-session.ts';
import { useDraftKeeper } from '#renderer/features/report-editor/DraftKeeperProvider.tsx';
import { useText } from '#renderer/text/use-text.ts';
import { Office } from './Office.tsx';
import { Shell } from './Shell.tsx';
import { useClearCopied } from './use-clear-copied.ts';
import styles from './SeatGate.module.css';

/**
 * The page behind the lock. What was open stays open under the cover, without a pixel of it: the next person, or the same, goes on where it
 * was left.
 */
export function SeatGate() {
  const { api } = useBridge();
  const queries = useQueryClient();
  const drafts = useDraftKeeper();
  const clearCopied = useClearCopied();
  const session = useSession();
  // From the hand on the key until main has said that it is locked.
  const [isCovering, setIsCovering] = useState(false);
  const [typedPassword, setTypedPassword] = useState<string>();
  const status = session?.status;
  const take = useCallback((now: SeatSessionSummary) => queries.setQueryData(QUERY_KEYS.session, now), [queries]);

  const lock = useCallback(() => {
    setIsCovering(true);
    clearCopied();
    void drafts
      .flushAll({ outlivesPage: false })
      .catch(() => undefined)
      .then(() => api.people.lock())
      // Main does not answer: the cover stays until somebody signs in.
      .then(take, () => undefined);
  }, [api, clearCopied, drafts, take]);
  if (isCovering && status === 'locked') setIsCovering(false);

  useIdleLock({
    idleMinutes: status === 'signed-in' && !isCovering ? session?.idleMinutes : undefined,
    onIdle: lock,
    onHand: () => void api.people.touch().catch(() => undefined),
  });

  const before = useRef(status);
  useEffect(() => {
    if (before.current !== undefined && before.current !== status && (status === 'signed-in' || status === 'open')) {
      // What was refused meanwhile is asked again, and what this person may see is another matter than what the last one might.
      void queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== QUERY_KEYS.session[0] });
      void drafts.flushAll({ outlivesPage: false });
    }
    if (status === 'locked') clearCopied();
    before.current = status;
  }, [status, queries, drafts, clearCopied]);

  const isHere = status === 'open' || status === 'signed-in';
  const mustChange = status === 'signed-in' && session?.person?.mustChangePassword === true;
  const isCovered = !isHere || isCovering || mustChange;
  const [hasBeenHere, setHasBeenHere] = useState(false);
  if (isHere && !mustChange && !hasBeenHere) setHasBeenHere(true);
  if (session === undefined) return null;
  const readsCases = may(session, 'see-cases') || (isCovered && hasBeenHere);
  return (
    <>
      {hasBeenHere ? (
        <div className={styles['behind']} data-covered={isCovered} inert={isCovered}>
          {readsCases ? <Shell onLock={status === 'signed-in' ? lock : ignore} /> : <Office session={session} onLock={lock} />}
        </div>
      ) : null}
      {isCovered ? (
        <SeatCover
          session={session} mustChange={mustChange} typedPassword={typedPassword}
          onSignedIn={(now, password) => {
            setTypedPassword(now.person?.mustChangePassword === true ? password : undefined);
            setIsCovering(false);
            take(now);
          }}
          onChanged={(now) => {
            setTypedPassword(undefined);
            take(now);
          }}
        />
      ) : null}
    </>
  );
}

function ignore(): void {
  // At a seat where nobody signs in there is nothing to lock.
}

interface SeatCoverProps {
  readonly session: SeatSessionSummary;
  readonly mustChange: boolean;
  readonly typedPassword: string | undefined;
  readonly onSignedIn: (session: SeatSessionSummary, password: string) => void;
  readonly onChanged: (session: SeatSessionSummary) => void;
}

function SeatCover({ session, mustChange, typedPassword, onSignedIn, onChanged }: SeatCoverProps) {
  const { t } = useText();
  if (session.status === 'first-start') {
    return (
      <Cover key="first" label={t('people.first.title')} isWide>
        <h1>{t('people.first.title')}</h1>
        <FirstStartForm onDone={onChanged} />
      </Cover>
    );
  }
  if (mustChange) {
    return (
      <Cover key="change" label={t('people.change-password')}>
        <h1>{session.person?.name}</h1>
        <p>{t('people.must-change')}</p>
        <ChangePasswordForm oldPassword={typedPassword} onChanged={onChanged} />
      </Cover>
    );
  }
  const last = session.person ?? undefined;
  return (
    <Cover key={last?.personId ?? 'nobody'} label={t(last === undefined ? 'people.sign-in.title' : 'people.locked.title')}>
      {last === undefined ? <h1>{t('people.sign-in.title')}</h1> : <p>{t('people.locked.note')}</p>}
      <SignInForm lastPerson={last} onSignedIn={onSignedIn} />
    </Cover>
  );
}
