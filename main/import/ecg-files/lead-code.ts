import type { CodedConcept } from '#shared/dicom/values/coded-concept.ts';

/** The leads of ISO/IEEE 11073-10102 by reference identifier, in the numbers of partition 2. */
const LEAD_NUMBERS: Readonly<Record<string, number>> = {
  I: 1, II: 2, V1: 3, V2: 4, V3: 5, V4: 6, V5: 7, V6: 8, V7: 9, V2R: 10, V3R: 11, V4R: 12, V5R: 13, V6R: 14, V7R: 15, X: 16, Y: 17, Z: 18,
  III: 61, AVR: 62, AVL: 63, AVF: 64, AVRNEG: 65, V8: 66, V9: 67,
};

/** The code of a lead by the name that a format has for it. A lead that we do not know keeps its name, in no scheme that we could take for a known one. */
export function leadCodeOf(name: string, label = name): CodedConcept {
  const number = LEAD_NUMBERS[name.toUpperCase()];
  return number === undefined ? unknownLead(name, label) : { value: `2:${number}`, scheme: 'MDC', meaning: `Lead ${name}` };
}

export function unknownLead(name: string, label: string): CodedConcept {
  return { value: name.slice(0, 16), scheme: '99AECG', meaning: label.slice(0, 64) };
}
