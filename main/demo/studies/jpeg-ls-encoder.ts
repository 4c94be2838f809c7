import createCodec from '@cornerstonejs/codec-charls';

export const JPEG_LS_LOSSLESS = '1.2.840.10008.1.2.4.80';

/** Encodes one grey frame without loss (ISO/IEC 14495-1, PS3.5 8.2.3). */
export type EncodeFrame = (pixels: Uint16Array, columns: number, rows: number, bitsStored: number) => Uint8Array;

/** The codec in plain JavaScript: no file of its own has to be found beside a bundled program. */
export async function createJpegLsEncoder(): Promise<EncodeFrame> {
  const codec = await createCodec();
  const encoder = new codec.JpegLSEncoder();
  return (pixels, columns, rows, bitsStored) => {
    const room = encoder.getDecodedBuffer({ width: columns, height: rows, bitsPerSample: bitsStored, componentCount: 1 });
    room.set(new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength));
    encoder.setNearLossless(0);
    encoder.encode();
    return encoder.getEncodedBuffer().slice();
  };
}
