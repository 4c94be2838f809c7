import { damaged } from './damaged.ts';
import type { ScannedFragment, ScannedFragments } from './scan-data-set.ts';
import { isVideo, TRANSFER_SYNTAX } from './transfer-syntax.ts';

export interface EncapsulatedPixels {
  readonly bytes: Uint8Array;
  readonly pixelData: ScannedFragments;
  readonly transferSyntaxUid: string;
  /** As declared; 1 where nothing is. */
  readonly numberOfFrames: number;
  /** Values of the Extended Offset Table (7FE0,0001) and its lengths (7FE0,0002), where present. */
  readonly extendedOffsets: readonly number[];
  readonly extendedLengths: readonly number[];
}

/**
 * Cuts encapsulated Pixel Data into codestreams, one a frame (PS3.5 A.4). A table that does not fit the fragments is not believed. In this order:
 * Extended Offset Table; Basic Offset Table; as many fragments as frames; one frame; a new frame wherever a fragment begins like a codestream.
 * Removed is only the single zero that may follow an end-of-image marker. A video is one frame.
 * @throws AppError `file/damaged` when frames are missing, cut off, or cannot be told apart
 */
export function cutEncapsulatedFrames(pixels: EncapsulatedPixels): readonly Uint8Array[] {
  const { bytes, pixelData, transferSyntaxUid, numberOfFrames } = pixels;
  const { fragments } = pixelData;
  if (pixelData.isTruncated) throw damaged(`Pixel Data ends inside its fragment ${fragments.length}`);
  if (fragments.length === 0) throw damaged('Pixel Data has no fragment');
  if (isVideo(transferSyntaxUid)) return [join(bytes, fragments)];

  const byExtendedTable = cutByExtendedTable(pixels);
  if (byExtendedTable !== undefined) return byExtendedTable;
  const groups = cutByBasicTable(pixels) ?? cutByFragments(pixels);
  if (groups === undefined) throw damaged(`${fragments.length} fragments cannot be told apart into ${numberOfFrames} frames`);
  const frames = groups.map((group) => withoutPadding(join(bytes, group), transferSyntaxUid));
  const last = frames.at(-1);
  if (!pixelData.isDelimited && isJpegFamily(transferSyntaxUid) && last !== undefined && !endsWithEndOfImage(last)) {
    throw damaged(`Pixel Data ends inside frame ${frames.length}`);
  }
  return frames;
}

/** PS3.3 C.7.6.3.1.8: each frame is one fragment, and its length without padding is known. */
function cutByExtendedTable({ bytes, pixelData, numberOfFrames, extendedOffsets, extendedLengths }: EncapsulatedPixels): readonly Uint8Array[] | undefined {
  if (extendedOffsets.length !== numberOfFrames || extendedLengths.length !== numberOfFrames) return undefined;
  const atOffset = fragmentsByOffset(pixelData.fragments);
  const frames: Uint8Array[] = [];
  for (const [index, offset] of extendedOffsets.entries()) {
    const fragment = atOffset.get(offset);
    const length = extendedLengths[index] ?? 0;
    if (fragment === undefined || length === 0 || length > fragment.length || fragment.length - length > 1) return undefined;
    frames.push(bytes.subarray(fragment.offset, fragment.offset + length));
  }
  return pixelData.fragments.length === numberOfFrames ? frames : undefined;
}

function cutByBasicTable({ bytes, pixelData, numberOfFrames }: EncapsulatedPixels): readonly (readonly ScannedFragment[])[] | undefined {
  const { offsetTable, fragments } = pixelData;
  if (offsetTable.length === 0 || offsetTable.length !== numberOfFrames * 4) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset + offsetTable.offset, offsetTable.length);
  const indexAtOffset = new Map([...fragmentsByOffset(fragments).keys()].map((offset, index) => [offset, index]));
  const starts: number[] = [];
  for (let position = 0; position < offsetTable.length; position += 4) {
    const fragmentIndex = indexAtOffset.get(view.getUint32(position, true));
    if (fragmentIndex === undefined || fragmentIndex <= (starts.at(-1) ?? -1)) return undefined;
    starts.push(fragmentIndex);
  }
  return starts[0] === 0 ? groupFrom(fragments, starts) : undefined;
}

function cutByFragments({ bytes, pixelData, numberOfFrames, transferSyntaxUid }: EncapsulatedPixels): readonly (readonly ScannedFragment[])[] | undefined {
  const { fragments } = pixelData;
  if (numberOfFrames === 1) return [fragments];
  const starts = fragments.flatMap((fragment, index) => (beginsCodestream(bytes, fragment, transferSyntaxUid) ? [index] : []));
  if (starts[0] === 0 && starts.length === numberOfFrames) return groupFrom(fragments, starts);
  // Codestreams whose beginning cannot be recognised.
  return starts.length === 0 && fragments.length === numberOfFrames ? fragments.map((fragment) => [fragment]) : undefined;
}

/** Offsets are measured from the first byte behind the Basic Offset Table to the item tag of the fragment. */
function fragmentsByOffset(fragments: readonly ScannedFragment[]): ReadonlyMap<number, ScannedFragment> {
  const first = fragments[0]?.offset ?? 0;
  return new Map(fragments.map((fragment) => [fragment.offset - first, fragment]));
}

function groupFrom(fragments: readonly ScannedFragment[], starts: readonly number[]): readonly (readonly ScannedFragment[])[] {
  return starts.map((start, index) => fragments.slice(start, starts[index + 1] ?? fragments.length));
}

export function join(bytes: Uint8Array, fragments: readonly ScannedFragment[]): Uint8Array {
  const [only] = fragments;
  if (only !== undefined && fragments.length === 1) return bytes.subarray(only.offset, only.offset + only.length);
  const joined = new Uint8Array(fragments.reduce((sum, fragment) => sum + fragment.length, 0));
  let position = 0;
  for (const { offset, length } of fragments) {
    joined.set(bytes.subarray(offset, offset + length), position);
    position += length;
  }
  return joined;
}

/** JPEG and JPEG-LS: SOI; JPEG 2000 and HTJ2K: SOC and SIZ, or a JP2 box; RLE: its header. */
export function beginsCodestream(bytes: Uint8Array, { offset, length }: ScannedFragment, transferSyntaxUid: string): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset + offset, length);
  if (length < 4) return false;
  if (transferSyntaxUid === TRANSFER_SYNTAX.rle) return isRleHeader(view);
  if (!isJpegFamily(transferSyntaxUid)) return false;
  const begin = view.getUint32(0);
  return begin >>> 8 === 0xffd8ff || begin === 0xff4fff51 || (begin === 12 && length > 8 && view.getUint32(4) === 0x6a502020);
}

/** PS3.5 G.5: the number of segments and fifteen offsets, the first of which is 64. */
function isRleHeader(view: DataView): boolean {
  if (view.byteLength < 64) return false;
  const segments = view.getUint32(0, true);
  if (segments < 1 || segments > 15 || view.getUint32(4, true) !== 64) return false;
  for (let index = 1; index < 15; index += 1) {
    const offset = view.getUint32(4 + index * 4, true);
    const isRight = index < segments ? offset > view.getUint32(index * 4, true) : offset === 0;
    if (!isRight) return false;
  }
  return true;
}

/** JPEG, JPEG-LS, JPEG 2000 and HTJ2K all end with FF D9. */
function isJpegFamily(transferSyntaxUid: string): boolean {
  return /^1\.2\.840\.10008\.1\.2\.4\.(5\d|6\d|70|8[01]|9[0-5]|20[1-5])$/.test(transferSyntaxUid);
}

/** Some encoders fill up with FF or zeros behind the marker. */
function endsWithEndOfImage(frame: Uint8Array): boolean {
  let end = frame.length;
  while (end > 2 && (frame[end - 1] === 0xff || frame[end - 1] === 0)) end -= 1;
  return frame[end - 2] === 0xff && frame[end - 1] === 0xd9;
}

export function withoutPadding(frame: Uint8Array, transferSyntaxUid: string): Uint8Array {
  const isPadded = isJpegFamily(transferSyntaxUid) && frame.at(-1) === 0 && frame.at(-2) === 0xd9 && frame.at(-3) === 0xff;
  return isPadded ? frame.subarray(0, -1) : frame;
}
