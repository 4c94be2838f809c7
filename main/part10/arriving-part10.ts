import { numberOf, textOf, type DataSet } from '#shared/dicom/data-set/data-set.ts';
import { isUid } from '#shared/dicom/values/uid.ts';
import { isAppError } from '#shared/errors/app-error.ts';
import { createArrivingFragments, type ArrivingFragments } from './arriving-fragments.ts';
import { nativeFrameBits } from './cut-native-frames.ts';
import { toJsonDataSet, type BulkData } from './data-set-to-json.ts';
import type { Tag } from './dictionary.ts';
import { readElementHeader } from './element-header.ts';
import { openPart10 } from './open-part10.ts';
import { EXTENDED_OFFSET_TABLE, EXTENDED_OFFSET_TABLE_LENGTHS, longNumbers, MAXIMUM_FRAMES, pixelDescriptionOf } from './read-content.ts';
import { scanDataSet } from './scan-data-set.ts';
import { isNative, isVideo } from './transfer-syntax.ts';

/** What stands before the pixels of an object. */
export interface ArrivingHeader {
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly sopInstanceUid: string;
  readonly sopClassUid: string;
  readonly transferSyntaxUid: string;
  /** As declared: at least two. */
  readonly numberOfFrames: number;
  /** As `readPart10` gives it. */
  readonly metadata: DataSet;
  /** Copies: good for longer than the bytes. */
  readonly bulkData: readonly BulkData[];
}

/**
 * A Part 10 file of several frames of which only the beginning is here. The same frames as `readPart10` cuts from the whole, as soon as each is whole.
 * What is odd has no header here and must be waited for: big endian, deflated, a video, a single frame, bits that are no bytes, damage.
 */
export interface ArrivingPart10 {
  /** @param soFar all that is here, from the first byte on; the former ones are not looked at again */
  readonly take: (soFar: Uint8Array) => void;
  /** Undefined while it is not whole, and of what must be waited for. */
  readonly header: () => ArrivingHeader | undefined;
  readonly framesHere: () => number;
  /** A view of what was taken last. @param frameIndex zero-based @returns undefined while it is not here */
  readonly frame: (frameIndex: number) => Uint8Array | undefined;
  /** It must be waited for. */
  readonly isOdd: () => boolean;
  /** All frames are here, and nothing speaks against the way they were cut. */
  readonly isWhole: () => boolean;
}

/** (7FE0,0010), little endian. */
const PIXEL_DATA_BYTES = Buffer.from([0xe0, 0x7f, 0x10, 0x00]);
const PIXEL_DATA: Tag = 0x7fe00010;
const NUMBER_OF_FRAMES: Tag = 0x00280008;
const UNDEFINED_LENGTH = 0xffff_ffff;
/** Headers are not longer, and bytes that look like the tag of Pixel Data do not stand in them more often: icons have one. */
const MAXIMUM_HEADER_BYTES = 16 * 1024 * 1024;
const MAXIMUM_CANDIDATES = 16;

interface Found {
  readonly header: ArrivingHeader;
  readonly frames: ArrivingFragments;
}

export function createArrivingPart10(): ArrivingPart10 {
  let bytes: Uint8Array = new Uint8Array();
  let found: Found | undefined;
  let isOdd = false;
  let searchFrom = 0;
  let candidates = 0;

  const findPixels = (): void => {
    const searched = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    while (found === undefined && !isOdd) {
      const at = searched.indexOf(PIXEL_DATA_BYTES, searchFrom);
      if (at < 0 || at + 12 > bytes.length) {
        searchFrom = at < 0 ? Math.max(searchFrom, bytes.length - PIXEL_DATA_BYTES.length + 1) : at;
        isOdd = searchFrom > MAXIMUM_HEADER_BYTES;
        return;
      }
      searchFrom = at + 1;
      candidates += 1;
      const read = readHeader(bytes, at);
      if (typeof read === 'object') found = read;
      else isOdd = read === 'odd' || candidates >= MAXIMUM_CANDIDATES;
    }
  };

  return {
    take(soFar) {
      bytes = new Uint8Array(soFar.buffer, soFar.byteOffset, soFar.byteLength);
      if (isOdd) return;
      if (found === undefined) findPixels();
      if (found !== undefined && !found.frames.advance(bytes)) {
        isOdd = true;
        found = undefined;
      }
    },
    header: () => found?.header,
    framesHere: () => found?.frames.framesHere() ?? 0,
    frame: (frameIndex) => (found !== undefined && frameIndex >= 0 && frameIndex < found.frames.framesHere() ? found.frames.frame(bytes, frameIndex) : undefined),
    isOdd: () => isOdd,
    isWhole: () => found?.frames.isWhole() === true,
  };
}

/** @param at where the tag of Pixel Data may stand, with twelve bytes behind it @returns `elsewhere` when it stands within another element */
function readHeader(bytes: Uint8Array, at: number): Found | 'odd' | 'elsewhere' {
  try {
    const { dataSet, layout, transferSyntaxUid, wasDeflated } = openPart10(bytes.subarray(0, at));
    if (wasDeflated || !layout.isLittleEndian) return 'odd';
    const scanned = scanDataSet(dataSet, 0, layout);
    const last = scanned.elements.at(-1);
    if (last === undefined || last.isTruncated === true || last.valueOffset + last.length !== dataSet.length) return 'elsewhere';
    const element = readElementHeader(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), at, bytes.length, layout);
    if (element.tag !== PIXEL_DATA) return 'odd';
    // Most objects have one frame, and their headers are not worth reading twice.
    if (!scanned.elements.some(({ tag }) => tag === NUMBER_OF_FRAMES)) return 'odd';
    const { metadata, bulkData } = toJsonDataSet(dataSet, scanned);
    const numberOfFrames = numberOf(metadata, 'NumberOfFrames') ?? 1;
    if (!Number.isSafeInteger(numberOfFrames) || numberOfFrames < 2 || numberOfFrames > MAXIMUM_FRAMES) return 'odd';
    const header: ArrivingHeader = {
      studyInstanceUid: textOf(metadata, 'StudyInstanceUID'),
      seriesInstanceUid: textOf(metadata, 'SeriesInstanceUID'),
      sopInstanceUid: textOf(metadata, 'SOPInstanceUID'),
      sopClassUid: textOf(metadata, 'SOPClassUID'),
      transferSyntaxUid,
      numberOfFrames,
      metadata,
      bulkData: bulkData.map((one) => ({ ...one, bytes: Uint8Array.from(one.bytes) })),
    };
    if (![header.studyInstanceUid, header.seriesInstanceUid, header.sopInstanceUid, header.sopClassUid].every(isUid)) return 'odd';
    const { valueOffset, length } = element;
    if (length !== UNDEFINED_LENGTH) return isNative(transferSyntaxUid) ? nativeFrames(header, valueOffset, length) : 'odd';
    if (isNative(transferSyntaxUid) || isVideo(transferSyntaxUid)) return 'odd';
    const extendedOffsets = longNumbers(dataSet, scanned, EXTENDED_OFFSET_TABLE);
    const extendedLengths = longNumbers(dataSet, scanned, EXTENDED_OFFSET_TABLE_LENGTHS);
    return { header, frames: createArrivingFragments({ valueOffset, transferSyntaxUid, numberOfFrames, extendedOffsets, extendedLengths }) };
  } catch (error) {
    if (isAppError(error, 'file/damaged') || isAppError(error, 'file/not-dicom')) return 'elsewhere';
    throw error;
  }
}

function nativeFrames(header: ArrivingHeader, valueOffset: number, length: number): Found | 'odd' {
  const { numberOfFrames } = header;
  const frameBits = nativeFrameBits(pixelDescriptionOf(header.metadata, numberOfFrames), length);
  if (frameBits % 8 !== 0) return 'odd';
  const frameBytes = frameBits / 8;
  let framesHere = 0;
  const frames: ArrivingFragments = {
    advance(bytes) {
      framesHere = Math.min(numberOfFrames, Math.max(0, Math.floor((bytes.length - valueOffset) / frameBytes)));
      return true;
    },
    framesHere: () => framesHere,
    frame: (bytes, frameIndex) => bytes.subarray(valueOffset + frameIndex * frameBytes, valueOffset + (frameIndex + 1) * frameBytes),
    isWhole: () => framesHere === numberOfFrames,
  };
  return { header, frames };
}
