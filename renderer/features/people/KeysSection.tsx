import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { AppError } from '#shared/errors/app-error.ts';
import type { KeyRotationSummary, KeyStateSummary } from '#shared/contract/services/keys.contract.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { keysQuery } from '#renderer/bridge/queries.ts';
import { QUERY_KEYS } from '#renderer/bridge/query-keys.ts';
import { useText } from '#renderer/text/use-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Failure } from './Failure.tsx';
import styles from './safekeeping.module.css';

/** Any other keeper is a key chain. */
const KEEPER_WORDS: Readonly<Record<string, 'safe.keys.keeper.file' | 'safe.keys.keeper.passphrase'>> = { 'seat.key': 'safe.keys.keeper.file', 'seat.sealed': 'safe.keys.keeper.passphrase' };

/** How old the keys are, and changing them. */
export function KeysSection() {
  const { t } = useText();
  const { api } = useBridge();
  const queries = useQueryClient();
  const keys = useQuery(keysQuery(api));
  const take = (state: KeyStateSummary) => queries.setQueryData(QUERY_KEYS.keys, state);
  const rotate = useMutation({ mutationFn: () => api.keys.rotate(), onSuccess: take });
  const stop = useMutation({ mutationFn: () => api.keys.stop(), onSuccess: take });
  const [isAsking, setIsAsking] = useState(false);
  const state = keys.data;
  const rotation = state?.rotation ?? null;
  const isRunning = rotation?.status === 'running';
  return (
    <section className={styles['section']}>
      <h3>{t('safe.keys.title')}</h3>
      <p>{t('safe.keys.note')}</p>
      {state === undefined ? null : (
        <>
          <p>{t(KEEPER_WORDS[state.keeper] ?? 'safe.keys.keeper.chain', { keeper: state.keeper })}</p>
          <RotationLine rotation={rotation} />
          {rotation === null || rotation.failure === null ? null : <Failure error={new AppError(rotation.failure, rotation.failure)} />}
          <div className={styles['steps']}>
            {isRunning ? (
              <Button disabled={stop.isPending} onClick={() => stop.mutate()}>
                {t('safe.keys.stop')}
              </Button>
            ) : rotation?.status === 'stopped' ? (
              <Button variant="primary" disabled={rotate.isPending} onClick={() => rotate.mutate()}>
                {t('safe.keys.resume')}
              </Button>
            ) : isAsking ? (
              <>
                <span>{t('safe.keys.sure')}</span>
                <Button
                  variant="primary"
                  disabled={rotate.isPending}
                  onClick={() => {
                    setIsAsking(false);
                    rotate.mutate();
                  }}
                >
                  {t('safe.keys.yes')}
                </Button>
                <Button variant="quiet" onClick={() => setIsAsking(false)}>
                  {t('app.close')}
                </Button>
              </>
            ) : (
              <Button disabled={rotate.isPending} onClick={() => setIsAsking(true)}>
                {t('safe.keys.rotate')}
              </Button>
            )}
          </div>
          <Failure error={rotate.error ?? stop.error} />
          <Escrow escrow={state.escrow} onRenewed={take} />
        </>
      )}
      <Failure error={keys.error} />
    </section>
  );
}

function RotationLine({ rotation }: { readonly rotation: KeyRotationSummary | null }) {
  const { t, format } = useText();
  if (rotation === null) return <p>{t('safe.keys.never')}</p>;
  const { studiesDone: done, studies: total, studiesLeftOut, secondsLeft } = rotation;
  const line =
    rotation.status === 'done'
      ? t('safe.keys.done', { date: format.date(rotation.endedAt ?? rotation.startedAt), person: rotation.startedBy, count: done })
      : t(rotation.status === 'running' ? 'safe.keys.running' : 'safe.keys.stopped', { done, total });
  return (
    <div role="status" data-status={rotation.status} data-testid="key-rotation">
      {rotation.status === 'done' ? null : <progress value={done} max={Math.max(1, total)} aria-label={line} />}
      <p>
        {line}
        {secondsLeft === null ? null : ` · ${t('safe.keys.time-left', { duration: format.duration(secondsLeft) })}`}
        {studiesLeftOut === 0 ? null : ` · ${t('safe.keys.left-out', { count: studiesLeftOut })}`}
      </p>
    </div>
  );
}

function Escrow({ escrow, onRenewed }: { readonly escrow: KeyStateSummary['escrow']; readonly onRenewed: (state: KeyStateSummary) => void }) {
  const { t } = useText();
  const { api } = useBridge();
  const [pem, setPem] = useState('');
  const renew = useMutation({
    mutationFn: () => api.keys.renewEscrow({ pem }),
    onSuccess(state) {
      setPem('');
      onRenewed(state);
    },
  });
  return (
    <form
      className={styles['form']}
      onSubmit={(event) => {
        event.preventDefault();
        renew.mutate();
      }}
    >
      <h4>{t('safe.escrow.title')}</h4>
      <p className={escrow === 'current' ? styles['good'] : styles['bad']} data-escrow={escrow}>
        {escrow === 'current' ? '●' : '◆'} {t(`safe.escrow.${escrow}`)}
      </p>
      <label>
        {t('safe.escrow.pem')}
        <textarea rows={4} spellCheck={false} value={pem} onChange={(event) => setPem(event.target.value)} />
      </label>
      <div className={styles['steps']}>
        <Button type="submit" disabled={pem.trim() === '' || renew.isPending}>
          {t('safe.escrow.renew')}
        </Button>
      </div>
      <Failure error={renew.error} />
    </form>
  );
}
