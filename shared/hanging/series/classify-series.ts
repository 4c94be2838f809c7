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

/** One English line for logs and for the command line: what each answer rests on. */
export function reasonOf({ plane, weighting, phase, kernel, isLocalizer, bodyPart }: SeriesClass): string {
  const answers = { plane, weighting, phase, kernel, localizer: { value: String(isLocalizer.value), source: isLocalizer.source }, 'body part': bodyPart };
  const told = Object.entries(answers).filter(([, { value, source }]) => value !== 'unknown' && source !== 'nothing');
  return told.length === 0 ? 'neither text nor attributes say anything' : told.map(([name, { value, source }]) => `${name} ${value} by ${source}`).join('; ');
}
