import type { ViewedImage, ViewportFocus } from '#shared/contract/services/studies.contract.ts';
import { isAppError } from '#shared/errors/app-error.ts';
import type { Bridge } from '#renderer/bridge/bridge-context.tsx';
import { toBase64 } from '#renderer/ui/base64.ts';
import { QUERY_KEYS } from '#renderer/bridge/query-keys.ts';
import type { ReadingSource } from '#renderer/imaging/reading-source.ts';

/** What is under the eye is told main this often at most: it decides what to fetch next, not what to show. */
const FOCUS_PAUSE_MS = 120;

/** Images that were on the screen are told in bundles; the report is signed later than this. */
const VIEWED_PAUSE_MS = 300;
const VIEWED_RETRY_MS = 5000;
/** As many as one call may hold. */
const MOST_VIEWED = 5000;

/** What pictures need from main, for all studies of this window. @param windowId tells main whose eye it is */
export function createBridgeReadingSource({ api, events, queries }: Pick<Bridge, 'api' | 'events' | 'queries'>, windowId: string): ReadingSource {
  const measuredStudyIds = new Set<number>();
  let waitingFocus: readonly ViewportFocus[] | undefined;
  const seenSeries = new Set<string>();
  const waitingViews = new Map<number, Map<string, ViewedImage>>();
  let viewTimer: ReturnType<typeof setTimeout> | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  return {
    onInstancesHeld: (listener) =>
      events.subscribe((event) => {
        if (event.kind === 'instances-held') listener({ studyId: event.studyId, sopInstanceUids: event.sopInstanceUids });
        // Main was away: what it did not answer then must be asked again, whichever study it was.
        else if (event.kind === 'stream-started') listener({ studyId: 0, sopInstanceUids: 'unknown' });
      }),
    onFramesArriving: (listener) =>
      events.subscribe((event) => {
        if (event.kind === 'frames-arriving') listener(event);
      }),
    listMeasurements: async (studyId) => {
      measuredStudyIds.add(studyId);
      return api.measurements.list({ studyId });
    },
    saveMeasurement: async (measurement) => {
      await api.measurements.save(measurement);
    },
    removeMeasurement: async (studyId, trackingUid) => {
      await api.measurements.remove({ studyId, trackingUid });
    },
    listCalibrations: (studyId) => api.measurements.calibrations({ studyId }),
    calibrate: async (change) => {
      await api.measurements.calibrate(change);
    },
    measurementHistory: (studyId) => api.measurements.history({ studyId }),
    keepHistory: async (studyId, steps) => {
      await api.measurements.keepHistory({ studyId, steps });
    },
    reportedSentences: (studyId) => api.measurements.reportedSentences({ studyId }),
    recordReported: async (reported) => {
      await api.measurements.recordReported(reported);
    },
    listKeyImages: (studyId) => api.measurements.keyImages({ studyId }),
    markKeyImage: async (image, isKey) => {
      await api.measurements.markKeyImage({ image, isKey });
    },
    listMasks: (studyId) => api.measurements.masks({ studyId }),
    keepMask: async (mask) => {
      await api.measurements.keepMask(mask);
    },
    pictureKeyImage: async (image, jpeg) => {
      await api.papers.pictureKeyImage({ image, jpeg: toBase64(jpeg) });
    },
    onMeasurementsChanged: (listener) =>
      events.subscribe((event) => {
        if (event.kind === 'measurements-changed') listener(event.studyId);
        else if (event.kind === 'stream-started') for (const studyId of measuredStudyIds) listener(studyId);
      }),
    releasePicture: (studyId) => api.exports.picture({ studyId }),
    // A picture is printed with the hospital's name alone rather than not at all.
    letterhead: (siteId) => api.papers.letterhead({ siteId }).catch(() => undefined),
    recordViewed: (studyId, image) => {
      const waiting = waitingViews.get(studyId) ?? new Map<string, ViewedImage>();
      waitingViews.set(studyId, waiting.set(`${image.sopInstanceUid} ${image.isPartial}`, image));
      viewTimer ??= setTimeout(tellViews, VIEWED_PAUSE_MS);
    },
    reportFocus: (viewports) => {
      waitingFocus = viewports;
      timer ??= setTimeout(tell, FOCUS_PAUSE_MS);
    },
  };

  function tellViews(): void {
    viewTimer = undefined;
    for (const [studyId, waiting] of waitingViews) {
      waitingViews.delete(studyId);
      const images = [...waiting.values()].slice(0, MOST_VIEWED);
      api.studies.recordViewed({ studyId, images }).then(() => hearSeries(studyId, images), (error: unknown) => {
        // A study that main no longer knows has no report either.
        if (isAppError(error, 'study/unknown')) return;
        // What main did not hear is said again.
        const now = waitingViews.get(studyId) ?? new Map<string, ViewedImage>();
        waitingViews.set(studyId, new Map([...waiting, ...now]));
        viewTimer ??= setTimeout(tellViews, VIEWED_RETRY_MS);
      });
    }
  }

  /** The checks ask about series that nobody has seen: another one was. */
  function hearSeries(studyId: number, images: readonly ViewedImage[]): void {
    const before = seenSeries.size;
    for (const { seriesInstanceUid } of images) seenSeries.add(`${studyId} ${seriesInstanceUid}`);
    if (seenSeries.size > before) void queries.invalidateQueries({ queryKey: QUERY_KEYS.checks });
  }

  function tell(): void {
    timer = undefined;
    if (waitingFocus === undefined) return;
    const viewports = waitingFocus.map((focus) => ({ ...focus }));
    waitingFocus = undefined;
    // A focus that main did not hear is replaced by the next one.
    api.studies.focus({ windowId, viewports }).catch(() => undefined);
  }
}
