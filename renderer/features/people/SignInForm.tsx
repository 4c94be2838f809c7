import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { SeatSessionSummary } from '#shared/contract/services/people.contract.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { useText } from '#renderer/text/use-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Failure } from './Failure.tsx';
import { SingleSignOn } from './SingleSignOn.tsx';
import styles from './people.module.css';

export interface SignInFormProps {
  /** Who was here last; undefined after a start. */
  readonly lastPerson: { readonly loginName: string; readonly name: string } | undefined;
  readonly onSignedIn: (session: SeatSessionSummary, password: string) => void;
}

/** Name and password. Whoever was here last types the password only. */
export function SignInForm({ lastPerson, onSignedIn }: SignInFormProps) {
  const { t } = useText();
  const { api } = useBridge();
  const [isOther, setIsOther] = useState(lastPerson === undefined);
  const [loginName, setLoginName] = useState(lastPerson?.loginName ?? '');
  const [password, setPassword] = useState('');
  const signIn = useMutation({
    mutationFn: () => api.people.signIn({ loginName: loginName.trim(), password }),
    onSuccess: (session) => onSignedIn(session, password),
    onError: () => setPassword(''),
  });
  return (
    <form
      className={styles['form']}
      onSubmit={(event) => {
        event.preventDefault();
        if (loginName.trim() !== '' && password !== '' && !signIn.isPending) signIn.mutate();
      }}
    >
      {isOther || lastPerson === undefined ? (
        <label>
          {t('people.login-name')}
          <input name="loginName" data-initial-focus value={loginName} autoComplete="off" spellCheck={false} maxLength={64} onChange={(event) => setLoginName(event.target.value)} />
        </label>
      ) : (
        <h1>{lastPerson.name}</h1>
      )}
      <label>
        {t('people.password')}
        <input
          name="password" type="password" value={password} autoComplete="off" maxLength={256} onChange={(event) => setPassword(event.target.value)}
          {...(isOther ? {} : { 'data-initial-focus': true })}
        />
      </label>
      <div className={styles['steps']}>
        <Button type="submit" variant="primary" keys="Enter" disabled={loginName.trim() === '' || password === '' || signIn.isPending}>
          {t(signIn.isPending ? 'people.signing-in' : 'people.sign-in')}
        </Button>
        {isOther || lastPerson === undefined ? null : (
          <Button
            variant="quiet"
            onClick={() => {
              setIsOther(true);
              setLoginName('');
            }}
          >
            {t('people.other-person')}
          </Button>
        )}
      </div>
      <Failure error={signIn.error} />
      <SingleSignOn onSignedIn={(session) => onSignedIn(session, '')} />
    </form>
  );
}
