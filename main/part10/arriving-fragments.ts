import { beginsCodestream, join, withoutPadding } from './cut-encapsulated-frames.ts';
import type { ScannedFragment } from './scan-data-set.ts';

/** The frames of encapsulated Pixel Data of which only the beginning is here. */
export interface ArrivingFragments {
  /** Goes on as far as the bytes reach. @returns false when the frames cannot be told apart before all is here */
  readonly advance: (bytes: Uint8Array) => boolean;
  readonly framesHere: () => number;
  /** @param frameIndex below `framesHere` */
  readonly frame: (bytes: Uint8Array, frameIndex: number) => Uint8Array;
  /** The value has ended, with as many frames as declared. */
  readonly isWhole: () => boolean;
}

export interface FragmentsToCome {
  /** First byte of the value: the item tag of the Basic Offset Table. */
  readonly valueOffset: number;
  readonly transferSyntaxUid: string;
  readonly numberOfFrames: number;
  /** Values of the Extended Offset Table (7FE0,0001) and its lengths (7FE0,0002), where present. */
  readonly extendedOffsets: readonly number[];
  readonly extendedLengths: readonly number[];
}

const ITEM = 0xe000fffe;
const ITEM_END = 0xe00dfffe;
const SEQUENCE_END = 0xe0ddfffe;
const UNDEFINED_LENGTH = 0xffff_ffff;
/** So much of a fragment tells whether a codestream begins with it: the header of RLE. */
const TELLING_BYTES = 64;

/**
 * A frame is given out only where `cutEncapsulatedFrames` will cut it in the same way whatever follows: each frame begins with a fragment that begins like
 * a codestream, its other fragments do not, what follows is the beginning of the next one or the end, and the offset tables, where there are
 * any, say the same. PS3.5 A.4
 */
export function createArrivingFragments({ valueOffset, transferSyntaxUid, numberOfFrames, extendedOffsets, extendedLengths }: FragmentsToCome): ArrivingFragments {
  const frames: (readonly ScannedFragment[])[] = [];
  let open: ScannedFragment[] = [];
  let position = valueOffset;
  /** First byte behind the Basic Offset Table, which offsets are measured from. */
  let base: number | undefined;
  let offsets: readonly number[] | undefined;
  let isEnded = false;
  const hasExtendedTable = extendedOffsets.length === numberOfFrames && extendedLengths.length === numberOfFrames;

  const close = (): void => {
    if (open.length > 0) frames.push(open);
    open = [];
  };

  /** Whether the tables agree that a frame begins here, or that none does. */
  const isAsTold = (begins: boolean, itemOffset: number, length: number): boolean => {
    if (hasExtendedTable) {
      const padding = length - (extendedLengths[frames.length] ?? 0);
      return begins && extendedOffsets[frames.length] === itemOffset && (padding === 0 || padding === 1);
    }
    return offsets === undefined || begins === (offsets[frames.length + (begins ? 0 : 1)] === itemOffset);
  };

  const advance = (bytes: Uint8Array): boolean => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    while (!isEnded && position + 8 <= bytes.length) {
      const tag = view.getUint32(position, true);
      const length = view.getUint32(position + 4, true);
      const start = position + 8;
      const here = Math.min(length, bytes.length - start);
      if (tag === SEQUENCE_END) {
        close();
        isEnded = true;
        return frames.length === numberOfFrames;
      }
      if (tag === ITEM_END && length === 0) {
        position = start;
        continue;
      }
      if (tag !== ITEM || length === UNDEFINED_LENGTH) return false;
      if (base === undefined) {
        if (here < length) return true;
        position = base = start + length;
        offsets = length === numberOfFrames * 4 ? Array.from({ length: numberOfFrames }, (_, index) => view.getUint32(start + index * 4, true)) : undefined;
        continue;
      }
      if (here < Math.min(length, TELLING_BYTES)) return true;
      const begins = beginsCodestream(bytes, { offset: start, length: here }, transferSyntaxUid);
      if (begins) close();
      if (frames.length >= numberOfFrames || (!begins && open.length === 0) || !isAsTold(begins, position - base, length)) return false;
      if (here < length) return true;
      open.push({ offset: start, length });
      position = start + length;
    }
    return true;
  };

  return {
    advance,
    framesHere: () => frames.length,
    frame(bytes, frameIndex) {
      const joined = join(bytes, frames[frameIndex] ?? []);
      return hasExtendedTable ? joined.subarray(0, extendedLengths[frameIndex]) : withoutPadding(joined, transferSyntaxUid);
    },
    isWhole: () => isEnded && frames.length === numberOfFrames,
  };
}
