import { z } from 'zod';
import { SHAPE_KINDS, SHAPE_QUANTITIES } from '../../dicom/measurement/shape-kind.ts';
import { method } from '../base-contract.ts';
import { instant, studyId, uid } from '../vocabulary.ts';

export const measurementKind = z.enum(SHAPE_KINDS);

/** Where the millimetres of a length come from. `none`: pixels only. `ultrasound-axes`: time, velocity and depth of an ultrasound region. */
export const spacingSource = z.enum(['patient', 'calibrated', 'user-calibrated', 'detector-plane', 'magnification-corrected', 'ultrasound-axes', 'none']);

export const measuredQuantity = z.object({
  /** What was measured. `length` in mm or px, `angle` in deg, `area` in mm2 or px2, `mean` and `standard-deviation` in `unit`, `time` in s, `velocity` in cm/s, `frequency` in Hz, `ratio` without unit. */
  quantity: z.enum(SHAPE_QUANTITIES),
  value: z.number(),
  /** UCUM: mm, deg, mm2, [hnsf'U], 1 (no unit), {px}, {px}2, g/ml{SUVbw}, s, cm/s, Hz. */
  unit: z.string().min(1).max(16),
});
export type MeasuredQuantity = z.infer<typeof measuredQuantity>;

const pointMm = z.tuple([z.number(), z.number(), z.number()]).readonly();
const spacePoints = {
  /** Frame of Reference UID (0020,0052); '' where the series names none. */
  frameOfReferenceUid: z.union([uid, z.literal('')]),
  /** LPS, mm: the points of the shape. */
  pointsMm: z.array(pointMm).min(1).max(512).readonly(),
};
/** Where a shape lies that was drawn on a picture computed from a volume: on one of three planes, or on a curve laid out straight. PS3.3 C.18.9. */
export const measurementPlace = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('plane'), ...spacePoints, plane: z.enum(['axial', 'coronal', 'sagittal']),
    /** Unit vectors. */
    rowDirection: pointMm, columnDirection: pointMm,
    /** 0 mm: a single plane. */
    slab: z.object({ mode: z.enum(['maximum', 'minimum', 'mean']), thicknessMm: z.number().min(0).max(1000) }),
  }),
  z.object({
    kind: z.literal('curve'), ...spacePoints, lineMm: z.array(pointMm).min(2).max(200).readonly(), degrees: z.number(),
    alongAcrossMm: z.array(z.tuple([z.number(), z.number()]).readonly()).min(1).max(512).readonly(),
  }),
]);
export type MeasurementPlace = z.infer<typeof measurementPlace>;

export const measurement = z.object({
  /** 2.25-form UID, made by the page when the measurement is first drawn: the binding key to the report. TID 1500 Tracking UID. */
  trackingUid: uid,
  studyId,
  seriesInstanceUid: uid,
  sopInstanceUid: uid,
  /** One-based. */
  frameNumber: z.int().positive(),
  kind: measurementKind,
  /** Column, row pairs; zero-based, to the centre of the pixel; fractions allowed. How many, and what they are: `measureShape`. */
  pointsPx: z.array(z.tuple([z.number(), z.number()])).min(1).max(512),
  /** Empty for an arrow, for words and for spine labels. */
  quantities: z.array(measuredQuantity).max(8),
  spacingSource,
  /** What the person sees before the value: 1, 2, 3… in the study. */
  label: z.int().positive(),
  /** The physician's words beside an arrow or alone; the first vertebra of spine labels. */
  text: z.string().max(200).optional(),
  /** The measurement of a prior that this one follows: the same lesion, later. */
  priorTrackingUid: uid.optional(),
  /** There where it was drawn on a computed picture. Image and points above are then those of the nearest image, seen along its normal: nothing is drawn there. */
  place: measurementPlace.optional(),
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

/** What one press undoes: changes of measurements, or a calibration with all measurements of its image. Null where there was or is none. */
export const measurementStep = z.object({
  changes: z.array(z.object({ before: measurement.nullable(), after: measurement.nullable() })).max(1000),
  calibration: z.object({ sopInstanceUid: uid, before: calibration.nullable(), after: calibration.nullable() }).nullable(),
});
export type MeasurementStep = z.infer<typeof measurementStep>;

/** Newest last. */
export const measurementSteps = z.object({ done: z.array(measurementStep).max(100), undone: z.array(measurementStep).max(100) });
export type MeasurementSteps = z.infer<typeof measurementSteps>;

/** The sentence with which a measurement went into the report. */
export const reportedSentence = z.object({ studyId, trackingUid: uid, sentence: z.string().min(1).max(500) });
export type ReportedSentence = z.infer<typeof reportedSentence>;

/** By which a mask is moved to the right and down, pixels; fractions allowed. */
const maskShiftPx = z.tuple([z.number().min(-500).max(500), z.number().min(-500).max(500)]).readonly();

/** How the physician saw a frame when it was marked: what a presentation state tells the county. */
export const keyImageView = z.object({
  windowCenter: z.number(),
  windowWidth: z.number().positive(),
  voiLutFunction: z.enum(['LINEAR', 'LINEAR_EXACT', 'SIGMOID']),
  isInverted: z.boolean(),
  /** Clockwise, then mirrored as it lies on the screen. */
  rotationDegrees: z.union([z.literal(0), z.literal(90), z.literal(180), z.literal(270)]),
  flipHorizontal: z.boolean(),
  flipVertical: z.boolean(),
  /** Edges of the part that was seen, pixels with the first from 0 to 1; null: all of it. */
  area: z.object({ left: z.number(), top: z.number(), right: z.number(), bottom: z.number() }).nullable(),
  /** It was seen less a frame of its run, as `maskOfRun` says; the window is that of the difference. Absent: as it is. */
  subtraction: z.object({ maskFrameNumber: z.int().positive(), shiftPx: maskShiftPx }).optional(),
});
export type KeyImageView = z.infer<typeof keyImageView>;

/** A frame that the physician marked for the report. Frame numbers are one-based. */
export const keyImage = z.object({
  studyId, seriesInstanceUid: uid, sopInstanceUid: uid, frameNumber: z.int().positive(),
  /** Absent for colour, for a window that is a table, and for marks of an earlier program. */
  view: keyImageView.optional(),
});
export type KeyImage = z.infer<typeof keyImage>;

/** How the frames of a run are shown less one of them (DSA). PS3.3 C.7.6.10. One for each image. */
export const maskOfRun = z.object({
  studyId, seriesInstanceUid: uid, sopInstanceUid: uid,
  /** One-based. */
  maskFrameNumber: z.int().positive(),
  shiftPx: maskShiftPx,
  /** False: it was switched off, and is remembered. */
  isShown: z.boolean(),
});
export type MaskOfRun = z.infer<typeof maskOfRun>;

/** `measurements-changed` tells of all that is here. */
export const measurementsContract = {
  list: method('study/unknown').input(z.object({ studyId })).output(z.array(storedMeasurement)),
  /** Inserts, or replaces the one with the same tracking UID. */
  save: method('study/unknown', 'measurement/not-allowed').input(measurement).output(storedMeasurement),
  calibrations: method('study/unknown').input(z.object({ studyId })).output(z.array(storedCalibration)),
  calibrate: method('study/unknown', 'measurement/not-allowed').input(calibrationChange).output(z.object({})),
  /** What can be undone and redone, as it was kept last. */
  history: method('study/unknown').input(z.object({ studyId })).output(measurementSteps),
  keepHistory: method('study/unknown').input(z.object({ studyId, steps: measurementSteps })).output(z.object({})),
  reportedSentences: method('study/unknown').input(z.object({ studyId })).output(z.array(reportedSentence)),
  recordReported: method('study/unknown').input(reportedSentence).output(z.object({})),
  keyImages: method('study/unknown').input(z.object({ studyId })).output(z.array(keyImage)),
  markKeyImage: method('study/unknown').input(z.object({ image: keyImage, isKey: z.boolean() })).output(z.object({})),
  masks: method('study/unknown').input(z.object({ studyId })).output(z.array(maskOfRun)),
  keepMask: method('study/unknown').input(maskOfRun).output(z.object({})),
  remove: method('measurement/unknown').input(z.object({ studyId, trackingUid: uid })).output(z.object({})),
};
