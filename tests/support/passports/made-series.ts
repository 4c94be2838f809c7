import { buildDataSet } from '#shared/dicom/data-set/build-data-set.ts';
import { describeImage, type ImageDescription } from '#shared/dicom/image/image-description.ts';
import type { SeriesFrame } from '#shared/imaging-passport/series-frame.ts';
import { splitIntoStacks } from '#shared/imaging-passport/split-stacks.ts';

export type Attributes = Parameters<typeof buildDataSet>[0];

/** A header of a CT slice at `z` with the given number; pixels are 1 mm, axial, 64 by 64. */
export function madeSlice(name: string, instanceNumber: number | undefined, z: number | undefined, more: Attributes = {}): ImageDescription {
  return describeImage(
    buildDataSet({
      SOPClassUID: '1.2.840.10008.5.1.4.1.1.2', SOPInstanceUID: name, SeriesInstanceUID: '1.2.3', Modality: 'CT', Rows: 64, Columns: 64, SamplesPerPixel: 1,
      PhotometricInterpretation: 'MONOCHROME2', BitsAllocated: 16, BitsStored: 16, HighBit: 15, PixelRepresentation: 1, RescaleSlope: 1, RescaleIntercept: -1024,
      FrameOfReferenceUID: '1.2.9', PixelSpacing: [1, 1], InstanceNumber: instanceNumber,
      ...(z === undefined ? {} : { ImageOrientationPatient: [1, 0, 0, 0, 1, 0], ImagePositionPatient: [0, 0, z] }),
      ...more,
    }),
  );
}

/** `count` slices from `z = 0` upwards, `stepMm` apart, numbered from 1. */
export function madeSlices(count: number, stepMm: number, more: (index: number) => Attributes = () => ({})): readonly ImageDescription[] {
  return Array.from({ length: count }, (_, index) => madeSlice(`s${index + 1}`, index + 1, index * stepMm, more(index)));
}

/** Names of the stacks, each frame by its instance, and its number where the instance has several. */
export function stackNames(images: readonly ImageDescription[]): readonly string[] {
  return splitIntoStacks(images).map(({ frames }) => frames.map(frameName).join(' '));
}

export function frameName({ image, frameNumber }: SeriesFrame): string {
  return image.frames.length > 1 ? `${image.sopInstanceUid}#${frameNumber}` : image.sopInstanceUid;
}
