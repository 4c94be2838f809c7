import { fitsLookup, greyLookup, greyOf, type GreyPresentation } from '#shared/dicom/pixel/grey-lookup.ts';
import { settingOf, voiSuggestionAt, type VoiSetting } from '#shared/dicom/pixel/voi.ts';
import { presentedGreys } from '#shared/dicom/presentation/presented-greys.ts';
import type { FramePresentation } from '#shared/dicom/presentation/presentation-state.ts';
import { autoWindow } from '#shared/dicom/pixel/auto-window.ts';
import type { LoadedFrame } from '../loader/loaded-frame.ts';
import { coveredArea, isStraightAndMagnified, magnifyPicture } from './magnify-picture.ts';
import { colourFrom, coverPicture, opaqueGrey } from './picture-cover.ts';
import type { PixelToDevice } from './pixel-to-device.ts';

/** How the values of a frame become what is seen. */
export interface PixelPresentation {
  readonly voi: VoiSetting;
  readonly isInverted: boolean;
  /** A presentation state in place of the image's own transform and polarity. PS3.4 N.2. */
  readonly presented?: FramePresentation | undefined;
  /** Overlay planes (60xx) are left out. */
  readonly areOverlaysHidden?: boolean;
}

/** Paints frames onto one canvas. It keeps the last picture in grey, so that panning and zooming only draw. */
export interface FramePainter {
  readonly paint: (canvas: HTMLCanvasElement, loaded: LoadedFrame, presentation: PixelPresentation, pixelToDevice: PixelToDevice) => void;
  readonly dispose: () => void;
}

/**
 * @param isSoftwareGraphics pictures stay in the processor's memory
 * @param onRestored the graphics card broke off and is back, without the picture that it held: paint again
 */
export function createFramePainter(isSoftwareGraphics: boolean, onRestored: () => void): FramePainter {
  const picture = document.createElement('canvas');
  // The first to ask decides.
  picture.getContext('2d', { alpha: false, willReadFrequently: isSoftwareGraphics });
  /** What is enlarged for the canvas. */
  let enlarged: ImageData | undefined;
  let painted: { readonly loaded: LoadedFrame; readonly presentation: PixelPresentation; readonly data: ImageData } | undefined;
  /** The browser's canvas holds it, too. */
  let isOnPicture = false;
  const ending = new AbortController();
  picture.addEventListener('contextrestored', () => {
    isOnPicture = false;
    onRestored();
  }, { signal: ending.signal });

  return {
    paint: (canvas, loaded, presentation, pixelToDevice) => {
      const context = canvas.getContext('2d');
      if (context === null) return;
      if (painted?.loaded !== loaded || !isSamePresentation(painted.presentation, presentation)) {
        painted = { loaded, presentation, data: fillWords(loaded, presentation, painted?.data) };
        isOnPicture = false;
      }
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.fillStyle = '#000';
      context.fillRect(0, 0, canvas.width, canvas.height);
      const { columns, rows } = loaded.image;
      if (isSoftwareGraphics && isStraightAndMagnified(pixelToDevice)) {
        const area = coveredArea(pixelToDevice, columns, rows, canvas.width, canvas.height);
        if (area === undefined) return;
        const [width, height] = [area.right - area.left, area.bottom - area.top];
        if (enlarged?.width !== width || enlarged.height !== height) enlarged = new ImageData(width, height);
        const isGrey = loaded.pixels.kind === 'grey' && loaded.overlays.length === 0 && loaded.image.supplementalPalette === undefined;
        magnifyPicture({ words: new Uint32Array(painted.data.data.buffer), columns, rows, isGrey }, pixelToDevice, area, new Uint32Array(enlarged.data.buffer));
        context.putImageData(enlarged, area.left, area.top);
        return;
      }
      if (!isOnPicture) putOn(picture, painted.data);
      isOnPicture = true;
      context.setTransform(...pixelToDevice);
      context.imageSmoothingEnabled = true;
      // Below 1:1 the average of the pixels, not a choice among them; above 1:1 straight lines between them.
      context.imageSmoothingQuality = Math.hypot(pixelToDevice[0], pixelToDevice[1]) < 1 ? 'medium' : 'low';
      context.drawImage(picture, 0, 0);
    },
    dispose: () => {
      ending.abort();
      painted = undefined;
      enlarged = undefined;
      picture.width = 0;
      picture.height = 0;
    },
  };
}

/** The presentation that the image itself asks for: its first window or table, else the middle 98 % of its values. */
export function defaultVoi(loaded: LoadedFrame, place = 0): VoiSetting {
  const { description } = loaded;
  const suggestion = voiSuggestionAt(description.voiSuggestions, place) ?? voiSuggestionAt(description.voiSuggestions, 0);
  return suggestion === undefined ? autoVoi(loaded) : settingOf(suggestion, description.voiLutFunction);
}

export function autoVoi({ pixels, description, image, hidden }: LoadedFrame): VoiSetting {
  const found =
    pixels.kind === 'grey' && description.transform !== undefined ? autoWindow(pixels.values, description.transform, image.padding, hidden) : undefined;
  return { kind: 'window', function: 'LINEAR', ...(found ?? { windowCenter: 128, windowWidth: 256 }) };
}

/** Fills a canvas of the size of the frame, one pixel for each. */
export function fillPicture(picture: HTMLCanvasElement, loaded: LoadedFrame, presentation: PixelPresentation): void {
  putOn(picture, fillWords(loaded, presentation, undefined));
}

function putOn(picture: HTMLCanvasElement, data: ImageData): void {
  if (picture.width !== data.width) picture.width = data.width;
  if (picture.height !== data.height) picture.height = data.height;
  picture.getContext('2d')?.putImageData(data, 0, 0);
}

/** @param former memory of a picture before, which is written over */
function fillWords(loaded: LoadedFrame, presentation: PixelPresentation, former: ImageData | undefined): ImageData {
  const { rows, columns } = loaded.image;
  const data = former?.width === columns && former.height === rows ? former : new ImageData(columns, rows);
  const words = new Uint32Array(data.data.buffer);
  if (loaded.pixels.kind === 'grey') fillGrey(words, loaded, presentation);
  else fillColour(words, loaded.pixels.rgb, presentation.isInverted);
  coverPicture(words, loaded, { areOverlaysShown: presentation.areOverlaysHidden !== true, isShutterShown: presentation.presented === undefined });
  return data;
}

function fillGrey(words: Uint32Array, { pixels, image, description }: LoadedFrame, { voi, isInverted, presented }: PixelPresentation): void {
  if (pixels.kind !== 'grey' || description.transform === undefined) {
    words.fill(0);
    return;
  }
  const { values, minimum, maximum } = pixels;
  const plain: GreyPresentation = { transform: description.transform, voi, isMonochrome1: image.photometricInterpretation === 'MONOCHROME1', isInverted, padding: image.padding };
  if (!fitsLookup(minimum, maximum, image.format.isFloat !== true)) {
    // A table of all values would be too long. Under a presentation state its polarity holds, too; its table is for shorter values.
    const presentation = presented === undefined ? plain : { ...plain, transform: presented.transform, isMonochrome1: presented.lut.kind === 'inverse' };
    for (let index = 0; index < values.length; index += 1) words[index] = opaqueGrey(Math.round(greyOf(presentation, values[index] ?? 0)));
    colourFrom(words, values, image.supplementalPalette);
    return;
  }
  const greys = presented === undefined ? greyLookup(plain, minimum, maximum) : presentedGreys(plain, presented, minimum, maximum);
  const opaque = new Uint32Array(greys.length);
  for (let index = 0; index < greys.length; index += 1) opaque[index] = opaqueGrey(greys[index] ?? 0);
  for (let index = 0; index < values.length; index += 1) words[index] = opaque[(values[index] ?? 0) - minimum] ?? 0;
  colourFrom(words, values, image.supplementalPalette);
}

function fillColour(words: Uint32Array, rgb: Uint8Array, isInverted: boolean): void {
  const flip = isInverted ? 0xffffff : 0;
  for (let index = 0; index < words.length; index += 1) {
    const colour = ((rgb[index * 3 + 2] ?? 0) << 16) | ((rgb[index * 3 + 1] ?? 0) << 8) | (rgb[index * 3] ?? 0);
    words[index] = (0xff000000 | (colour ^ flip)) >>> 0;
  }
}

function isSamePresentation(left: PixelPresentation, right: PixelPresentation): boolean {
  if (left.isInverted !== right.isInverted || left.areOverlaysHidden !== right.areOverlaysHidden || left.presented !== right.presented) return false;
  if (left.voi === right.voi) return true;
  return (
    left.voi.kind === 'window' && right.voi.kind === 'window' && left.voi.function === right.voi.function &&
    left.voi.windowCenter === right.voi.windowCenter && left.voi.windowWidth === right.voi.windowWidth
  );
}
