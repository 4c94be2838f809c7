import { isColour, type FrameDescription, type ImageDescription } from '#shared/dicom/image/image-description.ts';

/** Why a picture is not shown; the page has a sentence for each. */
export type DisplayRefusal = 'video' | 'mpeg2-video' | 'hevc-video' | 'no-pixels' | 'unsupported-pixels' | 'no-palette' | 'no-modality-table';

/** What stands against showing a frame before a byte of it has come. */
export function displayRefusalOf(image: ImageDescription, description: FrameDescription): DisplayRefusal | undefined {
  const { rows, columns, samplesPerPixel, format, photometricInterpretation } = image;
  if (rows === 0 || columns === 0) return 'no-pixels';
  // A video is played, not painted; the page puts a player in place of the picture.
  if (image.video !== undefined) return image.video === 'h264' ? 'video' : `${image.video}-video`;
  const isGreyOrPalette = samplesPerPixel === 1 && (format.bitsAllocated === 8 || format.bitsAllocated === 16);
  const isTrueColour = samplesPerPixel === 3 && format.bitsAllocated === 8 && isColour(image);
  if (!isGreyOrPalette && !isTrueColour) return 'unsupported-pixels';
  if (photometricInterpretation === 'PALETTE COLOR') return image.palette === undefined ? 'no-palette' : undefined;
  return !isColour(image) && description.transform === undefined ? 'no-modality-table' : undefined;
}
