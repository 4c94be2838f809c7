import { parsePersonName, EMPTY_PERSON_NAME, type PersonName } from '../values/person-name.ts';
import type { TextRepair } from '../values/text-repair.ts';
import { tagOf, type Keyword } from './attribute.ts';

/** A PN value in DICOM JSON. PS3.18 F.2.2. */
export interface JsonPersonName {
  readonly Alphabetic?: string;
  readonly Ideographic?: string;
  readonly Phonetic?: string;
}

export type JsonValue = string | number | JsonPersonName | DataSet | null;

/** One element in DICOM JSON. PS3.18 F.2.2. */
export interface DataElement {
  readonly vr: string;
  readonly Value?: readonly JsonValue[];
  /** Base64 of a binary value. */
  readonly InlineBinary?: string;
  /** Where a binary value can be fetched. In our store: a path below the study's bulk data. */
  readonly BulkDataURI?: string;
  /** Ours, not of PS3.18: the text was in another character set than its object declared. */
  readonly repairedFrom?: RepairedText;
}

/** What was done to a mislabelled text, and what it was. */
export interface RepairedText {
  /** Specific Character Set as it was sent; '' for none. */
  readonly declared: string;
  /** The set that the bytes really are in. */
  readonly readAs: TextRepair;
  /** Base64 of the value as it was sent, padding included. */
  readonly bytes: string;
}

/** A data set as DICOM JSON: eight upper-case hexadecimal digits to element. */
export interface DataSet {
  readonly [tag: string]: DataElement;
}

/** All values of an attribute as they were sent; an empty value in a list is null. Absent and empty attributes give []. */
export function valuesOf(dataSet: DataSet, keyword: Keyword): readonly JsonValue[] {
  return dataSet[tagOf(keyword)]?.Value ?? [];
}

/** How a mislabelled text was repaired; undefined where nothing had to be. */
export function repairOfElement(dataSet: DataSet, keyword: Keyword): RepairedText | undefined {
  return dataSet[tagOf(keyword)]?.repairedFrom;
}

/** First value as trimmed text, '' when there is none. Numbers are written out. */
export function textOf(dataSet: DataSet, keyword: Keyword): string {
  return toText(valuesOf(dataSet, keyword)[0]);
}

/** All values as trimmed text; empty ones stay as ''. */
export function textsOf(dataSet: DataSet, keyword: Keyword): readonly string[] {
  return valuesOf(dataSet, keyword).map(toText);
}

/** First value as a finite number; undefined when absent or not a number. */
export function numberOf(dataSet: DataSet, keyword: Keyword): number | undefined {
  return toNumber(valuesOf(dataSet, keyword)[0]);
}

/** All values as finite numbers; undefined as soon as one of them is not a number, because a shorter list would lie. */
export function numbersOf(dataSet: DataSet, keyword: Keyword): readonly number[] | undefined {
  const values = valuesOf(dataSet, keyword);
  if (values.length === 0) return undefined;
  const numbers: number[] = [];
  for (const value of values) {
    const number = toNumber(value);
    if (number === undefined) return undefined;
    numbers.push(number);
  }
  return numbers;
}

/** Items of a sequence. */
export function itemsOf(dataSet: DataSet, keyword: Keyword): readonly DataSet[] {
  return valuesOf(dataSet, keyword).filter(isItem);
}

/** First value of a PN attribute. Servers that send plain text instead of component groups are understood. */
export function personNameOf(dataSet: DataSet, keyword: Keyword): PersonName {
  const value = valuesOf(dataSet, keyword)[0];
  if (typeof value === 'string') return parsePersonName(value);
  if (typeof value !== 'object' || value === null) return EMPTY_PERSON_NAME;
  const { Alphabetic, Ideographic, Phonetic } = value as JsonPersonName;
  return parsePersonName([Alphabetic ?? '', Ideographic ?? '', Phonetic ?? ''].join('='));
}

function isItem(value: JsonValue): value is DataSet {
  return typeof value === 'object' && value !== null;
}

function toText(value: JsonValue | undefined): string {
  if (typeof value === 'string') return value.replace(/\0+$/, '').trim();
  return typeof value === 'number' ? String(value) : '';
}

function toNumber(value: JsonValue | undefined): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}
