import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { formForExamination, RADS_FORMS, type RadsAnswers, type RadsField, type RadsForm } from '#shared/report/rads/rads-forms.ts';
import { confirmRads, radsText } from '#shared/report/rads/rads-result.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { sessionQuery, signersQuery } from '#renderer/bridge/queries.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { useText } from '#renderer/text/use-text.ts';
import styles from './RadsDialog.module.css';

export interface RadsDialogProps {
  /** Words of what is read: they choose the form that is in front. */
  readonly examination: string;
  /** A physician has confirmed it: a line for the impression, and the advice of the edition, '' where it gives none. */
  readonly onConfirm: (line: string, advice: string) => void;
  readonly onClose: () => void;
}

/** Categories from published tables. What they propose enters the report only when a physician confirms it by name. */
export function RadsDialog({ examination, onConfirm, onClose }: RadsDialogProps) {
  const { t } = useText();
  const [formId, setFormId] = useState<RadsForm['id']>(() => formForExamination(examination));
  const [answers, setAnswers] = useState<RadsAnswers>({});
  const { api } = useBridge();
  const { data: signers } = useQuery(signersQuery(api));
  const { data: session } = useQuery(sessionQuery(api));
  const [typed, setTyped] = useState<string>();
  const physician = typed ?? session?.person?.name ?? signers?.[0]?.name ?? '';
  const form = RADS_FORMS.find(({ id }) => id === formId);
  if (form === undefined) return null;
  const proposal = form.propose(answers);
  const isReady = proposal !== undefined && physician.trim() !== '';
  return (
    <Dialog label={t('rads.title')} size="column" onClose={onClose} testId="rads-dialog">
      <header className={styles['head']}>
        <h2>{t('rads.title')}</h2>
        <span className={styles['space']} />
        <Button variant="quiet" size="small" keys="Escape" onClick={onClose}>
          {t('report-words.close')}
        </Button>
      </header>
      <form
        className={styles['body']}
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady) onConfirm(radsText(confirmRads(proposal, physician.trim())), proposal.advice);
        }}
      >
        <fieldset className={styles['systems']}>
          <legend>{t('rads.system')}</legend>
          {RADS_FORMS.map(({ id, edition }) => (
            <label key={id}>
              <input
                type="radio"
                name="system"
                data-initial-focus={id === formId ? '' : undefined}
                checked={id === formId}
                onChange={() => {
                  setFormId(id);
                  setAnswers({});
                }}
              />
              {edition.system}
            </label>
          ))}
        </fieldset>
        {form.fields.map((field) => (
          <Field key={`${form.id} ${field.name}`} field={field} answers={answers} onAnswer={(name, answer) => setAnswers({ ...answers, [name]: answer })} />
        ))}
        <output className={styles['proposal']} data-testid="rads-proposal" data-category={proposal?.category ?? ''}>
          {proposal === undefined ? (
            <span className={styles['quiet']}>{t('rads.incomplete')}</span>
          ) : (
            <>
              <b>
                {proposal.edition.system} {proposal.category}
              </b>
              <span>{proposal.advice}</span>
            </>
          )}
          <small>{t('rads.source', { version: form.edition.version, source: form.edition.source })}</small>
        </output>
        <footer className={styles['foot']}>
          <label>
            {t('rads.physician')}
            <input value={physician} maxLength={60} onChange={(event) => setTyped(event.target.value)} />
          </label>
          <span className={styles['space']} />
          <Button type="submit" variant="primary" keys="Enter" disabled={!isReady}>
            {t('rads.confirm')}
          </Button>
        </footer>
      </form>
    </Dialog>
  );
}

interface FieldProps {
  readonly field: RadsField;
  readonly answers: RadsAnswers;
  readonly onAnswer: (name: string, answer: RadsAnswers[string]) => void;
}

function Field({ field, answers, onAnswer }: FieldProps) {
  const { t } = useText();
  const { name } = field;
  const answer = answers[name];
  if (field.kind === 'length') {
    return (
      <label className={styles['field']}>
        <span>{t(`rads.field.${fieldName(name)}`)}</span>
        <input type="number" min={0} max={400} step={0.1} value={typeof answer === 'number' ? answer : ''} onChange={(event) => onAnswer(name, event.target.value === '' ? '' : Number(event.target.value))} />
      </label>
    );
  }
  if (field.kind === 'flag') {
    return (
      <label className={styles['field']}>
        <span>{t(`rads.field.${fieldName(name)}`)}</span>
        <input type="checkbox" checked={answer === true} onChange={(event) => onAnswer(name, event.target.checked)} />
      </label>
    );
  }
  const many = Array.isArray(answer) ? (answer as readonly string[]) : [];
  return (
    <fieldset className={styles['field']}>
      <legend>{t(`rads.field.${fieldName(name)}`)}</legend>
      <span className={styles['options']}>
        {field.options.map((option) => (
          <label key={option}>
            {field.kind === 'choice' ? (
              <input type="radio" name={name} checked={answer === option} onChange={() => onAnswer(name, option)} />
            ) : (
              <input type="checkbox" checked={many.includes(option)} onChange={(event) => onAnswer(name, event.target.checked ? [...many, option] : many.filter((one) => one !== option))} />
            )}
            {isPlain(option) ? option : t(`rads.option.${optionName(option)}`)}
          </label>
        ))}
      </span>
    </fieldset>
  );
}

/** Scores and categories need no words. */
function isPlain(option: string): boolean {
  return /^\d[A-C]?$/u.test(option);
}

const FIELD_NAMES = [
  'kind', 'course', 'diameterMm', 'solidMm', 'isMultiple', 'risk', 'category', 'composition', 'echogenicity', 'shape', 'margin', 'foci', 'zone', 't2', 'diffusion',
  'isContrastPositive', 'hasArterialHyperenhancement', 'hasWashout', 'hasCapsule', 'hasThresholdGrowth',
] as const;

const OPTION_NAMES = [
  'solid', 'part-solid', 'ground-glass', 'baseline', 'new', 'growing', 'low', 'high', 'cystic', 'spongiform', 'mixed', 'anechoic', 'hyper-or-isoechoic', 'hypoechoic',
  'very-hypoechoic', 'wider-than-tall', 'taller-than-wide', 'smooth-or-ill-defined', 'lobulated-or-irregular', 'extra-thyroidal-extension', 'none-or-comet-tail',
  'macrocalcifications', 'peripheral-calcifications', 'punctate-echogenic-foci', 'peripheral', 'transition',
] as const;

function fieldName(name: string): (typeof FIELD_NAMES)[number] {
  return nameIn(FIELD_NAMES, name);
}

function optionName(name: string): (typeof OPTION_NAMES)[number] {
  return nameIn(OPTION_NAMES, name);
}

/** A form and the words of the screen name the same things, or one of them is wrong. */
function nameIn<const T extends string>(names: readonly T[], name: string): T {
  const found = names.find((one) => one === name);
  if (found === undefined) throw new Error(`no words for ${name}`);
  return found;
}
