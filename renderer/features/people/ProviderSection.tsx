import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ProviderSummary } from '#shared/contract/services/single-sign-on.contract.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { peopleQuery, providerQuery } from '#renderer/bridge/queries.ts';
import { QUERY_KEYS } from '#renderer/bridge/query-keys.ts';
import { useText } from '#renderer/text/use-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Failure } from './Failure.tsx';
import styles from './safekeeping.module.css';

/** The hospital's own sign-in: its address, and whose account is whose. */
export function ProviderSection() {
  const { t } = useText();
  const { api } = useBridge();
  const provider = useQuery(providerQuery(api));
  return (
    <section className={styles['section']}>
      <h3>{t('people.provider.title')}</h3>
      <p>{t('people.provider.note')}</p>
      {provider.data === undefined ? null : <ProviderForm key={provider.data.issuer} provider={provider.data} />}
      <Failure error={provider.error} />
    </section>
  );
}

function ProviderForm({ provider }: { readonly provider: ProviderSummary }) {
  const { t } = useText();
  const { api } = useBridge();
  const queries = useQueryClient();
  const people = useQuery(peopleQuery(api));
  const [issuer, setIssuer] = useState(provider.issuer);
  const [clientId, setClientId] = useState(provider.clientId);
  const [secret, setSecret] = useState('');
  const take = (now: ProviderSummary) => queries.setQueryData(QUERY_KEYS.provider, now);
  const save = useMutation({ mutationFn: () => api.singleSignOn.setProvider({ issuer, clientId, clientSecret: secret === '' ? null : secret }), onSuccess: take });
  const link = useMutation({ mutationFn: (pair: { readonly personId: number; readonly subject: string }) => api.singleSignOn.link(pair), onSuccess: take });
  const accounts = [...new Set([...provider.unlinked.map(({ subject }) => subject), ...provider.links.map(({ subject }) => subject)])];
  const nameOf = (subject: string) => provider.unlinked.find((one) => one.subject === subject)?.shownName ?? '';
  return (
    <>
      <form
        className={styles['form']}
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <label>
          {t('people.provider.issuer')}
          <input value={issuer} placeholder="https://" spellCheck={false} onChange={({ target }) => setIssuer(target.value)} />
        </label>
        <label>
          {t('people.provider.client')}
          <input value={clientId} spellCheck={false} onChange={({ target }) => setClientId(target.value)} />
        </label>
        <label>
          {t(provider.hasSecret ? 'people.provider.secret.kept' : 'people.provider.secret')}
          <input type="password" value={secret} autoComplete="off" onChange={({ target }) => setSecret(target.value)} />
        </label>
        <div className={styles['steps']}>
          <Button type="submit" disabled={save.isPending}>
            {t('people.provider.save')}
          </Button>
        </div>
      </form>
      {provider.issuer !== '' && accounts.length === 0 ? <p>{t('people.provider.nobody')}</p> : null}
      <ul className={styles['holds']} data-testid="provider-accounts">
        {accounts.map((subject) => (
          <li key={subject}>
            <span>{[nameOf(subject), subject].filter((one) => one !== '').join(' · ')}</span>
            <select
              aria-label={t('people.provider.person')}
              value={provider.links.find((one) => one.subject === subject)?.personId ?? ''}
              onChange={({ target }) => {
                const owner = provider.links.find((one) => one.subject === subject);
                if (target.value !== '') link.mutate({ personId: Number(target.value), subject });
                else if (owner !== undefined) link.mutate({ personId: owner.personId, subject: '' });
              }}
            >
              <option value="">{t('people.provider.unlinked')}</option>
              {(people.data ?? []).filter(({ isActive }) => isActive).map((person) => (
                <option key={person.personId} value={person.personId}>
                  {person.name}
                </option>
              ))}
            </select>
          </li>
        ))}
      </ul>
      <Failure error={save.error ?? link.error} />
    </>
  );
}
