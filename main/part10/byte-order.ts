/** Bytes of one word of a binary representation; undefined where the representation is no binary one. PS3.5 6.2, 7.3 */
export function wordSizeOf(vr: string): 1 | 2 | 4 | 8 | undefined {
  switch (vr) {
    case 'OB':
    case 'UN':
      return 1;
    case 'OW':
      return 2;
    case 'OF':
    case 'OL':
      return 4;
    case 'OD':
    case 'OV':
      return 8;
    default:
      return undefined;
  }
}

/** A copy of a big endian value with the bytes of each word turned round. An incomplete word at the end stays as it is. */
export function toLittleEndian(vr: string, value: Uint8Array): Uint8Array {
  return swapWords(value, wordSizeOf(vr) ?? 1);
}

export function swapWords(value: Uint8Array, wordSize: number): Uint8Array {
  const swapped = Uint8Array.from(value);
  if (wordSize === 1) return swapped;
  for (let start = 0; start + wordSize <= swapped.length; start += wordSize) swapped.subarray(start, start + wordSize).reverse();
  return swapped;
}
