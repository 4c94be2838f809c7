import type { Measurement } from '#shared/contract/services/measurements.contract.ts';
import { isAppError } from '#shared/errors/app-error.ts';
import type { ErrorCode } from '#shared/errors/error-code.ts';
import { createStore, type Store } from '#renderer/bridge/store.ts';
import type { ReadingSource } from '#renderer/imaging/reading-source.ts';
import { measurementOf, type DrawnShape } from '#renderer/imaging/tools/measurement-shape.ts';
import { newTrackingUid } from '#renderer/imaging/tools/tracking-uid.ts';
import { NO_MEASUREMENTS, nextLabel, redo, undo, withChange, withStored, type MeasurementChange, type MeasurementHistory } from './measurement-history.ts';

/** The measurements of the studies on the desk: drawn here, kept in the store, undone and redone. */
export interface MeasurementDesk {
  readonly history: Store<MeasurementHistory>;
  /** Reads the measurements of a study and follows what other windows change. @returns the way to stop */
  readonly open: (studyId: number) => () => void;
  /** @returns the measurement that the shape has become */
  readonly draw: (shape: DrawnShape) => Measurement;
  readonly move: (shape: DrawnShape, before: Measurement) => void;
  readonly remove: (trackingUid: string) => void;
  readonly undo: () => void;
  readonly redo: () => void;
  /** Tells when a measurement is on the screen but could not be stored, or none could be read. @returns the way to stop */
  readonly onFailed: (listener: (code: ErrorCode) => void) => () => void;
}

type MeasurementSource = Pick<ReadingSource, 'listMeasurements' | 'saveMeasurement' | 'removeMeasurement' | 'onMeasurementsChanged'>;

export function createMeasurementDesk(source: MeasurementSource): MeasurementDesk {
  const listeners = new Set<(code: ErrorCode) => void>();
  const history = createStore<MeasurementHistory>(NO_MEASUREMENTS);
  /** Changes reach the store one after the other, in the order of the hand. */
  let writing: Promise<void> = Promise.resolve();
  let waiting = 0;

  function store({ before, after }: MeasurementChange): void {
    waiting += 1;
    writing = writing
      .then(async () => {
        if (after !== undefined) await source.saveMeasurement(after);
        else if (before !== undefined) await source.removeMeasurement(before.studyId, before.trackingUid);
      })
      .catch(fail)
      .finally(() => {
        waiting -= 1;
      });
  }

  function fail(error: unknown): void {
    for (const listener of listeners) listener(isAppError(error) ? error.code : 'internal');
  }

  function change(step: MeasurementChange): void {
    history.set(withChange(history.get(), step));
    store(step);
  }

  return {
    history,
    onFailed: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    open: (studyId) => {
      let isOpen = true;
      const read = async () => {
        try {
          await writing;
          const stored = await source.listMeasurements(studyId);
          // What the hand has done meanwhile is newer; its own event follows.
          if (isOpen && waiting === 0) history.set(withStored(history.get(), studyId, stored));
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
    draw: (shape) => {
      const { studyId } = shape.loaded.frame;
      const measurement = measurementOf(shape, { trackingUid: newTrackingUid(), label: nextLabel(history.get().measurements, studyId) });
      change({ before: undefined, after: measurement });
      return measurement;
    },
    move: (shape, before) => change({ before, after: measurementOf(shape, before) }),
    remove: (trackingUid) => {
      const before = history.get().measurements.find((one) => one.trackingUid === trackingUid);
      if (before !== undefined) change({ before, after: undefined });
    },
    undo: () => {
      const step = undo(history.get());
      if (step === undefined) return;
      history.set(step.history);
      store(step.change);
    },
    redo: () => {
      const step = redo(history.get());
      if (step === undefined) return;
      history.set(step.history);
      store(step.change);
    },
  };
}
