import type { ForeignEcg } from './foreign-ecg.ts';
import { readAnnotatedEcg } from './read-annotated-ecg.ts';
import { readMuseEcg } from './read-muse-ecg.ts';
import { readPhilipsEcg } from './read-philips-ecg.ts';
import { readScpEcg } from './read-scp-ecg.ts';
import { looksLikeScp } from './scp-sections.ts';
import { toGeneralEcg } from './to-general-ecg.ts';
import { readXml, xmlText, type XmlElement } from './xml-tree.ts';

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
    const read = XML_READERS.get(root);
    return read?.(readXml(text.replace(/^\ufeff/, '')));
  }
  return !isDicom(bytes) && looksLikeScp(bytes) ? readScpEcg(bytes) : undefined;
}

const XML_READERS: ReadonlyMap<string, (document: XmlElement) => ForeignEcg> = new Map([
  ['AnnotatedECG', readAnnotatedEcg], ['restingecgdata', readPhilipsEcg], ['RestingECG', readMuseEcg],
]);

function looksLikeXml(bytes: Uint8Array): boolean {
  const head = bytes.subarray(0, 64);
  const letters = head.filter((byte) => byte > 0x20 && byte < 0x7f);
  return letters[0] === 0x3c && letters.length > 1 && !isDicom(bytes);
}

function isDicom(bytes: Uint8Array): boolean {
  return bytes[128] === 0x44 && bytes[129] === 0x49 && bytes[130] === 0x43 && bytes[131] === 0x4d;
}
