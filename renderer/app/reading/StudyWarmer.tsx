import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { studyQuery } from '#renderer/bridge/queries.ts';
import { imageSeriesOf } from '#renderer/features/viewer/reading-study.ts';
import type { ImagingEngine } from '#renderer/imaging/engine/imaging-engine.ts';
import { useImaging } from '#renderer/imaging/ImagingProvider.tsx';

/** The hand rests on a row before it opens it; who runs through the list with the arrow keys asks for nothing. */
const REST_MS = 120;

/** While a row of the worklist is selected, what its study needs to be on the screen is made ready: what is known of it, and its first picture. */
export function StudyWarmer({ studyId }: { readonly studyId: number | undefined }) {
  const { api } = useBridge();
  const queries = useQueryClient();
  const imaging = useImaging();
  const engine = imaging.status === 'ready' ? imaging.engine : undefined;

  useEffect(() => {
    if (studyId === undefined) return undefined;
    const ending = new AbortController();
    let stop: () => void = () => {};
    const timer = setTimeout(() => {
      void warm(studyId).catch(() => {
        // Opening it asks the same and says what is wrong.
      });
    }, REST_MS);
    const warm = async (selected: number) => {
      const open = await queries.fetchQuery(studyQuery(api, selected));
      const first = imageSeriesOf(open).toSorted((left, right) => right.expectedInstances - left.expectedInstances)[0];
      if (ending.signal.aborted || first === undefined || first.heldInstances === 0) return;
      stop = warmSeries(engine, selected, first.seriesInstanceUid);
    };
    return () => {
      ending.abort();
      clearTimeout(timer);
      stop();
    };
  }, [api, engine, queries, studyId]);
  return null;
}

function warmSeries(engine: ImagingEngine | undefined, studyId: number, seriesInstanceUid: string): () => void {
  return engine?.warmSeries(studyId, seriesInstanceUid) ?? (() => {});
}
