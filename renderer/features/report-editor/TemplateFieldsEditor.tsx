import type { CodedConcept } from '#shared/dicom/values/coded-concept.ts';
import { ownCodes, unsoundCodes } from '#shared/report/fields/choice-codes.ts';
import { formFaults, type ChoiceField, type FormSentence, type ReportField, type ReportForm } from '#shared/report/fields/report-form.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Note } from '#renderer/ui/Note.tsx';
import { useText } from '#renderer/text/use-text.ts';
import styles from './TemplateFieldsEditor.module.css';

export interface TemplateFieldsEditorProps {
  readonly form: ReportForm | undefined;
  /** Undefined: the template asks for no fields. */
  readonly onChange: (form: ReportForm | undefined) => void;
}

const KINDS = ['number', 'choice', 'yes-no', 'side', 'date', 'text'] as const;
const CONCEPTS = ['', 'long-axis', 'short-axis', 'volume', 'attenuation'] as const;
const SCHEMES = ['SCT', 'RADLEX', 'LN', 'DCM'] as const;
const SECTIONS = ['findings', 'impression', 'recommendation'] as const;

/** The fields of a template and the sentences they fill, edited by the department. */
export function TemplateFieldsEditor({ form, onChange }: TemplateFieldsEditorProps) {
  const { t } = useText();
  // As a sentence names a field.
  const field = `{${t('report-forms.label')}}`;
  const { fields, sentences } = form ?? { fields: [], sentences: [] };
  const put = (change: Partial<ReportForm>) => {
    const next = { fields, sentences, ...change };
    onChange(next.fields.length === 0 ? undefined : next);
  };
  const putField = (index: number, changed: ReportField) => put({ fields: fields.map((one, at) => (at === index ? changed : one)) });
  const putSentence = (index: number, change: Partial<FormSentence>) => put({ sentences: sentences.map((one, at) => (at === index ? { ...one, ...change } : one)) });
  return (
    <fieldset className={styles['editor']} data-testid="template-fields">
      <legend>{t('report-forms.fields')}</legend>
      <p className={styles['quiet']}>{t('report-forms.fields.help', { field, optional: `[…${field}…]` })}</p>
      {fields.map((asked, index) => (
        // Fields have no name of their own: their place is what they are known by while they are edited.
        <div key={index} className={styles['row']}>
          <input className={styles['name']} aria-label={t('report-forms.label')} placeholder={t('report-forms.label')} value={asked.label} maxLength={30} onChange={(event) => putField(index, { ...asked, label: event.target.value })} />
          <select aria-label={t('report-forms.kind')} value={asked.kind} onChange={(event) => putField(index, turned(asked, KINDS.find((kind) => kind === event.target.value) ?? 'text'))}>
            {KINDS.map((kind) => (
              <option key={kind} value={kind}>
                {t(`report-forms.kind.${kind}`)}
              </option>
            ))}
          </select>
          <KindInputs field={asked} onChange={(changed) => putField(index, changed)} />
          <label className={styles['check']}>
            <input type="checkbox" checked={asked.isRequired} onChange={(event) => putField(index, { ...asked, isRequired: event.target.checked })} />
            {t('report-forms.required')}
          </label>
          <Button size="small" variant="quiet" aria-label={t('report-forms.field.remove', { label: asked.label })} onClick={() => put({ fields: fields.filter((_one, at) => at !== index) })}>
            ✕
          </Button>
          {asked.kind === 'choice' ? <ChoiceCodesEditor field={asked} onChange={(changed) => putField(index, changed)} /> : null}
        </div>
      ))}
      <div className={styles['row']}>
        <Button size="small" disabled={fields.length >= 30} onClick={() => put({ fields: [...fields, { kind: 'number', label: '', isRequired: false, unit: 'mm', least: null, most: null, concept: '' }] })}>
          {t('report-forms.field.add')}
        </Button>
        <Button size="small" disabled={fields.length === 0 || sentences.length >= 20} onClick={() => put({ sentences: [...sentences, { section: 'findings', pattern: '' }] })}>
          {t('report-forms.sentence.add')}
        </Button>
      </div>
      {sentences.map((sentence, index) => (
        <div key={index} className={styles['row']}>
          <select aria-label={t('report-forms.section')} value={sentence.section} onChange={(event) => putSentence(index, { section: SECTIONS.find((one) => one === event.target.value) ?? 'findings' })}>
            {SECTIONS.map((section) => (
              <option key={section} value={section}>
                {t(`report.section.${section}`)}
              </option>
            ))}
          </select>
          <input className={styles['pattern']} aria-label={t('report-forms.sentence')} placeholder={t('report-forms.sentence.example', { field })} value={sentence.pattern} maxLength={500} onChange={(event) => putSentence(index, { pattern: event.target.value })} />
          <Button size="small" variant="quiet" aria-label={t('report-forms.sentence.remove')} onClick={() => put({ sentences: sentences.filter((_one, at) => at !== index) })}>
            ✕
          </Button>
        </div>
      ))}
      <datalist id="coding-schemes">
        {SCHEMES.map((scheme) => (
          <option key={scheme} value={scheme} />
        ))}
      </datalist>
      {form === undefined ? null : formFaults(form).map(({ fault, about }) => (
        <Note key={`${fault} ${about}`} tone="block">
          {t(`report-forms.fault.${fault}`, { about })}
        </Note>
      ))}
    </fieldset>
  );
}

interface KindInputsProps {
  readonly field: ReportField;
  readonly onChange: (field: ReportField) => void;
}

function KindInputs({ field, onChange }: KindInputsProps) {
  const { t } = useText();
  if (field.kind === 'number') {
    return (
      <>
        <input className={styles['short']} aria-label={t('report-forms.unit')} placeholder={t('report-forms.unit')} value={field.unit} maxLength={12} onChange={(event) => onChange({ ...field, unit: event.target.value })} />
        {(['least', 'most'] as const).map((border) => (
          <input
            key={border}
            className={styles['short']}
            type="number"
            step="any"
            aria-label={t(`report-forms.${border}`)}
            placeholder={t(`report-forms.${border}`)}
            value={field[border] ?? ''}
            onChange={(event) => onChange({ ...field, [border]: event.target.value === '' ? null : Number(event.target.value) })}
          />
        ))}
        <select aria-label={t('report-forms.concept')} value={field.concept} onChange={(event) => onChange({ ...field, concept: CONCEPTS.find((one) => one === event.target.value) ?? '' })}>
          {CONCEPTS.map((concept) => (
            <option key={concept} value={concept}>
              {t(`report-forms.concept.${concept === '' ? 'none' : concept}`)}
            </option>
          ))}
        </select>
      </>
    );
  }
  if (field.kind === 'choice') {
    return (
      <input
        className={styles['wide']}
        aria-label={t('report-forms.choices')}
        placeholder={t('report-forms.choices')}
        value={field.choices.join('|')}
        onChange={(event) => onChange({ ...field, choices: event.target.value.split(/[|｜]/u).slice(0, 9) })}
      />
    );
  }
  if (field.kind !== 'yes-no') return <span className={styles['wide']} />;
  return (
    <>
      {(['yes', 'no'] as const).map((answer) => (
        <input
          key={answer}
          className={styles['wide']}
          aria-label={t(`report-forms.words.${answer}`)}
          placeholder={t(`report-forms.words.${answer}`)}
          value={field[answer]}
          maxLength={80}
          onChange={(event) => onChange({ ...field, [answer]: event.target.value })}
        />
      ))}
    </>
  );
}

const NO_CODE: CodedConcept = { value: '', scheme: '', meaning: '' };

/** What each choice is called in a structured report. A choice that is renamed has none: the code was of the old words. */
function ChoiceCodesEditor({ field, onChange }: { readonly field: ChoiceField; readonly onChange: (field: ReportField) => void }) {
  const { t } = useText();
  const { choices, codes = {} } = field;
  const named = choices.filter((choice, index) => choice.trim() !== '' && choices.indexOf(choice) === index);
  const put = (choice: string, change: Partial<CodedConcept>) => onChange({ ...field, codes: { ...codes, [choice]: { ...NO_CODE, ...codes[choice], ...change } } });
  return (
    <details className={styles['codes']} data-coded={Object.keys(ownCodes(choices, codes) ?? {}).length}>
      <summary>{t('report-forms.codes', { count: Object.keys(ownCodes(choices, codes) ?? {}).length, all: named.length })}</summary>
      <p className={styles['quiet']}>{t('report-forms.codes.help')}</p>
      {named.map((choice) => (
        <div key={choice} className={styles['row']}>
          <span className={styles['choice']}>{choice}</span>
          {(['scheme', 'value', 'meaning'] as const).map((part) => (
            <input
              key={part}
              className={part === 'meaning' ? styles['wide'] : styles['code']}
              list={part === 'scheme' ? 'coding-schemes' : undefined}
              aria-label={t('report-forms.code.of', { choice, part: t(`report-forms.code.${part}`) })}
              aria-invalid={unsoundCodes([choice], codes).length > 0}
              placeholder={t(`report-forms.code.${part}`)}
              value={codes[choice]?.[part] ?? ''}
              maxLength={part === 'meaning' ? 64 : 16}
              onChange={(event) => put(choice, { [part]: part === 'meaning' ? event.target.value : event.target.value.trim() })}
            />
          ))}
        </div>
      ))}
    </details>
  );
}

/** The same question, asked in another way. */
function turned({ label, isRequired }: ReportField, kind: ReportField['kind']): ReportField {
  switch (kind) {
    case 'number':
      return { kind, label, isRequired, unit: 'mm', least: null, most: null, concept: '' };
    case 'choice':
      return { kind, label, isRequired, choices: [''] };
    case 'yes-no':
      return { kind, label, isRequired, yes: `有${label}`, no: `未见${label}` };
    case 'side':
    case 'date':
    case 'text':
      return { kind, label, isRequired };
    default:
      return kind satisfies never;
  }
}
