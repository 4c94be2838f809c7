/** The packages have no types that can be trusted: shared/dicom/codec/wasm-codecs.ts says what we use of them. */
declare module '@cornerstonejs/codec-openjpeg/decodewasmjs' {
  import type { CreateWasmCodec } from '#shared/dicom/codec/wasm-codecs.ts';

  const create: CreateWasmCodec;
  export default create;
}
declare module '@cornerstonejs/codec-charls/decodewasmjs' {
  import type { CreateWasmCodec } from '#shared/dicom/codec/wasm-codecs.ts';

  const create: CreateWasmCodec;
  export default create;
}
declare module '@cornerstonejs/codec-openjph/wasmjs' {
  import type { CreateWasmCodec } from '#shared/dicom/codec/wasm-codecs.ts';

  const create: CreateWasmCodec;
  export default create;
}
declare module '@cornerstonejs/codec-libjxl/decodewasmjs' {
  import type { CreateWasmCodec } from '#shared/dicom/codec/wasm-codecs.ts';

  const create: CreateWasmCodec;
  export default create;
}
