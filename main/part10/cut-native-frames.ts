import { damaged } from './damaged.ts';
import { swapWords } from './byte-order.ts';

/** What tells how long a frame is. PS3.3 C.7.6.3 */
export interface PixelDescription {
  readonly rows: number;
  readonly columns: number;
  readonly samplesPerPixel: number;
  readonly bitsAllocated: number;
  readonly photometricInterpretation: string;
  /** As declared; 1 where nothing is. */
  readonly numberOfFrames: number;
}

export interface NativePixels {
  readonly bytes: Uint8Array;
  readonly isLittleEndian: boolean;
  /** OW: in a big endian file bytes and bits lie in words of two bytes. */
  readonly isInWords: boolean;
}

/**
 * Cuts uncompressed Pixel Data into frames of whole bytes. 1-bit frames that begin inside a byte (PS3.5 8.1.1) are moved so that each begins
 * with the lowest bit of its first byte. 8-bit and 1-bit pixels of a big endian OW value are put into pixel order; wider ones stay big
 * endian, as the transfer syntax says.
 * @throws AppError `file/damaged` when pixels are missing, or when there is room for more frames than declared
 */
export function cutNativeFrames(description: PixelDescription, { bytes, isLittleEndian, isInWords }: NativePixels): readonly Uint8Array[] {
  const { bitsAllocated, numberOfFrames } = description;
  const frameBits = nativeFrameBits(description, bytes.length);
  const ordered = !isLittleEndian && isInWords && bitsAllocated <= 8 ? swapWords(bytes, 2) : bytes;
  return Array.from({ length: numberOfFrames }, (_, frameIndex) => bitsAt(ordered, frameIndex * frameBits, frameBits));
}

/**
 * How many bits a frame takes in a value of so many bytes.
 * @throws AppError `file/damaged` as `cutNativeFrames`
 */
export function nativeFrameBits(description: PixelDescription, byteLength: number): number {
  const { bitsAllocated, numberOfFrames } = description;
  // 12: two packed samples in three bytes, retired.
  if (bitsAllocated !== 1 && bitsAllocated !== 12 && (bitsAllocated % 8 !== 0 || bitsAllocated > 64)) throw damaged(`Bits Allocated is ${bitsAllocated}`);
  const frameBits = frameBitsOf(description, byteLength);
  const neededBytes = Math.ceil((frameBits * numberOfFrames) / 8);
  if (byteLength < neededBytes) {
    throw damaged(`Pixel Data has ${byteLength} of the ${neededBytes} bytes of ${numberOfFrames} frames`);
  }
  const surplusBits = byteLength * 8 - frameBits * numberOfFrames;
  if (surplusBits >= frameBits && surplusBits > 15) throw damaged(`Pixel Data holds more than the ${numberOfFrames} frames declared`);
  return frameBits;
}

/** The opposite for 1-bit frames: puts them behind each other without gaps. PS3.5 8.1.1 */
export function joinBitFrames(frames: readonly Uint8Array[], frameBits: number): Uint8Array {
  const joined = new Uint8Array(Math.ceil((frames.length * frameBits) / 8));
  frames.forEach((frame, frameIndex) => {
    for (let bit = 0; bit < frameBits; bit += 1) {
      if ((((frame[bit >> 3] ?? 0) >> (bit & 7)) & 1) === 0) continue;
      const to = frameIndex * frameBits + bit;
      joined[to >> 3] = (joined[to >> 3] ?? 0) | (1 << (to & 7));
    }
  });
  return joined;
}

function frameBitsOf(description: PixelDescription, availableBytes: number): number {
  const { rows, columns, samplesPerPixel, bitsAllocated, photometricInterpretation, numberOfFrames } = description;
  const pixels = rows * columns;
  const fullBits = pixels * samplesPerPixel * bitsAllocated;
  // Chroma is stored once for two pixels, so that a pixel takes two samples. PS3.3 C.7.6.3.1.2
  const isHalved = samplesPerPixel === 3 && /^YBR_(FULL|PARTIAL)_422$/.test(photometricInterpretation);
  if (!isHalved) return fullBits;
  // Some write 422 above pixels with all three samples; the length tells.
  const isFullAfterAll = Math.abs(availableBytes * 8 - fullBits * numberOfFrames) <= 8;
  return isFullAfterAll ? fullBits : pixels * 2 * bitsAllocated;
}

function bitsAt(bytes: Uint8Array, startBit: number, bitCount: number): Uint8Array {
  const length = Math.ceil(bitCount / 8);
  const start = Math.floor(startBit / 8);
  const shift = startBit % 8;
  if (shift === 0 && bitCount % 8 === 0) return bytes.subarray(start, start + length);
  const frame = new Uint8Array(length);
  for (let index = 0; index < length; index += 1) {
    frame[index] = ((bytes[start + index] ?? 0) >> shift) | ((bytes[start + index + 1] ?? 0) << (8 - shift));
  }
  const usedBits = bitCount % 8;
  if (usedBits !== 0) frame[length - 1] = (frame[length - 1] ?? 0) & ((1 << usedBits) - 1);
  return frame;
}
