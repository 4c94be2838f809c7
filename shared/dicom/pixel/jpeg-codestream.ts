/** What a JPEG codestream says of itself. ISO/IEC 10918-1 B.2.2, ISO/IEC 14495-1. */
export interface JpegHeader {
  readonly process: 'baseline' | 'extended' | 'progressive' | 'lossless' | 'jpeg-ls';
  /** Bits of a sample. */
  readonly precision: number;
  readonly componentIds: readonly number[];
  /** An APP0 JFIF segment: three components are YCbCr then. */
  readonly hasJfif: boolean;
  /** What an APP14 Adobe segment says of the colours: 0 they were not turned, 1 they are YCbCr. */
  readonly adobeTransform: number | undefined;
}

const PROCESSES: Readonly<Record<number, JpegHeader['process']>> = {
  0xc0: 'baseline', 0xc1: 'extended', 0xc2: 'progressive', 0xc3: 'lossless', 0xf7: 'jpeg-ls',
};

/** Reads a codestream up to its frame header. @returns undefined for what is no JPEG that we know */
export function readJpegHeader(bytes: Uint8Array): JpegHeader | undefined {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return undefined;
  let hasJfif = false;
  let adobeTransform: number | undefined;
  let at = 2;
  while (at + 9 < bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1] ?? 0;
    // A marker may be preceded by any number of FF.
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const process = PROCESSES[marker];
    if (process !== undefined) {
      const count = bytes[at + 9] ?? 0;
      const componentIds = Array.from({ length: count }, (_, index) => bytes[at + 10 + index * 3] ?? 0);
      return { process, precision: bytes[at + 4] ?? 0, componentIds, hasJfif, adobeTransform };
    }
    const name = String.fromCharCode(...bytes.subarray(at + 4, at + 9));
    hasJfif ||= marker === 0xe0 && name.startsWith('JFIF');
    if (marker === 0xee && name === 'Adobe') adobeTransform = bytes[at + 15] ?? 0;
    at += 2 + (((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0));
  }
  return undefined;
}

/**
 * The colour space of the three components of a JPEG. An Adobe segment says whether they were turned; JFIF means YCbCr; else the image
 * knows. PS3.5 8.2.1. A lossless JPEG is never turned.
 */
export function colourSpaceOfJpeg(codestream: Uint8Array, photometricInterpretation: string): string {
  const header = readJpegHeader(codestream);
  if (header === undefined || header.process === 'lossless' || header.process === 'jpeg-ls') return photometricInterpretation;
  if (header.adobeTransform !== undefined) return header.adobeTransform === 0 ? 'RGB' : 'YBR_FULL';
  if (header.hasJfif) return 'YBR_FULL';
  return photometricInterpretation === 'RGB' ? 'RGB' : 'YBR_FULL';
}
