import type { JsonValue } from '#shared/dicom/data-set/data-set.ts';
import { tagText } from './dictionary.ts';

/** Binary numbers and tags as DICOM JSON writes them; undefined when the representation is none of them. PS3.18 F.2.3 */
export function readNumbers(vr: string, value: Uint8Array, isLittleEndian: boolean): readonly JsonValue[] | undefined {
  const size = NUMBER_SIZES[vr];
  if (size === undefined) return undefined;
  const view = new DataView(value.buffer, value.byteOffset, value.byteLength);
  const numbers: JsonValue[] = [];
  for (let offset = 0; offset + size <= value.length; offset += size) numbers.push(readNumber(vr, view, offset, isLittleEndian));
  return numbers;
}

const NUMBER_SIZES: Readonly<Record<string, number>> = { US: 2, SS: 2, UL: 4, SL: 4, AT: 4, FL: 4, FD: 8, SV: 8, UV: 8 };

function readNumber(vr: string, view: DataView, offset: number, isLittleEndian: boolean): JsonValue {
  switch (vr) {
    case 'US':
      return view.getUint16(offset, isLittleEndian);
    case 'SS':
      return view.getInt16(offset, isLittleEndian);
    case 'UL':
      return view.getUint32(offset, isLittleEndian);
    case 'SL':
      return view.getInt32(offset, isLittleEndian);
    case 'AT':
      return tagText(view.getUint16(offset, isLittleEndian) * 0x10000 + view.getUint16(offset + 2, isLittleEndian));
    case 'FL':
      return finiteOrText(view.getFloat32(offset, isLittleEndian));
    case 'FD':
      return finiteOrText(view.getFloat64(offset, isLittleEndian));
    default:
      return safeOrText(vr === 'SV' ? view.getBigInt64(offset, isLittleEndian) : view.getBigUint64(offset, isLittleEndian));
  }
}

/** JSON has no NaN, no infinity and no negative zero. */
function finiteOrText(number: number): JsonValue {
  return Number.isFinite(number) ? number + 0 : String(number);
}

/** A number beyond 2^53 would lose digits as a JSON number. */
function safeOrText(number: bigint): JsonValue {
  const isSafe = number >= BigInt(Number.MIN_SAFE_INTEGER) && number <= BigInt(Number.MAX_SAFE_INTEGER);
  return isSafe ? Number(number) : String(number);
}
