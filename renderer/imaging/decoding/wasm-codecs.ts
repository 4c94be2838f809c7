import createCharls from '@cornerstonejs/codec-charls/decodewasmjs';
import charlsUrl from '@cornerstonejs/codec-charls/decodewasm?url';
import createLibjxl from '@cornerstonejs/codec-libjxl/decodewasmjs';
import libjxlUrl from '@cornerstonejs/codec-libjxl/decodewasm?url';
import createOpenjpeg from '@cornerstonejs/codec-openjpeg/decodewasmjs';
import openjpegUrl from '@cornerstonejs/codec-openjpeg/decodewasm?url';
import createOpenjph from '@cornerstonejs/codec-openjph/wasmjs';
import openjphUrl from '@cornerstonejs/codec-openjph/wasm?url';
import { damagedCodestream } from '#shared/dicom/codec/damaged-codestream.ts';

export type WasmCodecName = 'jpeg-2000' | 'high-throughput-jpeg-2000' | 'jpeg-ls' | 'jpeg-xl';

/** What a codec made of a codestream: the samples as they lie in its memory. */
export interface WasmDecoding {
  readonly rows: number;
  readonly columns: number;
  readonly components: number;
  readonly bitsPerSample: number;
  readonly isPlanar: boolean;
  readonly samples: Uint8Array | Uint16Array;
}

export interface WasmCodecs {
  /** @throws AppError `file/damaged` when the codec gives up */
  readonly decode: (name: WasmCodecName, codestream: Uint8Array) => Promise<WasmDecoding>;
}

const DECODERS = {
  'jpeg-2000': { create: createOpenjpeg, url: openjpegUrl, decoder: 'J2KDecoder' },
  'high-throughput-jpeg-2000': { create: createOpenjph, url: openjphUrl, decoder: 'HTJ2KDecoder' },
  'jpeg-ls': { create: createCharls, url: charlsUrl, decoder: 'JpegLSDecoder' },
  'jpeg-xl': { create: createLibjxl, url: libjxlUrl, decoder: 'JpegXLDecoder' },
} as const satisfies Record<WasmCodecName, { create: CreateWasmCodec; url: string; decoder: keyof WasmCodec }>;

/** The codecs of one worker, each read when it is first needed. */
export function createWasmCodecs(): WasmCodecs {
  const opened = new Map<WasmCodecName, Promise<WasmCodec>>();

  function open(name: WasmCodecName): Promise<WasmCodec> {
    const known = opened.get(name);
    if (known !== undefined) return known;
    const { create, url } = DECODERS[name];
    const silent = () => undefined;
    const fresh = create({ locateFile: (file) => (file.endsWith('.wasm') ? url : file), print: silent, printErr: silent });
    opened.set(name, fresh);
    return fresh;
  }

  return {
    decode: async (name, codestream) => {
      const codec = await open(name);
      const Decoder = codec[DECODERS[name].decoder];
      if (Decoder === undefined) throw new TypeError('The codec has no decoder.');
      try {
        const decoder = new Decoder();
        try {
          decoder.getEncodedBuffer(codestream.length).set(codestream);
          decoder.decode();
          return copyOf(decoder);
        } finally {
          decoder.delete();
        }
      } catch (error) {
        // After a trap its memory is worth nothing: the next frame gets a new one.
        opened.delete(name);
        throw damagedCodestream(`the ${name} decoder gave up: ${reasonOf(codec, error)}`);
      }
    },
  };
}

function copyOf(decoder: WasmDecoder): WasmDecoding {
  const { width, height, bitsPerSample, componentCount } = decoder.getFrameInfo();
  const bytes = decoder.getDecodedBuffer().slice();
  return {
    rows: height,
    columns: width,
    components: componentCount,
    bitsPerSample,
    isPlanar: componentCount > 1 && isNought(decoder.getInterleaveMode?.()),
    samples: bitsPerSample > 8 ? new Uint16Array(bytes.buffer, 0, bytes.length >> 1) : bytes,
  };
}

/** An enumeration of the codec comes as a number or as an object around one. */
function isNought(mode: unknown): boolean {
  return mode === 0 || (typeof mode === 'object' && mode !== null && 'value' in mode && mode.value === 0);
}

function reasonOf(codec: WasmCodec, error: unknown): string {
  if (typeof error === 'number') return codec.getExceptionMessage?.(error) ?? `exception ${error}`;
  return error instanceof Error ? error.message.slice(0, 120) : 'no reason given';
}
