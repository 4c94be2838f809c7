import { numbersOf, textOf, type DataSet } from '../data-set/data-set.ts';

/**
 * Whether something was thrown away between the detector and us. Lossy Image Compression (0028,2110) stays 01 for ever after the first
 * lossy step; PS3.3 C.7.6.1.1.5.
 */
export interface LossyState {
  readonly isLossy: boolean;
  /** Product of all ratios that are recorded, such as 12 for 1:12; undefined when none is. */
  readonly ratio: number | undefined;
}

export function lossyStateOf(dataSet: DataSet): LossyState {
  const ratios = (numbersOf(dataSet, 'LossyImageCompressionRatio') ?? []).filter((ratio) => ratio > 0);
  return {
    isLossy: textOf(dataSet, 'LossyImageCompression') === '01',
    ratio: ratios.length === 0 ? undefined : ratios.reduce((product, ratio) => product * ratio, 1),
  };
}
