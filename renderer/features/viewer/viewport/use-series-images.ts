import { useEffect, useState } from 'react';
import type { ImagingEngine } from '#renderer/imaging/engine/imaging-engine.ts';
import type { SeriesImages } from '#renderer/imaging/loader/series-images.ts';

const LOADING: SeriesImages = { status: 'loading', stacks: [], failure: undefined };

/** The pictures of one series while they arrive. */
export function useSeriesImages(engine: ImagingEngine | undefined, studyId: number | undefined, seriesInstanceUid: string | undefined): SeriesImages {
  const [known, setKnown] = useState<{ readonly key: string; readonly images: SeriesImages }>();
  const key = `${studyId}/${seriesInstanceUid}`;

  useEffect(() => {
    if (engine === undefined || studyId === undefined || seriesInstanceUid === undefined) return undefined;
    return engine.followSeries(studyId, seriesInstanceUid, (images) => setKnown({ key: `${studyId}/${seriesInstanceUid}`, images }));
  }, [engine, studyId, seriesInstanceUid]);

  // What is known of another series must never be taken for this one.
  return known?.key === key ? known.images : LOADING;
}
