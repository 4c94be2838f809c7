import { writePart10 } from '#main/part10/write-part10.ts';
import { buildDataSet, type AttributeValue } from '#shared/dicom/data-set/build-data-set.ts';
import type { Keyword } from '#shared/dicom/data-set/attribute.ts';

export const EXPLICIT_LITTLE_ENDIAN = '1.2.840.10008.1.2.1';
export const CT_IMAGE_STORAGE = '1.2.840.10008.5.1.4.1.1.2';

/** A small CT slice of 4 x 4 pixels whose values all are `pixel`, as Part 10. Another size brings its own frame. */
export function ctSlice(
  instanceNumber: number, overrides: { readonly [K in Keyword]?: AttributeValue } = {}, pixel = instanceNumber,
  frame: Uint8Array = new Uint8Array(new Uint16Array(16).fill(pixel).buffer),
): Uint8Array {
  const dataSet = buildDataSet({
    SOPClassUID: CT_IMAGE_STORAGE, SOPInstanceUID: `1.2.3.1.${instanceNumber}`, StudyInstanceUID: '1.2.3', SeriesInstanceUID: '1.2.3.1', Modality: 'CT',
    PatientName: { alphabetic: 'Zhao^Shoutian', ideographic: '赵^守田', phonetic: '' }, PatientID: 'P1', InstanceNumber: instanceNumber, SeriesNumber: 1,
    Rows: 4, Columns: 4, BitsAllocated: 16, BitsStored: 12, HighBit: 11, PixelRepresentation: 0, SamplesPerPixel: 1, PhotometricInterpretation: 'MONOCHROME2',
    ...overrides,
  });
  return writePart10(dataSet, { transferSyntaxUid: EXPLICIT_LITTLE_ENDIAN, frames: [frame] });
}
