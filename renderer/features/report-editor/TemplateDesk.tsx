import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type KeyboardEvent as ReactKeyboardEvent, type ReactNode } from 'react';
import { chooseTemplates, fitsCase, type TemplateCase } from '#shared/report/templates/choose-templates.ts';
import type { ReportTemplate } from '#shared/report/templates/report-template.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { QUERY_KEYS } from '#renderer/bridge/query-keys.ts';
import { libraryQuery } from '#renderer/bridge/queries.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { classNames } from '#renderer/ui/class-names.ts';
import { Note } from '#renderer/ui/Note.tsx';
import { Tag } from '#renderer/ui/Tag.tsx';
import { thrownErrorWords } from '#renderer/text/error-words.ts';
import { useText } from '#renderer/text/use-text.ts';
import { TemplateForm } from './TemplateForm.tsx';
import styles from './TemplateDialog.module.css';

export interface TemplateDeskProps {
  /** Whom a template is looked for. */
  readonly of: TemplateCase;
  /** What a new template begins with. */
  readonly start: Pick<ReportTemplate, 'outcome' | 'findings' | 'impression' | 'recommendation'>;
  readonly startWords: string;
  /** Absent where no report is written: then templates are only edited. */
  readonly onInsert?: (template: ReportTemplate) => void;
  /** Why whom it is for is not known. */
  readonly failure?: Error | null;
  /** Beside the search. */
  readonly filter?: ReactNode;
}

/** The department's templates: searched by name or pinyin, inserted with Enter where a report is written, edited here. */
export function TemplateDesk({ of, start, startWords, onInsert, failure = null, filter }: TemplateDeskProps) {
  const words = useText();
  const { t } = words;
  const { api, queries } = useBridge();
  const library = useQuery(libraryQuery(api));
  const [search, setSearch] = useState('');
  const [place, setPlace] = useState(0);
  const [edited, setEdited] = useState<ReportTemplate>();
  const [asked, setAsked] = useState<string>();

  const shown = chooseTemplates(library.data?.templates ?? [], of, search);
  const chosen = shown[Math.min(place, shown.length - 1)];
  const remove = useMutation({
    mutationFn: (templateId: string) => api.reportTexts.removeTemplate({ templateId }),
    onSuccess: () => queries.invalidateQueries({ queryKey: QUERY_KEYS.library }),
    onSettled: () => setAsked(undefined),
  });
  const failed = library.error ?? failure ?? remove.error;

  function onKeyDown(event: ReactKeyboardEvent): void {
    // Only the search moves the list: the choice of a modality and the button have their own arrows and their own Enter.
    if (event.nativeEvent.isComposing || !(event.target instanceof HTMLInputElement)) return;
    if (event.key === 'ArrowDown') setPlace(Math.min(place + 1, shown.length - 1));
    else if (event.key === 'ArrowUp') setPlace(Math.max(place - 1, 0));
    else if (event.key === 'Enter' && !event.repeat && chosen !== undefined && onInsert !== undefined) onInsert(chosen);
    else return;
    event.preventDefault();
  }

  return (
    <div className={styles['body']} data-testid="template-desk">
      <div className={classNames(styles['list'], edited !== undefined && styles['resting'])} inert={edited !== undefined} onKeyDown={onKeyDown}>
        <span className={styles['tools']}>
          {filter}
          <span className={styles['space']} />
          <Button size="small" onClick={() => setEdited(newTemplate(start, of.modality))}>
            {startWords}
          </Button>
        </span>
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
              onDoubleClick={() => onInsert?.(template)}
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
            <p className={styles['quiet']}>{[chosen.modality, chosen.bodyPart, ageText(chosen), chosen.abbreviation].filter((part) => part !== '').join(' · ')}</p>
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
              {asked === chosen.templateId ? (
                <span role="group" aria-label={t('report-words.template.remove')} className={styles['asked']}>
                  {t('report-words.template.remove.question')}
                  <Button size="small" disabled={remove.isPending} onClick={() => remove.mutate(chosen.templateId)}>
                    {t('report-words.template.remove.yes')}
                  </Button>
                  <Button size="small" variant="quiet" onClick={() => setAsked(undefined)}>
                    {t('report-words.template.remove.no')}
                  </Button>
                </span>
              ) : (
                <Button size="small" variant="quiet" onClick={() => setAsked(chosen.templateId)}>
                  {t('report-words.template.remove')}
                </Button>
              )}
              <Button size="small" onClick={() => setEdited(chosen)}>
                {t('report-words.template.edit')}
              </Button>
              <span className={styles['space']} />
              {onInsert === undefined ? null : (
                <Button variant="primary" keys="Enter" onClick={() => onInsert(chosen)}>
                  {t('report-words.template.insert')}
                </Button>
              )}
            </footer>
          </>
        )}
      </div>
    </div>
  );

  function ageText({ leastYears, mostYears }: ReportTemplate): string {
    if (leastYears === null && mostYears === null) return '';
    return t('report-words.template.ages', { from: leastYears ?? 0, to: mostYears ?? '' });
  }
}

function newTemplate(start: TemplateDeskProps['start'], modality: string): ReportTemplate {
  return { templateId: crypto.randomUUID(), name: '', modality, bodyPart: '', sex: '', leastYears: null, mostYears: null, abbreviation: '', ...start };
}
