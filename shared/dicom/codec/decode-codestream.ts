import { damagedCodestream } from './damaged-codestream.ts';
import { decodeJpeg } from './decode-jpeg.ts';
import { readJpeg2000Header } from './jpeg2000-header.ts';
import { mendJpeg2000Size } from './mend-jpeg2000-size.ts';
import { nativeSamples } from './native-samples.ts';
import { rleSamples } from './rle-samples.ts';
import type { DecodedSamples } from '../pixel/decoded-samples.ts';
import { colourSpaceOfJpeg, readJpegHeader } from '../pixel/jpeg-codestream.ts';
import { extractStoredValues, extremesOf, type SampleArray, type StoredFormat } from '../pixel/stored-values.ts';
import type { FrameCodecs, WasmCodecName } from './wasm-codecs.ts';

/** What the metadata promise of a frame. */
export interface CodestreamLayout {
  readonly rows: number;
  readonly columns: number;
  readonly samplesPerPixel: number;
  readonly photometricInterpretation: string;
  readonly planarConfiguration: number;
  readonly format: StoredFormat;
  /** Bits of the pixel words that hold overlays (retired, PS3.5 8.1.2). */
  readonly overlayBits: readonly number[];
}

const EXPLICIT_BIG_ENDIAN = '1.2.840.10008.1.2.2';
const RLE_LOSSLESS = '1.2.840.10008.1.2.5';
const DEFLATED_FRAME = '1.2.840.10008.1.2.8.1';
/** Uncompressed pixels, also in fragments (PS3.5 A.4.11). */
const NATIVE_SYNTAXES: ReadonlySet<string> = new Set([
  '1.2.840.10008.1.2', '1.2.840.10008.1.2.1', EXPLICIT_BIG_ENDIAN, '1.2.840.10008.1.2.1.99', '1.2.840.10008.1.2.1.98', DEFLATED_FRAME,
]);
const JPEG = /^1\.2\.840\.10008\.1\.2\.4\.(5\d|6[0-6]|70|8[01])$/;
const JPEG_2000 = /^1\.2\.840\.10008\.1\.2\.4\.9[0-3]$/;
const HIGH_THROUGHPUT = /^1\.2\.840\.10008\.1\.2\.4\.20[123]$/;
const JPEG_XL = /^1\.2\.840\.10008\.1\.2\.4\.11[012]$/;
const WIDEST_WASM_SAMPLE = 16;

/** Samples as a decoder gave them, before the stored bits are taken out. */
interface RawSamples {
  readonly samples: SampleArray;
  readonly isPlanar: boolean;
  /** Bits that the codestream has for a sample; undefined where whole words are stored. */
  readonly precision: number | undefined;
  readonly colourSpace: string;
}

/**
 * Decodes one frame of any transfer syntax. A codestream that is not what its label says is decoded as what it is, or not at all.
 * @throws AppError `file/damaged` with the fact `reason`
 */
export async function decodeCodestream(bytes: Uint8Array, transferSyntaxUid: string, layout: CodestreamLayout, codecs: FrameCodecs): Promise<DecodedSamples> {
  const { rows, columns, samplesPerPixel, format } = layout;
  const raw = await rawSamples(bytes, transferSyntaxUid, layout, codecs);
  const isHalved = raw.samples.length === rows * columns * 2 && samplesPerPixel === 3;
  // An encoder that took whole words left the sample where it was: its codestream reaches up to High Bit. Any other has the sample from bit 0 on.
  const isAligned = raw.precision !== undefined && raw.precision <= format.highBit;
  const values = extractStoredValues(raw.samples, format, isAligned);
  return {
    values: raw.isPlanar && !isHalved ? interleaved(values, rows * columns, samplesPerPixel) : values,
    arrangement: isHalved ? 'half-chroma' : 'interleaved',
    colourSpace: raw.colourSpace,
    bitsStored: format.bitsStored,
    extremes: samplesPerPixel === 1 ? extremesOf(values) : undefined,
    embeddedBits: new Map(layout.overlayBits.map((position) => [position, bitsAt(raw.samples, position)])),
  };
}

function bitsAt(words: SampleArray, position: number): Uint8Array {
  const bits = new Uint8Array(words.length);
  for (let index = 0; index < words.length; index += 1) bits[index] = ((words[index] ?? 0) >>> position) & 1;
  return bits;
}

async function rawSamples(bytes: Uint8Array, transferSyntaxUid: string, layout: CodestreamLayout, codecs: FrameCodecs): Promise<RawSamples> {
  const { rows, columns, samplesPerPixel, photometricInterpretation, format } = layout;
  if (NATIVE_SYNTAXES.has(transferSyntaxUid)) {
    const native = transferSyntaxUid === DEFLATED_FRAME ? await codecs.inflate(bytes, nativeByteCount(layout)) : bytes;
    return nativeRaw(native, transferSyntaxUid === EXPLICIT_BIG_ENDIAN, layout);
  }
  if (transferSyntaxUid === RLE_LOSSLESS) {
    const samples = rleSamples(bytes, { pixelCount: rows * columns, samplesPerPixel, bitsAllocated: format.bitsAllocated });
    return { samples, isPlanar: false, precision: undefined, colourSpace: photometricInterpretation };
  }
  if (JPEG.test(transferSyntaxUid)) {
    if (readJpegHeader(bytes)?.process === 'jpeg-ls') return await wasmRaw('jpeg-ls', bytes, layout, codecs, photometricInterpretation);
    return jpegRaw(bytes, layout);
  }
  if (JPEG_2000.test(transferSyntaxUid)) return await jpeg2000Raw('jpeg-2000', bytes, layout, codecs);
  if (HIGH_THROUGHPUT.test(transferSyntaxUid)) return await jpeg2000Raw('high-throughput-jpeg-2000', bytes, layout, codecs);
  if (JPEG_XL.test(transferSyntaxUid)) return await wasmRaw('jpeg-xl', bytes, layout, codecs, samplesPerPixel === 3 ? 'RGB' : photometricInterpretation);
  throw damagedCodestream(`no decoder for the transfer syntax ${transferSyntaxUid}`);
}

function nativeByteCount({ rows, columns, samplesPerPixel, format }: CodestreamLayout): number {
  return Math.ceil((rows * columns * samplesPerPixel * format.bitsAllocated) / 8);
}

function nativeRaw(bytes: Uint8Array, isBigEndian: boolean, layout: CodestreamLayout): RawSamples {
  const { rows, columns, samplesPerPixel, photometricInterpretation, planarConfiguration, format } = layout;
  // Some write 422 above pixels with all three samples; the length tells.
  const isHalved = samplesPerPixel === 3 && photometricInterpretation.endsWith('_422') && bytes.length < nativeByteCount(layout);
  const samples = nativeSamples(bytes, {
    sampleCount: rows * columns * (isHalved ? 2 : samplesPerPixel), bitsAllocated: format.bitsAllocated, isBigEndian, isFloat: format.isFloat === true,
  });
  return { samples, isPlanar: planarConfiguration === 1 && samplesPerPixel > 1, precision: undefined, colourSpace: photometricInterpretation };
}

function jpegRaw(bytes: Uint8Array, layout: CodestreamLayout): RawSamples {
  const decoded = decodeJpeg(bytes, layout.rows);
  requireSize(decoded, layout);
  const colourSpace = decoded.components === 3 ? colourSpaceOfJpeg(bytes, layout.photometricInterpretation) : layout.photometricInterpretation;
  return { samples: decoded.samples, isPlanar: false, precision: decoded.precision, colourSpace };
}

async function jpeg2000Raw(name: WasmCodecName, received: Uint8Array, layout: CodestreamLayout, codecs: FrameCodecs): Promise<RawSamples> {
  const bytes = mendJpeg2000Size(received, layout.columns);
  const header = readJpeg2000Header(bytes);
  requireSize(header, layout);
  if (header.isSubsampled) throw damagedCodestream('a JPEG 2000 picture with components of different size');
  if (header.precision > WIDEST_WASM_SAMPLE) throw damagedCodestream(`a JPEG 2000 picture of ${header.precision} bits`);
  const { photometricInterpretation: declared } = layout;
  const isTurnedBack = header.hasColourTransform || declared === 'YBR_RCT' || declared === 'YBR_ICT';
  return await wasmRaw(name, bytes, layout, codecs, isTurnedBack && layout.samplesPerPixel === 3 ? 'RGB' : declared);
}

async function wasmRaw(name: WasmCodecName, bytes: Uint8Array, layout: CodestreamLayout, codecs: FrameCodecs, colourSpace: string): Promise<RawSamples> {
  const decoded = await codecs.decode(name, bytes);
  requireSize(decoded, layout);
  if (decoded.samples.length < decoded.rows * decoded.columns * decoded.components) throw damagedCodestream('the decoder gave too few samples');
  return { samples: decoded.samples.subarray(0, decoded.rows * decoded.columns * decoded.components), isPlanar: decoded.isPlanar, precision: decoded.bitsPerSample, colourSpace };
}

function requireSize(found: { readonly rows: number; readonly columns: number; readonly components: number }, { rows, columns, samplesPerPixel }: CodestreamLayout): void {
  if (found.rows === rows && found.columns === columns && found.components === samplesPerPixel) return;
  throw damagedCodestream(`the codestream holds ${found.columns} x ${found.rows} x ${found.components}, the header says ${columns} x ${rows} x ${samplesPerPixel}`);
}

function interleaved(values: SampleArray, pixels: number, samplesPerPixel: number): SampleArray {
  const result = values.slice();
  for (let sample = 0; sample < samplesPerPixel; sample += 1) {
    for (let pixel = 0; pixel < pixels; pixel += 1) result[pixel * samplesPerPixel + sample] = values[sample * pixels + pixel] ?? 0;
  }
  return result;
}
