import { damagedCodestream } from './damaged-codestream.ts';

/** What a JPEG 2000 codestream says of itself. ISO/IEC 15444-1 A.5.1, A.6.1. */
export interface Jpeg2000Header {
  readonly rows: number;
  readonly columns: number;
  readonly components: number;
  /** Of the widest component. */
  readonly precision: number;
  /** A component has fewer samples than the picture. */
  readonly isSubsampled: boolean;
  /** The codec turned three components (RCT or ICT) and turns them back. */
  readonly hasColourTransform: boolean;
}

const START_OF_CODESTREAM = 0xff4f;

/**
 * Reads the main header and walks the tile-parts.
 * @throws AppError `file/damaged` when the codestream is none, or ends inside a tile-part: decoders fill such a picture up without complaint
 */
export function readJpeg2000Header(bytes: Uint8Array): Jpeg2000Header {
  const start = codestreamStart(bytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let header: Omit<Jpeg2000Header, 'hasColourTransform'> | undefined;
  let hasColourTransform = false;
  let at = start + 2;
  while (at + 4 <= bytes.length) {
    const marker = view.getUint16(at);
    if (marker === 0xffd9) break;
    const length = view.getUint16(at + 2);
    if (at + 2 + length > bytes.length || length < 2) throw damagedCodestream('a JPEG 2000 segment is cut off');
    if (marker === 0xff51) header = readSize(view, at);
    if (marker === 0xff52) hasColourTransform = view.getUint8(at + 8) === 1;
    if (marker !== 0xff90) {
      at += 2 + length;
      continue;
    }
    const tilePartLength = view.getUint32(at + 6);
    // Nought: to the end of the codestream.
    if (tilePartLength === 0) break;
    if (at + tilePartLength > bytes.length) throw damagedCodestream('the JPEG 2000 codestream ends early');
    if (tilePartLength < 14) throw damagedCodestream('a JPEG 2000 tile-part has no length');
    at += tilePartLength;
  }
  if (header === undefined) throw damagedCodestream('the JPEG 2000 codestream says nothing of its size');
  return { ...header, hasColourTransform };
}

/** The codestream itself, or the one inside a JP2 file, which some devices send. */
function codestreamStart(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 16) throw damagedCodestream('there is no JPEG 2000 codestream');
  if (view.getUint16(0) === START_OF_CODESTREAM) return 0;
  for (let at = 0; at + 8 <= bytes.length; ) {
    const length = view.getUint32(at);
    if (view.getUint32(at + 4) === 0x6a703263 && at + 10 <= bytes.length && view.getUint16(at + 8) === START_OF_CODESTREAM) return at + 8;
    if (length < 8) break;
    at += length;
  }
  throw damagedCodestream('there is no JPEG 2000 codestream');
}

function readSize(view: DataView, at: number): Omit<Jpeg2000Header, 'hasColourTransform'> {
  const components = view.getUint16(at + 38);
  if (components < 1 || at + 40 + components * 3 > view.byteLength) throw damagedCodestream('the JPEG 2000 components are broken');
  let precision = 0;
  let isSubsampled = false;
  for (let index = 0; index < components; index += 1) {
    precision = Math.max(precision, (view.getUint8(at + 40 + index * 3) & 0x7f) + 1);
    isSubsampled ||= view.getUint8(at + 41 + index * 3) !== 1 || view.getUint8(at + 42 + index * 3) !== 1;
  }
  return {
    columns: view.getUint32(at + 6) - view.getUint32(at + 14),
    rows: view.getUint32(at + 10) - view.getUint32(at + 18),
    components,
    precision,
    isSubsampled,
  };
}
