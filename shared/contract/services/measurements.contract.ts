import { z } from 'zod';
import { method } from '../base-contract.ts';
import { instant, studyId, uid } from '../vocabulary.ts';

export const measurementKind = z.enum(['length', 'angle', 'ellipse']);

/** Where the millimetres of a length come from. `none`: pixels only. */
export const spacingSource = z.enum(['patient', 'calibrated', 'detector-plane', 'magnification-corrected', 'none']);

export const measuredQuantity = z.object({
  /** What was measured. `length` in mm or px, `angle` in deg, `area` in mm2 or px2, `mean` and `standard-deviation` in `unit`. */
  quantity: z.enum(['length', 'angle', 'area', 'mean', 'standard-deviation', 'minimum', 'maximum']),
  value: z.number(),
  /** UCUM: mm, deg, mm2, [hnsf'U], 1 (no unit), {px}, {px}2. */
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

export const measurementsContract = {
  list: method('study/unknown').input(z.object({ studyId })).output(z.array(storedMeasurement)),
  /** Inserts, or replaces the one with the same tracking UID. */
  save: method('study/unknown', 'measurement/not-allowed').input(measurement).output(storedMeasurement),
  remove: method('measurement/unknown').input(z.object({ studyId, trackingUid: uid })).output(z.object({})),
};
