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

/**
 * One grey for every stored value of a frame. Padding stays black however the image is inverted.
 * @returns 0 to 255, rounded; index = stored value - `minimum`
 */
export function greyLookup(presentation: GreyPresentation, minimum: number, maximum: number): Uint8ClampedArray {
  const { transform, voi, padding } = presentation;
  const isInverse = presentation.isMonochrome1 !== presentation.isInverted;
  const greys = new Uint8ClampedArray(maximum - minimum + 1);
  for (let stored = minimum; stored <= maximum; stored += 1) {
    const grey = applyVoi(voi, toModalityValue(transform, stored));
    greys[stored - minimum] = isPadding(padding, stored) ? 0 : isInverse ? 255 - grey : grey;
  }
  return greys;
}
