import type { CheckReason, SigningObstacle } from '../signing-obstacles.ts';
import { plainNumber, valueFault } from './field-value.ts';
import { sentenceState, type FormText } from './form-sentences.ts';
import { labelsIn, type FilledForm } from './report-form.ts';

/** What the forms of a draft hold against signing: what must be filled in, what is not plausible, what a hand has written otherwise. */
export function formObstacles(forms: readonly FilledForm[], text: FormText, reasons: readonly CheckReason[]): SigningObstacle[] {
  return forms.flatMap((filled) => [...valueObstacles(filled, reasons), ...editedSentences(filled, text)]);
}

function valueObstacles({ name, form, values }: FilledForm, reasons: readonly CheckReason[]): SigningObstacle[] {
  return form.fields.flatMap((field): SigningObstacle[] => {
    const value = values[field.label] ?? '';
    const fault = valueFault(field, value);
    if (fault === undefined) return [];
    if (fault !== 'out-of-range') return [{ level: 'block', code: 'field-missing', facts: { form: name, text: field.label } }];
    const unit = field.kind === 'number' ? field.unit : '';
    const words = `${field.label} ${[plainNumber(value), unit].filter((part) => part !== '').join(' ')}`;
    const reason = reasons.findLast((one) => one.code === 'field-range' && one.excerpt === words)?.reason;
    return [{ level: 'confirm', code: 'field-range', facts: { form: name, text: words, ...(reason === undefined ? {} : { reason }) } }];
  });
}

function editedSentences(filled: FilledForm, text: FormText): SigningObstacle[] {
  const labels = filled.form.sentences.flatMap(({ pattern }, index) => (sentenceState(text, filled, index) === 'edited' ? labelsIn(pattern) : []));
  return labels.length === 0 ? [] : [{ level: 'hint', code: 'field-edited', facts: { form: filled.name, text: [...new Set(labels)].join('、') } }];
}
