import type { Calibration } from '#shared/contract/services/measurements.contract.ts';
import type { FrameDescription } from '#shared/dicom/image/image-description.ts';
import type { MeasurableSpacing } from '#shared/dicom/spacing/measurable-spacing.ts';
import { calibratedSpacing } from '#shared/dicom/spacing/user-calibration.ts';
import type { FrameRef } from '../frame-ref.ts';

/** A frame with what its header says of it. */
export interface DescribedFrame {
  readonly frame: FrameRef;
  readonly description: Pick<FrameDescription, 'spacing'>;
}

/** The calibrations of all open studies: the one place that says which spacing a frame is measured with. */
export interface CalibrationBook {
  /** Replaces the calibrations of a study. */
  readonly set: (studyId: number, calibrations: readonly Calibration[]) => void;
  readonly of: (frame: Pick<FrameRef, 'studyId' | 'sopInstanceUid'>) => Calibration | undefined;
  readonly spacingOf: (frame: DescribedFrame) => MeasurableSpacing;
}

export function createCalibrationBook(): CalibrationBook {
  const byStudy = new Map<number, ReadonlyMap<string, Calibration>>();
  const find = ({ studyId, sopInstanceUid }: Pick<FrameRef, 'studyId' | 'sopInstanceUid'>) => byStudy.get(studyId)?.get(sopInstanceUid);
  return {
    set: (studyId, calibrations) => void byStudy.set(studyId, new Map(calibrations.map((one) => [one.sopInstanceUid, one]))),
    of: find,
    spacingOf: ({ frame, description }) => calibratedSpacing(description.spacing, find(frame)),
  };
}
