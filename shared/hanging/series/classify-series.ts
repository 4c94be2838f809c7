import type { DescribedSeries } from '../../dicom/image/described-series.ts';
import type { SeriesClass } from './series-class.ts';
import { readBodyPart } from './read-body-part.ts';
import { readKernel } from './read-kernel.ts';
import { readLocalizer } from './read-localizer.ts';
import { readPhase } from './read-phase.ts';
import { readPlane } from './read-plane.ts';
import { readWeighting } from './read-weighting.ts';

/**
 * What a series is, from its attributes and the words of whoever built the protocol: Chinese, English, pinyin. Pure: the same series is the
 * same on every machine. What is not said is `unknown`.
 */
export function classifySeries(series: DescribedSeries): SeriesClass {
  const bodyPart = readBodyPart(series);
  const isLocalizer = readLocalizer(series);
  return {
    plane: readPlane(series),
    weighting: readWeighting(series),
    phase: readPhase(series, isLocalizer.value),
    kernel: readKernel(series, bodyPart.value),
    isLocalizer,
    bodyPart,
  };
}
