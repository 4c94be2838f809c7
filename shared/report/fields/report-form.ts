import { ownCodes, unsoundCodes, type ChoiceCodes } from './choice-codes.ts';

/** What a number of a form is called in a structured report, where PS3.16 has the word for it; '' where it has none. */
export type FieldConcept = 'long-axis' | 'short-axis' | 'volume' | 'attenuation' | '';

interface FieldOf<Kind extends string> {
  readonly kind: Kind;
  /** Unlike every other in its form: sentences name it as `{label}`. */
  readonly label: string;
  /** Left empty it stops the signature. */
  readonly isRequired: boolean;
}

export interface NumberField extends FieldOf<'number'> {
  /** As printed: mm, ml, HU, °; '' for none. */
  readonly unit: string;
  /** What is plausible, both inclusive; null: open. Beyond it the physician is asked. */
  readonly least: number | null;
  readonly most: number | null;
  readonly concept: FieldConcept;
}

export interface ChoiceField extends FieldOf<'choice'> {
  /** Two at least, nine at most: each has its digit. */
  readonly choices: readonly string[];
  /** What a choice is called in a structured report, by its words; one that is not there leaves as words. */
  readonly codes?: ChoiceCodes | undefined;
}

export interface YesNoField extends FieldOf<'yes-no'> {
  /** What the sentence says for each: 可见胸膜牵拉, 未见胸膜牵拉. */
  readonly yes: string;
  readonly no: string;
}

/** One thing that a form asks for. `side` is 左, 右 or 双; `date` is `YYYY-MM-DD`. */
export type ReportField = NumberField | ChoiceField | YesNoField | FieldOf<'side'> | FieldOf<'date'> | FieldOf<'text'>;

export type FormSection = 'findings' | 'impression' | 'recommendation';

/** A sentence that the fields fill: `{长径}` is a field, `[，边缘{边缘}]` is left out while a field in it is empty. */
export interface FormSentence {
  readonly section: FormSection;
  readonly pattern: string;
}

/** Fields beside the free text of a report, and the sentences they fill. */
export interface ReportForm {
  readonly fields: readonly ReportField[];
  readonly sentences: readonly FormSentence[];
}

/** A form in a draft. It keeps its own copy of the form: a template that is changed later changes no draft. */
export interface FilledForm {
  readonly formId: string;
  /** Of the template. */
  readonly name: string;
  readonly form: ReportForm;
  /** The template's own words, as they were put into each section: sentences come in front of them while they stand. */
  readonly rest: Readonly<Record<FormSection, string>>;
  /** By label, as `spokenValue` reads them; what is not there is empty. */
  readonly values: Readonly<Record<string, string>>;
  /** What each sentence said when the form last wrote it, in the order of the sentences; '' for one that was not written. */
  readonly written: readonly string[];
}

export type FormFault = 'label-missing' | 'label-doubled' | 'label-signs' | 'choices-few' | 'code-unsound' | 'range-turned' | 'yes-no-missing' | 'reference-unknown' | 'sentence-empty';

const REFERENCE = /\{([^{}]*)\}/gu;

/** The labels that a sentence names, in order. */
export function labelsIn(pattern: string): readonly string[] {
  return [...pattern.matchAll(REFERENCE)].map((match) => match[1] ?? '');
}

/** What a department must mend before a form can be kept, each with the words it is about. [] for a sound form. */
export function formFaults({ fields, sentences }: ReportForm): readonly { readonly fault: FormFault; readonly about: string }[] {
  const labels = fields.map(({ label }) => label);
  const ofFields = fields.flatMap((field, index) => [
    ...fieldFaults(field, labels.slice(0, index)).map((fault) => ({ fault, about: field.label })),
    ...(field.kind === 'choice' ? unsoundCodes(field.choices, field.codes).map((about) => ({ fault: 'code-unsound' as const, about })) : []),
  ]);
  const unknown = new Set(sentences.flatMap(({ pattern }) => labelsIn(pattern)).filter((label) => !labels.includes(label)));
  const isEmpty = sentences.some(({ pattern }) => pattern.trim() === '');
  return [...ofFields, ...[...unknown].map((about) => ({ fault: 'reference-unknown' as const, about })), ...(isEmpty ? [{ fault: 'sentence-empty' as const, about: '' }] : [])];
}

/** The form as a department keeps it: without codes of choices that are gone. */
export function withOwnCodes(form: ReportForm): ReportForm {
  return {
    ...form,
    fields: form.fields.map((field) => {
      if (field.kind !== 'choice') return field;
      const { codes, ...rest } = field;
      const own = ownCodes(field.choices, codes);
      return own === undefined ? rest : { ...rest, codes: own };
    }),
  };
}

function fieldFaults(field: ReportField, before: readonly string[]): FormFault[] {
  const { label } = field;
  const faults: FormFault[] = [];
  if (label.trim() === '') faults.push('label-missing');
  if (/[{}[\]]/u.test(label)) faults.push('label-signs');
  if (before.includes(label)) faults.push('label-doubled');
  if (field.kind === 'choice' && new Set(field.choices.filter((choice) => choice.trim() !== '')).size < 2) faults.push('choices-few');
  if (field.kind === 'number' && field.least !== null && field.most !== null && field.least > field.most) faults.push('range-turned');
  if (field.kind === 'yes-no' && (field.yes.trim() === '' || field.no.trim() === '')) faults.push('yes-no-missing');
  return faults;
}
