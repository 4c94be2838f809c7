import { plainNumber, spokenValue } from './field-value.ts';
import type { FilledForm, ReportField } from './report-form.ts';

/** A value of a form that is not the same before and now; '' for one that is empty or not there. */
export interface FieldChange {
  /** The name of the form. */
  readonly form: string;
  readonly label: string;
  readonly before: string;
  readonly now: string;
}

interface ShownField {
  readonly formId: string;
  readonly form: string;
  readonly label: string;
  /** As it is read, 12 mm; what cannot be read is shown as it was typed. */
  readonly text: string;
}

/** Which values differ between two drafts of one report, in the order of the forms of now, then those that are gone. */
export function fieldChanges(before: readonly FilledForm[], now: readonly FilledForm[]): readonly FieldChange[] {
  const [old, current] = [before.flatMap(shownFields), now.flatMap(shownFields)];
  const same = (left: ShownField, right: ShownField) => left.formId === right.formId && left.label === right.label;
  return [
    ...current.map((field) => ({ form: field.form, label: field.label, before: old.find((one) => same(one, field))?.text ?? '', now: field.text })),
    ...old.filter((field) => !current.some((one) => same(one, field))).map((field) => ({ form: field.form, label: field.label, before: field.text, now: '' })),
  ].filter((change) => change.before !== change.now);
}

/** Every value that is entered, whether the words say it or not. */
function shownFields({ formId, name, form, values }: FilledForm): readonly ShownField[] {
  return form.fields.map((field) => ({ formId, form: name, label: field.label, text: shownValue(field, values[field.label] ?? '') }));
}

function shownValue(field: ReportField, value: string): string {
  const spoken = spokenValue(field, value) || plainNumber(value);
  return field.kind === 'number' && field.unit !== '' && spoken !== '' ? `${spoken} ${field.unit}` : spoken;
}
