import { useState } from 'react';
import type { SignerSummary } from '#shared/contract/services/reports.contract.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { Note } from '#renderer/ui/Note.tsx';
import { useText } from '#renderer/text/use-text.ts';
import { gatewayAddress } from './gateway-address.ts';
import { KeyElsewhere } from './KeyElsewhere.tsx';

export interface AddGatewayProps {
  readonly onAdded: (signer: SignerSummary) => void;
}

/** Makes a physician's key at the gateway of the hospital's certificate authority known to this seat. */
export function AddGateway({ onAdded }: AddGatewayProps) {
  const { t } = useText();
  const { api } = useBridge();
  const [typed, setTyped] = useState('');
  const [userId, setUserId] = useState('');
  const address = gatewayAddress(typed);
  return (
    <KeyElsewhere
      name={t('signing.gateway')}
      pinName={t('signing.gateway.pin')}
      isComplete={address.status === 'good' && userId.trim() !== ''}
      add={(pin, role) => api.reports.addGatewaySigner({ baseUrl: address.status === 'good' ? address.baseUrl : '', userId, pin, role })}
      onAdded={onAdded}
    >
      <label>
        {t('signing.gateway.address')}
        <input value={typed} spellCheck={false} placeholder="https://" maxLength={500} onChange={(event) => setTyped(event.target.value)} />
      </label>
      {address.status === 'good' || address.status === 'empty' ? null : <Note tone="confirm">{t(`signing.gateway.address.${address.status}`)}</Note>}
      <label>
        {t('signing.gateway.user')}
        <input value={userId} spellCheck={false} maxLength={100} onChange={(event) => setUserId(event.target.value)} />
      </label>
    </KeyElsewhere>
  );
}
