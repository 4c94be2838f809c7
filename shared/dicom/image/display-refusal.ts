import { isColour, type FrameDescription, type ImageDescription } from './image-description.ts';

/** Why a picture is not shown; the page has a sentence for each. */
export type DisplayRefusal = 'video' | 'mpeg2-video' | 'hevc-video' | 'no-pixels' | 'unsupported-pixels' | 'no-palette' | 'no-modality-table';

const GREY_BITS: readonly number[] = [1, 8, 12, 16, 32];
const COLOUR_BITS: readonly number[] = [8, 16, 32];
const COLOUR_SPACES: ReadonlySet<string> = new Set(['RGB', 'YBR_FULL', 'YBR_FULL_422', 'YBR_PARTIAL_422', 'YBR_PARTIAL_420', 'YBR_RCT', 'YBR_ICT', 'XYB']);

/** What stands against showing a frame before a byte of it has come. */
export function displayRefusalOf(image: ImageDescription, description: FrameDescription): DisplayRefusal | undefined {
  if (image.rows === 0 || image.columns === 0) return 'no-pixels';
  // A video is played, not painted; the page puts a player in place of the picture.
  if (image.video !== undefined) return image.video === 'h264' ? 'video' : `${image.video}-video`;
  if (!hasKnownPixels(image)) return 'unsupported-pixels';
  if (image.photometricInterpretation === 'PALETTE COLOR') return image.palette === undefined ? 'no-palette' : undefined;
  return !isColour(image) && description.transform === undefined ? 'no-modality-table' : undefined;
}

function hasKnownPixels({ samplesPerPixel, format, photometricInterpretation }: ImageDescription): boolean {
  const { bitsAllocated, isFloat } = format;
  if (samplesPerPixel === 3) return COLOUR_BITS.includes(bitsAllocated) && COLOUR_SPACES.has(photometricInterpretation);
  if (samplesPerPixel !== 1 || photometricInterpretation === '') return false;
  return GREY_BITS.includes(bitsAllocated) || (isFloat === true && bitsAllocated === 64);
}
