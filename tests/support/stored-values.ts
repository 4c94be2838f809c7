import { inflateRawSync } from 'node:zlib';
import { numberOf, textOf, type DataSet } from '#shared/dicom/data-set/data-set.ts';

/**
 * Stored pixel values of one frame as the README of the shared files hashes them: little endian in the width of Bits Allocated, shifted,
 * masked and sign-extended, samples interleaved; one byte a pixel for 1-bit frames; the bytes as stored for YBR_FULL_422 and floats.
 * @returns undefined for codestreams that this test cannot decode (all but native, RLE and deflated frames)
 */
export function storedValues(metadata: DataSet, transferSyntaxUid: string, frame: Uint8Array): Uint8Array | undefined {
  const layout = pixelLayout(metadata);
  const native = toNative(transferSyntaxUid, frame, layout);
  if (native === undefined) return undefined;
  const { samples, bitsAllocated, bitsStored, highBit, isSigned, isPlanar, pixels } = layout;
  if (bitsAllocated === 1) return Uint8Array.from({ length: pixels }, (_, index) => ((native[index >> 3] ?? 0) >> (index & 7)) & 1);
  if (bitsStored === undefined || (textOf(metadata, 'PhotometricInterpretation') === 'YBR_FULL_422' && native.length === pixels * 2)) return native;
  const size = bitsAllocated / 8;
  const view = new DataView(native.buffer, native.byteOffset, native.length);
  const isBigEndian = transferSyntaxUid === '1.2.840.10008.1.2.2';
  const values = new Uint8Array(pixels * samples * size);
  const target = new DataView(values.buffer);
  const shift = highBit - bitsStored + 1;
  if (shift === 0 && bitsStored === bitsAllocated && !isPlanar && !isBigEndian) return native;
  for (let index = 0; index < pixels * samples; index += 1) {
    let raw = 0;
    for (let byte = 0; byte < size; byte += 1) raw += view.getUint8(index * size + (isBigEndian ? size - 1 - byte : byte)) * 256 ** byte;
    let value = Math.floor(raw / 2 ** shift) % 2 ** bitsStored;
    if (isSigned && value >= 2 ** (bitsStored - 1)) value -= 2 ** bitsStored;
    const to = isPlanar ? (index % pixels) * samples + Math.floor(index / pixels) : index;
    for (let byte = 0; byte < size; byte += 1) target.setUint8(to * size + byte, Math.floor(value / 256 ** byte) & 0xff);
  }
  return values;
}

interface PixelLayout {
  readonly pixels: number;
  readonly samples: number;
  readonly bitsAllocated: number;
  readonly bitsStored: number | undefined;
  readonly highBit: number;
  readonly isSigned: boolean;
  readonly isPlanar: boolean;
}

function pixelLayout(metadata: DataSet): PixelLayout {
  const bitsStored = numberOf(metadata, 'BitsStored');
  return {
    pixels: numberOf(metadata, 'Rows')! * numberOf(metadata, 'Columns')!,
    samples: numberOf(metadata, 'SamplesPerPixel') ?? 1,
    bitsAllocated: numberOf(metadata, 'BitsAllocated')!,
    bitsStored,
    highBit: numberOf(metadata, 'HighBit') ?? (bitsStored ?? 1) - 1,
    isSigned: numberOf(metadata, 'PixelRepresentation') === 1,
    isPlanar: numberOf(metadata, 'PlanarConfiguration') === 1,
  };
}

function toNative(transferSyntaxUid: string, frame: Uint8Array, { pixels, samples, bitsAllocated, isPlanar }: PixelLayout): Uint8Array | undefined {
  if (/^1\.2\.840\.10008\.1\.2(\.[12])?$/.test(transferSyntaxUid)) return frame;
  if (transferSyntaxUid === '1.2.840.10008.1.2.8.1') return new Uint8Array(inflateRawSync(frame));
  if (transferSyntaxUid !== '1.2.840.10008.1.2.5') return undefined;
  const view = new DataView(frame.buffer, frame.byteOffset, frame.length);
  const count = view.getUint32(0, true);
  const segments = Array.from({ length: count }, (_, index) => {
    const end = index + 1 < count ? view.getUint32(8 + index * 4, true) : frame.length;
    return unpackBits(frame.subarray(view.getUint32(4 + index * 4, true), end));
  });
  if (bitsAllocated === 1) return segments[0];
  // Segments hold one byte of each pixel, most significant first, sample after sample. PS3.5 G.2
  const size = bitsAllocated / 8;
  const native = new Uint8Array(pixels * samples * size);
  for (let index = 0; index < pixels * samples; index += 1) {
    const sample = isPlanar ? Math.floor(index / pixels) : index % samples;
    const pixel = isPlanar ? index % pixels : Math.floor(index / samples);
    for (let byte = 0; byte < size; byte += 1) native[index * size + byte] = segments[sample * size + (size - 1 - byte)]?.[pixel] ?? 0;
  }
  return native;
}

/** PackBits, PS3.5 G.3. */
function unpackBits(packed: Uint8Array): Uint8Array {
  const bytes: number[] = [];
  let position = 0;
  while (position < packed.length) {
    const code = packed[position]!;
    position += 1;
    if (code < 128) {
      bytes.push(...packed.subarray(position, position + code + 1));
      position += code + 1;
    } else if (code > 128) {
      for (let count = 0; count < 257 - code; count += 1) bytes.push(packed[position] ?? 0);
      position += 1;
    }
  }
  return Uint8Array.from(bytes);
}
