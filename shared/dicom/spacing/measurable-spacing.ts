import { numberOf, numbersOf, textOf, type DataSet } from '../data-set/data-set.ts';
import type { Millimetres } from '../geometry/vector3.ts';
import { regionOf, type UltrasoundRegion } from './ultrasound-region.ts';

interface Spacing {
  /** Distance between column centres, mm. */
  readonly columnSpacingMm: Millimetres;
  /** Distance between row centres, mm. */
  readonly rowSpacingMm: Millimetres;
}

export type NoSpacingReason = 'no-spacing' | 'secondary-capture' | 'no-ultrasound-region' | 'across-ultrasound-regions';

/**
 * What a length on the image means; it is shown beside every length. PS3.3 10.7, C.8.1.2 and C.8.11.7.
 * `patient`: in the patient. `calibrated`: the device corrected it by an object of known size or by known geometry. `user-calibrated`: the
 * physician did, here. `detector-plane`: at the detector,
 * larger than in the patient. `magnification-corrected`: at the detector, divided by the estimated magnification. `none`: pixels only.
 */
export type MeasurableSpacing =
  | ({ readonly kind: 'patient' } & Spacing)
  | ({ readonly kind: 'calibrated'; readonly method: 'fiducial' | 'geometry'; readonly description: string } & Spacing)
  | ({ readonly kind: 'user-calibrated'; readonly knownLengthMm: Millimetres } & Spacing)
  | ({ readonly kind: 'detector-plane' } & Spacing)
  | ({ readonly kind: 'magnification-corrected'; readonly factor: number } & Spacing)
  | { readonly kind: 'none'; readonly reason: NoSpacingReason };

/** Modalities whose images are projections on a detector: Pixel Spacing alone says nothing about the patient. */
const PROJECTION_MODALITIES: ReadonlySet<string> = new Set(['CR', 'DX', 'MG', 'IO', 'PX', 'XA', 'RF', 'RG']);
/** Modalities whose Pixel Spacing (0028,0030) is defined in the patient. PS3.3 C.7.6.2.1.1, C.8.4.8. */
const PATIENT_MODALITIES: ReadonlySet<string> = new Set(['CT', 'MR', 'PT', 'NM', 'OPT']);

/** Secondary Capture Image Storage and its multi-frame siblings. */
const SECONDARY_CAPTURE = /^1\.2\.840\.10008\.5\.1\.4\.1\.1\.7(\.[1-4])?$/;

export interface SpacingContext {
  readonly modality: string;
  readonly sopClassUid: string;
  /** Image Position and Orientation (Patient) are both there. */
  readonly hasPlane: boolean;
}

/**
 * Decides from the attributes of an image, or of the functional groups of a frame, which spacing may be measured with.
 * A calibration type wins; else a projection is measured at the detector, divided by Estimated Radiographic Magnification Factor
 * (0018,1114) where there is one. A Pixel Spacing of a projection that differs from Imager Pixel Spacing (0018,1164) without saying why
 * is not trusted. Ultrasound is measured through its regions only (`spacingForPoints`).
 */
export function measurableSpacingOf(dataSet: DataSet, context: SpacingContext): MeasurableSpacing {
  const pixelSpacing = spacingPair(numbersOf(dataSet, 'PixelSpacing'));
  const calibration = textOf(dataSet, 'PixelSpacingCalibrationType');
  if (pixelSpacing !== undefined && (calibration === 'FIDUCIAL' || calibration === 'GEOMETRY')) {
    return {
      kind: 'calibrated',
      method: calibration === 'FIDUCIAL' ? 'fiducial' : 'geometry',
      description: textOf(dataSet, 'PixelSpacingCalibrationDescription'),
      ...pixelSpacing,
    };
  }
  if (SECONDARY_CAPTURE.test(context.sopClassUid)) return { kind: 'none', reason: 'secondary-capture' };
  if (PROJECTION_MODALITIES.has(context.modality)) return projectionSpacing(dataSet, pixelSpacing);
  if (context.modality === 'US') return { kind: 'none', reason: 'no-ultrasound-region' };
  if (pixelSpacing !== undefined && (context.hasPlane || PATIENT_MODALITIES.has(context.modality))) {
    return { kind: 'patient', ...pixelSpacing };
  }
  return { kind: 'none', reason: 'no-spacing' };
}

function projectionSpacing(dataSet: DataSet, pixelSpacing: Spacing | undefined): MeasurableSpacing {
  const atDetector = spacingPair(numbersOf(dataSet, 'ImagerPixelSpacing')) ?? pixelSpacing;
  if (atDetector === undefined) return { kind: 'none', reason: 'no-spacing' };
  const factor = numberOf(dataSet, 'EstimatedRadiographicMagnificationFactor');
  if (factor === undefined || factor < 1) return { kind: 'detector-plane', ...atDetector };
  return {
    kind: 'magnification-corrected',
    factor,
    columnSpacingMm: atDetector.columnSpacingMm / factor,
    rowSpacingMm: atDetector.rowSpacingMm / factor,
  };
}

/**
 * The spacing that holds for all the given points. Where an ultrasound image has regions, the points must share one whose axes are lengths.
 * @param pointsPx zero-based columns and rows
 */
export function spacingForPoints(
  spacing: MeasurableSpacing,
  regions: readonly UltrasoundRegion[],
  pointsPx: readonly (readonly [column: number, row: number])[],
): MeasurableSpacing {
  if (regions.length === 0) return spacing;
  const region = regionOf(regions, pointsPx);
  if (region === undefined) return { kind: 'none', reason: 'across-ultrasound-regions' };
  if (region.spacingMm === undefined) return { kind: 'none', reason: 'no-ultrasound-region' };
  return { kind: 'patient', columnSpacingMm: region.spacingMm.column, rowSpacingMm: region.spacingMm.row };
}

/** Reads a pair whose first value is the distance between rows. PS3.3 10.7.1.3. @returns undefined unless both are positive */
export function spacingPair(values: readonly number[] | undefined): Spacing | undefined {
  const [rowSpacingMm = 0, columnSpacingMm = 0] = values ?? [];
  return rowSpacingMm > 0 && columnSpacingMm > 0 ? { columnSpacingMm, rowSpacingMm } : undefined;
}
