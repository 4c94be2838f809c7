import { placeUnder, type MarkedImage } from '#shared/collaboration/marked-image.ts';
import { decodeCodestream } from '#shared/dicom/codec/decode-codestream.ts';
import type { FrameCodecs } from '#shared/dicom/codec/wasm-codecs.ts';
import type { DataSet } from '#shared/dicom/data-set/data-set.ts';
import { displayRefusalOf } from '#shared/dicom/image/display-refusal.ts';
import { codestreamLayoutOf, pixelsOf, type FramePixels } from '#shared/dicom/image/frame-pixels.ts';
import { describeImage, frameDescriptionOf, type FrameDescription, type ImageDescription } from '#shared/dicom/image/image-description.ts';
import { autoWindow } from '#shared/dicom/pixel/auto-window.ts';
import { fitsLookup, greyLookup, greyOf, type GreyPresentation } from '#shared/dicom/pixel/grey-lookup.ts';
import { settingOf, voiSuggestionAt, type VoiSetting } from '#shared/dicom/pixel/voi.ts';
import { shutterMask } from '#shared/dicom/presentation/shutter-mask.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { writePng } from './png.ts';

/** One frame as the store holds it. */
export interface EncodedFrame {
  /** DICOM JSON of its instance. */
  readonly header: DataSet;
  readonly bytes: Uint8Array;
  readonly transferSyntaxUid: string;
}

/** Enough to see what an arrow points at, little enough for a slow line. */
const LONGEST_SIDE_PX = 640;
/** Samples along each side of a pixel of the picture, at the most: more is not seen. */
const MOST_SAMPLES = 6;

/**
 * Draws a frame as somebody saw it: window, part and turn, without words and without the arrow. The image's own shutter stays shut; overlays are left out.
 * @returns PNG @throws AppError `file/damaged` with the fact `refusal` or `reason` where no picture can be made of it
 */
export async function framePicture({ header, bytes, transferSyntaxUid }: EncodedFrame, seen: MarkedImage, codecs: FrameCodecs): Promise<Uint8Array> {
  const image = describeImage(header);
  const description = frameDescriptionOf(image, seen.frameNumber);
  const refusal = description === undefined ? 'no-pixels' : displayRefusalOf(image, description);
  if (description === undefined || refusal !== undefined) throw new AppError('file/damaged', 'the frame cannot be drawn', { facts: { refusal: refusal ?? 'no-pixels' } });
  const pixels = pixelsOf(await decodeCodestream(bytes, transferSyntaxUid, codestreamLayoutOf(image), codecs), image);
  if (pixels === undefined) throw new AppError('file/damaged', 'the colours cannot be drawn', { facts: { refusal: 'unsupported-pixels' } });
  return drawn(pixels.kind === 'grey' ? greysOf(pixels, image, description, seen) : coloursOf(pixels.rgb, seen.isInverted), image, description, seen);
}

/** What the eye would see of each pixel, 8 bits a sample, row by row. */
interface Painted {
  readonly samples: Uint8Array;
  readonly samplesPerPixel: 1 | 3;
}

function greysOf({ values, minimum, maximum }: Extract<FramePixels, { kind: 'grey' }>, image: ImageDescription, description: FrameDescription, { window, isInverted }: MarkedImage): Painted {
  const { transform, shutter } = description;
  const samples = new Uint8Array(values.length);
  if (transform === undefined) return { samples, samplesPerPixel: 1 };
  const hidden = shutter === undefined ? undefined : shutterMask(shutter, image.rows, image.columns);
  const suggestion = voiSuggestionAt(description.voiSuggestions, 0);
  const automatic = (): VoiSetting => ({ kind: 'window', function: 'LINEAR', ...(autoWindow(values, transform, image.padding, hidden) ?? { windowCenter: 128, windowWidth: 256 }) });
  const voi: VoiSetting = window === null
    ? suggestion === undefined ? automatic() : settingOf(suggestion, description.voiLutFunction)
    : { kind: 'window', function: window.voiLutFunction, windowCenter: window.windowCenter, windowWidth: window.windowWidth };
  const presentation: GreyPresentation = { transform, voi, isMonochrome1: image.photometricInterpretation === 'MONOCHROME1', isInverted, padding: image.padding };
  const table = fitsLookup(minimum, maximum, image.format.isFloat !== true) ? greyLookup(presentation, minimum, maximum) : undefined;
  for (let index = 0; index < samples.length; index += 1) {
    const stored = values[index] ?? 0;
    samples[index] = hidden?.[index] === 1 ? (shutter?.grey ?? 0) : table === undefined ? Math.round(greyOf(presentation, stored)) : (table[stored - minimum] ?? 0);
  }
  return { samples, samplesPerPixel: 1 };
}

function coloursOf(rgb: Uint8Array, isInverted: boolean): Painted {
  return { samples: isInverted ? rgb.map((sample) => 255 - sample) : rgb, samplesPerPixel: 3 };
}

/** The seen part in its true shape, turned; what lies outside the image is black. */
function drawn({ samples, samplesPerPixel }: Painted, { rows, columns }: ImageDescription, { pixelShape }: FrameDescription, { area, ...turn }: MarkedImage): Uint8Array {
  const seen = { ...turn, rows, columns, area };
  // The mapping from the picture to the image keeps straight lines straight: three points say it all.
  const [originColumn, originRow] = placeUnder(seen, [0, 0]);
  const steps = ([column, row]: readonly [number, number]) => [column - originColumn, row - originRow] as const;
  const [acrossColumns, acrossRows] = steps(placeUnder(seen, [1, 0]));
  const [downColumns, downRows] = steps(placeUnder(seen, [0, 1]));
  const [wide, high] = [Math.hypot(acrossColumns * pixelShape.width, acrossRows * pixelShape.height), Math.hypot(downColumns * pixelShape.width, downRows * pixelShape.height)];
  const scale = LONGEST_SIDE_PX / Math.max(wide, high);
  const [width, height] = [Math.max(1, Math.round(wide * scale)), Math.max(1, Math.round(high * scale))];
  const count = Math.min(MOST_SAMPLES, Math.max(1, Math.ceil(Math.max(Math.hypot(acrossColumns, acrossRows) / width, Math.hypot(downColumns, downRows) / height))));
  const picture = new Uint8Array(width * height * samplesPerPixel);
  const sums = new Float64Array(samplesPerPixel);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      sums.fill(0);
      for (let sample = 0; sample < count * count; sample += 1) {
        const toX = (x + ((sample % count) + 0.5) / count) / width;
        const toY = (y + (Math.floor(sample / count) + 0.5) / count) / height;
        const column = Math.floor(originColumn + toX * acrossColumns + toY * downColumns);
        const row = Math.floor(originRow + toX * acrossRows + toY * downRows);
        if (column < 0 || row < 0 || column >= columns || row >= rows) continue;
        const at = (row * columns + column) * samplesPerPixel;
        for (let place = 0; place < samplesPerPixel; place += 1) sums[place] = (sums[place] ?? 0) + (samples[at + place] ?? 0);
      }
      const to = (y * width + x) * samplesPerPixel;
      for (let place = 0; place < samplesPerPixel; place += 1) picture[to + place] = Math.round((sums[place] ?? 0) / (count * count));
    }
  }
  return writePng(picture, width, height, samplesPerPixel);
}
