import { useEffect, useMemo, useState } from 'react';
import type { SeriesSummary } from '#shared/contract/services/studies.contract.ts';
import type { DisplayStack } from '#renderer/imaging/engine/viewport-state.ts';
import { useImaging } from '#renderer/imaging/ImagingProvider.tsx';

/** A series whose stacks hanging wants to know. */
export interface HangingSeries extends SeriesSummary {
  readonly studyId: number;
  readonly isPrior: boolean;
}

export function seriesKey({ studyId, seriesInstanceUid }: Pick<HangingSeries, 'studyId' | 'seriesInstanceUid'>): string {
  return `${studyId}/${seriesInstanceUid}`;
}

/** The stacks of series as far as their headers are here: asked for when the first image is here, and once more when all are. */
export function useSeriesStacks(series: readonly HangingSeries[]): ReadonlyMap<string, readonly DisplayStack[]> {
  const imaging = useImaging();
  const engine = imaging.status === 'ready' ? imaging.engine : undefined;
  const [known, setKnown] = useState<ReadonlyMap<string, readonly DisplayStack[]>>(new Map());
  const wanted = useMemo(
    () => series.filter(({ content, heldInstances }) => content === 'images' && heldInstances > 0).map((one) => `${seriesKey(one)}/${one.heldInstances >= one.expectedInstances ? 'all' : 'some'}`).join(' '),
    [series],
  );

  useEffect(() => {
    if (engine === undefined || wanted === '') return undefined;
    const stops = wanted.split(' ').map((name) => {
      const [studyId = '', seriesInstanceUid = ''] = name.split('/');
      const stop = engine.followSeries(Number(studyId), seriesInstanceUid, ({ stacks, status }) => {
        if (stacks.length === 0) return;
        setKnown((before) => new Map(before).set(`${studyId}/${seriesInstanceUid}`, stacks));
        if (status === 'known') stop();
      });
      return stop;
    });
    return () => {
      for (const stop of stops) stop();
    };
  }, [engine, wanted]);

  return known;
}
