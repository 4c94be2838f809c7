/** The decoders of the WebAssembly codecs; the packages have no types that can be trusted. */
interface WasmFrameInfo {
  readonly width: number;
  readonly height: number;
  readonly bitsPerSample: number;
  readonly componentCount: number;
  readonly isSigned?: boolean;
}
interface WasmDecoder {
  /** Room for the codestream inside the codec's memory. */
  getEncodedBuffer(sizeBytes: number): Uint8Array;
  decode(): void;
  getFrameInfo(): WasmFrameInfo;
  /** A view that the next call overwrites. */
  getDecodedBuffer(): Uint8Array;
  /** JPEG-LS only: 0 is plane after plane. */
  getInterleaveMode?(): unknown;
  delete(): void;
}
interface WasmCodec {
  readonly J2KDecoder?: new () => WasmDecoder;
  readonly HTJ2KDecoder?: new () => WasmDecoder;
  readonly JpegLSDecoder?: new () => WasmDecoder;
  readonly JpegXLDecoder?: new () => WasmDecoder;
  getExceptionMessage?(pointer: number): string;
}
type CreateWasmCodec = (options: {
  readonly locateFile: (name: string) => string;
  readonly print?: (line: string) => void;
  readonly printErr?: (line: string) => void;
}) => Promise<WasmCodec>;

declare module '@cornerstonejs/codec-openjpeg/decodewasmjs' {
  const create: CreateWasmCodec;
  export default create;
}
declare module '@cornerstonejs/codec-charls/decodewasmjs' {
  const create: CreateWasmCodec;
  export default create;
}
declare module '@cornerstonejs/codec-openjph/wasmjs' {
  const create: CreateWasmCodec;
  export default create;
}
declare module '@cornerstonejs/codec-libjxl/decodewasmjs' {
  const create: CreateWasmCodec;
  export default create;
}
