import { constants, inflateRawSync } from 'node:zlib';
import createCharls from '@cornerstonejs/codec-charls/decodewasmjs';
import createLibjxl from '@cornerstonejs/codec-libjxl/decodewasmjs';
import createOpenjpeg from '@cornerstonejs/codec-openjpeg/decodewasmjs';
import createOpenjph from '@cornerstonejs/codec-openjph/wasmjs';
import { damagedCodestream } from '#shared/dicom/codec/damaged-codestream.ts';
import { createWasmCodecs, type CreateWasmCodec, type FrameCodecs, type WasmCodecName } from '#shared/dicom/codec/wasm-codecs.ts';

const CODECS = { 'jpeg-2000': createOpenjpeg, 'high-throughput-jpeg-2000': createOpenjph, 'jpeg-ls': createCharls, 'jpeg-xl': createLibjxl } as const satisfies Record<WasmCodecName, CreateWasmCodec>;

/** What an encoder may have written after the pixels. */
const MOST_BYTES_AFTER = 65_536;

/** The codecs of a Node thread. @param readCodec the WebAssembly of a codec */
export function createNodeCodecs(readCodec: (name: WasmCodecName) => Uint8Array): FrameCodecs {
  const silent = () => undefined;
  return {
    ...createWasmCodecs((name) => CODECS[name]({ wasmBinary: readCodec(name), print: silent, printErr: silent })),
    async inflate(deflated, neededBytes) {
      const inflated = unpacked(deflated, neededBytes);
      if (inflated === undefined || inflated.length < neededBytes) throw damagedCodestream(`the deflated frame has ${inflated?.length ?? 0} of ${neededBytes} bytes`);
      return inflated.subarray(0, neededBytes);
    },
  };
}

/** @returns undefined for what is no deflated frame, or unpacks to far more than one */
function unpacked(deflated: Uint8Array, neededBytes: number): Uint8Array | undefined {
  try {
    return inflateRawSync(deflated, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: neededBytes + MOST_BYTES_AFTER });
  } catch {
    return undefined;
  }
}
