import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { SigningObstacle } from '#shared/contract/services/reports.contract.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { QUERY_KEYS } from '#renderer/bridge/query-keys.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { useText } from '#renderer/text/use-text.ts';
import styles from './CheckReasonField.module.css';

export interface CheckReasonFieldProps {
  readonly requestId: number;
  readonly obstacle: SigningObstacle;
}

/** Why it is signed as it is. The reason stays with the words that were asked about. */
export function CheckReasonField({ requestId, obstacle }: CheckReasonFieldProps) {
  const { t } = useText();
  const { api, queries } = useBridge();
  const [reason, setReason] = useState('');
  const { code, facts } = obstacle;
  const confirm = useMutation({
    mutationFn: () => api.reportTexts.confirmCheck({ requestId, code, excerpt: String(facts['text'] ?? ''), reason }),
    onSuccess: () => queries.invalidateQueries({ queryKey: QUERY_KEYS.checks }),
  });
  const given = facts['reason'];
  if (given !== undefined) {
    return (
      <p className={styles['given']} data-testid="check-reason-given">
        {t('report-words.confirmed', { reason: given })}
      </p>
    );
  }
  const canConfirm = reason.trim().length >= 2 && !confirm.isPending;
  return (
    <div
      className={styles['field']}
      onKeyDown={(event) => {
        // Enter gives the reason; it must not sign.
        if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
        event.preventDefault();
        event.stopPropagation();
        if (canConfirm) confirm.mutate();
      }}
    >
      <input aria-label={t('report-words.reason')} placeholder={t('report-words.reason')} value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
      <Button size="small" disabled={!canConfirm} onClick={() => confirm.mutate()}>
        {t(confirm.isPending ? 'report-words.confirming' : 'report-words.confirm')}
      </Button>
      {confirm.isError ? <span role="alert">{t('report-words.confirm-failed')}</span> : null}
    </div>
  );
}
