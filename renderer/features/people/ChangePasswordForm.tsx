import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { SeatSessionSummary } from '#shared/contract/services/people.contract.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { useText } from '#renderer/text/use-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Failure } from './Failure.tsx';
import { isTyped, NewPasswordFields, NO_PASSWORD } from './NewPasswordFields.tsx';
import styles from './people.module.css';

export interface ChangePasswordFormProps {
  /** Known when it was typed a moment ago; else it is asked for. */
  readonly oldPassword?: string | undefined;
  readonly onChanged: (session: SeatSessionSummary) => void;
}

export function ChangePasswordForm({ oldPassword, onChanged }: ChangePasswordFormProps) {
  const { t } = useText();
  const { api } = useBridge();
  const [old, setOld] = useState(oldPassword ?? '');
  const [typed, setTyped] = useState(NO_PASSWORD);
  const change = useMutation({ mutationFn: () => api.people.changeOwnPassword({ password: old, newPassword: typed.first }), onSuccess: onChanged });
  return (
    <form
      className={styles['form']}
      onSubmit={(event) => {
        event.preventDefault();
        if (old !== '' && isTyped(typed) && !change.isPending) change.mutate();
      }}
    >
      {oldPassword === undefined ? (
        <label>
          {t('people.password')}
          <input name="oldPassword" data-initial-focus type="password" value={old} autoComplete="off" maxLength={256} onChange={(event) => setOld(event.target.value)} />
        </label>
      ) : null}
      <NewPasswordFields typed={typed} onChange={setTyped} />
      <div className={styles['steps']}>
        <Button type="submit" variant="primary" keys="Enter" disabled={old === '' || !isTyped(typed) || change.isPending}>
          {t('people.change-password.save')}
        </Button>
      </div>
      <Failure error={change.error} />
    </form>
  );
}
