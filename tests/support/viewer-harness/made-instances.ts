import { buildDataSet } from '#shared/dicom/data-set/build-data-set.ts';
import type { DataSet } from '#shared/dicom/data-set/data-set.ts';
import type { ServedInstance } from './serve-viewer.ts';

export interface MadeImage {
  readonly sopInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly studyInstanceUid: string;
  readonly rows: number;
  readonly columns: number;
  /** The stored value of a pixel; 16 bits, unsigned unless the attributes say otherwise. */
  readonly value: (column: number, row: number) => number;
  /** Laid over what every made image has. */
  readonly attributes?: Parameters<typeof buildDataSet>[0];
}

/** An uncompressed grey image, made for a test. */
export function madeImage({ sopInstanceUid, seriesInstanceUid, studyInstanceUid, rows, columns, value, attributes = {} }: MadeImage): ServedInstance {
  const words = new Uint16Array(rows * columns);
  for (let row = 0; row < rows; row += 1) for (let column = 0; column < columns; column += 1) words[row * columns + column] = value(column, row) & 0xffff;
  const metadata: DataSet = buildDataSet({
    SOPClassUID: '1.2.840.10008.5.1.4.1.1.2', SOPInstanceUID: sopInstanceUid, SeriesInstanceUID: seriesInstanceUid, StudyInstanceUID: studyInstanceUid,
    Modality: 'CT', StudyDate: '20261120', StudyTime: '075100', Rows: rows, Columns: columns, SamplesPerPixel: 1, PhotometricInterpretation: 'MONOCHROME2',
    BitsAllocated: 16, BitsStored: 16, HighBit: 15, PixelRepresentation: 0, WindowCenter: 128, WindowWidth: 256, ...attributes,
  });
  return { sopInstanceUid, seriesInstanceUid, transferSyntaxUid: '1.2.840.10008.1.2.1', metadata, frames: [new Uint8Array(words.buffer)], bulkData: [] };
}

/** A stack of axial images from head to feet, 1 mm apart; the value of every pixel of image `index` is `10 * (index + 1)`. */
export function madeStack(study: number, size: number, change: (index: number) => Partial<MadeImage> = () => ({})): readonly ServedInstance[] {
  return Array.from({ length: size }, (_, index) => {
    const { attributes = {}, ...rest } = change(index);
    return madeImage({
      sopInstanceUid: `1.2.${study}.1.${index + 1}`, seriesInstanceUid: `1.2.${study}.1`, studyInstanceUid: `1.2.${study}`, rows: 64, columns: 64,
      value: () => 10 * (index + 1),
      ...rest,
      attributes: {
        InstanceNumber: index + 1, SeriesNumber: 1, SeriesDescription: `stack ${study}`, PixelSpacing: [0.5, 0.5], RescaleSlope: 1, RescaleIntercept: 0,
        ImageOrientationPatient: [1, 0, 0, 0, 1, 0], ImagePositionPatient: [0, 0, 100 - index], FrameOfReferenceUID: `1.2.${study}.9`, ...attributes,
      },
    });
  });
}
