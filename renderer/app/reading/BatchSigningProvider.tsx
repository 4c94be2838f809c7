import { createContext, useCallback, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { QUERY_KEYS } from '#renderer/bridge/query-keys.ts';
import type { GivenSignature } from '#renderer/features/signing/SignDialog.tsx';
import { thrownErrorWords } from '#renderer/text/error-words.ts';
import { useText } from '#renderer/text/use-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { Note } from '#renderer/ui/Note.tsx';
import { useToast } from '#renderer/ui/Toasts.tsx';
import { useSignedReport, type SignedSubject } from './use-signed-report.ts';
import styles from './BatchSigningProvider.module.css';

export interface BatchSubject extends SignedSubject {
  readonly studyId: number;
}

export interface BatchSigning {
  /** Main signs while the physician reads on. Until it has, the page says so; a refusal stops the physician. */
  readonly sign: (subject: BatchSubject, signature: GivenSignature) => void;
}

interface Job extends BatchSubject {
  readonly key: number;
  readonly state: { readonly status: 'signing' } | { readonly status: 'refused'; readonly error: unknown };
}

const BatchSigningContext = createContext<BatchSigning | undefined>(undefined);

/**
 * Signatures that are being made while the next study is already read. Nothing is called signed before main has signed it: what runs is always in sight, and a refusal is a
 * window that only leads back to the report.
 */
export function BatchSigningProvider({ onReturn, children }: { readonly onReturn: (studyId: number) => void; readonly children: ReactNode }) {
  const { api, queries } = useBridge();
  const onSigned = useSignedReport();
  const toast = useToast();
  const [jobs, setJobs] = useState<readonly Job[]>([]);
  const isBusy = jobs.length > 0;

  const sign = useCallback<BatchSigning['sign']>((subject, signature) => {
    const key = performance.now();
    setJobs((before) => [...before, { ...subject, key, state: { status: 'signing' } }]);
    // The next picture is painted first: a signature takes longer than anybody waits for a picture.
    requestAnimationFrame(() => requestAnimationFrame(() => {
      api.reports.sign(signature).then(
        (signed) => {
          setJobs((before) => before.filter((job) => job.key !== key));
          onSigned(subject, signed);
        },
        (error: unknown) => setJobs((before) => before.map((job) => (job.key === key ? { ...job, state: { status: 'refused', error } } : job))),
      ).finally(() => void queries.invalidateQueries({ queryKey: QUERY_KEYS.signers }));
    }));
  }, [api, queries, onSigned]);

  useEffect(() => {
    if (!isBusy) return undefined;
    const stay = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', stay);
    return () => window.removeEventListener('beforeunload', stay);
  }, [isBusy]);

  const handle = useMemo(() => ({ sign }), [sign]);
  const refused = jobs.find(({ state }) => state.status === 'refused');
  const running = jobs.filter(({ state }) => state.status === 'signing');
  return (
    <BatchSigningContext value={handle}>
      {children}
      <RunningSignatures patients={running.map(({ patient }) => patient)} />
      {refused?.state.status !== 'refused' ? null : (
        <RefusedSignature
          key={refused.key}
          patient={refused.patient}
          siteName={refused.siteName}
          error={refused.state.error}
          onReturn={(title, detail) => {
            // What was refused stays in sight beside the report.
            toast({ title, detail, tone: 'error' });
            setJobs((before) => before.filter((job) => job !== refused));
            onReturn(refused.studyId);
          }}
        />
      )}
    </BatchSigningContext>
  );
}

export function useBatchSigning(): BatchSigning {
  const signing = useContext(BatchSigningContext);
  if (signing === undefined) throw new Error('useBatchSigning outside of BatchSigningProvider');
  return signing;
}

function RunningSignatures({ patients }: { readonly patients: readonly string[] }) {
  const { t } = useText();
  return (
    <p className={styles['running']} role="status" data-testid="batch-signing" data-running={patients.length} hidden={patients.length === 0}>
      {patients.length === 0 ? '' : t('signing.batch.running', { count: patients.length, patients: patients.join('、') })}
    </p>
  );
}

interface RefusedSignatureProps {
  readonly patient: string;
  readonly siteName: string;
  readonly error: unknown;
  readonly onReturn: (title: string, detail: string) => void;
}

/** It cannot be put aside: the physician believes that this report is signed. The key that is being typed at that moment must not answer it, so no button has the focus. */
function RefusedSignature({ patient, siteName, error, onReturn }: RefusedSignatureProps) {
  const text = useText();
  const { t } = text;
  const { title, detail } = thrownErrorWords(text, error, siteName === '' ? {} : { site: siteName });
  const goBack = () => onReturn(`${t('signing.batch.refused', { patient })}　${title}`, detail);
  return (
    <Dialog label={t('signing.batch.refused', { patient })} size="small" onClose={goBack} testId="batch-refused">
      <div className={styles['refused']} role="alert">
        <h2 tabIndex={-1} data-initial-focus>◆ {t('signing.batch.refused', { patient })}</h2>
        <Note tone="block">
          <b>{title}</b>
          <br />
          {detail}
        </Note>
        <p>{t('signing.batch.refused.detail')}</p>
        <Button variant="primary" onClick={goBack}>{t('signing.batch.return')}</Button>
      </div>
    </Dialog>
  );
}
