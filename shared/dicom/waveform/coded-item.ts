import { itemsOf, textOf, type DataSet } from '../data-set/data-set.ts';
import type { Keyword } from '../data-set/attribute.ts';
import type { CodedConcept } from '../values/coded-concept.ts';

/** All coded entries of a code sequence; items without a value are left out. PS3.3 table 8.8-1. */
export function conceptsOf(dataSet: DataSet, keyword: Keyword): readonly CodedConcept[] {
  return itemsOf(dataSet, keyword)
    .map((item) => ({
      value: textOf(item, 'CodeValue') || textOf(item, 'LongCodeValue') || textOf(item, 'URNCodeValue'),
      scheme: textOf(item, 'CodingSchemeDesignator'),
      meaning: textOf(item, 'CodeMeaning'),
    }))
    .filter((concept) => concept.value !== '' || concept.meaning !== '');
}

/** The first coded entry of a code sequence. */
export function conceptOf(dataSet: DataSet, keyword: Keyword): CodedConcept | undefined {
  return conceptsOf(dataSet, keyword)[0];
}
