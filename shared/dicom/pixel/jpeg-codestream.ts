/** What a JPEG codestream says of itself. ISO/IEC 10918-1 B.2.2, ISO/IEC 14495-1. */
export interface JpegHeader {
  readonly process: 'baseline' | 'extended' | 'progressive' | 'lossless' | 'jpeg-ls';
  /** Bits of a sample. */
  readonly precision: number;
  readonly componentIds: readonly number[];
  /** An APP0 JFIF segment: three components are YCbCr then. */
  readonly hasJfif: boolean;
  /** An APP14 Adobe segment says whether colours were turned. */
  readonly hasAdobe: boolean;
}

const PROCESSES: Readonly<Record<number, JpegHeader['process']>> = {
  0xc0: 'baseline', 0xc1: 'extended', 0xc2: 'progressive', 0xc3: 'lossless', 0xf7: 'jpeg-ls',
};

/** Reads a codestream up to its frame header. @returns undefined for what is no JPEG that we know */
export function readJpegHeader(bytes: Uint8Array): JpegHeader | undefined {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return undefined;
  let hasJfif = false;
  let hasAdobe = false;
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
      return { process, precision: bytes[at + 4] ?? 0, componentIds, hasJfif, hasAdobe };
    }
    const name = String.fromCharCode(...bytes.subarray(at + 4, at + 9));
    hasJfif ||= marker === 0xe0 && name.startsWith('JFIF');
    hasAdobe ||= marker === 0xee && name === 'Adobe';
    at += 2 + (((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0));
  }
  return undefined;
}

const JPEG_FAMILY: ReadonlySet<string> = new Set([
  '1.2.840.10008.1.2.4.50', '1.2.840.10008.1.2.4.51', '1.2.840.10008.1.2.4.53', '1.2.840.10008.1.2.4.55', '1.2.840.10008.1.2.4.57',
  '1.2.840.10008.1.2.4.70', '1.2.840.10008.1.2.4.80', '1.2.840.10008.1.2.4.81',
]);

/**
 * The transfer syntax by which a frame must be decoded. Devices label baseline JPEG as lossless; a lossless decoder makes noise of it
 * without complaint. So a JPEG is decoded as what it is.
 * @returns undefined when there is no decoder that does it right
 */
export function syntaxToDecode(transferSyntaxUid: string, codestream: Uint8Array): string | undefined {
  if (!JPEG_FAMILY.has(transferSyntaxUid)) return transferSyntaxUid;
  const header = readJpegHeader(codestream);
  if (header === undefined) return undefined;
  if (header.process === 'jpeg-ls') return '1.2.840.10008.1.2.4.80';
  if (header.process === 'lossless') return '1.2.840.10008.1.2.4.70';
  if (header.precision === 8) return '1.2.840.10008.1.2.4.50';
  return header.process === 'progressive' ? undefined : '1.2.840.10008.1.2.4.51';
}

/**
 * A colour JPEG in which the colour space stands as the image names it. Without JFIF, Adobe or the letters R, G, B as component names a
 * decoder guesses YCbCr; the image knows better. PS3.5 8.2.1.
 * @returns the same bytes when they speak for themselves
 */
export function withColourSpace(codestream: Uint8Array, photometricInterpretation: string): Uint8Array {
  const header = readJpegHeader(codestream);
  if (header?.componentIds.length !== 3 || header.hasJfif || header.hasAdobe) return codestream;
  const transform = photometricInterpretation === 'RGB' ? 0 : 1;
  const adobe = Uint8Array.of(0xff, 0xee, 0, 14, 0x41, 0x64, 0x6f, 0x62, 0x65, 0, 100, 0, 0, 0, 0, transform);
  const marked = new Uint8Array(codestream.length + adobe.length);
  marked.set(codestream.subarray(0, 2));
  marked.set(adobe, 2);
  marked.set(codestream.subarray(2), 2 + adobe.length);
  return marked;
}
