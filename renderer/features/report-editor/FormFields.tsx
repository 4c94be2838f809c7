import type { KeyboardEvent as ReactKeyboardEvent, Ref } from 'react';
import type { ReportText } from '#shared/contract/services/reports.contract.ts';
import { sentenceState, sentenceText, writeAgain, writeSentences, type WrittenForm } from '#shared/report/fields/form-sentences.ts';
import type { ReportTemplate } from '#shared/report/templates/report-template.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { KeyCap } from '#renderer/ui/keyboard/KeyCap.tsx';
import { useText } from '#renderer/text/use-text.ts';
import { FormField } from './FormField.tsx';
import { REPORT_KEYS } from './report-keys.ts';
import styles from './FormFields.module.css';

/** As many as the contract takes. */
const MOST_FORMS = 8;

export interface FormFieldsProps {
  readonly text: ReportText;
  readonly onEdit: (change: Partial<ReportText>) => void;
  readonly onComposing: (composing: boolean) => void;
  readonly onLeave: () => void;
  /** Enter in the last field. */
  readonly onDone: () => void;
  readonly ref: Ref<HTMLDivElement>;
}

/** The forms of a draft beside its words: what is entered writes the sentences, and a sentence that a hand has changed is left alone. */
export function FormFields({ text, onEdit, onComposing, onLeave, onDone, ref }: FormFieldsProps) {
  const { t } = useText();
  const forms = text.forms ?? [];

  const put = (index: number, { text: written, filled }: WrittenForm) => onEdit({ ...written, forms: forms.map((one, at) => (at === index ? filled : one)) });

  function onKeyDown(event: ReactKeyboardEvent<HTMLDivElement>): void {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing || !(event.target instanceof HTMLInputElement)) return;
    event.preventDefault();
    const fields = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-field]')];
    const next = fields[fields.findIndex((field) => field.contains(event.target as Node)) + 1];
    if (next === undefined) onDone();
    else focusField(next);
  }

  if (forms.length === 0) return null;
  return (
    <div ref={ref} className={styles['forms']} onKeyDown={onKeyDown} onBlur={onLeave} data-testid="report-forms">
      {forms.map((filled, index) => (
        <section key={filled.formId} className={styles['form']} aria-label={filled.name} data-testid="report-form">
          <h3>
            {index === 0 ? <KeyCap keys={REPORT_KEYS.form.keys[0]} /> : null}
            {filled.name}
            <span className={styles['space']} />
            <Button size="small" variant="quiet" disabled={forms.length >= MOST_FORMS} onClick={() => onEdit({ forms: [...forms, { ...filled, formId: crypto.randomUUID(), values: {}, written: [] }] })}>
              {t('report-forms.another')}
            </Button>
            <Button size="small" variant="quiet" onClick={() => onEdit({ forms: forms.filter((_one, at) => at !== index) })}>
              {t('report-forms.remove')}
            </Button>
          </h3>
          <div className={styles['fields']}>
            {filled.form.fields.map((field) => (
              <FormField
                key={field.label}
                field={field}
                value={filled.values[field.label] ?? ''}
                onComposing={onComposing}
                onChange={(value, isComposing) => {
                  const changed = { ...filled, values: { ...filled.values, [field.label]: value } };
                  put(index, isComposing ? { text, filled: changed } : writeSentences(text, changed));
                }}
              />
            ))}
          </div>
          {filled.form.sentences.map((sentence, at) =>
            sentenceState(text, filled, at) !== 'edited' ? null : (
              <p key={`${sentence.section} ${sentence.pattern}`} className={styles['edited']} data-testid="edited-sentence">
                <span>
                  {t('report-forms.edited', { sentence: sentenceText(filled, sentence) || sentence.pattern })}
                </span>
                <Button size="small" onClick={() => put(index, writeAgain(text, filled, at))}>
                  {t('report-forms.write-again')}
                </Button>
              </p>
            ),
          )}
        </section>
      ))}
    </div>
  );
}

/** The forms of a draft with that of a template, as far as there is room. */
export function withFormOf({ name, form, findings, impression, recommendation }: ReportTemplate, forms: ReportText['forms'] = []): Pick<ReportText, 'forms'> {
  if (form === undefined || forms.length >= MOST_FORMS) return {};
  return { forms: [...forms, { formId: crypto.randomUUID(), name, form, rest: { findings, impression, recommendation }, values: {}, written: [] }] };
}

/** Leads the hand to what is missing or wrong, else to the first field; of the newest form only where it has just come. */
export function focusForms(all: HTMLElement | null, isNew = false): void {
  const forms = isNew ? all?.lastElementChild : all;
  const field = forms?.querySelector<HTMLElement>('[data-field]:not([data-fault=""])') ?? forms?.querySelector<HTMLElement>('[data-field]');
  if (field !== null && field !== undefined) focusField(field);
}

function focusField(field: HTMLElement): void {
  const input = field.querySelector<HTMLInputElement>('input:checked') ?? field.querySelector('input');
  input?.focus();
  if (input?.type === 'text') input.select();
}
