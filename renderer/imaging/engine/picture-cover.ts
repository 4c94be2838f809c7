import { forEachOverlayPixel } from '#shared/dicom/pixel/overlay-plane.ts';
import { paletteColour, type Palette } from '#shared/dicom/pixel/palette.ts';
import type { StoredValues } from '#shared/dicom/pixel/stored-values.ts';
import type { LoadedFrame } from '../loader/loaded-frame.ts';

/** The colour of overlay planes: amber, which no grey is. */
const OVERLAY_COLOUR = 0xff4cb6e8;

/** Memory holds red, green, blue, alpha; a word read little endian is alpha, blue, green, red. */
export function opaqueGrey(grey: number): number {
  return (0xff000000 | (grey << 16) | (grey << 8) | grey) >>> 0;
}

/** What is laid over a painted picture. */
export interface PictureCover {
  readonly areOverlaysShown: boolean;
  /** Not under a presentation state: it brings its own, or none. PS3.4 N.2. */
  readonly isShutterShown: boolean;
}

/** Lays the overlay planes and then the image's own shutter over a painted picture. Neither is inverted with it. */
export function coverPicture(words: Uint32Array, { image, description, hidden, overlays }: LoadedFrame, { areOverlaysShown, isShutterShown }: PictureCover): void {
  if (areOverlaysShown) {
    for (const overlay of overlays) {
      forEachOverlayPixel(overlay, image.rows, image.columns, (place) => {
        words[place] = OVERLAY_COLOUR;
      });
    }
  }
  if (hidden === undefined || !isShutterShown) return;
  const shut = opaqueGrey(description.shutter?.grey ?? 0);
  for (let index = 0; index < words.length; index += 1) if (hidden[index] === 1) words[index] = shut;
}

/** Colours the values of a grey picture that a supplemental palette begins with. PS3.3 C.7.6.19. */
export function colourFrom(words: Uint32Array, values: StoredValues, palette: Palette | undefined): void {
  if (palette === undefined) return;
  const first = palette.red.firstInput;
  for (let index = 0; index < words.length; index += 1) {
    const value = values[index] ?? 0;
    if (value < first) continue;
    const [red, green, blue] = paletteColour(palette, value);
    words[index] = (0xff000000 | (blue << 16) | (green << 8) | red) >>> 0;
  }
}
