import { buildDataSet } from '#shared/dicom/data-set/build-data-set.ts';
import type { DataElement, DataSet } from '#shared/dicom/data-set/data-set.ts';
import { TRANSFER_SYNTAX } from '../../part10/transfer-syntax.ts';
import { writePart10 } from '../../part10/write-part10.ts';
import type { ImagePlane } from '../phantoms/image-plane.ts';
import { JPEG_LS_LOSSLESS, type EncodeFrame } from './jpeg-ls-encoder.ts';
import { commonModules, seriesUid, sopUid, type SeriesHeader, type StudyHeader } from './study-headers.ts';

/** One generated object, ready to be stored. */
export interface DemoInstance {
  readonly sopInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly part10: Uint8Array;
}

/** A grey image with the attributes that only it has. */
export interface GeneratedImage {
  readonly series: SeriesHeader;
  readonly instanceNumber: number;
  readonly sopClassUid: string;
  readonly columns: number;
  readonly rows: number;
  readonly bitsStored: number;
  /** Bit patterns as they are stored; a signed image's are in two's complement. */
  readonly pixels: Uint16Array;
  readonly attributes: DataSet;
  readonly photometricInterpretation?: 'MONOCHROME1' | 'MONOCHROME2';
  readonly isSigned?: boolean;
  /** Stored plainly instead of as JPEG-LS. */
  readonly isNative?: boolean;
}

export function toInstance(study: StudyHeader, image: GeneratedImage, encode: EncodeFrame): DemoInstance {
  const { series, instanceNumber, columns, rows, bitsStored, pixels, isNative = false } = image;
  const dataSet: DataSet = {
    ...commonModules(study, series, image.sopClassUid, instanceNumber),
    ...buildDataSet({
      SamplesPerPixel: 1,
      PhotometricInterpretation: image.photometricInterpretation ?? 'MONOCHROME2',
      Rows: rows,
      Columns: columns,
      BitsAllocated: 16,
      BitsStored: bitsStored,
      HighBit: bitsStored - 1,
      PixelRepresentation: image.isSigned === true ? 1 : 0,
    }),
    ...image.attributes,
  };
  const frame = isNative ? new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength) : encode(pixels, columns, rows, bitsStored);
  return {
    sopInstanceUid: sopUid(study, series.number, instanceNumber),
    seriesInstanceUid: seriesUid(study, series.number),
    part10: writePart10(dataSet, { transferSyntaxUid: isNative ? TRANSFER_SYNTAX.explicitLittleEndian : JPEG_LS_LOSSLESS, frames: [frame] }),
  };
}

/** Frame of Reference and Image Plane modules. PS3.3 C.7.4.1, C.7.6.2 */
export function planeModules(plane: ImagePlane, sliceThicknessMm: number, frameOfReferenceUid: string, sliceLocation: number): DataSet {
  return buildDataSet({
    FrameOfReferenceUID: frameOfReferenceUid,
    PositionReferenceIndicator: '',
    PixelSpacing: [plane.spacingMm, plane.spacingMm].map(decimal),
    ImagePositionPatient: plane.positionMm.map(decimal),
    ImageOrientationPatient: [...plane.rowDirection, ...plane.columnDirection].map(decimal),
    SliceThickness: decimal(sliceThicknessMm),
    SliceLocation: decimal(sliceLocation),
  });
}

/** Stored values of an image: scaled, rounded and held within 0 to 4095. */
export function toTwelveBits(values: Float32Array, scale: number): Uint16Array {
  const stored = new Uint16Array(values.length);
  for (let index = 0; index < stored.length; index += 1) {
    const value = Math.round((values[index] as number) * scale);
    stored[index] = value < 0 ? 0 : value > 4095 ? 4095 : value;
  }
  return stored;
}

/** A number with at most six decimals: DS has room for sixteen characters. */
export function decimal(value: number): number {
  return Math.round(value * 1e6) / 1e6 + 0;
}

/** Pixel Padding Value (0028,0120), whose representation follows the pixels. */
export function paddingElement(value: number, isSigned: boolean): Record<string, DataElement> {
  return { '00280120': { vr: isSigned ? 'SS' : 'US', Value: [value] } };
}
