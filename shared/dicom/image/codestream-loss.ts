import { readJpegHeader } from '../pixel/jpeg-codestream.ts';

/** Transfer syntaxes that always lose something. JPEG XL counts as lossy unless its own syntax says lossless. */
const ALWAYS: ReadonlySet<string> = new Set([
  '1.2.840.10008.1.2.4.50', // JPEG Baseline
  '1.2.840.10008.1.2.4.51', // JPEG Extended
  '1.2.840.10008.1.2.4.53', // JPEG Spectral Selection, retired
  '1.2.840.10008.1.2.4.55', // JPEG Full Progression, retired
  '1.2.840.10008.1.2.4.111', // JPEG XL, recompressed JPEG
  '1.2.840.10008.1.2.4.112', // JPEG XL
]);
const JPEG_LOSSLESS: ReadonlySet<string> = new Set(['1.2.840.10008.1.2.4.57', '1.2.840.10008.1.2.4.70']);
const JPEG_LS_NEAR_LOSSLESS = '1.2.840.10008.1.2.4.81';
/** These may hold either kind; the codestream tells. */
const JPEG_2000: ReadonlySet<string> = new Set(['1.2.840.10008.1.2.4.91', '1.2.840.10008.1.2.4.203']);

/** These promise to be lossless. A server may promise and not keep it: the codestream tells. */
const JPEG_LS_LOSSLESS = '1.2.840.10008.1.2.4.80';
const JPEG_2000_LOSSLESS: ReadonlySet<string> = new Set(['1.2.840.10008.1.2.4.90', '1.2.840.10008.1.2.4.201', '1.2.840.10008.1.2.4.202']);

/**
 * Whether a frame, as it came, has lost something on its way. A codestream that cannot be read counts as its syntax promises: lossy where
 * that may be either.
 */
export function losesPixels(transferSyntaxUid: string, codestream: Uint8Array): boolean {
  if (ALWAYS.has(transferSyntaxUid)) return true;
  if (JPEG_LOSSLESS.has(transferSyntaxUid)) return readJpegHeader(codestream)?.process !== 'lossless';
  if (transferSyntaxUid === JPEG_LS_NEAR_LOSSLESS) return (nearOfJpegLs(codestream) ?? 1) > 0;
  if (transferSyntaxUid === JPEG_LS_LOSSLESS) return (nearOfJpegLs(codestream) ?? 0) > 0;
  if (JPEG_2000_LOSSLESS.has(transferSyntaxUid)) return waveletOfJpeg2000(codestream) === IRREVERSIBLE;
  return JPEG_2000.has(transferSyntaxUid) && waveletOfJpeg2000(codestream) !== REVERSIBLE;
}

/** NEAR of the first scan. ISO/IEC 14495-1 C.2.3: SOS, length, Ns, Ns times two bytes, NEAR. */
function nearOfJpegLs(codestream: Uint8Array): number | undefined {
  const scan = segmentAt(codestream, 0xda, 2);
  if (scan === undefined) return undefined;
  return codestream[scan + 5 + 2 * (codestream[scan + 4] ?? 0)];
}

const REVERSIBLE = 1;
const IRREVERSIBLE = 0;

/** The wavelet of COD: 1 is 5-3 reversible, 0 is 9-7 irreversible. ISO/IEC 15444-1 A.6.1. */
function waveletOfJpeg2000(codestream: Uint8Array): number | undefined {
  const coding = segmentAt(codestream, 0x52, 2);
  return coding === undefined ? undefined : codestream[coding + 13];
}

/** Walks the marker segments of a header. @returns where the marker FF `code` stands */
function segmentAt(bytes: Uint8Array, code: number, start: number): number | undefined {
  let at = start;
  while (at + 3 < bytes.length && bytes[at] === 0xff) {
    if (bytes[at + 1] === code) return at;
    at += 2 + (((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0));
  }
  return undefined;
}
