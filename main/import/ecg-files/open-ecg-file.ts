import { unsupportedEcg, type ForeignEcg } from './foreign-ecg.ts';
import { readAnnotatedEcg } from './read-annotated-ecg.ts';
import { readScpEcg } from './read-scp-ecg.ts';
import { looksLikeScp } from './scp-sections.ts';
import { toGeneralEcg } from './to-general-ecg.ts';
import { readXml, xmlText } from './xml-tree.ts';

/**
 * An ECG file of a format that is not DICOM as a DICOM General ECG with the file itself inside, so that store, worklist, report and delivery treat it
 * like any other object.
 * @returns undefined when the bytes are no such file: they may be DICOM
 * @throws AppError `file/unsupported-ecg`
 */
export function convertEcgFile(bytes: Uint8Array): Uint8Array | undefined {
  const ecg = readForeignEcg(bytes);
  return ecg === undefined ? undefined : toGeneralEcg(ecg, bytes);
}

/** As `convertEcgFile`, before the conversion. */
export function readForeignEcg(bytes: Uint8Array): ForeignEcg | undefined {
  if (looksLikeXml(bytes)) {
    const text = xmlText(bytes);
    const root = /<(?!\?|!)(?:[\w.-]+:)?([\w.-]+)/.exec(text)?.[1] ?? '';
    if (root === 'AnnotatedECG') return readAnnotatedEcg(readXml(text.replace(/^\ufeff/, '')));
    if (root === 'restingecgdata') throw unsupportedEcg('a Philips ECG XML file');
    return undefined;
  }
  return !isDicom(bytes) && looksLikeScp(bytes) ? readScpEcg(bytes) : undefined;
}

function looksLikeXml(bytes: Uint8Array): boolean {
  const head = bytes.subarray(0, 64);
  const letters = head.filter((byte) => byte > 0x20 && byte < 0x7f);
  return letters[0] === 0x3c && letters.length > 1 && !isDicom(bytes);
}

function isDicom(bytes: Uint8Array): boolean {
  return bytes[128] === 0x44 && bytes[129] === 0x49 && bytes[130] === 0x43 && bytes[131] === 0x4d;
}
