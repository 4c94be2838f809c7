import type { SignerSummary } from '#shared/contract/services/reports.contract.ts';
import { classNames } from '#renderer/ui/class-names.ts';
import { Tag } from '#renderer/ui/Tag.tsx';
import { useText } from '#renderer/text/use-text.ts';
import styles from './SignerChoice.module.css';

export interface SignerChoiceProps {
  readonly signers: readonly SignerSummary[];
  readonly chosenId: number | undefined;
  readonly now: Date;
  readonly onChoose: (signerId: number) => void;
}

/** Whose certificate signs. */
export function SignerChoice({ signers, chosenId, now, onChoose }: SignerChoiceProps) {
  const { t, format } = useText();
  return (
    <div role="radiogroup" aria-label={t('signing.signer')}>
      {signers.map((signer) => {
        const isChosen = signer.signerId === chosenId;
        return (
          <label key={signer.signerId} className={classNames(styles['signer'], isChosen && styles['on'])}>
            <input type="radio" name="signer" checked={isChosen} onChange={() => onChoose(signer.signerId)} />
            <span className={styles['dot']} aria-hidden="true" />
            <span>
              {signer.name}　<span className={styles['second']}>{t(`signing.signer.role.${signer.role}`)}</span>
              <br />
              <span className={styles['small']}>
                {t('signing.signer.certificate', { issuer: signer.certificateIssuer, date: format.date(signer.validUntil) })}
              </span>
            </span>
            <span className={styles['aside']}>
              {trouble(signer)}
              {signer.isDemo ? <Tag>{t('signing.signer.demo')}</Tag> : null}
            </span>
          </label>
        );
      })}
    </div>
  );

  function trouble({ lockedUntil, validUntil }: SignerSummary) {
    if (Date.parse(validUntil) <= now.getTime()) return <span className={styles['critical']}>◆ {t('signing.signer.expired')}</span>;
    if (lockedUntil === null || Date.parse(lockedUntil) <= now.getTime()) return null;
    return <span className={styles['critical']}>◆ {t('signing.signer.locked', { time: format.timeOrDate(lockedUntil, now) })}</span>;
  }
}
