/** The series that were followed last: one that is opened again, or was looked up ahead, is on the screen before its metadata are asked for anew. */
export interface SeriesMemory<Known> {
  readonly recall: (studyId: number, seriesInstanceUid: string) => Known | undefined;
  readonly remember: (studyId: number, seriesInstanceUid: string, known: Known) => void;
  readonly forgetStudy: (studyId: number) => void;
}

/** The descriptions of a thousand slices take a few megabytes. */
const SERIES_KEPT = 12;

export function createSeriesMemory<Known>(): SeriesMemory<Known> {
  const kept = new Map<string, Known>();
  const keyOf = (studyId: number, seriesInstanceUid: string) => `${studyId}/${seriesInstanceUid}`;
  return {
    recall: (studyId, seriesInstanceUid) => kept.get(keyOf(studyId, seriesInstanceUid)),
    remember(studyId, seriesInstanceUid, known) {
      const key = keyOf(studyId, seriesInstanceUid);
      kept.delete(key);
      kept.set(key, known);
      const oldest = kept.keys().next().value;
      if (kept.size > SERIES_KEPT && oldest !== undefined) kept.delete(oldest);
    },
    forgetStudy(studyId) {
      for (const key of kept.keys()) if (key.startsWith(`${studyId}/`)) kept.delete(key);
    },
  };
}
