import { useId, useRef, type KeyboardEvent as ReactKeyboardEvent } from 'react';
import { SIDES, valueFault } from '#shared/report/fields/field-value.ts';
import type { ReportField } from '#shared/report/fields/report-form.ts';
import { classNames } from '#renderer/ui/class-names.ts';
import { useText } from '#renderer/text/use-text.ts';
import { chosenByKey } from './field-keys.ts';
import styles from './FormFields.module.css';

export interface FormFieldProps {
  readonly field: ReportField;
  readonly value: string;
  /** While an input method composes, no sentence is written. */
  readonly onChange: (value: string, isComposing: boolean) => void;
  readonly onComposing: (composing: boolean) => void;
}

/** One field: typed into, or chosen with arrows, digits and pinyin initials. */
export function FormField({ field, value, onChange, onComposing }: FormFieldProps) {
  const { t } = useText();
  const id = useId();
  const fault = valueFault(field, value);
  const range = field.kind === 'number' ? rangeText(field.least, field.most) : '';
  const options = optionsOf(field);
  return (
    <div className={classNames(styles['field'], fault !== undefined && fault !== 'missing' && styles['faulty'])} data-field={field.label} data-fault={fault ?? ''}>
      <span id={id} className={styles['label']}>
        {field.label}
        {field.isRequired ? <i title={t('report-forms.required')}>*</i> : null}
      </span>
      {options === undefined ? (
        <span className={styles['typed']}>
          <input
            aria-labelledby={id}
            aria-invalid={fault !== undefined && fault !== 'missing'}
            type={field.kind === 'date' ? 'date' : 'text'}
            inputMode={field.kind === 'number' ? 'decimal' : undefined}
            placeholder={range}
            maxLength={field.kind === 'text' ? 200 : 12}
            value={value}
            onChange={(event) => onChange(event.target.value, event.nativeEvent instanceof InputEvent && event.nativeEvent.isComposing)}
            onCompositionStart={() => onComposing(true)}
            onCompositionEnd={(event) => {
              onComposing(false);
              onChange(event.currentTarget.value, false);
            }}
          />
          {field.kind === 'number' ? <small>{field.unit}</small> : null}
        </span>
      ) : (
        <Options labelledBy={id} options={options} value={value} onChange={(chosen) => onChange(chosen, false)} />
      )}
    </div>
  );

  function optionsOf(one: ReportField): readonly Option[] | undefined {
    switch (one.kind) {
      case 'choice':
        return one.choices.map((choice) => ({ value: choice, words: choice }));
      case 'yes-no':
        return [{ value: 'yes', words: t('report-forms.yes') }, { value: 'no', words: t('report-forms.no') }];
      case 'side':
        return SIDES.map((side) => ({ value: side, words: t(`report-forms.side.${side}`) }));
      case 'number':
      case 'date':
      case 'text':
        return undefined;
      default:
        return one satisfies never;
    }
  }
}

function rangeText(least: number | null, most: number | null): string {
  return least === null && most === null ? '' : `${least ?? ''}–${most ?? ''}`;
}

interface Option {
  readonly value: string;
  readonly words: string;
}

interface OptionsProps {
  readonly labelledBy: string;
  readonly options: readonly Option[];
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function Options({ labelledBy, options, value, onChange }: OptionsProps) {
  const name = useId();
  const typed = useRef('');

  function onKeyDown(event: ReactKeyboardEvent): void {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const chosen = chosenByKey(options.map(({ words }) => words), typed.current, event.key);
    typed.current = chosen?.typed ?? '';
    if (chosen !== undefined) {
      onChange(chosen.index === null ? '' : options[chosen.index]?.value ?? '');
      if (chosen.index !== null) event.currentTarget.querySelectorAll('input')[chosen.index]?.focus();
    }
    // A letter or a digit here never reaches the images.
    if (event.key.length === 1 && event.key !== ' ') event.preventDefault();
  }

  return (
    <span className={styles['options']} role="radiogroup" aria-labelledby={labelledBy} onKeyDown={onKeyDown} onBlur={() => void (typed.current = '')}>
      {options.map((option, index) => (
        <label key={option.value} className={classNames(styles['option'], option.value === value && styles['on'])}>
          <input type="radio" name={name} checked={option.value === value} onChange={() => onChange(option.value)} />
          <kbd>{index + 1}</kbd>
          {option.words}
        </label>
      ))}
    </span>
  );
}
