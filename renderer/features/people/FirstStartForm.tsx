import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { SeatSessionSummary } from '#shared/contract/services/people.contract.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { useText } from '#renderer/text/use-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Failure } from './Failure.tsx';
import { isTyped, NewPasswordFields, NO_PASSWORD } from './NewPasswordFields.tsx';
import styles from './people.module.css';

/** Makes the administrator of a seat that has no people. */
export function FirstStartForm({ onDone }: { readonly onDone: (session: SeatSessionSummary) => void }) {
  const { t } = useText();
  const { api } = useBridge();
  const [name, setName] = useState('');
  const [loginName, setLoginName] = useState('');
  const [typed, setTyped] = useState(NO_PASSWORD);
  const [readsToo, setReadsToo] = useState(false);
  const isComplete = name.trim() !== '' && /^\S+$/.test(loginName.trim()) && isTyped(typed);
  const make = useMutation({
    mutationFn: () => api.people.becomeAdministrator({ loginName: loginName.trim(), name: name.trim(), password: typed.first, readsToo }),
    onSuccess: onDone,
  });
  return (
    <form
      className={styles['form']}
      onSubmit={(event) => {
        event.preventDefault();
        if (isComplete && !make.isPending) make.mutate();
      }}
    >
      <p>{t('people.first.note')}</p>
      <label>
        {t('people.first.name')}
        <input name="name" data-initial-focus value={name} autoComplete="off" maxLength={64} onChange={(event) => setName(event.target.value)} />
      </label>
      <label>
        {t('people.login-name')}
        <input name="loginName" value={loginName} autoComplete="off" spellCheck={false} maxLength={64} onChange={(event) => setLoginName(event.target.value)} />
      </label>
      <NewPasswordFields typed={typed} onChange={setTyped} />
      <label className={styles['check']}>
        <input type="checkbox" checked={readsToo} onChange={(event) => setReadsToo(event.target.checked)} />
        {t('people.first.reads-too')}
      </label>
      <div className={styles['steps']}>
        <Button type="submit" variant="primary" keys="Enter" disabled={!isComplete || make.isPending}>
          {t('people.first.save')}
        </Button>
      </div>
      <Failure error={make.error} />
    </form>
  );
}
