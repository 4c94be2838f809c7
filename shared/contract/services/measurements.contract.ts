import { z } from 'zod';
import { method } from '../base-contract.ts';
import { instant, studyId, uid } from '../vocabulary.ts';

export const measurementKind = z.enum(['length', 'angle', 'ellipse']);

/** Where the millimetres of a length come from. `none`: pixels only. `ultrasound-axes`: time, velocity and depth of an ultrasound region. */
export const spacingSource = z.enum(['patient', 'calibrated', 'user-calibrated', 'detector-plane', 'magnification-corrected', 'ultrasound-axes', 'none']);

export const measuredQuantity = z.object({
  /** What was measured. `length` in mm or px, `angle` in deg, `area` in mm2 or px2, `mean` and `standard-deviation` in `unit`, `time` in s, `velocity` in cm/s, `frequency` in Hz. */
  quantity: z.enum(['length', 'angle', 'area', 'mean', 'standard-deviation', 'minimum', 'maximum', 'time', 'velocity', 'frequency']),
  value: z.number(),
  /** UCUM: mm, deg, mm2, [hnsf'U], 1 (no unit), {px}, {px}2, g/ml{SUVbw}, s, cm/s, Hz. */
  unit: z.string().min(1).max(16),
});
export type MeasuredQuantity = z.infer<typeof measuredQuantity>;

export const measurement = z.object({
  /** 2.25-form UID, made by the page when the measurement is first drawn: the binding key to the report. TID 1500 Tracking UID. */
  trackingUid: uid,
  studyId,
  seriesInstanceUid: uid,
  sopInstanceUid: uid,
  /** One-based. */
  frameNumber: z.int().positive(),
  kind: measurementKind,
  /** Column, row pairs; zero-based, to the centre of the pixel; fractions allowed. length: 2 points; angle: 3, the vertex second; ellipse: 4, the ends of both axes. */
  pointsPx: z.array(z.tuple([z.number(), z.number()])).min(2).max(8),
  quantities: z.array(measuredQuantity).min(1).max(8),
  spacingSource,
  /** What the person sees before the value: 1, 2, 3… in the study. */
  label: z.int().positive(),
});
export type Measurement = z.infer<typeof measurement>;
export const storedMeasurement = measurement.extend({ changedAt: instant });
export type StoredMeasurement = z.infer<typeof storedMeasurement>;

/** The size of a pixel as the physician found it on an object of known length. One for each image; it holds for all its frames. */
export const calibration = z.object({
  studyId,
  seriesInstanceUid: uid,
  sopInstanceUid: uid,
  /** One-based: where the line was drawn. */
  frameNumber: z.int().positive(),
  /** Both ends of the line over the object. */
  pointsPx: z.array(z.tuple([z.number(), z.number()])).length(2),
  knownLengthMm: z.number().positive(),
  columnSpacingMm: z.number().positive(),
  rowSpacingMm: z.number().positive(),
});
export type Calibration = z.infer<typeof calibration>;
export const storedCalibration = calibration.extend({ changedAt: instant });
export type StoredCalibration = z.infer<typeof storedCalibration>;

/** A calibration together with what the measurements of its image come to under it: both are stored, or neither. */
export const calibrationChange = z.object({
  studyId,
  sopInstanceUid: uid,
  /** Null takes the calibration away. */
  calibration: calibration.nullable(),
  measurements: z.array(measurement).max(1000),
});
export type CalibrationChange = z.infer<typeof calibrationChange>;

export const measurementsContract = {
  list: method('study/unknown').input(z.object({ studyId })).output(z.array(storedMeasurement)),
  /** Inserts, or replaces the one with the same tracking UID. */
  save: method('study/unknown', 'measurement/not-allowed').input(measurement).output(storedMeasurement),
  calibrations: method('study/unknown').input(z.object({ studyId })).output(z.array(storedCalibration)),
  calibrate: method('study/unknown', 'measurement/not-allowed').input(calibrationChange).output(z.object({})),
  remove: method('measurement/unknown').input(z.object({ studyId, trackingUid: uid })).output(z.object({})),
};
