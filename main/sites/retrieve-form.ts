import { contentOf } from '#shared/dicom/values/sop-class.ts';

/** How an object is asked for. `kept`: as the hospital keeps it, which always works; the others are lossless and make it smaller on the way. `frames`: as it is kept, in metadata and frames, where no whole objects are given. */
export type RetrieveForm = 'kept' | 'kept-gzip' | 'jpeg-ls' | 'htj2k' | 'jpeg-2000' | 'jpeg-lossless' | 'frames';

/** Transfer syntaxes without loss, the smallest first. PS3.5 8.2 */
const SYNTAX_OF: Readonly<Record<(typeof TRANSCODED_FORMS)[number], string>> = {
  'jpeg-ls': '1.2.840.10008.1.2.4.80',
  htj2k: '1.2.840.10008.1.2.4.201',
  'jpeg-2000': '1.2.840.10008.1.2.4.90',
  'jpeg-lossless': '1.2.840.10008.1.2.4.70',
};

/** The order in which a hospital that is not known yet is tried. */
export const TRANSCODED_FORMS = ['jpeg-ls', 'htj2k', 'jpeg-2000', 'jpeg-lossless'] as const satisfies readonly RetrieveForm[];

/** The value of `transfer-syntax` in the Accept header (PS3.18 8.7.3.5.2). */
export function transferSyntaxOf(form: RetrieveForm): string {
  return form === 'kept' || form === 'kept-gzip' || form === 'frames' ? '*' : SYNTAX_OF[form];
}

/**
 * Grey pictures of 12 to 16 bits, which archives mostly keep uncompressed. Colour, ultrasound and films are never transcoded on our behalf:
 * they are kept compressed, often with loss, and would only grow.
 */
const GREY_CLASSES: ReadonlyMap<string, string> = new Map([
  ['1.2.840.10008.5.1.4.1.1.1', 'CR'],
  ['1.2.840.10008.5.1.4.1.1.1.1', 'DX'],
  ['1.2.840.10008.5.1.4.1.1.1.1.1', 'DX'],
  ['1.2.840.10008.5.1.4.1.1.1.2', 'MG'],
  ['1.2.840.10008.5.1.4.1.1.1.2.1', 'MG'],
  ['1.2.840.10008.5.1.4.1.1.2', 'CT'],
  ['1.2.840.10008.5.1.4.1.1.2.1', 'CT'],
  ['1.2.840.10008.5.1.4.1.1.4', 'MR'],
  ['1.2.840.10008.5.1.4.1.1.4.1', 'MR'],
  ['1.2.840.10008.5.1.4.1.1.128', 'PT'],
]);
const OTHER_CLASSES: ReadonlyMap<string, string> = new Map([
  ['1.2.840.10008.5.1.4.1.1.6.1', 'US'],
  ['1.2.840.10008.5.1.4.1.1.3.1', 'US'],
  ['1.2.840.10008.5.1.4.1.1.7', 'OT'],
  ['1.2.840.10008.5.1.4.1.1.12.1', 'XA'],
  ['1.2.840.10008.5.1.4.1.1.12.2', 'RF'],
  ['1.2.840.10008.5.1.4.1.1.20', 'NM'],
]);

/** The modality's code for people; ECG for traces, the UID itself where there is no word. */
export function kindOf(sopClassUid: string): string {
  if (contentOf(sopClassUid) === 'ecg') return 'ECG';
  return GREY_CLASSES.get(sopClassUid) ?? OTHER_CLASSES.get(sopClassUid) ?? sopClassUid;
}

/** The forms that may be asked for of a SOP class, the most promising first. */
export function formsFor(sopClassUid: string): readonly RetrieveForm[] {
  if (GREY_CLASSES.has(sopClassUid)) return [...TRANSCODED_FORMS, 'kept-gzip', 'kept', 'frames'];
  return contentOf(sopClassUid) === 'images' ? ['kept', 'kept-gzip', 'frames'] : ['kept'];
}
