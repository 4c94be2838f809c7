import type { Measurement } from '#shared/contract/services/measurements.contract.ts';
import { isColour } from '#shared/dicom/image/image-description.ts';
import type { PixelPoint } from '#shared/dicom/measurement/pixel-point.ts';
import { measureShape, type MeasurableFrame, type MeasuredShape, type ShapeKind } from '#shared/dicom/measurement/measure-shape.ts';
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

/** Puts points on a frame into numbers. @returns undefined for a shape without extent */
export function measureOn(loaded: LoadedFrame, kind: ShapeKind, pointsPx: readonly PixelPoint[]): MeasuredShape | undefined {
  return measureShape(kind, pointsPx, measurableFrameOf(loaded));
}

function measurableFrameOf({ image, description, pixels, hidden }: LoadedFrame): MeasurableFrame {
  const { transform } = description;
  return {
    spacing: description.spacing,
    ultrasoundRegions: image.ultrasoundRegions,
    pixelShape: description.pixelShape,
    grey:
      pixels.kind === 'colour' || transform === undefined || isColour(image)
        ? undefined
        : { values: pixels.values, columns: image.columns, rows: image.rows, transform, padding: image.padding, hidden },
  };
}

/** The shape as the contract keeps it. */
export function measurementOf(
  { kind, pointsPx, loaded, measured }: DrawnShape,
  identity: { readonly trackingUid: string; readonly label: number },
): Measurement {
  return {
    ...identity,
    studyId: loaded.frame.studyId,
    seriesInstanceUid: loaded.image.seriesInstanceUid,
    sopInstanceUid: loaded.frame.sopInstanceUid,
    frameNumber: loaded.frame.frameNumber,
    kind,
    pointsPx: pointsPx.map(roundedPoint),
    quantities: measured.quantities.map((quantity) => ({ ...quantity })),
    spacingSource: measured.spacing.kind,
  };
}
