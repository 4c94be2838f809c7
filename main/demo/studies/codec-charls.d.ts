/** The parts of the JPEG-LS codec that we call; the package has no types. */
declare module '@cornerstonejs/codec-charls' {
  interface FrameInfo {
    readonly width: number;
    readonly height: number;
    readonly bitsPerSample: number;
    readonly componentCount: number;
  }
  interface JpegLSEncoder {
    /** Room for the pixels inside the codec's memory. */
    getDecodedBuffer(frame: FrameInfo): Uint8Array;
    /** 0 is lossless. */
    setNearLossless(allowedError: number): void;
    encode(): void;
    /** A view that the next call overwrites. */
    getEncodedBuffer(): Uint8Array;
  }
  interface Codec {
    readonly JpegLSEncoder: new () => JpegLSEncoder;
  }
  const createCodec: () => Promise<Codec>;
  export default createCodec;
}
