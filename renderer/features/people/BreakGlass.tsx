import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { useText } from '#renderer/text/use-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Failure } from './Failure.tsx';
import styles from './people.module.css';

export interface BreakGlassProps {
  readonly studyId: number;
  readonly siteName: string;
  readonly onOpened: () => void;
}

/** Opens one study of a hospital that the person does not read for: with a reason that the auditor will see. */
export function BreakGlass({ studyId, siteName, onOpened }: BreakGlassProps) {
  const { t } = useText();
  const { api } = useBridge();
  const queries = useQueryClient();
  const [reason, setReason] = useState('');
  const open = useMutation({
    mutationFn: () => api.people.breakGlass({ glassStudyId: studyId, reason: reason.trim() }),
    // What was refused is asked again.
    onSuccess() {
      onOpened();
      return queries.refetchQueries({ predicate: ({ state }) => state.status === 'error' });
    },
  });
  return (
    <form
      className={styles['card']}
      data-testid="break-glass"
      onSubmit={(event) => {
        event.preventDefault();
        if (reason.trim().length >= 4) open.mutate();
      }}
    >
      <h1>{t('people.glass.title', { siteName })}</h1>
      <p>{t('people.glass.note')}</p>
      <div className={styles['form']}>
        <label>
          {t('people.glass.reason')}
          <input name="reason" value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
        </label>
        <div className={styles['steps']}>
          <Button type="submit" variant="primary" disabled={reason.trim().length < 4 || open.isPending}>
            {t('people.glass.open')}
          </Button>
        </div>
      </div>
      <Failure error={open.error} />
    </form>
  );
}
