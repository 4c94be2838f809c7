import { unsupportedEcg } from './foreign-ecg.ts';

/** A section of an SCP-ECG file without its header. */
export interface ScpSection {
  readonly id: number;
  readonly body: DataView;
}

const POINTER_BYTES = 10;
const HEADER_BYTES = 16;
/** What `looksLikeScp` looks at. */
const HEAD_BYTES = 28;
const FILE_HEADER_BYTES = 6;

/** True when the bytes begin as an SCP-ECG file does: its length, then section 0 with an id of 0 and a length of whole pointers. EN 1064 5.2, 5.3 */
export function looksLikeScp(bytes: Uint8Array): boolean {
  if (bytes.length < HEAD_BYTES) return false;
  const view = viewOf(bytes);
  const pointerLength = view.getUint32(FILE_HEADER_BYTES + 4, true);
  const mark = String.fromCharCode(...bytes.subarray(16, 22));
  const isMarked = mark === 'SCPECG';
  // Old writers leave the six reserved bytes of section 0 empty; some write a wrong file length.
  const hasPointers = pointerLength > HEADER_BYTES && pointerLength <= 16 + 64 * POINTER_BYTES && view.getUint16(FILE_HEADER_BYTES + 2, true) === 0;
  return hasPointers && (isMarked || view.getUint16(22, true) === 0) && view.getUint32(24, true) === pointerLength;
}

/**
 * The sections of a file by number, each checked against its pointer, its own header and its checksum (CRC-CCITT, EN 1064 5.2.7).
 * @throws AppError `file/unsupported-ecg`
 */
export function readScpSections(bytes: Uint8Array): ReadonlyMap<number, ScpSection> {
  const view = viewOf(bytes);
  const sections = new Map<number, ScpSection>();
  const pointerLength = view.getUint32(FILE_HEADER_BYTES + 4, true);
  for (let offset = FILE_HEADER_BYTES + HEADER_BYTES; offset + POINTER_BYTES <= Math.min(bytes.length, FILE_HEADER_BYTES + pointerLength); offset += POINTER_BYTES) {
    const id = view.getUint16(offset, true);
    const length = view.getUint32(offset + 2, true);
    // Counted from 1.
    const start = view.getUint32(offset + 6, true) - 1;
    if (length === 0 || id === 0) continue;
    if (start < FILE_HEADER_BYTES || length < HEADER_BYTES || start + length > bytes.length) throw unsupportedEcg(`SCP-ECG section ${id} lies outside the file`);
    if (view.getUint16(start + 2, true) !== id || view.getUint32(start + 4, true) !== length) throw unsupportedEcg(`SCP-ECG section ${id} is not where the file says`);
    if (view.getUint16(start, true) !== checksum(bytes.subarray(start + 2, start + length))) throw unsupportedEcg(`SCP-ECG section ${id} has a wrong checksum`);
    sections.set(id, { id, body: new DataView(bytes.buffer, bytes.byteOffset + start + HEADER_BYTES, length - HEADER_BYTES) });
  }
  return sections;
}

/** CRC-CCITT: x^16 + x^12 + x^5 + 1, from FFFF. */
export function checksum(bytes: Uint8Array): number {
  let crc = 0xffff;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc & 0x8000) === 0 ? (crc << 1) & 0xffff : ((crc << 1) ^ 0x1021) & 0xffff;
  }
  return crc;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
