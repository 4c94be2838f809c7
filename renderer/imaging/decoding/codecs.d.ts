/** The packages have no types that can be trusted: shared/dicom/codec/wasm-codecs.ts says what we use of them. */
declare module '@cornerstonejs/codec-openjpeg/decodewasmjs' {
  const create: import('#shared/dicom/codec/wasm-codecs.ts').CreateWasmCodec;
  export default create;
}
declare module '@cornerstonejs/codec-charls/decodewasmjs' {
  const create: import('#shared/dicom/codec/wasm-codecs.ts').CreateWasmCodec;
  export default create;
}
declare module '@cornerstonejs/codec-openjph/wasmjs' {
  const create: import('#shared/dicom/codec/wasm-codecs.ts').CreateWasmCodec;
  export default create;
}
declare module '@cornerstonejs/codec-libjxl/decodewasmjs' {
  const create: import('#shared/dicom/codec/wasm-codecs.ts').CreateWasmCodec;
  export default create;
}
