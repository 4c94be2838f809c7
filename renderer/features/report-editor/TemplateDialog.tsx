import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type KeyboardEvent as ReactKeyboardEvent } from 'react';
import type { ReportText } from '#shared/contract/services/reports.contract.ts';
import { chooseTemplates, fitsCase } from '#shared/report/templates/choose-templates.ts';
import type { ReportTemplate } from '#shared/report/templates/report-template.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { QUERY_KEYS } from '#renderer/bridge/query-keys.ts';
import { libraryQuery, surroundingsQuery } from '#renderer/bridge/queries.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { classNames } from '#renderer/ui/class-names.ts';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { Note } from '#renderer/ui/Note.tsx';
import { Tag } from '#renderer/ui/Tag.tsx';
import { thrownErrorWords } from '#renderer/text/error-words.ts';
import { useText } from '#renderer/text/use-text.ts';
import { TemplateForm } from './TemplateForm.tsx';
import styles from './TemplateDialog.module.css';

export interface TemplateDialogProps {
  readonly requestId: number;
  /** What is written now: a new template begins with it. */
  readonly text: ReportText;
  readonly onInsert: (template: ReportTemplate) => void;
  readonly onClose: () => void;
}

/** The department's templates: searched by name or pinyin initials, inserted with Enter, edited here. */
export function TemplateDialog({ requestId, text: written, onInsert, onClose }: TemplateDialogProps) {
  const words = useText();
  const { t } = words;
  const { api, queries } = useBridge();
  const library = useQuery(libraryQuery(api));
  const surroundings = useQuery(surroundingsQuery(api, requestId));
  const [search, setSearch] = useState('');
  const [place, setPlace] = useState(0);
  const [edited, setEdited] = useState<ReportTemplate>();

  const of = surroundings.data?.of ?? { modality: '', examination: '', sex: '', ageYears: null };
  const shown = chooseTemplates(library.data?.templates ?? [], of, search);
  const chosen = shown[Math.min(place, shown.length - 1)];
  const failed = library.error ?? surroundings.error;

  const remove = useMutation({
    mutationFn: (templateId: string) => api.reportTexts.removeTemplate({ templateId }),
    onSuccess: () => queries.invalidateQueries({ queryKey: QUERY_KEYS.library }),
  });

  function onKeyDown(event: ReactKeyboardEvent): void {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown') setPlace(Math.min(place + 1, shown.length - 1));
    else if (event.key === 'ArrowUp') setPlace(Math.max(place - 1, 0));
    else if (event.key === 'Enter' && !event.repeat && chosen !== undefined) onInsert(chosen);
    else return;
    event.preventDefault();
  }

  return (
    <Dialog label={t('report-words.templates')} size="page" onClose={onClose} testId="template-dialog">
      <header className={styles['head']}>
        <h2>{t('report-words.templates')}</h2>
        <span className={styles['space']} />
        <Button size="small" onClick={() => setEdited(newTemplate(written, of))}>
          {t('report-words.template.new')}
        </Button>
        <Button variant="quiet" size="small" keys="Escape" onClick={onClose}>
          {t('report-words.close')}
        </Button>
      </header>
      <div className={styles['body']}>
        <div className={styles['list']} onKeyDown={onKeyDown}>
          <input
            data-initial-focus
            type="search"
            aria-label={t('report-words.template.search')}
            placeholder={t('report-words.template.search')}
            value={search}
            onChange={(event) => {
              setSearch(event.target.value);
              setPlace(0);
            }}
          />
          {failed === null ? null : <Note tone="block">{thrownErrorWords(words, failed).title}</Note>}
          <ul role="listbox" aria-label={t('report-words.templates')} tabIndex={0} data-testid="template-list">
            {shown.map((template, index) => (
              <li
                key={template.templateId}
                role="option"
                aria-selected={template === chosen}
                data-template-id={template.templateId}
                className={classNames(styles['row'], template === chosen && styles['on'], !fitsCase(template, of) && styles['unfit'])}
                onClick={() => setPlace(index)}
                onDoubleClick={() => onInsert(template)}
              >
                <span>{template.name}</span>
                {template.form === undefined ? null : <Tag tone="plain">{t('report-forms.tag')}</Tag>}
                <Tag tone={template.outcome === 'positive' ? 'warn' : 'plain'}>{t(`report.outcome.${template.outcome}`)}</Tag>
              </li>
            ))}
          </ul>
          {shown.length === 0 && library.data !== undefined ? <p className={styles['quiet']}>{t('report-words.template.none')}</p> : null}
        </div>
        <div className={styles['detail']}>
          {edited !== undefined ? (
            <TemplateForm key={edited.templateId} template={edited} onClose={() => setEdited(undefined)} />
          ) : chosen === undefined ? null : (
            <>
              <h3>{chosen.name}</h3>
              <p className={styles['quiet']}>{[chosen.modality, chosen.bodyPart, ageText(chosen)].filter((part) => part !== '').join(' · ')}</p>
              {(['findings', 'impression', 'recommendation'] as const).map((section) => (
                <section key={section}>
                  <h4>{t(`report.section.${section}`)}</h4>
                  <p className={styles['words']}>{chosen[section] === '' ? t('report.signed.empty') : chosen[section]}</p>
                </section>
              ))}
              {chosen.form === undefined ? null : (
                <section>
                  <h4>{t('report.section.form')}</h4>
                  <p className={styles['words']}>{chosen.form.fields.map(({ label }) => label).join(t('format.list-separator'))}</p>
                </section>
              )}
              <footer className={styles['foot']}>
                <Button size="small" variant="quiet" disabled={remove.isPending} onClick={() => remove.mutate(chosen.templateId)}>
                  {t('report-words.template.remove')}
                </Button>
                <Button size="small" onClick={() => setEdited(chosen)}>
                  {t('report-words.template.edit')}
                </Button>
                <span className={styles['space']} />
                <Button variant="primary" keys="Enter" onClick={() => onInsert(chosen)}>
                  {t('report-words.template.insert')}
                </Button>
              </footer>
            </>
          )}
        </div>
      </div>
    </Dialog>
  );

  function ageText({ leastYears, mostYears }: ReportTemplate): string {
    if (leastYears === null && mostYears === null) return '';
    return t('report-words.template.ages', { from: leastYears ?? 0, to: mostYears ?? '' });
  }
}

function newTemplate(written: ReportText, of: { readonly modality: string }): ReportTemplate {
  return {
    templateId: crypto.randomUUID(), name: '', modality: of.modality, bodyPart: '', sex: '', leastYears: null, mostYears: null, abbreviation: '',
    outcome: written.outcome ?? 'negative', findings: written.findings, impression: written.impression, recommendation: written.recommendation,
  };
}
