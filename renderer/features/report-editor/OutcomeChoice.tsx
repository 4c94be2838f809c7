import { useId } from 'react';
import type { ReportText } from '#shared/contract/services/reports.contract.ts';
import { classNames } from '#renderer/ui/class-names.ts';
import { ariaKeys } from '#renderer/ui/keyboard/key-action.ts';
import { KeyCap } from '#renderer/ui/keyboard/KeyCap.tsx';
import { useText } from '#renderer/text/use-text.ts';
import { REPORT_KEYS } from './report-keys.ts';
import styles from './OutcomeChoice.module.css';

export interface OutcomeChoiceProps {
  readonly outcome: ReportText['outcome'];
  readonly onChange: (outcome: 'positive' | 'negative') => void;
}

/** 阳性 or 阴性; neither until the physician says. */
export function OutcomeChoice({ outcome, onChange }: OutcomeChoiceProps) {
  const { t } = useText();
  const name = useId();
  return (
    <>
      <KeyCap keys={REPORT_KEYS.outcome.keys[0]} />
      <div className={styles['choice']} role="radiogroup" aria-label={t('report.outcome')} aria-keyshortcuts={ariaKeys(REPORT_KEYS.outcome.keys)}>
        {(['positive', 'negative'] as const).map((value) => (
          <label key={value} className={classNames(styles['option'], outcome === value && styles[value])}>
            <input type="radio" name={name} checked={outcome === value} onChange={() => onChange(value)} />
            {t(`report.outcome.${value}`)}
          </label>
        ))}
      </div>
    </>
  );
}
