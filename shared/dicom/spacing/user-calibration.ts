import type { PixelPoint } from '../measurement/pixel-point.ts';
import type { MeasurableSpacing } from './measurable-spacing.ts';

/** The size of a pixel as the physician found it on an object of known length. It belongs to one image and holds for all its frames. */
export interface UserCalibration {
  /** What was typed, mm. */
  readonly knownLengthMm: number;
  readonly columnSpacingMm: number;
  readonly rowSpacingMm: number;
}

/**
 * Why an image cannot be calibrated. `patient-spacing`: its millimetres are those of the patient already. `ultrasound-regions`: each region
 * has a scale of its own. `too-short`: the line is too short to measure a pixel with. `impossible-length`: no such object.
 */
export type CalibrationRefusal = 'patient-spacing' | 'ultrasound-regions' | 'too-short' | 'impossible-length';

export type CalibrationVerdict =
  | { readonly kind: 'calibrated'; readonly calibration: UserCalibration }
  | { readonly kind: 'refused'; readonly reason: CalibrationRefusal };

export interface CalibratedFrame {
  /** As the image itself has it. */
  readonly spacing: MeasurableSpacing;
  readonly ultrasoundRegions: readonly unknown[];
  readonly pixelShape: { readonly width: number; readonly height: number };
}

/** An end of a line is set to about half a pixel: below ten pixels the error is above a tenth. */
const SHORTEST_LINE_PX = 10;
const SHORTEST_MM = 0.5;
const LONGEST_MM = 2000;

/** Why no line on the image can calibrate it; undefined: one can. */
export function calibrationRefusalOf({ spacing, ultrasoundRegions }: CalibratedFrame): CalibrationRefusal | undefined {
  if (ultrasoundRegions.length > 0) return 'ultrasound-regions';
  return spacing.kind === 'patient' ? 'patient-spacing' : undefined;
}

/** Finds the size of a pixel from a line over an object of known length; the shape of a pixel stays what the image says. */
export function calibrate([from, to]: readonly PixelPoint[], knownLengthMm: number, frame: CalibratedFrame): CalibrationVerdict {
  const reason = calibrationRefusalOf(frame);
  if (reason !== undefined) return { kind: 'refused', reason };
  if (!(knownLengthMm >= SHORTEST_MM && knownLengthMm <= LONGEST_MM)) return { kind: 'refused', reason: 'impossible-length' };
  if (from === undefined || to === undefined || Math.hypot(to[0] - from[0], to[1] - from[1]) < SHORTEST_LINE_PX) return { kind: 'refused', reason: 'too-short' };
  const { width, height } = frame.pixelShape;
  const scale = knownLengthMm / Math.hypot((to[0] - from[0]) * width, (to[1] - from[1]) * height);
  return { kind: 'calibrated', calibration: { knownLengthMm, columnSpacingMm: width * scale, rowSpacingMm: height * scale } };
}

/** The spacing that lengths on the image have: the physician's calibration before the image's own. */
export function calibratedSpacing(spacing: MeasurableSpacing, calibration: UserCalibration | undefined): MeasurableSpacing {
  if (calibration === undefined) return spacing;
  const { columnSpacingMm, rowSpacingMm, knownLengthMm } = calibration;
  return { kind: 'user-calibrated', knownLengthMm, columnSpacingMm, rowSpacingMm };
}
