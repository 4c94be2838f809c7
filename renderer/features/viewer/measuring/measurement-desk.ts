import type { Calibration, Measurement, ReportedSentence } from '#shared/contract/services/measurements.contract.ts';
import { frameDescriptionOf, type ImageDescription } from '#shared/dicom/image/image-description.ts';
import { calibrate, type CalibrationRefusal } from '#shared/dicom/spacing/user-calibration.ts';
import { isAppError } from '#shared/errors/app-error.ts';
import type { ErrorCode } from '#shared/errors/error-code.ts';
import { createStore, type Store } from '#renderer/bridge/store.ts';
import type { ReadingSource } from '#renderer/imaging/reading-source.ts';
import { measurementOf, remeasured, type DrawnShape } from '#renderer/imaging/tools/measurement-shape.ts';
import { newTrackingUid } from '#renderer/imaging/tools/tracking-uid.ts';
import {
  NO_MEASUREMENTS, nextLabel, redo, stepsOfStudy, undo, withKeptSteps, withStep, withStored, type CalibrationStep, type HistoryStep, type MeasurementChange, type MeasurementHistory,
} from './measurement-history.ts';

/** The measurements of the studies on the desk: drawn here, kept in the store, undone and redone. */
export interface MeasurementDesk {
  readonly history: Store<MeasurementHistory>;
  /** The sentences with which measurements of the open studies went into reports. */
  readonly reported: Store<readonly ReportedSentence[]>;
  readonly recordReported: (reported: ReportedSentence) => void;
  /** Reads the measurements of a study and follows what other windows change. @returns the way to stop */
  readonly open: (studyId: number) => () => void;
  /** @param priorTrackingUid the measurement of a prior that it follows. @returns the measurement that the shape has become */
  readonly draw: (shape: DrawnShape, priorTrackingUid?: string) => Measurement;
  readonly move: (shape: DrawnShape, before: Measurement) => void;
  /** Keeps what was drawn on a computed picture. @param make gives the measurement its name and its number */
  readonly add: (studyId: number, make: (identity: Pick<Measurement, 'trackingUid' | 'label'>) => Measurement) => Measurement;
  readonly replace: (before: Measurement, after: Measurement) => void;
  /** The words of an arrow, of a text, the first vertebra of spine labels. */
  readonly write: (trackingUid: string, text: string) => void;
  readonly remove: (trackingUid: string) => void;
  /**
   * Makes a kept line the known length of its image; all measurements of the image follow, in one step.
   * @returns why not; undefined when it is done
   */
  readonly calibrate: (line: Measurement, knownLengthMm: number, image: ImageDescription) => CalibrationRefusal | undefined;
  /** Takes the calibration of an image away; its measurements are again what the image itself says. */
  readonly removeCalibration: (studyId: number, image: ImageDescription) => void;
  readonly undo: () => void;
  readonly redo: () => void;
  /** Tells when a measurement is on the screen but could not be stored, or none could be read. @returns the way to stop */
  readonly onFailed: (listener: (code: ErrorCode) => void) => () => void;
}

type MeasurementSource = Pick<ReadingSource, 'listMeasurements' | 'saveMeasurement' | 'removeMeasurement' | 'listCalibrations' | 'calibrate' | 'onMeasurementsChanged' | 'measurementHistory' | 'keepHistory' | 'reportedSentences' | 'recordReported'>;

export function createMeasurementDesk(source: MeasurementSource): MeasurementDesk {
  const listeners = new Set<(code: ErrorCode) => void>();
  const history = createStore<MeasurementHistory>(NO_MEASUREMENTS);
  const reported = createStore<readonly ReportedSentence[]>([]);
  /** Changes reach the store one after the other, in the order of the hand. */
  let writing: Promise<void> = Promise.resolve();
  let waiting = 0;

  function store(step: HistoryStep): void {
    waiting += 1;
    // Kept first: a crash between the two leaves a step that can be redone, not a change that cannot be undone.
    writing = writing
      .then(() => keepSteps(step).catch(fail))
      .then(() => (step.calibration === undefined ? storeChanges(step.changes) : storeCalibration(step.calibration, step.changes)))
      .catch(fail)
      .finally(() => {
        waiting -= 1;
      });
  }

  async function storeChanges(changes: readonly MeasurementChange[]): Promise<void> {
    for (const { before, after } of changes) {
      if (after !== undefined) await source.saveMeasurement(after);
      else if (before !== undefined) await source.removeMeasurement(before.studyId, before.trackingUid);
    }
  }

  function storeCalibration({ studyId, sopInstanceUid, after }: CalibrationStep, changes: readonly MeasurementChange[]): Promise<void> {
    return source.calibrate({ studyId, sopInstanceUid, calibration: after ?? null, measurements: changes.flatMap((change) => change.after ?? []) });
  }

  function keepSteps({ changes, calibration }: HistoryStep): Promise<void> {
    const [first] = changes;
    const studyId = calibration?.studyId ?? (first?.after ?? first?.before)?.studyId;
    return studyId === undefined ? Promise.resolve() : source.keepHistory(studyId, stepsOfStudy(history.get(), studyId));
  }

  function fail(error: unknown): void {
    for (const listener of listeners) listener(isAppError(error) ? error.code : 'internal');
  }

  function take(step: HistoryStep): void {
    history.set(withStep(history.get(), step));
    store(step);
  }

  const change = (one: MeasurementChange) => take({ changes: [one], calibration: undefined });

  function setCalibration(studyId: number, image: ImageDescription, after: Calibration | undefined): void {
    const { measurements, calibrations } = history.get();
    const isOfImage = (one: Measurement | Calibration) => one.studyId === studyId && one.sopInstanceUid === image.sopInstanceUid;
    // What lies in the patient was not measured with the spacing of an image.
    const changes = measurements.filter((one) => isOfImage(one) && one.place === undefined).map((before) => ({ before, after: remeasured(before, image, after) }));
    take({ changes, calibration: { studyId, sopInstanceUid: image.sopInstanceUid, before: calibrations.find(isOfImage), after } });
  }

  function goTo(next: { readonly history: MeasurementHistory; readonly step: HistoryStep } | undefined): void {
    if (next === undefined) return;
    history.set(next.history);
    store(next.step);
  }

  return {
    history,
    reported,
    recordReported: (sentence) => {
      reported.set([...reported.get().filter(({ trackingUid }) => trackingUid !== sentence.trackingUid), sentence]);
      source.recordReported(sentence).catch(fail);
    },
    onFailed: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    open: (studyId) => {
      let isOpen = true;
      let isRead = false;
      const read = async () => {
        try {
          await writing;
          const [measurements, calibrations, sentences, kept] = await Promise.all([
            source.listMeasurements(studyId), source.listCalibrations(studyId), source.reportedSentences(studyId), isRead ? undefined : source.measurementHistory(studyId),
          ]);
          // What the hand has done meanwhile is newer; its own event follows.
          if (!isOpen || waiting > 0) return;
          const stored = withStored(history.get(), studyId, { measurements, calibrations });
          history.set(kept === undefined ? stored : withKeptSteps(stored, studyId, kept));
          reported.set([...reported.get().filter((one) => one.studyId !== studyId), ...sentences]);
          isRead = true;
        } catch (error) {
          if (isOpen) fail(error);
        }
      };
      const stop = source.onMeasurementsChanged((changedStudyId) => {
        if (changedStudyId === studyId) void read();
      });
      void read();
      return () => {
        isOpen = false;
        stop();
      };
    },
    draw: (shape, priorTrackingUid) => {
      const { studyId } = shape.loaded.frame;
      const measurement = measurementOf(shape, { trackingUid: newTrackingUid(), label: nextLabel(history.get().measurements, studyId), text: undefined, priorTrackingUid });
      change({ before: undefined, after: measurement });
      return measurement;
    },
    add: (studyId, make) => {
      const measurement = make({ trackingUid: newTrackingUid(), label: nextLabel(history.get().measurements, studyId) });
      change({ before: undefined, after: measurement });
      return measurement;
    },
    replace: (before, after) => change({ before, after }),
    move: (shape, before) => change({ before, after: measurementOf(shape, before) }),
    write: (trackingUid, text) => {
      const before = history.get().measurements.find((one) => one.trackingUid === trackingUid);
      if (before !== undefined && before.text !== text) change({ before, after: { ...before, text } });
    },
    remove: (trackingUid) => {
      const before = history.get().measurements.find((one) => one.trackingUid === trackingUid);
      if (before !== undefined) change({ before, after: undefined });
    },
    calibrate: (line, knownLengthMm, image) => {
      const description = frameDescriptionOf(image, line.frameNumber);
      const verdict = description === undefined ? undefined : calibrate(line.pointsPx, knownLengthMm, description);
      if (verdict === undefined || verdict.kind === 'refused') return verdict?.reason ?? 'too-short';
      const [from = [0, 0], to = [0, 0]] = line.pointsPx;
      const { studyId, seriesInstanceUid, sopInstanceUid, frameNumber } = line;
      setCalibration(studyId, image, { studyId, seriesInstanceUid, sopInstanceUid, frameNumber, pointsPx: [from, to], ...verdict.calibration });
      return undefined;
    },
    removeCalibration: (studyId, image) => setCalibration(studyId, image, undefined),
    undo: () => goTo(undo(history.get())),
    redo: () => goTo(redo(history.get())),
  };
}
