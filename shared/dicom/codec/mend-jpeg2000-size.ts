/**
 * Some gateways write an item delimiter (FFFE,E0DD) over the first four bytes behind the length of SIZ: its capabilities and the upper half of its
 * width. Where the lower half and the width of the only tile are still those of the picture, what was there is known and is put back.
 * ISO/IEC 15444-1 A.5.1. Every other codestream comes back as it is.
 * @param columns of the picture, as the data set says
 */
export function mendJpeg2000Size(bytes: Uint8Array, columns: number): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 42 || view.getUint32(0) !== 0xff4fff51 || view.getUint32(6) !== ITEM_DELIMITER) return bytes;
  const lowerHalf = view.getUint16(10);
  const offset = view.getUint32(16);
  const tileWidth = view.getUint32(24);
  if (columns > 0xffff || lowerHalf !== columns || offset !== 0 || tileWidth !== columns) return bytes;
  const mended = bytes.slice();
  mended.fill(0, 6, 10);
  return mended;
}

/** As a little-endian file has it. */
const ITEM_DELIMITER = 0xfeff_dde0;
