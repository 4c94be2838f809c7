/** Code lengths and symbols of the DC table of ISO/IEC 10918-1 table K.3. */
const DC_LENGTHS = [0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0];
const DC_SYMBOLS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];

/**
 * A grey baseline JPEG of flat squares of eight pixels: all its coefficients but the first are zero, so every pixel of a square has its shade.
 * @param shade 0 to 255, by column and row of the square
 */
export function greyJpeg(widthPx: number, heightPx: number, shade: (column: number, row: number) => number): Uint8Array {
  const codes = new Map<number, readonly [code: number, length: number]>();
  let code = 0;
  let next = 0;
  DC_LENGTHS.forEach((count, index) => {
    for (let one = 0; one < count; one += 1) codes.set(DC_SYMBOLS[next++]!, [code++, index + 1]);
    code <<= 1;
  });
  let bits = '';
  let before = 0;
  for (let row = 0; row < Math.ceil(heightPx / 8); row += 1) {
    for (let column = 0; column < Math.ceil(widthPx / 8); column += 1) {
      // The first coefficient is eight times the mean; the table divides by eight.
      const level = Math.round(shade(column, row)) - 128;
      const difference = level - before;
      before = level;
      const category = difference === 0 ? 0 : Math.floor(Math.log2(Math.abs(difference))) + 1;
      const [dcCode, length] = codes.get(category)!;
      const extra = difference < 0 ? difference + 2 ** category - 1 : difference;
      // The only code of the AC table is one zero: end of block.
      bits += dcCode.toString(2).padStart(length, '0') + (category === 0 ? '' : extra.toString(2).padStart(category, '0')) + '0';
    }
  }
  bits = bits.padEnd(Math.ceil(bits.length / 8) * 8, '1');
  const scan = Buffer.from(Array.from({ length: bits.length / 8 }, (_, index) => Number.parseInt(bits.slice(index * 8, index * 8 + 8), 2)));
  const stuffed = Buffer.from([...scan].flatMap((byte) => (byte === 0xff ? [0xff, 0] : [byte])));
  return new Uint8Array(Buffer.concat([
    Buffer.of(0xff, 0xd8),
    segment(0xe0, Buffer.from('JFIF\0\x01\x01\0\0\x01\0\x01\0\0', 'latin1')),
    segment(0xdb, Buffer.of(0, ...Array.from({ length: 64 }, () => 8))),
    segment(0xc0, Buffer.of(8, heightPx >> 8, heightPx & 0xff, widthPx >> 8, widthPx & 0xff, 1, 1, 0x11, 0)),
    segment(0xc4, Buffer.of(0x00, ...DC_LENGTHS, ...DC_SYMBOLS)),
    segment(0xc4, Buffer.of(0x10, 1, ...Array.from({ length: 15 }, () => 0), 0x00)),
    segment(0xda, Buffer.of(1, 1, 0x00, 0, 63, 0)),
    stuffed,
    Buffer.of(0xff, 0xd9),
  ]));
}

/** A marker segment: its length counts itself. */
export function segment(marker: number, content: Uint8Array): Buffer {
  const length = content.length + 2;
  return Buffer.concat([Buffer.of(0xff, marker, length >> 8, length & 0xff), content]);
}
