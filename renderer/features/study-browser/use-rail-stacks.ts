import { useEffect, useState } from 'react';
import type { SeriesSummary } from '#shared/contract/services/studies.contract.ts';
import type { DisplayStack } from '#renderer/imaging/engine/viewport-state.ts';
import { useImaging } from '#renderer/imaging/ImagingProvider.tsx';

const NOTHING: readonly DisplayStack[] = [];

/**
 * The stacks of a series, as far as its images are here. Asked for when the first image is here, whenever their number has doubled, and
 * when all are: each time the page reads the headers of the whole series.
 */
export function useRailStacks(studyId: number, { seriesInstanceUid, content, heldInstances, expectedInstances }: SeriesSummary): readonly DisplayStack[] {
  const imaging = useImaging();
  const engine = imaging.status === 'ready' ? imaging.engine : undefined;
  const [known, setKnown] = useState<{ readonly key: string; readonly stacks: readonly DisplayStack[] }>();
  const key = `${studyId}/${seriesInstanceUid}`;
  const round = heldInstances >= expectedInstances ? 'all' : heldInstances === 0 ? 'none' : Math.floor(Math.log2(heldInstances));

  useEffect(() => {
    if (engine === undefined || content !== 'images' || round === 'none') return undefined;
    const stop = engine.followSeries(studyId, seriesInstanceUid, ({ stacks, status }) => {
      if (stacks.length === 0) return;
      setKnown({ key: `${studyId}/${seriesInstanceUid}`, stacks });
      if (status === 'known') stop();
    });
    return stop;
  }, [engine, studyId, seriesInstanceUid, content, round]);

  return known?.key === key ? known.stacks : NOTHING;
}
