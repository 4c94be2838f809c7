import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { QUERY_KEYS } from '#renderer/bridge/query-keys.ts';
import { errorWords, thrownErrorWords } from '#renderer/text/error-words.ts';
import { useText } from '#renderer/text/use-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { useToast } from '#renderer/ui/Toasts.tsx';
import { SecurityFields } from './SecurityFields.tsx';
import { isPlainBeyondHere, isSecurityComplete, NO_TYPED_SECURITY, toSecurity } from './typed-security.ts';
import { isComplete, isWebAddress, NOTHING_TYPED, toNewSite, type TypedSite } from './typed-site.ts';
import styles from './AddSiteDialog.module.css';

const NOTHING_KEPT = { login: '', hasKey: false };

export interface AddSiteDialogProps {
  readonly onClose: () => void;
}

/** Connects a hospital: its name, where its server answers and with which account, and a try before it is kept. */
export function AddSiteDialog({ onClose }: AddSiteDialogProps) {
  const text = useText();
  const { t } = text;
  const { api } = useBridge();
  const queries = useQueryClient();
  const toast = useToast();
  const [typed, setTyped] = useState<TypedSite>(NOTHING_TYPED);
  const [security, setSecurity] = useState(NO_TYPED_SECURITY);
  const isPlain = isPlainBeyondHere(typed.url);
  const isReady = isComplete(typed) && isSecurityComplete(security) && (!isPlain || security.isPlainAllowed);
  const site = { ...toNewSite(typed), security: toSecurity(security) };
  const test = useMutation({ mutationFn: () => api.sites.tryAddress({ url: site.url, userName: site.userName, password: site.password, security: site.security }) });
  const add = useMutation({
    mutationFn: () => api.sites.add(site),
    onSuccess() {
      toast({ title: t('sites.add.done', { siteName: site.name }), tone: 'plain' });
      onClose();
      return queries.invalidateQueries({ queryKey: QUERY_KEYS.sites });
    },
  });
  const field = (name: keyof TypedSite) => ({
    value: typed[name],
    spellCheck: false,
    autoComplete: 'off',
    name,
    onChange: (event: { readonly target: { readonly value: string } }) => {
      setTyped({ ...typed, [name]: event.target.value });
      test.reset();
      add.reset();
    },
  });
  return (
    <Dialog label={t('sites.add.title')} size="column" onClose={onClose} testId="add-site">
      <header className={styles['head']}>
        <h2>{t('sites.add.title')}</h2>
        <Button variant="quiet" size="small" keys="Escape" onClick={onClose}>
          {t('app.close')}
        </Button>
      </header>
      <form
        className={styles['form']}
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady) add.mutate();
        }}
      >
        <label>
          {t('sites.add.name')}
          <input data-initial-focus {...field('name')} maxLength={64} />
          <small>{t('sites.add.name-note')}</small>
        </label>
        <label>
          {t('sites.add.url')}
          <input {...field('url')} inputMode="url" placeholder={t('sites.add.url.example')} />
          <small>{typed.url.trim() === '' || isWebAddress(typed.url) ? t('sites.add.no-gateway') : t('sites.add.url.wrong')}</small>
        </label>
        <div className={styles['pair']}>
          <label>
            {t('sites.add.user')}
            <input {...field('userName')} />
          </label>
          <label>
            {t('sites.add.password')}
            <input {...field('password')} type="password" autoComplete="new-password" />
          </label>
        </div>
        <small>{t('sites.add.account-note')}</small>
        <label>
          {t('sites.add.since')}
          <input {...field('sinceDate')} type="date" />
          <small>{t('sites.add.since-note')}</small>
        </label>
        <details className={styles['more']} open={isPlain || undefined}>
          <summary>{t('sites.security.more')}</summary>
          <div className={styles['more']}>
            <SecurityFields
              typed={security}
              isPlain={isPlain}
              kept={NOTHING_KEPT}
              onChange={(changed) => {
                setSecurity(changed);
                test.reset();
                add.reset();
              }}
            />
          </div>
        </details>
        <div className={styles['steps']}>
          <Button disabled={!isWebAddress(typed.url) || !isSecurityComplete(security) || test.isPending} onClick={() => test.mutate()}>
            {t(test.isPending ? 'sites.testing' : 'sites.test')}
          </Button>
          <Button type="submit" variant="primary" keys="Enter" disabled={!isReady || add.isPending}>
            {t(add.isPending ? 'sites.add.saving' : 'sites.add.save')}
          </Button>
        </div>
        <Outcome test={test.data} />
        {add.isError ? <Failure words={thrownErrorWords(text, add.error, { site: site.name })} /> : test.isError ? <Failure words={thrownErrorWords(text, test.error)} /> : null}
      </form>
    </Dialog>
  );
}

function Outcome({ test }: { readonly test: Awaited<ReturnType<ReturnType<typeof useBridge>['api']['sites']['tryAddress']>> | undefined }) {
  const text = useText();
  if (test === undefined) return null;
  if (test.failure !== null) return <Failure words={errorWords(text, test.failure.code, test.failure.facts)} />;
  return (
    <p role="status" className={styles['good']} data-testid="address-answers">
      ✓ {text.t('sites.add.test-good', { milliseconds: Math.round(test.answerMs ?? 0) })}
    </p>
  );
}

function Failure({ words }: { readonly words: { readonly title: string; readonly detail: string } }) {
  return (
    <div role="alert" className={styles['error']}>
      <b>◆ {words.title}</b>
      <p>{words.detail}</p>
    </div>
  );
}
