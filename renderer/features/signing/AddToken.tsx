import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { SignerSummary } from '#shared/contract/services/reports.contract.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { QUERY_KEYS } from '#renderer/bridge/query-keys.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Note } from '#renderer/ui/Note.tsx';
import { thrownErrorWords } from '#renderer/text/error-words.ts';
import { useText } from '#renderer/text/use-text.ts';
import styles from './ImportSigner.module.css';

export interface AddTokenProps {
  readonly onAdded: (signer: SignerSummary) => void;
}

const ROLES = ['reporting-physician', 'reviewing-physician'] as const;

/** Makes a physician's token (UKey, PKCS#11) known to this seat. Its PIN is asked here once and at each signature, and is kept nowhere. */
export function AddToken({ onAdded }: AddTokenProps) {
  const text = useText();
  const { t } = text;
  const { api, queries } = useBridge();
  const [isOpen, setIsOpen] = useState(false);
  const [libraryPath, setLibraryPath] = useState('');
  const [tokenSerial, setTokenSerial] = useState('');
  const [pin, setPin] = useState('');
  const [role, setRole] = useState<SignerSummary['role']>('reporting-physician');

  const add = useMutation({
    mutationFn: () => api.reports.addTokenSigner({ libraryPath, tokenSerial, pin, role }),
    onSuccess: async (signer) => {
      await queries.invalidateQueries({ queryKey: QUERY_KEYS.signers });
      setIsOpen(false);
      onAdded(signer);
    },
    onSettled: () => setPin(''),
  });
  if (!isOpen) {
    return (
      <div className={styles['closed']}>
        <Button variant="ghost" size="small" onClick={() => setIsOpen(true)}>
          {t('signing.token')}
        </Button>
      </div>
    );
  }

  const canAdd = libraryPath.trim() !== '' && pin !== '' && !add.isPending;
  return (
    <div
      className={styles['open']}
      role="group"
      aria-label={t('signing.token')}
      onKeyDown={(event) => {
        // Enter belongs to these fields: it must not sign.
        if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
        event.preventDefault();
        if (canAdd) add.mutate();
      }}
    >
      <label>
        {t('signing.token.library')}
        <input value={libraryPath} spellCheck={false} maxLength={500} onChange={(event) => setLibraryPath(event.target.value)} />
      </label>
      <label>
        {t('signing.token.serial')}
        <input value={tokenSerial} spellCheck={false} maxLength={16} onChange={(event) => setTokenSerial(event.target.value)} />
      </label>
      <label>
        {t('signing.token.pin')}
        <input type="password" autoComplete="off" maxLength={128} value={pin} onChange={(event) => setPin(event.target.value)} />
      </label>
      <div role="radiogroup" aria-label={t('signing.import.role')} className={styles['roles']}>
        {ROLES.map((one) => (
          <label key={one}>
            <input type="radio" name="token-role" checked={role === one} onChange={() => setRole(one)} />
            {t(`signing.signer.role.${one}`)}
          </label>
        ))}
      </div>
      {add.isError ? (
        <div role="alert">
          <Note tone="block">{thrownErrorWords(text, add.error).title}</Note>
        </div>
      ) : null}
      <div className={styles['foot']}>
        <Button variant="quiet" size="small" onClick={() => setIsOpen(false)}>
          {t('signing.cancel')}
        </Button>
        <Button variant="plain" size="small" disabled={!canAdd} onClick={() => add.mutate()}>
          {t(add.isPending ? 'signing.import.running' : 'signing.token.add')}
        </Button>
      </div>
    </div>
  );
}
