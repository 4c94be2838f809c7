import { itemsOf, textOf, type DataSet } from '../dicom/data-set/data-set.ts';
import type { CodedConcept } from '../dicom/values/coded-concept.ts';

/** The complete concept name of a content item; undefined when it has none. */
export function conceptName(item: DataSet): CodedConcept | undefined {
  const [name] = itemsOf(item, 'ConceptNameCodeSequence');
  return isComplete(name) ? { value: textOf(name, 'CodeValue'), scheme: textOf(name, 'CodingSchemeDesignator'), meaning: textOf(name, 'CodeMeaning') } : undefined;
}

/** A code with its value, its scheme and its meaning. */
export function isComplete(code: DataSet | undefined): code is DataSet {
  return code !== undefined && textOf(code, 'CodeValue') !== '' && textOf(code, 'CodingSchemeDesignator') !== '' && textOf(code, 'CodeMeaning') !== '';
}

export function isNamed(item: DataSet, name: CodedConcept): boolean {
  const actual = conceptName(item);
  return actual?.value === name.value && actual.scheme === name.scheme;
}

/** True for a CODE item with this value. */
export function isCode(item: DataSet, value: CodedConcept): boolean {
  const [code] = itemsOf(item, 'ConceptCodeSequence');
  return code !== undefined && textOf(code, 'CodeValue') === value.value && textOf(code, 'CodingSchemeDesignator') === value.scheme;
}
