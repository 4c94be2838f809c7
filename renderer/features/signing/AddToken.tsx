import { useState } from 'react';
import type { SignerSummary } from '#shared/contract/services/reports.contract.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { useText } from '#renderer/text/use-text.ts';
import { KeyElsewhere } from './KeyElsewhere.tsx';

export interface AddTokenProps {
  readonly onAdded: (signer: SignerSummary) => void;
}

/** Makes a physician's token (UKey, PKCS#11) known to this seat. */
export function AddToken({ onAdded }: AddTokenProps) {
  const { t } = useText();
  const { api } = useBridge();
  const [libraryPath, setLibraryPath] = useState('');
  const [tokenSerial, setTokenSerial] = useState('');
  return (
    <KeyElsewhere
      name={t('signing.token')}
      pinName={t('signing.token.pin')}
      isComplete={libraryPath.trim() !== ''}
      add={(pin, role) => api.reports.addTokenSigner({ libraryPath, tokenSerial, pin, role })}
      onAdded={onAdded}
    >
      <label>
        {t('signing.token.library')}
        <input value={libraryPath} spellCheck={false} maxLength={500} onChange={(event) => setLibraryPath(event.target.value)} />
      </label>
      <label>
        {t('signing.token.serial')}
        <input value={tokenSerial} spellCheck={false} maxLength={16} onChange={(event) => setTokenSerial(event.target.value)} />
      </label>
    </KeyElsewhere>
  );
}
