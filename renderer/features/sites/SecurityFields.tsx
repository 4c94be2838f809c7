import { useText } from '#renderer/text/use-text.ts';
import { LOGINS, type TypedSecurity } from './typed-security.ts';
import styles from './AddSiteDialog.module.css';

export interface SecurityFieldsProps {
  readonly typed: TypedSecurity;
  readonly onChange: (typed: TypedSecurity) => void;
  /** The address is plain HTTP beyond this machine: it must be allowed, or nothing is asked. */
  readonly isPlain: boolean;
  /** Which secrets are there already: they are not shown, and stay where their field is left empty. */
  readonly kept: { readonly login: string; readonly hasKey: boolean };
}

/** How the line to a hospital is protected, and how we say who we are. */
export function SecurityFields({ typed, onChange, isPlain, kept }: SecurityFieldsProps) {
  const { t } = useText();
  type TextName = { readonly [K in keyof TypedSecurity]: TypedSecurity[K] extends string ? K : never }[keyof TypedSecurity];
  const field = (name: Exclude<TextName, 'login'>) => ({
    value: typed[name], name, spellCheck: false, autoComplete: 'off',
    onChange: (event: { readonly target: { readonly value: string } }) => onChange({ ...typed, [name]: event.target.value }),
  });
  const secret = (name: 'token' | 'clientSecret') => ({ ...field(name), type: 'password', autoComplete: 'new-password', placeholder: kept.login === typed.login ? t('sites.security.kept') : '' });
  return (
    <>
      {isPlain ? (
        <label className={styles['danger']}>
          <span>
            <input type="checkbox" name="isPlainAllowed" checked={typed.isPlainAllowed} onChange={(event) => onChange({ ...typed, isPlainAllowed: event.target.checked })} />
            {t('sites.security.plain-allow')}
          </span>
          <small>{t('sites.security.plain-note')}</small>
        </label>
      ) : null}
      <label>
        {t('sites.security.login')}
        <select name="login" value={typed.login} onChange={(event) => onChange({ ...typed, login: LOGINS.find((one) => one === event.target.value) ?? 'none' })}>
          {LOGINS.map((login) => (
            <option key={login} value={login}>
              {t(`sites.security.login.${login}`)}
            </option>
          ))}
        </select>
      </label>
      {typed.login === 'bearer' ? (
        <label>
          {t('sites.security.token')}
          <input {...secret('token')} />
        </label>
      ) : null}
      {typed.login === 'oauth2' ? (
        <>
          <label>
            {t('sites.security.token-url')}
            <input {...field('tokenUrl')} inputMode="url" />
          </label>
          <div className={styles['pair']}>
            <label>
              {t('sites.security.client-id')}
              <input {...field('clientId')} />
            </label>
            <label>
              {t('sites.security.client-secret')}
              <input {...secret('clientSecret')} />
            </label>
          </div>
          <label>
            {t('sites.security.scope')}
            <input {...field('scope')} />
          </label>
        </>
      ) : null}
      <label>
        {t('sites.security.authority')}
        <textarea rows={3} {...field('authority')} />
        <small>{t('sites.security.authority-note')}</small>
      </label>
      <label>
        {t('sites.security.pin')}
        <input {...field('pin')} />
        <small>{t('sites.security.pin-note')}</small>
      </label>
      <div className={styles['pair']}>
        <label>
          {t('sites.security.client-certificate')}
          <textarea rows={3} {...field('clientCertificate')} />
        </label>
        <label>
          {t('sites.security.client-key')}
          <textarea rows={3} {...field('clientKey')} placeholder={kept.hasKey ? t('sites.security.kept') : ''} />
        </label>
      </div>
      <small>{t('sites.security.keys-note')}</small>
    </>
  );
}
