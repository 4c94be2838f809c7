const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Decodes the base64 of an InlineBinary. PS3.18 F.2.7. Line breaks are tolerated. @returns undefined when it is not base64 */
export function decodeInlineBinary(text: string): Uint8Array | undefined {
  const digits = text.replace(/\s+/g, '').replace(/={1,2}$/, '');
  if (digits.length % 4 === 1) return undefined;
  const bytes = new Uint8Array(Math.floor((digits.length * 3) / 4));
  let held = 0;
  let heldBits = 0;
  let length = 0;
  for (const digit of digits) {
    const value = ALPHABET.indexOf(digit);
    if (value < 0) return undefined;
    held = ((held << 6) | value) & 0xffff;
    heldBits += 6;
    if (heldBits >= 8) {
      heldBits -= 8;
      bytes[length] = (held >> heldBits) & 0xff;
      length += 1;
    }
  }
  return bytes;
}

/** The base64 of an InlineBinary. */
export function encodeInlineBinary(bytes: Uint8Array): string {
  const quartets: string[] = [];
  for (let index = 0; index < bytes.length; index += 3) {
    const [first = 0, second, third] = bytes.subarray(index, index + 3);
    const bits = (first << 16) | ((second ?? 0) << 8) | (third ?? 0);
    const digit = (shift: number) => ALPHABET.charAt((bits >> shift) & 0x3f);
    quartets.push(digit(18) + digit(12) + (second === undefined ? '=' : digit(6)) + (third === undefined ? '=' : digit(0)));
  }
  return quartets.join('');
}
