import { createHash } from 'node:crypto';
import { decodeJpeg } from '#shared/dicom/codec/decode-jpeg.ts';
import { AppError, isAppError } from '#shared/errors/app-error.ts';
import type { ReportPicture } from '#shared/report/canonical-report.ts';

/** What a picture may be at most. */
export interface PictureLimits {
  readonly bytes: number;
  readonly sidePx: number;
}

/** A key image: 59 mm on paper, so 640 pixels are 275 to the inch. Six of them stay below the 300 KB of a paper on a slow line. */
export const KEY_IMAGE_LIMITS: PictureLimits = { bytes: 48 * 1024, sidePx: 640 };
/** A logo: 13 mm on paper. */
export const LOGO_LIMITS: PictureLimits = { bytes: 24 * 1024, sidePx: 320 };

export interface SealedPicture extends ReportPicture {
  readonly bytes: Uint8Array;
}

/** Markers of ISO/IEC 10918-1 table B.1 that a picture keeps: tables, the baseline frame, restart interval, scans. */
const DQT = 0xdb;
const SOF0 = 0xc0;
const DHT = 0xc4;
const DRI = 0xdd;
const SOS = 0xda;
const KEPT: ReadonlySet<number> = new Set([DQT, SOF0, DHT, DRI, SOS]);
const EOI = 0xd9;

/**
 * A picture that may go onto a paper: a baseline JPEG of 8 bits in grey or colour, with nothing in it but the picture. What a camera or a
 * program writes beside it (Exif, comments, profiles, previews) is left out, and what stands behind its end; it is decoded once, whole.
 * @throws AppError `report/picture-refused`
 */
export function sealPicture(jpeg: Uint8Array, limits: PictureLimits): SealedPicture {
  const bytes = withoutExtras(jpeg);
  if (bytes.length > limits.bytes) throw refused('too-many-bytes');
  const { rows, columns, components, precision } = decoded(bytes);
  if (precision !== 8 || ![1, 3].includes(components)) throw refused('no-baseline-jpeg');
  if (rows < 1 || columns < 1 || Math.max(rows, columns) > limits.sidePx) throw refused('too-large');
  return { sha256: createHash('sha256').update(bytes).digest('hex'), widthPx: columns, heightPx: rows, bytes };
}

function decoded(bytes: Uint8Array): ReturnType<typeof decodeJpeg> {
  try {
    return decodeJpeg(bytes, 0);
  } catch (error) {
    if (isAppError(error)) throw refused('damaged', error);
    throw error;
  }
}

/** Walks the segments and keeps those that make the picture. */
function withoutExtras(jpeg: Uint8Array): Uint8Array {
  const source = Buffer.from(jpeg.buffer, jpeg.byteOffset, jpeg.byteLength);
  if (source.length < 4 || source.readUInt16BE(0) !== 0xff_d8) throw refused('no-baseline-jpeg');
  const parts: Uint8Array[] = [source.subarray(0, 2)];
  let at = 2;
  for (;;) {
    // Fill bytes may stand before a marker, B.1.1.2.
    while (source[at] === 0xff && source[at + 1] === 0xff) at += 1;
    const marker = source[at + 1];
    if (source[at] !== 0xff || marker === undefined) throw refused('damaged');
    if (marker === EOI) return new Uint8Array(Buffer.concat([...parts, source.subarray(at, at + 2)]));
    const length = at + 4 <= source.length ? source.readUInt16BE(at + 2) : 0;
    let end = at + 2 + length;
    if (length < 2 || end > source.length) throw refused('damaged');
    if (marker > SOF0 && marker < 0xd0 && marker !== DHT) throw refused('no-baseline-jpeg');
    if (marker === SOS) end = endOfScan(source, end);
    if (KEPT.has(marker)) parts.push(source.subarray(at, end));
    at = end;
  }
}

/** Entropy-coded bytes end at a marker that is neither a stuffed zero nor a restart. B.1.1.5. */
function endOfScan(source: Buffer, start: number): number {
  for (let at = start; at + 1 < source.length; at += 1) {
    const next = source[at + 1] ?? 0;
    if (source[at] === 0xff && next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at;
  }
  throw refused('damaged');
}

function refused(reason: 'no-baseline-jpeg' | 'damaged' | 'too-many-bytes' | 'too-large', cause?: unknown): AppError {
  return new AppError('report/picture-refused', `the picture cannot go onto a paper: ${reason}`, { facts: { reason }, cause });
}
