import type { KeyImageView, StoredMeasurement } from '#shared/contract/services/measurements.contract.ts';
import type { DataSet } from '#shared/dicom/data-set/data-set.ts';
import { describeImage, frameDescriptionOf } from '#shared/dicom/image/image-description.ts';
import { HOUNSFIELD } from '#shared/dicom/pixel/modality-transform.ts';
import type { PresentedShape, ReportedAppearance } from '#shared/report/reported-appearance.ts';
import { circled, valuesText } from '../documents/paper/measurement-table.ts';

/**
 * How a key image was seen: what the physician chose, and what a presentation state must repeat of the image itself.
 * @param header of the image @param frameNumber one-based
 * @param measurements of the study; those of the frame are drawn
 * @returns undefined where no grayscale presentation state can say it: colour, a modality table, pixels that are not square and have no size
 */
export function keyImageAppearance(header: DataSet, frameNumber: number, view: KeyImageView, measurements: readonly StoredMeasurement[]): ReportedAppearance | undefined {
  const image = describeImage(header);
  const frame = frameDescriptionOf(image, frameNumber);
  if (frame === undefined) return undefined;
  const { transform, spacing, pixelShape, shutter } = frame;
  if (transform?.kind !== 'linear' || !image.photometricInterpretation.startsWith('MONOCHROME')) return undefined;
  const spacingMm = spacing.kind === 'patient' ? { column: spacing.columnSpacingMm, row: spacing.rowSpacingMm } : null;
  if (spacingMm === null && Math.abs(pixelShape.width / pixelShape.height - 1) > 1e-3) return undefined;
  const { windowCenter, windowWidth, voiLutFunction, isInverted, rotationDegrees, flipHorizontal, flipVertical, area, subtraction } = view;
  // A table of logarithms begins at nought, and has 65536 entries at the most.
  if (subtraction !== undefined && image.isLinearIntensity === true && (image.format.isSigned || image.format.bitsStored > 16)) return undefined;
  return {
    rows: image.rows,
    columns: image.columns,
    isMonochrome1: image.photometricInterpretation === 'MONOCHROME1',
    // Stored values are subtracted from each other, whatever they are scaled to.
    rescale: subtraction === undefined ? { slope: transform.slope, intercept: transform.intercept, isHounsfield: transform.unit === HOUNSFIELD } : { slope: 1, intercept: 0, isHounsfield: false },
    window: { windowCenter, windowWidth, function: voiLutFunction },
    isInverted,
    turn: { rotationDegrees, flipHorizontal, flipVertical },
    area,
    spacingMm,
    shutter: shutter ?? null,
    shapes: measurements.filter((one) => one.place === undefined && one.sopInstanceUid === image.sopInstanceUid && one.frameNumber === frameNumber).map(shapeOf),
    ...(subtraction === undefined ? {} : { subtraction: { ...subtraction, logarithmBits: image.isLinearIntensity === true ? image.format.bitsStored : null } }),
  };
}

/** The words beside a shape: its number and values as the paper has them, or what the physician wrote. */
function shapeOf({ kind, pointsPx, quantities, label, text }: StoredMeasurement): PresentedShape {
  const values = quantities.length === 0 ? '' : `${circled(label)} ${valuesText({ quantities })}`;
  return { kind, pointsPx, words: [values, text ?? ''].filter((words) => words !== '').join(' ') };
}
