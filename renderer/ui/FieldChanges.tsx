import { fieldChanges } from '#shared/report/fields/field-changes.ts';
import type { FilledForm } from '#shared/report/fields/report-form.ts';
import { useText } from '#renderer/text/use-text.ts';
import styles from './FieldChanges.module.css';

export interface FieldChangesProps {
  readonly before: readonly FilledForm[] | undefined;
  readonly now: readonly FilledForm[] | undefined;
}

/** Which values of forms differ, each as it was and as it is. Nothing where none does. */
export function FieldChanges({ before = [], now = [] }: FieldChangesProps) {
  const { t } = useText();
  const changes = fieldChanges(before, now);
  if (changes.length === 0) return null;
  return (
    <ul className={styles['changes']} aria-label={t('report.section.form')} data-testid="field-changes">
      {changes.map((change, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- two forms may ask the same under the same name
        <li key={index}>
          <span>
            {change.form} · {change.label}
          </span>
          {change.before === '' ? null : <del>{change.before}</del>}
          {change.before === '' || change.now === '' ? null : ' → '}
          {change.now === '' ? null : <ins>{change.now}</ins>}
        </li>
      ))}
    </ul>
  );
}
