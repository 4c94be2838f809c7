import { useEffect, useMemo, useState } from 'react';
import { fetchStudyObjects, type StudyObject } from './study-object.ts';

/** A series without pictures, and how much of it is here. */
export interface ObjectSeries {
  readonly studyId: number;
  readonly seriesInstanceUid: string;
  readonly heldInstances: number;
}

/** The objects of these series that are held; read anew when more of a series has come. */
export function useStudyObjects(series: readonly ObjectSeries[]): readonly StudyObject[] {
  const [known, setKnown] = useState<ReadonlyMap<string, readonly StudyObject[]>>(new Map());
  const wanted = series.filter(({ heldInstances }) => heldInstances > 0).map(({ studyId, seriesInstanceUid, heldInstances }) => `${studyId}/${seriesInstanceUid}/${heldInstances}`).join(' ');

  useEffect(() => {
    const abort = new AbortController();
    for (const name of wanted.split(' ').filter((one) => one !== '')) {
      const [studyId = '', seriesInstanceUid = ''] = name.split('/');
      fetchStudyObjects(Number(studyId), seriesInstanceUid, (path, init) => fetch(path, init), abort.signal).then(
        (objects) => {
          if (!abort.signal.aborted) setKnown((before) => new Map(before).set(`${studyId}/${seriesInstanceUid}`, objects));
        },
        // Asked again with the next instance that comes; until then the rail says what the series is by its modality.
        () => undefined,
      );
    }
    return () => abort.abort();
  }, [wanted]);

  // What was read of a study that has been closed meanwhile is not handed out.
  const names = series.map(({ studyId, seriesInstanceUid }) => `${studyId}/${seriesInstanceUid}`).join(' ');
  return useMemo(() => names.split(' ').flatMap((name) => known.get(name) ?? []), [known, names]);
}
