/** The decoder of the JPEG-LS codec; the package has no types. */
declare module '@cornerstonejs/codec-charls' {
  interface JpegLSDecoder {
    /** Room for the codestream inside the codec's memory. */
    getEncodedBuffer(sizeBytes: number): Uint8Array;
    decode(): void;
    /** A view that the next call overwrites. */
    getDecodedBuffer(): Uint8Array;
    delete(): void;
  }
  const createCodec: () => Promise<{ readonly JpegLSDecoder: new () => JpegLSDecoder }>;
  export default createCodec;
}
