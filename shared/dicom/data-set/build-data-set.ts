import type { CodedConcept } from '../values/coded-concept.ts';
import type { PersonName } from '../values/person-name.ts';
import { ATTRIBUTES, type Keyword } from './attribute.ts';
import type { DataElement, DataSet, JsonPersonName, JsonValue } from './data-set.ts';

/** What may be given for an attribute: one value, several, or undefined for "leave the attribute out". */
export type AttributeValue = string | number | PersonName | DataSet | readonly (string | number | DataSet)[] | undefined;

/**
 * Makes a DICOM JSON data set from PS3.6 keywords. An empty string and an empty list give an attribute that is present and empty
 * (Type 2); undefined gives no attribute (Type 3). Text is written as it is, without padding.
 */
export function buildDataSet(attributes: { readonly [K in Keyword]?: AttributeValue }): DataSet {
  const dataSet: Record<string, DataElement> = {};
  for (const [keyword, value] of Object.entries(attributes) as [Keyword, AttributeValue][]) {
    if (value === undefined) continue;
    const [tag, vr] = ATTRIBUTES[keyword];
    const Value = toValues(value);
    dataSet[tag] = Value.length === 0 ? { vr } : { vr, Value };
  }
  return dataSet;
}

/** One item of a code sequence. PS3.3 table 8.8-1. */
export function codeItem(concept: CodedConcept): DataSet {
  return buildDataSet({
    CodeValue: concept.value,
    CodingSchemeDesignator: concept.scheme,
    CodingSchemeVersion: concept.schemeVersion,
    CodeMeaning: concept.meaning,
  });
}

function toValues(value: Exclude<AttributeValue, undefined>): JsonValue[] {
  if (Array.isArray(value)) return [...(value as readonly JsonValue[])];
  if (value === '') return [];
  if (isPersonName(value)) {
    const name = toJsonPersonName(value);
    return Object.keys(name).length === 0 ? [] : [name];
  }
  return [value as JsonValue];
}

function isPersonName(value: AttributeValue): value is PersonName {
  return typeof value === 'object' && 'alphabetic' in value && 'ideographic' in value && 'phonetic' in value;
}

function toJsonPersonName(name: PersonName): JsonPersonName {
  return {
    ...(name.alphabetic === '' ? {} : { Alphabetic: name.alphabetic }),
    ...(name.ideographic === '' ? {} : { Ideographic: name.ideographic }),
    ...(name.phonetic === '' ? {} : { Phonetic: name.phonetic }),
  };
}
