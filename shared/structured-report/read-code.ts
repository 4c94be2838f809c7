import { textOf, type DataSet } from '../dicom/data-set/data-set.ts';
import type { CodedConcept } from '../dicom/values/coded-concept.ts';

/** Reads an item of a code sequence, of the long and URN kinds too. PS3.3 8.8. @returns undefined for an item that says nothing */
export function readCode(item: DataSet | undefined): CodedConcept | undefined {
  if (item === undefined) return undefined;
  const value = textOf(item, 'CodeValue') || textOf(item, 'LongCodeValue') || textOf(item, 'URNCodeValue');
  const meaning = textOf(item, 'CodeMeaning');
  if (value === '' && meaning === '') return undefined;
  const schemeVersion = textOf(item, 'CodingSchemeVersion');
  return { value, scheme: textOf(item, 'CodingSchemeDesignator'), meaning, ...(schemeVersion === '' ? {} : { schemeVersion }) };
}
