import { sameConcept, type CodedConcept } from '../dicom/values/coded-concept.ts';
import { SIDE_CODES, type ReportedField, type ReportedForm } from '../report/fields/reported-fields.ts';
import { ELEMENTS, FIELD_ANSWER, FIELD_MEASUREMENTS, LATERALITY, UNITS } from './codes.ts';
import { code, hasConceptModifier, hasProperty, num, text, type ContentItem } from './content-item.ts';

/** How a form's unit is written in UCUM, where it measures what its concept means. A millilitre is a cubic centimetre, and CID 7462 has no other name for it. */
const UNITS_OF: Readonly<Record<keyof typeof FIELD_MEASUREMENTS, Readonly<Record<string, string>>>> = {
  'long-axis': { mm: 'mm', cm: 'cm' }, 'short-axis': { mm: 'mm', cm: 'cm' }, volume: { ml: 'cm3', mL: 'cm3' }, attenuation: { HU: "[hnsf'U]", Hu: "[hnsf'U]" },
};

/**
 * The values of a form: a number whose meaning and unit PS3.16 has as NUM, all else as words with the name of its field. A side is beside its words
 * a modifier from CID 244, a yes or no a property from CID 230, a choice a property with the department's code.
 */
export function formItems({ name, fields }: ReportedForm): readonly ContentItem[] {
  return fields.map((field) => {
    const coded = codedNumber(field);
    return coded === undefined ? text(ELEMENTS.finding, `${name}　${field.label}：${field.text}`, codedAnswer(field)) : num(coded.concept, coded.value, coded.unit, []);
  });
}

function codedAnswer({ code: answer }: ReportedField): Parameters<typeof text>[2] {
  if (answer === undefined) return [];
  const isSide = Object.values(SIDE_CODES).some((side) => sameConcept(side, answer));
  return [isSide ? hasConceptModifier(code(LATERALITY, answer)) : hasProperty(code(FIELD_ANSWER, answer))];
}

function codedNumber({ number }: ReportedField): { readonly concept: CodedConcept; readonly value: string; readonly unit: CodedConcept } | undefined {
  if (number === null || number.concept === '') return undefined;
  const unit = UNITS[UNITS_OF[number.concept][number.unit] ?? ''];
  return unit === undefined ? undefined : { concept: FIELD_MEASUREMENTS[number.concept], value: String(number.value), unit };
}
