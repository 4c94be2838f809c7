import type { Calibration, Measurement } from '#shared/contract/services/measurements.contract.ts';
import { frameDescriptionOf, isColour, type FrameDescription, type ImageDescription } from '#shared/dicom/image/image-description.ts';
import type { PixelPoint } from '#shared/dicom/measurement/pixel-point.ts';
import { measureShape, type MeasurableFrame, type MeasuredShape, type ShapeQuantity } from '#shared/dicom/measurement/measure-shape.ts';
import type { ShapeKind } from '#shared/dicom/measurement/shape-kind.ts';
import type { MeasurableSpacing } from '#shared/dicom/spacing/measurable-spacing.ts';
import { calibratedSpacing } from '#shared/dicom/spacing/user-calibration.ts';
import { suvTransform } from '#shared/dicom/suv/suv-scale.ts';
import type { LoadedFrame } from '../loader/loaded-frame.ts';

/** A shape on a frame, with its numbers as of now. */
export interface DrawnShape {
  readonly kind: ShapeKind;
  readonly pointsPx: readonly PixelPoint[];
  readonly loaded: LoadedFrame;
  readonly measured: MeasuredShape;
  /** The measurement that it is, when it has been kept already. */
  readonly measurement: Measurement | undefined;
}

/** Points are kept to a thousandth of a pixel: finer is the noise of the way through the screen. */
const PLACES = 1000;

export function roundedPoint([column, row]: PixelPoint): [number, number] {
  return [Math.round(column * PLACES) / PLACES, Math.round(row * PLACES) / PLACES];
}

/**
 * Puts points on a frame into numbers.
 * @param spacing what lengths on the frame are measured with. @returns undefined for a shape without extent
 */
export function measureOn(loaded: LoadedFrame, kind: ShapeKind, pointsPx: readonly PixelPoint[], spacing: MeasurableSpacing): MeasuredShape | undefined {
  return measureShape(kind, pointsPx, { ...scaleOf(loaded.description), spacing, grey: greyOf(loaded) });
}

function scaleOf({ ultrasoundRegions, pixelShape }: FrameDescription): Pick<MeasurableFrame, 'ultrasoundRegions' | 'pixelShape'> {
  return { ultrasoundRegions, pixelShape };
}

function greyOf({ image, description: { transform }, pixels, hidden, subtraction }: LoadedFrame): MeasurableFrame['grey'] {
  if (subtraction !== undefined || pixels.kind === 'colour' || transform === undefined || isColour(image)) return undefined;
  return { values: pixels.values, columns: image.columns, rows: image.rows, transform: suvTransform(transform, image.suv), padding: image.padding, hidden };
}

/** The shape as the contract keeps it. */
export function measurementOf(
  { kind, pointsPx, loaded, measured }: DrawnShape,
  { trackingUid, label, text, priorTrackingUid }: Pick<Measurement, 'trackingUid' | 'label' | 'text' | 'priorTrackingUid'>,
): Measurement {
  return {
    trackingUid,
    label,
    studyId: loaded.frame.studyId,
    seriesInstanceUid: loaded.image.seriesInstanceUid,
    sopInstanceUid: loaded.frame.sopInstanceUid,
    frameNumber: loaded.frame.frameNumber,
    kind,
    pointsPx: pointsPx.map(roundedPoint),
    quantities: measured.quantities.map((quantity) => ({ ...quantity })),
    spacingSource: measured.spacing.kind,
    ...(text === undefined ? {} : { text }),
    ...(priorTrackingUid === undefined ? {} : { priorTrackingUid }),
  };
}

const OF_PIXEL_VALUES: ReadonlySet<ShapeQuantity['quantity']> = new Set(['mean', 'standard-deviation', 'minimum', 'maximum', 'pixel-value']);

/** What a kept measurement comes to under another calibration: its place and the values of its pixels stay. */
export function remeasured(measurement: Measurement, image: ImageDescription, calibration: Calibration | undefined): Measurement {
  const description = frameDescriptionOf(image, measurement.frameNumber);
  const measured =
    description === undefined
      ? undefined
      : measureShape(measurement.kind, measurement.pointsPx, { ...scaleOf(description), spacing: calibratedSpacing(description.spacing, calibration), grey: undefined });
  if (measured === undefined) return measurement;
  const values = measurement.quantities.filter(({ quantity }) => OF_PIXEL_VALUES.has(quantity));
  return { ...measurement, quantities: [...measured.quantities.map((quantity) => ({ ...quantity })), ...values], spacingSource: measured.spacing.kind };
}
