import { useMutation } from '@tanstack/react-query';
import { useState, type ChangeEvent } from 'react';
import { verdictLines } from '#shared/report/verdict-words.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { Note } from '#renderer/ui/Note.tsx';
import { thrownErrorWords } from '#renderer/text/error-words.ts';
import { useText } from '#renderer/text/use-text.ts';
import styles from './ActDialog.module.css';

interface Finding {
  readonly tone: 'good' | 'block' | 'confirm';
  readonly lines: readonly string[];
}

/** Is this paper or this file a report of ours, and does it stand? */
export function VerifyDialog({ onClose }: { readonly onClose: () => void }) {
  const text = useText();
  const { t, format, language } = text;
  const { api } = useBridge();
  const [code, setCode] = useState('');
  const file = useMutation({
    mutationFn: async (chosen: File): Promise<Finding> => {
      const verdict = await api.verification.verifyFile({ pdf: await base64Of(chosen), code: code.trim() === '' ? null : code.trim() });
      const isTrusted = verdict.signatures.every(({ trust }) => trust !== 'unknown');
      return { tone: verdict.status === 'refused' ? 'block' : isTrusted ? 'good' : 'confirm', lines: verdictLines(verdict, language) };
    },
  });
  const byCode = useMutation({
    mutationFn: async (): Promise<Finding> => {
      const { status, version, newestVersion, signedAt, signerName } = await api.verification.verifyCode({ code: code.trim() });
      const facts = { version: version ?? 0, newest: newestVersion ?? 0, name: signerName, date: signedAt === null ? '' : format.date(signedAt) };
      return { tone: status === 'standing' ? 'good' : status === 'replaced' ? 'confirm' : 'block', lines: [t(`versions.verify.status.${status}`, facts)] };
    },
  });
  const finding = file.isPending || byCode.isPending ? undefined : (file.data ?? byCode.data);
  const error = file.error ?? byCode.error;

  function choose(event: ChangeEvent<HTMLInputElement>): void {
    const [chosen] = event.target.files ?? [];
    byCode.reset();
    if (chosen !== undefined) file.mutate(chosen);
  }

  function check(): void {
    if (code.trim() === '' || byCode.isPending) return;
    file.reset();
    byCode.mutate();
  }
  return (
    <Dialog label={t('versions.verify.title')} size="column" onClose={onClose} testId="verify-dialog">
      <form
        className={styles['form']}
        onSubmit={(event) => {
          event.preventDefault();
          check();
        }}
      >
        <h2>{t('versions.verify.title')}</h2>
        <p className={styles['note']}>{t('versions.verify.note')}</p>
        <label className={styles['field']}>
          {t('versions.verify.code')}
          <input value={code} maxLength={200} data-initial-focus onChange={(event) => setCode(event.target.value)} />
        </label>
        <label className={styles['field']}>
          {t('versions.verify.file')}
          <input type="file" accept="application/pdf,.pdf" onChange={choose} />
        </label>
        {finding === undefined ? null : (
          <div data-testid="verdict" data-tone={finding.tone}>
            <Note tone={finding.tone}>
              <ul className={styles['verdict']}>
                {finding.lines.map((line) => (
                  <li key={line}>{line}</li>
                ))}
              </ul>
            </Note>
          </div>
        )}
        {error === null ? null : <Note tone="block">{thrownErrorWords(text, error).title}</Note>}
        <footer className={styles['foot']}>
          <Button variant="quiet" keys="Escape" onClick={onClose}>
            {t('versions.close')}
          </Button>
          <Button variant="primary" type="submit" disabled={code.trim() === '' || byCode.isPending}>
            {t('versions.verify.check')}
          </Button>
        </footer>
      </form>
    </Dialog>
  );
}

async function base64Of(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let binary = '';
  for (let at = 0; at < bytes.length; at += 8_192) binary += String.fromCharCode(...bytes.subarray(at, at + 8_192));
  return btoa(binary);
}
