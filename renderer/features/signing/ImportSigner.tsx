import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { SignerSummary } from '#shared/contract/services/reports.contract.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { QUERY_KEYS } from '#renderer/bridge/query-keys.ts';
import { toBase64 } from '#renderer/ui/base64.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Note } from '#renderer/ui/Note.tsx';
import { useText } from '#renderer/text/use-text.ts';
import styles from './ImportSigner.module.css';

export interface ImportSignerProps {
  readonly onImported: (signer: SignerSummary) => void;
}

const ROLES = ['reporting-physician', 'reviewing-physician'] as const;
const WORDED_FAILURES = ['signing/wrong-pin', 'signing/key-unreadable', 'signing/certificate-expired'] as const;

/** Brings a physician's own PKCS#12 file into this seat. Its PIN opens it once, here, and is kept nowhere. */
export function ImportSigner({ onImported }: ImportSignerProps) {
  const { t } = useText();
  const { api, queries } = useBridge();
  const [isOpen, setIsOpen] = useState(false);
  const [file, setFile] = useState<File | undefined>(undefined);
  const [pin, setPin] = useState('');
  const [role, setRole] = useState<SignerSummary['role']>('reporting-physician');

  const load = useMutation({
    mutationFn: async (chosen: File) => api.reports.importSigner({ pkcs12: await base64Of(chosen), pin, role }),
    onSuccess: async (signer) => {
      await queries.invalidateQueries({ queryKey: QUERY_KEYS.signers });
      setIsOpen(false);
      setFile(undefined);
      onImported(signer);
    },
    onSettled: () => setPin(''),
  });
  if (!isOpen) {
    return (
      <div className={styles['closed']}>
        <Button variant="ghost" size="small" onClick={() => setIsOpen(true)}>
          {t('signing.import')}
        </Button>
      </div>
    );
  }

  const submit = () => {
    if (file !== undefined && pin !== '' && !load.isPending) load.mutate(file);
  };
  return (
    <div
      className={styles['open']}
      role="group"
      aria-label={t('signing.import')}
      onKeyDown={(event) => {
        // Enter belongs to these fields: it must not sign.
        if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
        event.preventDefault();
        submit();
      }}
    >
      <label>
        {t('signing.import.file')}
        <input type="file" accept=".p12,.pfx,application/x-pkcs12" onChange={(event) => setFile(event.target.files?.[0])} />
      </label>
      <label>
        {t('signing.import.pin')}
        <input type="password" autoComplete="off" maxLength={128} value={pin} onChange={(event) => setPin(event.target.value)} />
      </label>
      <div role="radiogroup" aria-label={t('signing.import.role')} className={styles['roles']}>
        {ROLES.map((one) => (
          <label key={one}>
            <input type="radio" name="import-role" checked={role === one} onChange={() => setRole(one)} />
            {t(`signing.signer.role.${one}`)}
          </label>
        ))}
      </div>
      {load.isError ? (
        <div role="alert">
          <Note tone="block">{t(`signing.import.failed.${failureOf(load.error)}`)}</Note>
        </div>
      ) : null}
      <div className={styles['foot']}>
        <Button variant="quiet" size="small" onClick={() => setIsOpen(false)}>
          {t('signing.cancel')}
        </Button>
        <Button variant="plain" size="small" disabled={file === undefined || pin === '' || load.isPending} onClick={submit}>
          {t(load.isPending ? 'signing.import.running' : 'signing.import.load')}
        </Button>
      </div>
    </div>
  );
}

function failureOf(error: unknown): (typeof WORDED_FAILURES)[number] | 'other' {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return WORDED_FAILURES.find((one) => one === code) ?? 'other';
}

async function base64Of(file: File): Promise<string> {
  return toBase64(new Uint8Array(await file.arrayBuffer()));
}
