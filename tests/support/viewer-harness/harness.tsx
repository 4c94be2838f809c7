import { StrictMode, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { createRoot } from 'react-dom/client';
import type { Calibration, KeyImage, MaskOfRun, Measurement, MeasurementSteps, ReportedSentence } from '#shared/contract/services/measurements.contract.ts';
import type { ViewedImage, ViewportFocus } from '#shared/contract/services/studies.contract.ts';
import { createStore } from '#renderer/bridge/store.ts';
import { useReadingObjects } from '#renderer/app/reading/use-reading-objects.ts';
import { StudyDocument } from '#renderer/features/study-documents/StudyDocument.tsx';
import type { RailStack } from '#renderer/features/study-browser/rail-study.ts';
import { SeriesRail } from '#renderer/features/study-browser/SeriesRail.tsx';
import type { ReadingStudy } from '#renderer/features/viewer/reading-study.ts';
import { ReadingViewer } from '#renderer/features/viewer/ReadingViewer.tsx';
import { stackName, useViewerDesk } from '#renderer/features/viewer/use-viewer-desk.ts';
import { isSameStack, type DeskLayout } from '#renderer/features/viewer/viewer-desk.ts';
import { ImagingProvider } from '#renderer/imaging/ImagingProvider.tsx';
import type { HeldInstances, ReadingSource } from '#renderer/imaging/reading-source.ts';
import { TextProvider } from '#renderer/text/TextProvider.tsx';
import { KeyboardProvider } from '#renderer/ui/keyboard/KeyboardProvider.tsx';
import '#renderer/ui/tokens.css';
import '#renderer/ui/base.css';

/** What a test asks of the page and reads from it. `?measurements=JSON` is what the store holds at the start. */
export interface ViewerHarness {
  /** Asks the server anew what the studies are, then announces the instances as held. */
  readonly announce: (held: HeldInstances) => Promise<void>;
  /** What was stored, by tracking UID. */
  readonly measurements: Map<string, Measurement>;
  /** What was stored, by SOP Instance UID. */
  readonly calibrations: Map<string, Calibration>;
  readonly steps: { current: MeasurementSteps };
  readonly reported: Map<string, ReportedSentence>;
  readonly keyImages: KeyImage[];
  /** By SOP Instance UID. */
  readonly masks: Map<string, MaskOfRun>;
  readonly viewed: ViewedImage[];
  readonly sentences: string[];
  readonly focus: { current: readonly ViewportFocus[] };
  /** Hangs series of the case, one in each viewport, as a hanging protocol does. */
  readonly hang: { current: (layout: DeskLayout, seriesInstanceUids: readonly string[]) => void };
  readonly failures: string[];
}

const query = new URLSearchParams(location.search);
/** `?studies=1,2`: those, in that order; the first is the case. */
const wanted = (query.get('studies') ?? '').split(',').map(Number);

async function readStudies(): Promise<readonly ReadingStudy[]> {
  const all = (await (await fetch('/studies')).json()) as readonly ReadingStudy[];
  return wanted.flatMap((studyId) => all.find(({ study }) => study.studyId === studyId) ?? []);
}

const studies = createStore<readonly ReadingStudy[]>(await readStudies());
const heldListeners = new Set<(held: HeldInstances) => void>();
const harness: ViewerHarness = {
  announce: async (held) => {
    studies.set(await readStudies());
    for (const listener of heldListeners) listener(held);
  },
  measurements: new Map((JSON.parse(query.get('measurements') ?? '[]') as Measurement[]).map((one) => [one.trackingUid, one])),
  calibrations: new Map((JSON.parse(query.get('calibrations') ?? '[]') as Calibration[]).map((one) => [one.sopInstanceUid, one])),
  steps: { current: { done: [], undone: [] } },
  reported: new Map(),
  keyImages: [],
  masks: new Map(),
  viewed: [],
  sentences: [],
  focus: { current: [] },
  hang: { current: () => undefined },
  failures: [],
};
Object.assign(window, { harness });

const source: ReadingSource = {
  onInstancesHeld: (listener) => {
    heldListeners.add(listener);
    return () => void heldListeners.delete(listener);
  },
  onFramesArriving: () => () => undefined,
  listMeasurements: async (studyId) => [...harness.measurements.values()].filter((one) => one.studyId === studyId).map((one) => ({ ...one, changedAt: '2026-11-21T00:00:00.000Z' })),
  saveMeasurement: async (measurement) => void harness.measurements.set(measurement.trackingUid, measurement),
  removeMeasurement: async (_studyId, trackingUid) => void harness.measurements.delete(trackingUid),
  listCalibrations: async (studyId) => [...harness.calibrations.values()].filter((one) => one.studyId === studyId).map((one) => ({ ...one, changedAt: '2026-11-21T00:00:00.000Z' })),
  calibrate: async ({ sopInstanceUid, calibration, measurements }) => {
    if (calibration === null) harness.calibrations.delete(sopInstanceUid);
    else harness.calibrations.set(sopInstanceUid, calibration);
    for (const measurement of measurements) harness.measurements.set(measurement.trackingUid, measurement);
  },
  measurementHistory: async () => harness.steps.current,
  keepHistory: async (_studyId, steps) => {
    harness.steps.current = steps;
  },
  reportedSentences: async () => [...harness.reported.values()],
  recordReported: async (reported) => void harness.reported.set(reported.trackingUid, reported),
  listKeyImages: async (studyId) => harness.keyImages.filter((one) => one.studyId === studyId),
  listMasks: async () => [...harness.masks.values()],
  keepMask: async (mask) => void harness.masks.set(mask.sopInstanceUid, mask),
  pictureKeyImage: async () => {},
  markKeyImage: async (image, isKey) => {
    if (isKey) harness.keyImages.push(image);
    else harness.keyImages.splice(0, harness.keyImages.length, ...harness.keyImages.filter((one) => one.sopInstanceUid !== image.sopInstanceUid || one.frameNumber !== image.frameNumber));
  },
  releasePicture: async () => ({ person: '周砚秋', at: '2026-11-22T00:00:00.000Z' }),
  letterhead: async () => ({ address: '云岫县城关镇人民路 18 号', telephone: '0871-6000 0120', logo: null }),
  recordViewed: (_studyId, image) => void harness.viewed.push(image),
  onMeasurementsChanged: () => () => undefined,
  reportFocus: (viewports) => {
    harness.focus.current = viewports;
  },
};

/** The viewer beside a text field, as the reading room has it. */
function Page() {
  const known = useSyncExternalStore(studies.subscribe, studies.get);
  const [first] = known;
  const firstSeries = first?.series.find(({ content }) => content === 'images');
  const desk = useViewerDesk(first === undefined || firstSeries === undefined ? undefined : { studyId: first.study.studyId, seriesInstanceUid: firstSeries.seriesInstanceUid, stackIndex: 0 });
  const { act } = desk;
  const caseId = first?.study.studyId;
  useEffect(() => {
    harness.hang.current = (layout, uids) => {
      if (caseId !== undefined) act({ kind: 'arrange', layout, viewports: uids.map((seriesInstanceUid) => ({ studyId: caseId, seriesInstanceUid, stackIndex: 0 })), isByHand: true });
    };
  }, [act, caseId]);
  const objects = useReadingObjects(known, desk);
  const [note, setNote] = useState('');
  const rail = useMemo(
    () =>
      known.map(({ study, series, isPrior, isCut }) => ({
        studyId: study.studyId, date: study.studyDate ?? '', name: study.modalities.join(' '), heldInstances: study.heldInstances, expectedInstances: study.expectedInstances, series, isPrior, isCut,
      })),
    [known],
  );
  const hung = (stack: RailStack) => desk.desk.viewports.flatMap((one, index) => (isSameStack(one, stack) ? [index + 1] : []));
  return (
    <div style={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr) 300px', height: '100vh' }}>
      <ReadingViewer
        source={source}
        studies={known}
        desk={desk}
        objects={objects.objects}
        layers={objects.layers}
        aside={objects.document === undefined ? undefined : <StudyDocument key={objects.document.seriesInstanceUid} objects={objects.documentObjects} name="document" deskOf={objects.deskOf} onClose={objects.closeDocument} />}
        onMeasurementToReport={(_measurement, sentence) => harness.sentences.push(sentence) > 0}
        onMeasurementFailed={(code) => harness.failures.push(code)}
        rail={
          <SeriesRail
            studies={rail}
            viewportsOf={hung}
            isActive={(stack) => hung(stack).includes(desk.desk.activeIndex + 1)}
            isSeen={({ studyId, seriesInstanceUid, stackIndex, siblings }) => desk.seen.has(stackName(studyId, seriesInstanceUid, stackIndex, siblings))}
            onPlace={({ studyId, seriesInstanceUid, stackIndex }) => desk.act({ kind: 'hang', stack: { studyId, seriesInstanceUid, stackIndex } })}
            onOpenPrior={() => undefined}
            kindOf={objects.kindOf}
            keyCountOf={objects.keyCountOf}
            isObjectOpen={(_studyId, uid) => objects.document?.seriesInstanceUid === uid}
            onOpenObject={(studyId, { seriesInstanceUid }) => objects.openObject(studyId, seriesInstanceUid)}
          />
        }
      />
      <textarea data-testid="note" value={note} onChange={(event) => setNote(event.target.value)} />
    </div>
  );
}

const root = document.querySelector('#root');
const language = query.get('language') === 'en' ? 'en' : 'zh-CN';
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <TextProvider language={language}>
        <KeyboardProvider page="reading">
          <ImagingProvider source={source}>
            <Page />
          </ImagingProvider>
        </KeyboardProvider>
      </TextProvider>
    </StrictMode>,
  );
}
