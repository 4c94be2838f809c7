import type { CodedConcept } from '../../dicom/values/coded-concept.ts';
import { numberIn, SIDES, spokenValue, valueFault, type FieldSide } from './field-value.ts';
import { sentenceState, sentenceText, type FormText } from './form-sentences.ts';
import { labelsIn, type FieldConcept, type FilledForm, type ReportField } from './report-form.ts';

/** One value of a form as it was signed. */
export interface ReportedField {
  readonly label: string;
  /** As it is read: 12 mm, 左, 实性. */
  readonly text: string;
  /** Of a number only. */
  readonly number: { readonly value: number; readonly unit: string; readonly concept: FieldConcept } | null;
  /** Of a side (CID 244), a yes and no (CID 230) or a choice that the department has a code for. Absent in reports of form 5. */
  readonly code?: CodedConcept;
  /** No sentence of the form names it: the paper says it in a line of its own. */
  readonly isUnsaid?: true;
}

/** CID 244 Laterality. */
export const SIDE_CODES: Readonly<Record<FieldSide, CodedConcept>> = {
  L: { value: '7771000', scheme: 'SCT', meaning: 'Left' }, R: { value: '24028007', scheme: 'SCT', meaning: 'Right' }, B: { value: '51440002', scheme: 'SCT', meaning: 'Bilateral' },
};
/** CID 230 Yes-No. */
const YES_NO_CODES: Readonly<Record<string, CodedConcept>> = {
  yes: { value: '373066001', scheme: 'SCT', meaning: 'Yes' }, no: { value: '373067005', scheme: 'SCT', meaning: 'No' },
};

export interface ReportedForm {
  readonly name: string;
  /** Never empty. */
  readonly fields: readonly ReportedField[];
}

/**
 * What leaves as structured values: each that is filled in, and whose sentences stand in the report as the form wrote them. Where a hand has written
 * otherwise the words are what was signed, and a number beside them that says something else would be a second truth.
 */
export function reportedForms(forms: readonly FilledForm[], text: FormText): readonly ReportedForm[] {
  return forms
    .map((filled) => ({ name: filled.name, fields: filled.form.fields.filter((field) => isSaid(filled, field, text)).map((field) => ({ ...reportedField(field, filled.values[field.label] ?? ''), ...(isNamed(filled, field) ? {} : { isUnsaid: true as const }) })) }))
    .filter(({ fields }) => fields.length > 0);
}

/**
 * The forms that a correction of the report goes on with, wherever it is written. One whose sentences a hand has changed is left out whole: what was
 * entered there is not what was signed.
 */
export function formsToGoOn(forms: readonly FilledForm[], text: FormText): readonly FilledForm[] {
  return forms.filter((filled) => reportedForms([filled], text).length > 0 && filled.form.sentences.every((_sentence, index) => sentenceState(text, filled, index) !== 'edited'));
}

function isSaid(filled: FilledForm, field: ReportField, text: FormText): boolean {
  const value = filled.values[field.label] ?? '';
  if (spokenValue(field, value) === '' || valueFault(field, value) === 'unreadable') return false;
  return filled.form.sentences.every((sentence, index) => {
    if (!labelsIn(sentence.pattern).includes(field.label)) return true;
    const state = sentenceState(text, filled, index);
    return state === 'unwritten' ? sentenceText(filled, sentence) === '' : state === 'stands' && filled.written[index] === sentenceText(filled, sentence);
  });
}

function isNamed({ form }: FilledForm, { label }: ReportField): boolean {
  return form.sentences.some(({ pattern }) => labelsIn(pattern).includes(label));
}

function reportedField(field: ReportField, value: string): ReportedField {
  const number = field.kind === 'number' ? numberIn(value) : undefined;
  const spoken = spokenValue(field, value);
  const code = codeOf(field, value);
  if (field.kind !== 'number' || number === undefined) return { label: field.label, text: spoken, number: null, ...(code === undefined ? {} : { code }) };
  return { label: field.label, text: field.unit === '' ? spoken : `${spoken} ${field.unit}`, number: { value: number, unit: field.unit, concept: field.concept } };
}

function codeOf(field: ReportField, value: string): CodedConcept | undefined {
  if (field.kind === 'choice') return field.codes?.[value];
  const { kind } = field;
  const side = SIDES.find((one) => one === value);
  if (kind === 'side') return side && SIDE_CODES[side];
  return kind === 'yes-no' ? YES_NO_CODES[value] : undefined;
}
