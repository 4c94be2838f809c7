import { readFileSync } from 'node:fs';
import type { DescribedSeries } from '#shared/dicom/image/described-series.ts';
import { describedSeriesOf } from './read-line.ts';

/** A series as a reader of the list labelled it. */
export interface LabelledSeries {
  /** `held-back`: was never looked at while rules were written. */
  readonly share: 'open' | 'held-back';
  readonly series: DescribedSeries;
  readonly label: { readonly plane: string; readonly weighting: string; readonly phase: string; readonly kernel: string; readonly localizer: string; readonly bodyPart: string };
}

export function readLabelledSeries(): readonly LabelledSeries[] {
  const lines = readFileSync(new URL('../../fixtures/series-descriptions.tsv', import.meta.url), 'utf8').trimEnd().split('\n').slice(1);
  return lines.map((line) => {
    const [share, modality, seriesDescription, plane, weighting, phase, kernel, localizer, bodyPart, attributes = ''] = line.split('\t');
    const extra = attributes === '' ? {} : (JSON.parse(attributes) as Record<string, unknown>);
    const text = (value: string | undefined) => value ?? '';
    return {
      share: share === 'held-back' ? 'held-back' : 'open',
      series: describedSeriesOf({ modality, seriesDescription, ...extra }),
      label: { plane: text(plane), weighting: text(weighting), phase: text(phase), kernel: text(kernel), localizer: text(localizer), bodyPart: text(bodyPart) },
    };
  });
}
