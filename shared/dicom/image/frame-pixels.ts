import type { CodestreamLayout } from '../codec/decode-codestream.ts';
import { toRgb } from '../pixel/colour-samples.ts';
import type { DecodedSamples } from '../pixel/decoded-samples.ts';
import { embeddedOverlayBits } from '../pixel/overlay-plane.ts';
import { applyPalette } from '../pixel/palette.ts';
import { extremesOf, type StoredValues } from '../pixel/stored-values.ts';
import { isColour, type ImageDescription } from './image-description.ts';

/** Pixels of a frame, row by row. Grey: stored values before any transform. Colour: red, green, blue, 8 bits each. */
export type FramePixels =
  | { readonly kind: 'grey'; readonly values: StoredValues; readonly minimum: number; readonly maximum: number }
  | { readonly kind: 'colour'; readonly rgb: Uint8Array };

/** What a decoder must know of an image. */
export function codestreamLayoutOf({ rows, columns, samplesPerPixel, photometricInterpretation, planarConfiguration, format, overlayPlanes }: ImageDescription): CodestreamLayout {
  return { rows, columns, samplesPerPixel, photometricInterpretation, planarConfiguration, format, overlayBits: embeddedOverlayBits(overlayPlanes) };
}

/** @returns undefined for colours that we cannot turn into RGB */
export function pixelsOf(decoded: DecodedSamples, image: ImageDescription): FramePixels | undefined {
  const { values } = decoded;
  if (image.samplesPerPixel === 3) {
    const rgb = toRgb(decoded, image.rows * image.columns);
    return rgb === undefined ? undefined : { kind: 'colour', rgb };
  }
  if (isColour(image)) return image.palette === undefined ? undefined : { kind: 'colour', rgb: applyPalette(image.palette, values) };
  const [minimum, maximum] = decoded.extremes ?? extremesOf(values);
  return { kind: 'grey', values, minimum, maximum };
}
