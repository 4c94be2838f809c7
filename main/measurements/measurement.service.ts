import type { Measurement, StoredMeasurement } from '#shared/contract/services/measurements.contract.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { Remote } from '../database/remote-repositories.ts';
import type { Clock } from '../platform/clock.ts';
import type { EventHub } from '../platform/event-hub.ts';
import type { MeasurementRepository } from './measurement.repository.ts';

export interface MeasurementService {
  readonly list: (studyId: number) => Promise<StoredMeasurement[]>;
  readonly save: (measurement: Measurement) => Promise<StoredMeasurement>;
  readonly remove: (studyId: number, trackingUid: string) => Promise<void>;
}

export interface MeasurementServiceDependencies {
  readonly measurements: Remote<MeasurementRepository>;
  /** @throws AppError `study/unknown` */
  readonly requireStudy: (studyId: number) => Promise<unknown>;
  readonly events: EventHub;
  readonly clock: Clock;
}

export function createMeasurementService({ measurements, requireStudy, events, clock }: MeasurementServiceDependencies): MeasurementService {
  return {
    async list(studyId) {
      await requireStudy(studyId);
      return measurements.list(studyId);
    },
    async save(measurement) {
      await requireStudy(measurement.studyId);
      const changedAt = clock.now().toISOString();
      await measurements.save(measurement, changedAt);
      events.publish({ kind: 'measurements-changed', studyId: measurement.studyId });
      return { ...measurement, changedAt };
    },
    async remove(studyId, trackingUid) {
      if (!(await measurements.remove(studyId, trackingUid))) throw new AppError('measurement/unknown', 'no such measurement');
      events.publish({ kind: 'measurements-changed', studyId });
    },
  };
}
