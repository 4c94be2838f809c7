import { useMutation } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { SignerSummary } from '#shared/contract/services/reports.contract.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { QUERY_KEYS } from '#renderer/bridge/query-keys.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Note } from '#renderer/ui/Note.tsx';
import { useText } from '#renderer/text/use-text.ts';
import styles from './ImportSigner.module.css';

export interface KeyElsewhereProps {
  readonly name: string;
  readonly pinName: string;
  /** What says where the key is. */
  readonly children: ReactNode;
  readonly isComplete: boolean;
  readonly add: (pin: string, role: SignerSummary['role']) => Promise<SignerSummary>;
  readonly onAdded: (signer: SignerSummary) => void;
}

const ROLES = ['reporting-physician', 'reviewing-physician'] as const;
const WORDED_FAILURES = [
  'signing/wrong-pin', 'signing/key-unreadable', 'signing/certificate-expired', 'signing/token-missing', 'signing/token-locked', 'signing/gateway-unreachable',
] as const;

/** Makes a key known to this seat that stays where it is: on a token, at a gateway. Its PIN is asked here once and at each signature, and is kept nowhere. */
export function KeyElsewhere({ name, pinName, children, isComplete, add, onAdded }: KeyElsewhereProps) {
  const { t } = useText();
  const { queries } = useBridge();
  const [isOpen, setIsOpen] = useState(false);
  const [pin, setPin] = useState('');
  const [role, setRole] = useState<SignerSummary['role']>('reporting-physician');
  const adding = useMutation({
    mutationFn: () => add(pin, role),
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
          {name}
        </Button>
      </div>
    );
  }

  const canAdd = isComplete && pin !== '' && !adding.isPending;
  return (
    <div
      className={styles['open']}
      role="group"
      aria-label={name}
      onKeyDown={(event) => {
        // Enter belongs to these fields: it must not sign.
        if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
        event.preventDefault();
        if (canAdd) adding.mutate();
      }}
    >
      {children}
      <label>
        {pinName}
        <input type="password" autoComplete="off" maxLength={128} value={pin} onChange={(event) => setPin(event.target.value)} />
      </label>
      <div role="radiogroup" aria-label={t('signing.import.role')} className={styles['roles']}>
        {ROLES.map((one) => (
          <label key={one}>
            <input type="radio" name={`role of ${name}`} checked={role === one} onChange={() => setRole(one)} />
            {t(`signing.signer.role.${one}`)}
          </label>
        ))}
      </div>
      {adding.isError ? (
        <div role="alert">
          <Note tone="block">{t(`signing.add.failed.${failureOf(adding.error)}`)}</Note>
        </div>
      ) : null}
      <div className={styles['foot']}>
        <Button variant="quiet" size="small" onClick={() => setIsOpen(false)}>
          {t('signing.cancel')}
        </Button>
        <Button variant="plain" size="small" disabled={!canAdd} onClick={() => adding.mutate()}>
          {t(adding.isPending ? 'signing.import.running' : 'signing.token.add')}
        </Button>
      </div>
    </div>
  );
}

function failureOf(error: unknown): (typeof WORDED_FAILURES)[number] | 'other' {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return WORDED_FAILURES.find((one) => one === code) ?? 'other';
}
