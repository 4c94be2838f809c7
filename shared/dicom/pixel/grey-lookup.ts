import { toModalityValue, type ModalityTransform } from './modality-transform.ts';
import { isPadding, type PixelPadding } from './pixel-padding.ts';
import { applyVoi, type VoiSetting } from './voi.ts';

export interface GreyPresentation {
  readonly transform: ModalityTransform;
  readonly voi: VoiSetting;
  /** Photometric Interpretation (0028,0004) is MONOCHROME1: the smallest value is white. */
  readonly isMonochrome1: boolean;
  /** The physician asked for the opposite of what the image says. */
  readonly isInverted: boolean;
  readonly padding: PixelPadding | undefined;
}

/** A table for more values than this costs more than asking for each pixel. */
const LARGEST_TABLE = 1 << 17;

/** Whether a frame of these values is painted through a table; floats and 32-bit values are not. */
export function fitsLookup(minimum: number, maximum: number, isWhole: boolean): boolean {
  return isWhole && maximum - minimum < LARGEST_TABLE;
}

/**
 * One grey for every stored value of a frame. Padding stays black however the image is inverted.
 * @returns 0 to 255, rounded; index = stored value - `minimum`
 */
export function greyLookup(presentation: GreyPresentation, minimum: number, maximum: number): Uint8ClampedArray {
  const greys = new Uint8ClampedArray(maximum - minimum + 1);
  for (let stored = minimum; stored <= maximum; stored += 1) greys[stored - minimum] = greyOf(presentation, stored);
  return greys;
}

/** The grey of one stored value: 0 to 255, not rounded. What is no number is black, like padding. */
export function greyOf(presentation: GreyPresentation, stored: number): number {
  const { transform, voi, padding } = presentation;
  if (Number.isNaN(stored) || isPadding(padding, stored)) return 0;
  const grey = applyVoi(voi, toModalityValue(transform, stored));
  return presentation.isMonochrome1 === presentation.isInverted ? grey : 255 - grey;
}
