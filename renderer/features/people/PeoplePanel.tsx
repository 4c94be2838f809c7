import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { PersonSummary } from '#shared/contract/services/people.contract.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { peopleQuery, sitesQuery } from '#renderer/bridge/queries.ts';
import { QUERY_KEYS } from '#renderer/bridge/query-keys.ts';
import { useText } from '#renderer/text/use-text.ts';
import { Failure } from './Failure.tsx';
import { PersonForm } from './PersonForm.tsx';
import { useSession } from './use-session.ts';
import styles from './people.module.css';

/** Everybody who may sit here, and the one who is being changed. */
export function PeoplePanel() {
  const { t } = useText();
  const { api } = useBridge();
  const people = useQuery(peopleQuery(api));
  const sites = useQuery(sitesQuery(api));
  const [chosenId, setChosenId] = useState<number>();
  const chosen = people.data?.find(({ personId }) => personId === chosenId);
  return (
    <div className={styles['columns']}>
      <ul className={styles['people']} data-testid="people">
        {(people.data ?? []).map((person) => (
          <li key={person.personId}>
            <button type="button" className={styles['person']} aria-current={person.personId === chosenId} onClick={() => setChosenId(person.personId)}>
              <PersonLine person={person} />
            </button>
          </li>
        ))}
        <li>
          <button type="button" className={styles['person']} aria-current={chosen === undefined} onClick={() => setChosenId(undefined)}>
            + {t('people.add')}
          </button>
        </li>
      </ul>
      <div className={styles['side']}>
        <PersonForm key={chosen?.personId ?? 'new'} person={chosen} sites={sites.data ?? []} onAdded={(person) => setChosenId(person.personId)} />
        <IdleMinutes />
        <Failure error={people.error} />
      </div>
    </div>
  );
}

function PersonLine({ person }: { readonly person: PersonSummary }) {
  const { t } = useText();
  const facts = [
    ...person.roles.map((role) => t(`people.role.${role}`)),
    person.siteIds === null ? t('people.list.all-hospitals') : t('people.list.hospitals', { count: person.siteIds.length }),
    ...(person.isActive ? [] : [t('people.list.left')]),
    ...(person.mustChangePassword ? [t('people.list.temporary')] : []),
  ];
  return (
    <>
      <span>
        {person.name} <small>{person.loginName}</small>
      </span>
      <small>{facts.join(' · ')}</small>
    </>
  );
}

function IdleMinutes() {
  const { t } = useText();
  const { api } = useBridge();
  const queries = useQueryClient();
  const session = useSession();
  const set = useMutation({
    mutationFn: (idleMinutes: number) => api.people.setIdleMinutes({ idleMinutes }),
    onSuccess: (now) => queries.setQueryData(QUERY_KEYS.session, now),
  });
  return (
    <div className={styles['form']}>
      <label>
        {t('people.idle')}
        <select value={session?.idleMinutes ?? 10} onChange={(event) => set.mutate(Number(event.target.value))}>
          {[1, 2, 3, 5, 8, 10].map((minutes) => (
            <option key={minutes}>{minutes}</option>
          ))}
        </select>
      </label>
      <Failure error={set.error} />
    </div>
  );
}
