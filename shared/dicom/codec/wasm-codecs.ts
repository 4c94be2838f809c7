import { damagedCodestream } from './damaged-codestream.ts';

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

/** What a host has to decode frames with. */
export interface FrameCodecs extends WasmCodecs {
  /** Deflated Image Frame Compression (PS3.5 A.4.12). @throws AppError `file/damaged` when fewer than `neededBytes` come out */
  readonly inflate: (deflated: Uint8Array, neededBytes: number) => Promise<Uint8Array>;
}

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

export interface WasmCodec {
  readonly J2KDecoder?: new () => WasmDecoder;
  readonly HTJ2KDecoder?: new () => WasmDecoder;
  readonly JpegLSDecoder?: new () => WasmDecoder;
  readonly JpegXLDecoder?: new () => WasmDecoder;
  getExceptionMessage?(pointer: number): string;
}

/** As emscripten makes them. */
export type CreateWasmCodec = (options: {
  readonly locateFile?: (name: string) => string;
  /** The program itself, where no address leads to it. */
  readonly wasmBinary?: Uint8Array;
  readonly print?: (line: string) => void;
  readonly printErr?: (line: string) => void;
}) => Promise<WasmCodec>;

const DECODERS = { 'jpeg-2000': 'J2KDecoder', 'high-throughput-jpeg-2000': 'HTJ2KDecoder', 'jpeg-ls': 'JpegLSDecoder', 'jpeg-xl': 'JpegXLDecoder' } as const satisfies Record<WasmCodecName, keyof WasmCodec>;

/** The codecs of one worker, each opened when it is first needed. */
export function createWasmCodecs(openCodec: (name: WasmCodecName) => Promise<WasmCodec>): WasmCodecs {
  const opened = new Map<WasmCodecName, Promise<WasmCodec>>();

  function open(name: WasmCodecName): Promise<WasmCodec> {
    const known = opened.get(name);
    if (known !== undefined) return known;
    const fresh = openCodec(name);
    opened.set(name, fresh);
    return fresh;
  }

  return {
    decode: async (name, codestream) => {
      const codec = await open(name);
      const Decoder = codec[DECODERS[name]];
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
