import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { SiteSummary } from '#shared/contract/services/sites.contract.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { QUERY_KEYS } from '#renderer/bridge/query-keys.ts';
import { thrownErrorWords } from '#renderer/text/error-words.ts';
import { useText } from '#renderer/text/use-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { useToast } from '#renderer/ui/Toasts.tsx';
import { SecurityFields } from './SecurityFields.tsx';
import { isPlainBeyondHere, isSecurityComplete, toSecurity, typedFrom } from './typed-security.ts';
import dialogStyles from './AddSiteDialog.module.css';
import styles from './SiteDetail.module.css';

type Security = NonNullable<SiteSummary['security']>;

/** How this line is protected, in words, red where it is not; and the way to change it. */
export function SiteSecurity({ site }: { readonly site: SiteSummary }) {
  const { t } = useText();
  const [isChanging, setIsChanging] = useState(false);
  const { security } = site;
  if (security === null) return null;
  return (
    <section data-testid="site-security" data-protection={security.protection}>
      <h3>{t('sites.security')}</h3>
      <dl className={styles['facts']}>
        <dt>{t('sites.security.line')}</dt>
        <dd className={security.protection === 'plain' ? styles['red'] : undefined}>
          {security.protection === 'plain' ? '◆ ' : ''}
          {t(`sites.security.protection.${security.protection}`)}
        </dd>
        <dt>{t('sites.security.login')}</dt>
        <dd>{t(`sites.security.login-is.${security.login}`)}</dd>
        {security.pin === '' ? null : (
          <>
            <dt>{t('sites.security.pin-short')}</dt>
            <dd data-selectable className={styles['address']}>
              {security.pin}
            </dd>
          </>
        )}
      </dl>
      <div className={styles['actions']}>
        <Button size="small" variant="quiet" onClick={() => setIsChanging(true)}>
          {t('sites.security.change')}
        </Button>
      </div>
      {isChanging ? <SecurityDialog site={site} security={security} onClose={() => setIsChanging(false)} /> : null}
    </section>
  );
}

function SecurityDialog({ site, security, onClose }: { readonly site: SiteSummary; readonly security: Security; readonly onClose: () => void }) {
  const text = useText();
  const { t } = text;
  const { api } = useBridge();
  const queries = useQueryClient();
  const toast = useToast();
  const [typed, setTyped] = useState(() => typedFrom(security));
  const [account, setAccount] = useState({ userName: security.userName ?? '', password: '' });
  const isBasic = typed.login === 'none';
  const save = useMutation({
    mutationFn: () => api.sites.setSecurity({ siteId: site.siteId, security: toSecurity(typed), ...(isBasic ? { login: { ...account, userName: account.userName.trim() } } : {}) }),
    onSuccess() {
      toast({ title: t('sites.security.saved', { siteName: site.name }), tone: 'plain' });
      onClose();
      return queries.invalidateQueries({ queryKey: QUERY_KEYS.sites });
    },
  });
  const words = save.isError ? thrownErrorWords(text, save.error, { site: site.name }) : undefined;
  return (
    <Dialog label={t('sites.security.title', { siteName: site.name })} size="column" onClose={onClose} testId="site-security-dialog">
      <header className={dialogStyles['head']}>
        <h2>{t('sites.security.title', { siteName: site.name })}</h2>
        <Button variant="quiet" size="small" keys="Escape" onClick={onClose}>
          {t('app.close')}
        </Button>
      </header>
      <form
        className={dialogStyles['form']}
        onSubmit={(event) => {
          event.preventDefault();
          if (isSecurityComplete(typed)) save.mutate();
        }}
      >
        {isBasic ? (
          <div className={dialogStyles['pair']}>
            <label>
              {t('sites.add.user')}
              <input name="userName" spellCheck={false} autoComplete="off" value={account.userName} onChange={(event) => setAccount({ ...account, userName: event.target.value })} />
            </label>
            <label>
              {t('sites.add.password')}
              <input
                name="password" type="password" autoComplete="new-password" value={account.password} placeholder={security.userName === '' ? '' : t('sites.security.kept')}
                onChange={(event) => setAccount({ ...account, password: event.target.value })}
              />
            </label>
          </div>
        ) : null}
        <small>{t('sites.security.account-note')}</small>
        <SecurityFields typed={typed} onChange={setTyped} isPlain={isPlainBeyondHere(site.baseUrl)} kept={{ login: security.login, hasKey: security.clientCertificate !== '' }} />
        <div className={dialogStyles['steps']}>
          <Button type="submit" variant="primary" disabled={!isSecurityComplete(typed) || save.isPending}>
            {t('sites.security.save')}
          </Button>
        </div>
        {words === undefined ? null : (
          <div role="alert" className={dialogStyles['error']}>
            <b>◆ {words.title}</b>
            <p>{words.detail}</p>
          </div>
        )}
      </form>
    </Dialog>
  );
}
