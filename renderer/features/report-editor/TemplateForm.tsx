import { useMutation } from '@tanstack/react-query';
import { useState, type KeyboardEvent as ReactKeyboardEvent } from 'react';
import { formFaults, withOwnCodes } from '#shared/report/fields/report-form.ts';
import type { ReportTemplate } from '#shared/report/templates/report-template.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { QUERY_KEYS } from '#renderer/bridge/query-keys.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { classNames } from '#renderer/ui/class-names.ts';
import { Note } from '#renderer/ui/Note.tsx';
import { thrownErrorWords } from '#renderer/text/error-words.ts';
import { useText } from '#renderer/text/use-text.ts';
import { TemplateFieldsEditor } from './TemplateFieldsEditor.tsx';
import styles from './TemplateDialog.module.css';

export interface TemplateFormProps {
  readonly template: ReportTemplate;
  readonly onClose: () => void;
}

/** One template, changed by the department. Escape never throws away what was typed. */
export function TemplateForm({ template, onClose }: TemplateFormProps) {
  const words = useText();
  const { t } = words;
  const { api, queries } = useBridge();
  const [draft, setDraft] = useState(template);
  const edit = (change: Partial<ReportTemplate>) => setDraft({ ...draft, ...change });
  const save = useMutation({
    mutationFn: () => api.reportTexts.saveTemplate({ ...draft, name: draft.name.trim(), ...(draft.form === undefined ? {} : { form: withOwnCodes(draft.form) }) }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: QUERY_KEYS.library });
      onClose();
    },
  });
  const isChanged = draft !== template;
  const [isLeaving, setIsLeaving] = useState(false);
  const leave = () => (isChanged ? setIsLeaving(true) : onClose());

  function onKeyDown(event: ReactKeyboardEvent): void {
    if (event.key !== 'Escape' || event.nativeEvent.isComposing) return;
    // The window around it stays open.
    event.preventDefault();
    event.stopPropagation();
    leave();
  }
  return (
    <div className={styles['form']} role="group" aria-label={t('report-words.template.edit')} onKeyDown={onKeyDown} data-is-changed={isChanged}>
      <div className={styles['fields']}>
        {(['name', 'modality', 'bodyPart', 'abbreviation'] as const).map((field) => (
          <label key={field}>
            {t(`report-words.template.${field}`)}
            <input value={draft[field]} maxLength={field === 'name' || field === 'bodyPart' ? 60 : 16} onChange={(event) => edit({ [field]: event.target.value })} />
          </label>
        ))}
        <label>
          {t('report-words.template.sex')}
          <select value={draft.sex} onChange={(event) => edit({ sex: sexOf(event.target.value) })}>
            <option value="">{t('report-words.template.sex.any')}</option>
            <option value="M">{t('report-words.template.sex.M')}</option>
            <option value="F">{t('report-words.template.sex.F')}</option>
          </select>
        </label>
        {(['leastYears', 'mostYears'] as const).map((field) => (
          <label key={field}>
            {t(`report-words.template.${field}`)}
            <input type="number" min={0} max={130} value={draft[field] ?? ''} onChange={(event) => edit({ [field]: event.target.value === '' ? null : Number(event.target.value) })} />
          </label>
        ))}
        <label>
          {t('report.outcome')}
          <select value={draft.outcome} onChange={(event) => edit({ outcome: event.target.value === 'positive' ? 'positive' : 'negative' })}>
            <option value="negative">{t('report.outcome.negative')}</option>
            <option value="positive">{t('report.outcome.positive')}</option>
          </select>
        </label>
      </div>
      {(['findings', 'impression', 'recommendation'] as const).map((section) => (
        <label key={section}>
          {t(`report.section.${section}`)}
          <textarea value={draft[section]} rows={section === 'findings' ? 8 : 3} onChange={(event) => edit({ [section]: event.target.value })} />
        </label>
      ))}
      <p className={styles['quiet']}>{t('report-words.template.gaps')}</p>
      <TemplateFieldsEditor form={draft.form} onChange={(form) => edit({ form })} />
      {save.isError ? <Note tone="block">{thrownErrorWords(words, save.error).title}</Note> : null}
      <footer className={classNames(styles['foot'], styles['sticky'])}>
        {isLeaving ? (
          <span role="alert" className={styles['asked']}>
            {t('report-words.template.unsaved')}
            <Button size="small" onClick={onClose}>
              {t('report-words.template.discard')}
            </Button>
            <Button size="small" variant="quiet" onClick={() => setIsLeaving(false)}>
              {t('report-words.template.go-on')}
            </Button>
          </span>
        ) : (
          <Button size="small" variant="quiet" keys="Escape" onClick={leave}>
            {t('report-words.template.cancel')}
          </Button>
        )}
        <span className={styles['space']} />
        <Button variant="primary" disabled={draft.name.trim() === '' || (draft.form !== undefined && formFaults(draft.form).length > 0) || save.isPending} onClick={() => save.mutate()}>
          {t('report-words.template.save')}
        </Button>
      </footer>
    </div>
  );
}

function sexOf(value: string): ReportTemplate['sex'] {
  return value === 'M' || value === 'F' ? value : '';
}
