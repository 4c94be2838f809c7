import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { PersonSummary } from '#shared/contract/services/people.contract.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { QUERY_KEYS } from '#renderer/bridge/query-keys.ts';
import { useText } from '#renderer/text/use-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Failure } from './Failure.tsx';
import styles from './people.module.css';

/** Gives a person a password to begin anew with. */
export function ResetPassword({ person }: { readonly person: PersonSummary }) {
  const { t } = useText();
  const { api } = useBridge();
  const queries = useQueryClient();
  const [password, setPassword] = useState('');
  const reset = useMutation({
    mutationFn: () => api.people.resetPassword({ personId: person.personId, password }),
    onSuccess() {
      setPassword('');
      return queries.invalidateQueries({ queryKey: QUERY_KEYS.people });
    },
  });
  return (
    <form
      className={styles['form']}
      onSubmit={(event) => {
        event.preventDefault();
        if (password !== '') reset.mutate();
      }}
    >
      <label>
        {t('people.new-password')}
        <input name="resetPassword" type="password" value={password} autoComplete="new-password" maxLength={256} onChange={(event) => setPassword(event.target.value)} />
        <small>{t('people.add.password-note')}</small>
      </label>
      <div className={styles['steps']}>
        <Button type="submit" variant="quiet" disabled={password === '' || reset.isPending}>
          {t('people.edit.reset')}
        </Button>
        {reset.isSuccess ? <span role="status">✓ {t('people.edit.reset.done', { name: person.name })}</span> : null}
      </div>
      <Failure error={reset.error} />
    </form>
  );
}
