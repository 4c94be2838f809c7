import type { ViewportFocus } from '#shared/contract/services/studies.contract.ts';
import type { Bridge } from '#renderer/bridge/bridge-context.tsx';
import type { ReadingSource } from '#renderer/imaging/reading-source.ts';

/** What is under the eye is told main this often at most: it decides what to fetch next, not what to show. */
const FOCUS_PAUSE_MS = 120;

/** What the pictures of one study need from main. @param windowId the same for all studies of this window */
export function createBridgeReadingSource({ api, events }: Bridge, studyId: number, windowId: string): ReadingSource {
  let waitingFocus: readonly ViewportFocus[] | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  return {
    onInstancesHeld: (listener) =>
      events.subscribe((event) => {
        if (event.kind === 'instances-held') listener({ studyId: event.studyId, sopInstanceUids: event.sopInstanceUids });
        else if (event.kind === 'stream-started' && !event.resumed) listener({ studyId, sopInstanceUids: 'unknown' });
      }),
    listMeasurements: async (ofStudyId) => api.measurements.list({ studyId: ofStudyId }),
    saveMeasurement: async (measurement) => {
      await api.measurements.save(measurement);
    },
    removeMeasurement: async (ofStudyId, trackingUid) => {
      await api.measurements.remove({ studyId: ofStudyId, trackingUid });
    },
    onMeasurementsChanged: (listener) =>
      events.subscribe((event) => {
        if (event.kind === 'measurements-changed') listener(event.studyId);
      }),
    reportFocus: (viewports) => {
      waitingFocus = viewports;
      timer ??= setTimeout(tell, FOCUS_PAUSE_MS);
    },
  };

  function tell(): void {
    timer = undefined;
    if (waitingFocus === undefined) return;
    const viewports = waitingFocus.map((focus) => ({ ...focus }));
    waitingFocus = undefined;
    // A focus that main did not hear is replaced by the next one.
    api.studies.focus({ windowId, viewports }).catch(() => undefined);
  }
}
