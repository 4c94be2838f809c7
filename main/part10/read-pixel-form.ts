import { openPart10 } from './open-part10.ts';
import { scanDataSet, type ScannedElement } from './scan-data-set.ts';
import type { Tag } from './dictionary.ts';

/** How the pixels of a file are encoded, without decoding anything. */
export interface PixelForm {
  readonly transferSyntaxUid: string;
  /** What the pixels take uncompressed; 0 without pixels. */
  readonly uncompressedBytes: number;
  /** The first fragment; undefined of native pixels. */
  readonly codestream: Uint8Array | undefined;
}

const TAG = { samplesPerPixel: 0x00280002, numberOfFrames: 0x00280008, rows: 0x00280010, columns: 0x00280011, bitsAllocated: 0x00280100, pixelData: 0x7fe00010 } as const;

/** @throws AppError `file/not-dicom`, `file/damaged` */
export function readPixelForm(part10: Uint8Array): PixelForm {
  const { dataSet, layout, transferSyntaxUid } = openPart10(part10);
  const { elements } = scanDataSet(dataSet, 0, layout);
  const find = (tag: Tag): ScannedElement | undefined => elements.find((element) => element.tag === tag);
  const short = (tag: Tag, otherwise: number): number => {
    const element = find(tag);
    if (element === undefined || element.length < 2) return otherwise;
    return new DataView(dataSet.buffer, dataSet.byteOffset + element.valueOffset, 2).getUint16(0, element.layout.isLittleEndian);
  };
  const framesElement = find(TAG.numberOfFrames);
  const frames = framesElement === undefined ? 1 : Number(Buffer.from(dataSet.subarray(framesElement.valueOffset, framesElement.valueOffset + Math.min(12, framesElement.length))).toString('latin1').trim());
  const pixels = find(TAG.pixelData);
  const fragment = pixels?.fragments?.fragments[0];
  const frameBytes = (short(TAG.rows, 0) * short(TAG.columns, 0) * short(TAG.samplesPerPixel, 1) * short(TAG.bitsAllocated, 8)) / 8;
  return {
    transferSyntaxUid,
    uncompressedBytes: pixels === undefined ? 0 : Math.ceil(frameBytes * (Number.isSafeInteger(frames) && frames > 0 ? frames : 1)),
    codestream: fragment === undefined ? undefined : dataSet.subarray(fragment.offset, fragment.offset + fragment.length),
  };
}
