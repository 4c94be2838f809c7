import type { CalibrationChange, KeyImage, MaskOfRun, Measurement, MeasurementSteps, ReportedSentence, StoredCalibration, StoredMeasurement } from '#shared/contract/services/measurements.contract.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { Remote } from '../database/remote-repositories.ts';
import type { Clock } from '../platform/clock.ts';
import type { EventHub } from '../platform/event-hub.ts';
import type { CalibrationRepository } from './calibration.repository.ts';
import type { MeasurementRepository } from './measurement.repository.ts';
import type { ReadingMarkRepository } from './reading-mark.repository.ts';

export interface MeasurementService {
  readonly list: (studyId: number) => Promise<StoredMeasurement[]>;
  readonly save: (measurement: Measurement) => Promise<StoredMeasurement>;
  readonly remove: (studyId: number, trackingUid: string) => Promise<void>;
  readonly calibrations: (studyId: number) => Promise<StoredCalibration[]>;
  /** @throws AppError `measurement/not-allowed` when calibration or measurements are of another image */
  readonly calibrate: (change: CalibrationChange) => Promise<void>;
  readonly history: (studyId: number) => Promise<MeasurementSteps>;
  readonly keepHistory: (studyId: number, steps: MeasurementSteps) => Promise<void>;
  readonly reportedSentences: (studyId: number) => Promise<ReportedSentence[]>;
  readonly recordReported: (reported: ReportedSentence) => Promise<void>;
  readonly keyImages: (studyId: number) => Promise<KeyImage[]>;
  readonly markKeyImage: (image: KeyImage, isKey: boolean) => Promise<void>;
  readonly masks: (studyId: number) => Promise<MaskOfRun[]>;
  readonly keepMask: (mask: MaskOfRun) => Promise<void>;
}

export interface MeasurementServiceDependencies {
  readonly measurements: Remote<MeasurementRepository>;
  readonly calibrations: Remote<CalibrationRepository>;
  readonly marks: Remote<ReadingMarkRepository>;
  /** @throws AppError `study/unknown` */
  readonly requireStudy: (studyId: number) => Promise<unknown>;
  readonly events: EventHub;
  readonly clock: Clock;
}

export function createMeasurementService({ measurements, calibrations, marks, requireStudy, events, clock }: MeasurementServiceDependencies): MeasurementService {
  return {
    async list(studyId) {
      await requireStudy(studyId);
      return measurements.list(studyId);
    },
    async save(measurement) {
      await requireStudy(measurement.studyId);
      // A window that has not heard yet that the calibration is gone must not bring its millimetres back.
      const isWithout = measurement.spacingSource === 'user-calibrated' && !(await calibrations.has(measurement.studyId, measurement.sopInstanceUid));
      if (isWithout) throw new AppError('measurement/not-allowed', 'the image has no calibration');
      const changedAt = clock.now().toISOString();
      await measurements.save(measurement, changedAt);
      events.publish({ kind: 'measurements-changed', studyId: measurement.studyId });
      return { ...measurement, changedAt };
    },
    async calibrations(studyId) {
      await requireStudy(studyId);
      return calibrations.list(studyId);
    },
    async calibrate(change) {
      await requireStudy(change.studyId);
      const isOfImage = (one: { readonly studyId: number; readonly sopInstanceUid: string }) =>
        one.studyId === change.studyId && one.sopInstanceUid === change.sopInstanceUid;
      if (![...(change.calibration === null ? [] : [change.calibration]), ...change.measurements].every(isOfImage)) {
        throw new AppError('measurement/not-allowed', 'a calibration holds for its own image only');
      }
      await calibrations.apply(change, clock.now().toISOString());
      events.publish({ kind: 'measurements-changed', studyId: change.studyId });
    },
    async history(studyId) {
      await requireStudy(studyId);
      return marks.history(studyId);
    },
    async keepHistory(studyId, steps) {
      await requireStudy(studyId);
      await marks.keepHistory(studyId, steps);
    },
    async reportedSentences(studyId) {
      await requireStudy(studyId);
      return marks.sentences(studyId);
    },
    async recordReported(reported) {
      await requireStudy(reported.studyId);
      await marks.recordSentence(reported);
      events.publish({ kind: 'measurements-changed', studyId: reported.studyId });
    },
    async keyImages(studyId) {
      await requireStudy(studyId);
      return marks.keyImages(studyId);
    },
    async markKeyImage(image, isKey) {
      await requireStudy(image.studyId);
      await marks.markKeyImage(image, isKey, clock.now().toISOString());
      events.publish({ kind: 'measurements-changed', studyId: image.studyId });
    },
    async masks(studyId) {
      await requireStudy(studyId);
      return marks.masks(studyId);
    },
    async keepMask(mask) {
      await requireStudy(mask.studyId);
      await marks.keepMask(mask, clock.now().toISOString());
    },
    async remove(studyId, trackingUid) {
      if (!(await measurements.remove(studyId, trackingUid))) throw new AppError('measurement/unknown', 'no such measurement');
      events.publish({ kind: 'measurements-changed', studyId });
    },
  };
}
