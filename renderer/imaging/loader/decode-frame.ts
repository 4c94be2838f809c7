import { createImage } from '@cornerstonejs/dicom-image-loader';
import { isColour, type ImageDescription } from '#shared/dicom/image/image-description.ts';
import { losesPixels } from '#shared/dicom/image/codestream-loss.ts';
import { toRgb } from '#shared/dicom/pixel/colour-samples.ts';
import { syntaxToDecode, withColourSpace } from '#shared/dicom/pixel/jpeg-codestream.ts';
import { withoutExtendedJpegBias } from '#shared/dicom/pixel/jpeg-extended-bias.ts';
import { applyPalette } from '#shared/dicom/pixel/palette.ts';
import { extractStoredValues, extremesOf, type StoredValues } from '#shared/dicom/pixel/stored-values.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { FrameRef } from '../frame-ref.ts';
import type { FrameAnswer } from './fetch-frame.ts';
import { imageIdOf } from './image-id.ts';
import type { ImageRegistry } from './image-registry.ts';
import type { FramePixels, LoadedFrame } from './loaded-frame.ts';
import { displayRefusalOf } from './display-refusal.ts';

/** Syntaxes whose samples lie in their words as High Bit (0028,0102) says; all codecs put them at bit 0. */
const NATIVE_SYNTAXES: ReadonlySet<string> = new Set([
  '1.2.840.10008.1.2', '1.2.840.10008.1.2.1', '1.2.840.10008.1.2.2', '1.2.840.10008.1.2.1.99', '1.2.840.10008.1.2.1.98',
  '1.2.840.10008.1.2.8.1', '1.2.840.10008.1.2.5',
]);
const RLE_LOSSLESS = '1.2.840.10008.1.2.5';
const JPEG_BASELINE = '1.2.840.10008.1.2.4.50';
const JPEG_EXTENDED = '1.2.840.10008.1.2.4.51';

/** What the decoder hands back: Cornerstone's types promise more and less than that. */
interface DecodedImage {
  readonly getPixelData?: () => unknown;
  readonly rows?: number;
  readonly columns?: number;
  readonly imageFrame?: { readonly interleaveMode?: unknown };
}

/**
 * Decodes one frame in the workers of dicom-image-loader and turns it into stored values or RGB.
 * @throws AppError `file/damaged` when the codestream cannot be read or does not give what the metadata promise
 */
export async function decodeFrame(
  frame: FrameRef,
  { bytes, transferSyntaxUid }: Extract<FrameAnswer, { status: 'held' }>,
  registry: ImageRegistry,
): Promise<LoadedFrame> {
  const image = registry.imageOf(frame);
  const description = registry.descriptionOf(frame);
  if (image === undefined || description === undefined) throw new AppError('store/not-held', 'The frame belongs to no open study.');
  const refusal = displayRefusalOf(image, description);
  if (refusal !== undefined) throw new AppError('file/damaged', 'The frame cannot be shown.', { facts: { refusal } });
  const syntax = syntaxToDecode(transferSyntaxUid, bytes);
  if (syntax === undefined) throw new AppError('file/damaged', 'There is no decoder for the codestream.', { facts: { transferSyntaxUid } });
  const codestream = syntax === JPEG_BASELINE ? withColourSpace(bytes, image.photometricInterpretation) : bytes;
  const decoded = (await createImage(imageIdOf(frame), codestream, syntax, { preScale: { enabled: false } }).catch((cause: unknown) => {
    throw new AppError('file/damaged', 'The codestream could not be decoded.', { facts: { transferSyntaxUid }, cause });
  })) as DecodedImage;
  const pixels = pixelsOf(decoded, image, syntax);
  if (pixels === undefined) throw new AppError('file/damaged', 'The codestream has another size than promised.', { facts: { transferSyntaxUid } });
  return { frame, image, description, pixels, isLossy: image.lossy.isLossy || losesPixels(transferSyntaxUid, bytes) };
}

function pixelsOf(decoded: DecodedImage, image: ImageDescription, syntax: string): FramePixels | undefined {
  const words = decoded.getPixelData?.();
  const count = image.rows * image.columns;
  if (!isWords(words) || decoded.rows !== image.rows || decoded.columns !== image.columns) return undefined;
  if (image.samplesPerPixel === 3) {
    const rgb = toRgb(words, { rows: image.rows, columns: image.columns, ...layoutOf(decoded, image, syntax) });
    return rgb === undefined ? undefined : { kind: 'colour', rgb };
  }
  // A frame of an odd number of bytes is padded with one more.
  if (words.length < count || words.length > count + 1) return undefined;
  const exact = syntax === JPEG_EXTENDED && image.format.bitsStored > 8 ? withoutExtendedJpegBias(words) : words;
  const values = extractStoredValues(exact.subarray(0, count), image.format, !NATIVE_SYNTAXES.has(syntax));
  if (isColour(image)) return image.palette === undefined ? undefined : { kind: 'colour', rgb: applyPalette(image.palette, values) };
  const [minimum, maximum] = extremesOf(values);
  return { kind: 'grey', values, minimum, maximum };
}

/** How the colours lie after the decoder: codecs interleave and turn back what they turned; native samples lie as the image says. */
function layoutOf(
  decoded: DecodedImage,
  image: ImageDescription,
  syntax: string,
): { readonly photometricInterpretation: string; readonly isPlanar: boolean } {
  // The browser decodes colour JPEG and has turned it to RGB.
  if (syntax === JPEG_BASELINE) return { photometricInterpretation: 'RGB', isPlanar: false };
  const isNative = NATIVE_SYNTAXES.has(syntax) && syntax !== RLE_LOSSLESS;
  return {
    photometricInterpretation: image.photometricInterpretation,
    isPlanar: isNative ? image.planarConfiguration === 1 : decoded.imageFrame?.interleaveMode === 0,
  };
}

function isWords(words: unknown): words is StoredValues {
  return (
    words instanceof Uint8Array || words instanceof Int8Array || words instanceof Uint16Array || words instanceof Int16Array ||
    words instanceof Uint32Array || words instanceof Int32Array
  );
}
