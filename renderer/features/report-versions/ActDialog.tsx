import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import type { SignerSummary } from '#shared/contract/services/reports.contract.ts';
import { withdrawalReason } from '#shared/contract/services/versions.contract.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { QUERY_KEYS } from '#renderer/bridge/query-keys.ts';
import { signersQuery } from '#renderer/bridge/queries.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { Note } from '#renderer/ui/Note.tsx';
import { thrownErrorWords } from '#renderer/text/error-words.ts';
import { useText } from '#renderer/text/use-text.ts';
import { ACT_NEEDS, type Act } from './acts.ts';
import styles from './ActDialog.module.css';

/** What the physician said in the dialog. */
export interface ActInput {
  readonly words: string;
  readonly reason: (typeof withdrawalReason.options)[number];
  readonly signerId: number;
  readonly pin: string;
}

export interface ActDialogProps {
  readonly act: Act;
  readonly siteName: string;
  readonly run: (input: ActInput) => Promise<unknown>;
  readonly onClose: () => void;
}

/** One act on a report: its words, and a signature where it needs one. */
export function ActDialog({ act, siteName, run, onClose }: ActDialogProps) {
  const text = useText();
  const { t } = text;
  const { api, queries } = useBridge();
  const needs = ACT_NEEDS[act];
  const signers = useQuery({ ...signersQuery(api), enabled: needs.signer });
  const [words, setWords] = useState('');
  const [reason, setReason] = useState<ActInput['reason']>('wrong-patient');
  const [chosenId, setChosenId] = useState<number>();
  const [pin, setPin] = useState('');
  const signer = signers.data?.find(({ signerId }) => signerId === chosenId) ?? preferred(signers.data ?? [], act);
  const work = useMutation({
    mutationFn: run,
    onSuccess: onClose,
    onError: () => setPin(''),
    onSettled: () => queries.invalidateQueries({ queryKey: QUERY_KEYS.signers }),
  });
  const isReady = (!needs.words || words.trim() !== '') && (!needs.signer || signer !== undefined) && (!needs.pin || pin !== '') && !work.isPending;

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (isReady) work.mutate({ words: words.trim(), reason, signerId: signer?.signerId ?? 0, pin });
  }
  return (
    <Dialog label={t(`versions.${act}.title`)} size="column" onClose={onClose} testId="act-dialog">
      <form className={styles['form']} onSubmit={submit} data-act={act}>
        <h2>{t(`versions.${act}.title`)}</h2>
        <p className={styles['note']}>{act === 'withdraw' ? t('versions.withdraw.note', { siteName }) : t(`versions.${act}.note`)}</p>
        {act === 'withdraw' ? (
          <label className={styles['field']}>
            {t('versions.withdraw.reason')}
            <select value={reason} onChange={(event) => setReason(withdrawalReason.parse(event.target.value))}>
              {withdrawalReason.options.map((one) => (
                <option key={one} value={one}>
                  {t(`versions.withdraw.reason.${one}`)}
                </option>
              ))}
            </select>
          </label>
        ) : null}
        {act === 'submit' ? null : (
          <label className={styles['field']}>
            {t(`versions.${act}.words`)}
            {needs.isLong ? (
              <textarea rows={6} maxLength={1_000} value={words} data-initial-focus onChange={(event) => setWords(event.target.value)} />
            ) : (
              <input maxLength={act === 'acknowledge' ? 60 : 500} value={words} data-initial-focus onChange={(event) => setWords(event.target.value)} />
            )}
          </label>
        )}
        {needs.signer ? (
          <label className={styles['field']}>
            {t('versions.signer')}
            <select value={signer?.signerId ?? ''} onChange={(event) => setChosenId(Number(event.target.value))}>
              {(signers.data ?? []).map(({ signerId, name, role }) => (
                <option key={signerId} value={signerId}>
                  {name}　{t(`signing.signer.role.${role}`)}
                </option>
              ))}
            </select>
          </label>
        ) : null}
        {needs.pin ? (
          <label className={styles['field']}>
            {t('versions.pin')}
            <input type="password" autoComplete="off" maxLength={128} value={pin} onChange={(event) => setPin(event.target.value)} />
            {signer === undefined || signer.demoPin === null ? null : <span>{t('versions.pin.demo', { pin: signer.demoPin })}</span>}
          </label>
        ) : null}
        {work.isError ? <Failure words={thrownErrorWords(text, work.error, siteName === '' ? {} : { site: siteName })} /> : null}
        <footer className={styles['foot']}>
          <Button variant="quiet" keys="Escape" onClick={onClose}>
            {t('versions.close')}
          </Button>
          <Button variant="primary" type="submit" disabled={!isReady}>
            {t(work.isPending ? 'versions.doing' : 'versions.do')}
          </Button>
        </footer>
      </form>
    </Dialog>
  );
}

/** A draft is submitted by its author; everything else is a reviewer's before an author's. */
function preferred(signers: readonly SignerSummary[], act: Act): SignerSummary | undefined {
  const role = act === 'submit' ? 'reporting-physician' : 'reviewing-physician';
  return signers.find((signer) => signer.role === role) ?? signers[0];
}

function Failure({ words: { title, detail } }: { readonly words: { readonly title: string; readonly detail: string } }) {
  return (
    <div role="alert" data-testid="act-failure">
      <Note tone="block">
        <b>{title}</b>
        <br />
        {detail}
      </Note>
    </div>
  );
}
