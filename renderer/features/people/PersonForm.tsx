import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { PersonSummary } from '#shared/contract/services/people.contract.ts';
import type { SiteSummary } from '#shared/contract/services/sites.contract.ts';
import { ROLES, type Role } from '#shared/people/roles.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { QUERY_KEYS } from '#renderer/bridge/query-keys.ts';
import { useText } from '#renderer/text/use-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Failure } from './Failure.tsx';
import { ResetPassword } from './ResetPassword.tsx';
import styles from './people.module.css';

export interface PersonFormProps {
  /** Undefined: somebody new. */
  readonly person: PersonSummary | undefined;
  readonly sites: readonly SiteSummary[];
  readonly onAdded: (person: PersonSummary) => void;
}

/** One person: name, roles, hospitals. */
export function PersonForm({ person, sites, onAdded }: PersonFormProps) {
  const { t } = useText();
  const { api } = useBridge();
  const queries = useQueryClient();
  const [name, setName] = useState(person?.name ?? '');
  const [loginName, setLoginName] = useState('');
  const [password, setPassword] = useState('');
  const [roles, setRoles] = useState<readonly Role[]>(person?.roles ?? ['reporting-physician']);
  const [siteIds, setSiteIds] = useState<readonly string[] | null>(person?.siteIds ?? null);
  const [isActive, setIsActive] = useState(person?.isActive ?? true);
  const isComplete = name.trim() !== '' && roles.length > 0 && (siteIds === null || siteIds.length > 0) && (person !== undefined || (/^\S+$/.test(loginName.trim()) && password !== ''));
  const save = useMutation({
    mutationFn: () => {
      const known = { name: name.trim(), roles: [...roles], siteIds: siteIds === null ? null : [...siteIds] };
      return person === undefined
        ? api.people.add({ ...known, loginName: loginName.trim(), password })
        : api.people.change({ ...known, personId: person.personId, isActive });
    },
    async onSuccess(saved) {
      await queries.invalidateQueries({ queryKey: QUERY_KEYS.people });
      if (person === undefined) onAdded(saved);
    },
  });
  return (
    <>
      <form
        className={styles['form']}
        aria-label={person === undefined ? t('people.add') : t('people.edit', { name: person.name })}
        onSubmit={(event) => {
          event.preventDefault();
          if (isComplete && !save.isPending) save.mutate();
        }}
      >
        <label>
          {t('people.first.name')}
          <input name="name" value={name} autoComplete="off" maxLength={64} onChange={(event) => setName(event.target.value)} />
        </label>
        {person === undefined ? (
          <>
            <label>
              {t('people.login-name')}
              <input name="loginName" value={loginName} autoComplete="off" spellCheck={false} maxLength={64} onChange={(event) => setLoginName(event.target.value)} />
            </label>
            <label>
              {t('people.password')}
              <input name="password" type="password" value={password} autoComplete="new-password" maxLength={256} onChange={(event) => setPassword(event.target.value)} />
              <small>{t('people.add.password-note')}</small>
            </label>
          </>
        ) : null}
        <fieldset className={styles['group']}>
          <legend>{t('people.edit.roles')}</legend>
          <div className={styles['two']}>
            {ROLES.map((role) => (
              <Choice key={role} label={t(`people.role.${role}`)} isOn={roles.includes(role)} onChange={(isOn) => setRoles(isOn ? [...roles, role] : roles.filter((other) => other !== role))} />
            ))}
          </div>
        </fieldset>
        <fieldset className={styles['group']}>
          <legend>{t('people.edit.scope')}</legend>
          <Choice label={t('people.edit.scope.all')} isOn={siteIds === null} onChange={(isOn) => setSiteIds(isOn ? null : [])} />
          {siteIds === null ? null : (
            <div className={styles['two']}>
              {sites.map((site) => (
                <Choice
                  key={site.siteId} label={site.name} isOn={siteIds.includes(site.siteId)}
                  onChange={(isOn) => setSiteIds(isOn ? [...siteIds, site.siteId] : siteIds.filter((other) => other !== site.siteId))}
                />
              ))}
            </div>
          )}
        </fieldset>
        {person === undefined ? null : <Choice label={t('people.edit.active')} isOn={isActive} onChange={setIsActive} />}
        <div className={styles['steps']}>
          <Button type="submit" variant="primary" keys="Enter" disabled={!isComplete || save.isPending}>
            {t(person === undefined ? 'people.add.save' : 'people.edit.save')}
          </Button>
          {save.isSuccess ? <span role="status">✓ {t('people.saved')}</span> : null}
        </div>
        <Failure error={save.error} />
      </form>
      {person === undefined ? null : <ResetPassword person={person} />}
    </>
  );
}

function Choice({ label, isOn, onChange }: { readonly label: string; readonly isOn: boolean; readonly onChange: (isOn: boolean) => void }) {
  return (
    <label className={styles['check']}>
      <input type="checkbox" checked={isOn} onChange={(event) => onChange(event.target.checked)} />
      {label}
    </label>
  );
}
