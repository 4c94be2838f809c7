import { useText } from '#renderer/text/use-text.ts';

export interface TypedPassword {
  readonly first: string;
  readonly again: string;
}

export const NO_PASSWORD: TypedPassword = { first: '', again: '' };

export function isTyped({ first, again }: TypedPassword): boolean {
  return first !== '' && first === again;
}

/** A new password, twice. */
export function NewPasswordFields({ typed, onChange }: { readonly typed: TypedPassword; readonly onChange: (typed: TypedPassword) => void }) {
  const { t } = useText();
  const differs = typed.again !== '' && typed.first !== typed.again;
  return (
    <>
      <label>
        {t('people.new-password')}
        <input name="newPassword" type="password" value={typed.first} autoComplete="new-password" maxLength={256} onChange={(event) => onChange({ ...typed, first: event.target.value })} />
        <small>{t('people.new-password.note')}</small>
      </label>
      <label>
        {t('people.new-password.again')}
        <input name="newPasswordAgain" type="password" value={typed.again} autoComplete="new-password" maxLength={256} onChange={(event) => onChange({ ...typed, again: event.target.value })} />
        {differs ? <small role="status">▲ {t('people.new-password.differs')}</small> : null}
      </label>
    </>
  );
}
