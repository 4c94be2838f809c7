import type { ImageDescription } from '#shared/dicom/image/image-description.ts';
import type { SeriesImages } from './series-images.ts';

/** What was last known of a series. */
export interface RememberedSeries {
  readonly known: ReadonlyMap<string, ImageDescription>;
  readonly images: SeriesImages;
}

/** The series that were followed last: one that is opened again, or was looked up ahead, is on the screen before its metadata are asked for anew. */
export interface SeriesMemory {
  readonly recall: (studyId: number, seriesInstanceUid: string) => RememberedSeries | undefined;
  readonly remember: (studyId: number, seriesInstanceUid: string, series: RememberedSeries) => void;
  readonly forgetStudy: (studyId: number) => void;
}

/** The descriptions of a thousand slices take a few megabytes. */
const SERIES_KEPT = 12;

export function createSeriesMemory(): SeriesMemory {
  const kept = new Map<string, RememberedSeries>();
  const keyOf = (studyId: number, seriesInstanceUid: string) => `${studyId}/${seriesInstanceUid}`;
  return {
    recall: (studyId, seriesInstanceUid) => kept.get(keyOf(studyId, seriesInstanceUid)),
    remember(studyId, seriesInstanceUid, series) {
      const key = keyOf(studyId, seriesInstanceUid);
      kept.delete(key);
      kept.set(key, series);
      const oldest = kept.keys().next().value;
      if (kept.size > SERIES_KEPT && oldest !== undefined) kept.delete(oldest);
    },
    forgetStudy(studyId) {
      for (const key of kept.keys()) if (key.startsWith(`${studyId}/`)) kept.delete(key);
    },
  };
}
