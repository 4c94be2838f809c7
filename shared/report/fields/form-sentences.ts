import { spokenValue } from './field-value.ts';
import { labelsIn, type FilledForm, type FormSection, type FormSentence } from './report-form.ts';

/** The sections that a form writes into. */
export type FormText = Readonly<Record<FormSection, string>>;

export interface WrittenForm {
  readonly text: FormText;
  readonly filled: FilledForm;
}

/** `unwritten`: a field that it needs is empty. `stands`: it is in the report as the form wrote it. `edited`: a hand has changed or removed it. */
export type SentenceState = 'unwritten' | 'stands' | 'edited';

const OPTIONAL = /\[([^[\]]*)\]/gu;

/** What a sentence says with the values of its form; '' while a field outside its optional parts is empty. */
export function sentenceText({ form, values }: FilledForm, { pattern }: FormSentence): string {
  const spoken = (label: string): string => {
    const field = form.fields.find((one) => one.label === label);
    return field === undefined ? '' : spokenValue(field, values[label] ?? '');
  };
  const isComplete = (part: string) => labelsIn(part).every((label) => spoken(label) !== '');
  const kept = pattern.replaceAll(OPTIONAL, (_whole, inside: string) => (isComplete(inside) ? inside : ''));
  return isComplete(kept) ? kept.replaceAll(/\{([^{}]*)\}/gu, (_whole, label: string) => spoken(label)) : '';
}

/** @param index zero-based, of the sentence */
export function sentenceState(text: FormText, filled: FilledForm, index: number): SentenceState {
  const sentence = filled.form.sentences[index];
  const written = filled.written[index] ?? '';
  if (sentence === undefined || written === '') return 'unwritten';
  return text[sentence.section].includes(written) ? 'stands' : 'edited';
}

/**
 * Brings the sentences of a form up to its values. One that stands is replaced where it stands; one that is complete for the first time comes behind
 * the one before it, or at the end of its section. What a hand has changed stays as the hand left it.
 */
export function writeSentences(text: FormText, filled: FilledForm): WrittenForm {
  return filled.form.sentences.reduce<WrittenForm>((so, _sentence, index) => writeOne(so, index, false), { text, filled });
}

/** Writes one sentence anew that a hand had changed: as it would stand now, at the end of its section. What the hand wrote stays. */
export function writeAgain(text: FormText, filled: FilledForm, index: number): WrittenForm {
  return writeOne({ text, filled }, index, true);
}

function writeOne(so: WrittenForm, index: number, evenIfEdited: boolean): WrittenForm {
  const { text, filled } = so;
  const sentence = filled.form.sentences[index];
  if (sentence === undefined) return so;
  const state = sentenceState(text, filled, index);
  if (state === 'edited' && !evenIfEdited) return so;
  const now = sentenceText(filled, sentence);
  const before = filled.written[index] ?? '';
  const section = text[sentence.section];
  const changed = state === 'stands' ? replaced(section, before, now) : now === '' ? section : placed(section, now, sentence.section, standingBefore(so, index), [standingAfter(so, index), filled.rest[sentence.section]]);
  const written = filled.form.sentences.map((_one, at) => (at === index ? now : filled.written[at] ?? ''));
  return { text: { ...text, [sentence.section]: changed }, filled: { ...filled, written } };
}

/** A sentence that goes takes the end of its line with it, where it stood alone on it. */
function replaced(section: string, before: string, now: string): string {
  const from = section.indexOf(before);
  const to = from + before.length;
  if (now !== '') return section.slice(0, from) + now + section.slice(to);
  const isAlone = (from === 0 || section[from - 1] === '\n') && (to === section.length || section[to] === '\n');
  if (!isAlone) return section.slice(0, from) + section.slice(to);
  return from > 0 ? section.slice(0, from - 1) + section.slice(to) : section.slice(to + 1);
}

/** Behind the form's own sentence, else in front of what follows it; findings run on, each entry of an impression has its line. */
function placed(section: string, now: string, name: FormSection, previous: string | undefined, following: readonly (string | undefined)[]): string {
  const joint = name === 'findings' ? '' : '\n';
  if (previous !== undefined) {
    const to = section.indexOf(previous) + previous.length;
    return section.slice(0, to) + joint + now + section.slice(to);
  }
  const next = following.find((one) => one !== undefined && one !== '' && section.includes(one));
  if (next !== undefined) {
    const from = section.indexOf(next);
    return section.slice(0, from) + now + joint + section.slice(from);
  }
  const end = section.replace(/\n+$/u, '');
  return end.trim() === '' ? now : `${end}\n${now}`;
}

/** The nearest sentence before this one that the form wrote into the same section and that stands. */
function standingBefore({ text, filled }: WrittenForm, index: number): string | undefined {
  const section = filled.form.sentences[index]?.section;
  const place = filled.form.sentences.findLastIndex((sentence, at) => at < index && sentence.section === section && sentenceState(text, filled, at) === 'stands');
  return place < 0 ? undefined : filled.written[place];
}

/** The nearest one behind it. */
function standingAfter({ text, filled }: WrittenForm, index: number): string | undefined {
  const section = filled.form.sentences[index]?.section;
  const place = filled.form.sentences.findIndex((sentence, at) => at > index && sentence.section === section && sentenceState(text, filled, at) === 'stands');
  return place < 0 ? undefined : filled.written[place];
}
