import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState, type FormEvent, type KeyboardEvent as ReactKeyboardEvent, type ReactNode } from 'react';
import { previewPath } from '#shared/contract/request-paths.ts';
import type { ReportText, SignedReport, SignerSummary } from '#shared/contract/services/reports.contract.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { QUERY_KEYS } from '#renderer/bridge/query-keys.ts';
import { signersQuery } from '#renderer/bridge/queries.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { Note } from '#renderer/ui/Note.tsx';
import { useMediaQuery } from '#renderer/ui/use-media-query.ts';
import { useNow } from '#renderer/ui/use-now.ts';
import { thrownErrorWords } from '#renderer/text/error-words.ts';
import type { ReportPlace } from '#renderer/text/obstacle-words.ts';
import { useText } from '#renderer/text/use-text.ts';
import { AddGateway } from './AddGateway.tsx';
import { AddToken } from './AddToken.tsx';
import { ImportSigner } from './ImportSigner.tsx';
import { LeavingList } from './LeavingList.tsx';
import { PaperPreview } from './PaperPreview.tsx';
import { preferredSigner, rememberedSigner, rememberSigner } from './signer-choice.ts';
import { SignerChoice } from './SignerChoice.tsx';
import { SigningChecks, useChecks } from './SigningChecks.tsx';
import styles from './SignDialog.module.css';

export interface SignDialogProps {
  readonly requestId: number;
  readonly patient: string;
  readonly examination: string;
  readonly siteName: string;
  /** What is on the screen, to lead to the places of it. */
  readonly report: ReportText;
  /** Saves what is on the screen. @returns its revision (0: nothing was written), or undefined when it could not be saved */
  readonly save: () => Promise<number | undefined>;
  /** An emergency: it may leave as a preliminary report first. */
  readonly mayBePreliminary: boolean;
  readonly onSigned: (report: SignedReport) => void;
  /** Takes the signature over, so that nobody waits in the dialog; then neither `onSigned` nor a failure comes back here. */
  readonly onHandOver?: (signature: GivenSignature) => void;
  /** Beside the checks: what in the report no longer holds. */
  readonly marks?: ReactNode;
  readonly onGo: (place: ReportPlace) => void;
  readonly onClose: () => void;
}

/** What main needs to sign. */
export interface GivenSignature {
  readonly requestId: number;
  readonly revision: number;
  readonly signerId: number;
  readonly pin: string;
}

type SaveResult = { readonly status: 'saving' } | { readonly status: 'saved'; readonly revision: number } | { readonly status: 'failed' };

/** The last look before a report leaves: what will be sent, where to, what stands against it, whose signature. Enter signs. */
export function SignDialog({ requestId, patient, examination, siteName, report, save, mayBePreliminary, onSigned, onHandOver, marks, onGo, onClose }: SignDialogProps) {
  const text = useText();
  const { t } = text;
  const { api, queries } = useBridge();
  const now = useNow(10_000);
  const saved = useSaved(save);
  const revision = saved.status === 'saved' ? saved.revision : undefined;
  const checks = useChecks(requestId, revision);
  const signers = useQuery(signersQuery(api));
  const [chosenId, setChosenId] = useState(() => rememberedSigner(localStorage));
  const [pin, setPin] = useState('');
  const [isPreliminary, setIsPreliminary] = useState(false);
  const pinField = useRef<HTMLInputElement>(null);
  const signer = preferredSigner(signers.data ?? [], chosenId, now);
  const isWide = useMediaQuery('(min-width: 1280px)');

  const sign = useMutation({
    mutationFn: (input: { readonly revision: number; readonly signerId: number }) => api.reports.sign({ requestId, pin, isPreliminary, ...input }),
    onSuccess: onSigned,
    onError: () => {
      setPin('');
      pinField.current?.focus();
    },
    onSettled: () => queries.invalidateQueries({ queryKey: QUERY_KEYS.signers }),
  });
  const canSign = revision !== undefined && revision > 0 && !checks.isBlocked && signer !== undefined && pin !== '' && !sign.isPending;

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (!canSign) {
      pinField.current?.focus();
      return;
    }
    rememberSigner(localStorage, signer.signerId);
    if (onHandOver !== undefined) onHandOver({ requestId, revision, signerId: signer.signerId, pin });
    else sign.mutate({ revision, signerId: signer.signerId });
  }

  return (
    <Dialog label={t('signing.title')} size={isWide ? 'page' : 'column'} onClose={onClose} testId="sign-dialog">
      <div className={isWide ? styles['two'] : styles['one']}>
        {isWide ? <PaperPreview siteName={siteName} path={revision === undefined || revision === 0 ? undefined : previewPath(requestId, revision)} /> : null}
        <form className={styles['form']} onSubmit={submit} onKeyDown={ignoreRepeatedEnter}>
          <header className={styles['block']}>
            <h2>
              {t('signing.title')}　{t('signing.subject', { patient, examination })}
            </h2>
            <p className={styles['second']}>{siteName === '' ? t('signing.goes-to-missing') : t('signing.goes-to', { siteName })}</p>
          </header>
          <div className={styles['scroll']}>
            {saved.status === 'failed' ? <section className={styles['block']}><NotSaved /></section> : <SigningChecks requestId={requestId} checks={checks} report={report} onGo={onGo} />}
            {marks}
            <section className={styles['block']}>
              <h3>{t('signing.signer')}</h3>
              {signers.data?.length === 0 ? <NoSigner /> : null}
              <SignerChoice signers={signers.data ?? []} chosenId={signer?.signerId} now={now} onChoose={setChosenId} />
              <AddToken onAdded={({ signerId }) => setChosenId(signerId)} />
              <AddGateway onAdded={({ signerId }) => setChosenId(signerId)} />
              <ImportSigner onImported={({ signerId }) => setChosenId(signerId)} />
              {sign.isError ? <SignFailure error={sign.error} siteName={siteName} /> : null}
              {mayBePreliminary ? (
                <label className={styles['preliminary']}>
                  <input type="checkbox" checked={isPreliminary} onChange={(event) => setIsPreliminary(event.target.checked)} />
                  {t('signing.preliminary')}
                </label>
              ) : null}
              <PinField signer={signer} pin={pin} field={pinField} onChange={setPin} />
            </section>
            <section className={styles['block']}>
              <h3>{t('signing.with')}</h3>
              <LeavingList requestId={requestId} revision={revision} />
              <p className={styles['note']}>{t('signing.with.note')}</p>
            </section>
          </div>
          <footer className={styles['foot']}>
            <Button variant="quiet" size="big" keys="Escape" onClick={onClose}>
              {t('signing.cancel')}
            </Button>
            <Button variant="primary" size="big" type="submit" keys="Enter" disabled={!canSign}>
              {t(sign.isPending ? 'signing.signing' : 'signing.sign')}
            </Button>
          </footer>
        </form>
      </div>
    </Dialog>
  );
}

/** Enter that is held down must not sign twice, nor sign at all when it opened the dialog. */
function ignoreRepeatedEnter(event: ReactKeyboardEvent): void {
  if (event.key === 'Enter' && (event.repeat || event.nativeEvent.isComposing)) event.preventDefault();
}

/** Saves once when the dialog opens. */
function useSaved(save: () => Promise<number | undefined>): SaveResult {
  const [result, setResult] = useState<SaveResult>({ status: 'saving' });
  const latest = useRef(save);
  useEffect(() => {
    let isCurrent = true;
    void latest.current().then((revision) => {
      if (isCurrent) setResult(revision === undefined ? { status: 'failed' } : { status: 'saved', revision });
    });
    return () => {
      isCurrent = false;
    };
  }, []);
  return result;
}

interface PinFieldProps {
  readonly signer: SignerSummary | undefined;
  readonly pin: string;
  readonly field: React.RefObject<HTMLInputElement | null>;
  readonly onChange: (pin: string) => void;
}

function PinField({ signer, pin, field, onChange }: PinFieldProps) {
  const { t } = useText();
  return (
    <div className={styles['pin']}>
      <label htmlFor="signing-pin">{t('signing.pin')}</label>
      <div className={styles['pin-box']}>
        <input
          ref={field}
          id="signing-pin"
          type="password"
          autoComplete="off"
          data-initial-focus
          value={pin}
          maxLength={128}
          onChange={(event) => onChange(event.target.value)}
        />
        {signer === undefined ? null : <span>{t('signing.pin.tries', { count: signer.triesLeft })}</span>}
      </div>
      {signer?.demoPin === null || signer === undefined ? null : <p className={styles['demo']}>{t('signing.pin.demo', { pin: signer.demoPin })}</p>}
    </div>
  );
}

function SignFailure({ error, siteName }: { readonly error: Error; readonly siteName: string }) {
  const text = useText();
  const { title, detail } = thrownErrorWords(text, error, siteName === '' ? {} : { site: siteName });
  return (
    <div role="alert" className={styles['failure']} data-testid="sign-failure">
      <Note tone="block">
        <b>{title}</b>
        <br />
        {detail}
      </Note>
    </div>
  );
}

function NotSaved() {
  const { t } = useText();
  return <TwoLines words={t('signing.not-saved')} />;
}

function NoSigner() {
  const { t } = useText();
  return <TwoLines words={t('signing.signer.none')} />;
}

function TwoLines({ words }: { readonly words: string }) {
  const [title = '', detail = ''] = words.split('\n');
  return (
    <Note tone="block">
      <b>{title}</b>
      <br />
      {detail}
    </Note>
  );
}
