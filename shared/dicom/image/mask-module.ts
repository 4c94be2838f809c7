import { itemsOf, numbersOf, textOf, type DataSet } from '../data-set/data-set.ts';
import type { MaskSubtraction } from '../pixel/mask-subtraction.ts';

/** A mask that the hospital recommends for frames of a run. */
export interface RecommendedMask extends MaskSubtraction {
  /** How many frames were to be averaged; the first of them is `maskFrameNumber`. */
  readonly averagedFrames: number;
  /** One-based, inclusive; [] means all frames. */
  readonly frameRanges: readonly (readonly [first: number, last: number])[];
}

/** Further than this nobody moves a mask; what is named further is damage. */
const FARTHEST_PX = 500;

/**
 * The masks of the Mask Module, PS3.3 C.7.6.10: only averages (AVG_SUB); a difference of intervals (TID) has no mask of its own and is left out, as is what
 * names frames that are not there. Mask Sub-pixel Shift (0028,6114) is down, then to the right.
 */
export function recommendedMasksOf(dataSet: DataSet, frameCount: number): readonly RecommendedMask[] {
  const isFrame = (frameNumber: number) => Number.isInteger(frameNumber) && frameNumber >= 1 && frameNumber <= frameCount;
  return itemsOf(dataSet, 'MaskSubtractionSequence').flatMap((item) => {
    const maskFrames = numbersOf(item, 'MaskFrameNumbers') ?? [];
    const [maskFrameNumber] = maskFrames;
    if (textOf(item, 'MaskOperation') !== 'AVG_SUB' || maskFrameNumber === undefined || !maskFrames.every(isFrame)) return [];
    const [down = 0, right = 0] = numbersOf(item, 'MaskSubPixelShift') ?? [];
    if (Math.abs(down) > FARTHEST_PX || Math.abs(right) > FARTHEST_PX) return [];
    const ranges = numbersOf(item, 'ApplicableFrameRange') ?? [];
    const frameRanges = Array.from({ length: Math.floor(ranges.length / 2) }, (_, index) => [ranges[2 * index] ?? 0, ranges[2 * index + 1] ?? 0] as const);
    return [{ maskFrameNumber, shiftPx: [right, down], averagedFrames: maskFrames.length, frameRanges }];
  });
}

/** The mask that is recommended for a frame. @param frameNumber one-based */
export function recommendedMaskFor(masks: readonly RecommendedMask[], frameNumber: number): RecommendedMask | undefined {
  return masks.find(({ frameRanges }) => frameRanges.length === 0 || frameRanges.some(([first, last]) => frameNumber >= first && frameNumber <= last)) ?? masks[0];
}
