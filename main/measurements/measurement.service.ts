import type { CalibrationChange, Measurement, StoredCalibration, StoredMeasurement } from '#shared/contract/services/measurements.contract.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { Remote } from '../database/remote-repositories.ts';
import type { Clock } from '../platform/clock.ts';
import type { EventHub } from '../platform/event-hub.ts';
import type { CalibrationRepository } from './calibration.repository.ts';
import type { MeasurementRepository } from './measurement.repository.ts';

export interface MeasurementService {
  readonly list: (studyId: number) => Promise<StoredMeasurement[]>;
  readonly save: (measurement: Measurement) => Promise<StoredMeasurement>;
  readonly remove: (studyId: number, trackingUid: string) => Promise<void>;
  readonly calibrations: (studyId: number) => Promise<StoredCalibration[]>;
  /** @throws AppError `measurement/not-allowed` when calibration or measurements are of another image */
  readonly calibrate: (change: CalibrationChange) => Promise<void>;
}

export interface MeasurementServiceDependencies {
  readonly measurements: Remote<MeasurementRepository>;
  readonly calibrations: Remote<CalibrationRepository>;
  /** @throws AppError `study/unknown` */
  readonly requireStudy: (studyId: number) => Promise<unknown>;
  readonly events: EventHub;
  readonly clock: Clock;
}

export function createMeasurementService({ measurements, calibrations, requireStudy, events, clock }: MeasurementServiceDependencies): MeasurementService {
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
    async remove(studyId, trackingUid) {
      if (!(await measurements.remove(studyId, trackingUid))) throw new AppError('measurement/unknown', 'no such measurement');
      events.publish({ kind: 'measurements-changed', studyId });
    },
  };
}
