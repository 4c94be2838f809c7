import createCharls from '@cornerstonejs/codec-charls/decodewasmjs';
import charlsUrl from '@cornerstonejs/codec-charls/decodewasm?url';
import createLibjxl from '@cornerstonejs/codec-libjxl/decodewasmjs';
import libjxlUrl from '@cornerstonejs/codec-libjxl/decodewasm?url';
import createOpenjpeg from '@cornerstonejs/codec-openjpeg/decodewasmjs';
import openjpegUrl from '@cornerstonejs/codec-openjpeg/decodewasm?url';
import createOpenjph from '@cornerstonejs/codec-openjph/wasmjs';
import openjphUrl from '@cornerstonejs/codec-openjph/wasm?url';
import { createWasmCodecs, type CreateWasmCodec, type WasmCodecName, type WasmCodecs } from '#shared/dicom/codec/wasm-codecs.ts';

const CODECS = {
  'jpeg-2000': { create: createOpenjpeg, url: openjpegUrl },
  'high-throughput-jpeg-2000': { create: createOpenjph, url: openjphUrl },
  'jpeg-ls': { create: createCharls, url: charlsUrl },
  'jpeg-xl': { create: createLibjxl, url: libjxlUrl },
} as const satisfies Record<WasmCodecName, { create: CreateWasmCodec; url: string }>;

/** The codecs of a page's worker, read from where the page comes from. */
export function createPageCodecs(): WasmCodecs {
  const silent = () => undefined;
  return createWasmCodecs((name) => {
    const { create, url } = CODECS[name];
    return create({ locateFile: (file) => (file.endsWith('.wasm') ? url : file), print: silent, printErr: silent });
  });
}
