import type { KeyImageView } from '#shared/contract/services/measurements.contract.ts';
import type { PixelPoint } from '#shared/dicom/measurement/pixel-point.ts';
import type { ViewportState } from '#renderer/imaging/engine/viewport-state.ts';

/**
 * How the picture of a viewport is seen now.
 * @param corners pixels under two opposite corners of the viewport, zero-based to the centre of the pixel
 * @returns undefined for colour and where the window is a table: no presentation state of ours can say that
 */
export function keyImageViewOf({ shown, isInverted, turn }: ViewportState, corners: readonly [PixelPoint, PixelPoint] | undefined): KeyImageView | undefined {
  if (shown?.voi.kind !== 'window' || !shown.image.photometricInterpretation.startsWith('MONOCHROME')) return undefined;
  const { windowCenter, windowWidth, function: voiLutFunction } = shown.voi;
  const quarter = ((Math.round(turn.rotationDegrees / 90) % 4) + 4) % 4;
  return {
    windowCenter, windowWidth, voiLutFunction, isInverted,
    rotationDegrees: quarter === 1 ? 90 : quarter === 2 ? 180 : quarter === 3 ? 270 : 0,
    flipHorizontal: turn.flipHorizontal, flipVertical: turn.flipVertical,
    area: corners === undefined ? null : seenAreaOf(corners, shown.image),
    ...(shown.subtraction === undefined ? {} : { subtraction: shown.subtraction }),
  };
}

/** The part of an image between two opposite corners of its viewport; null for all of it, or none. */
export function seenAreaOf([one, other]: readonly [PixelPoint, PixelPoint], { rows, columns }: { readonly rows: number; readonly columns: number }): KeyImageView['area'] {
  const within = (value: number, most: number) => Math.min(most, Math.max(0, value));
  // From the centre of the pixel to its edge.
  const [left, right] = [one[0], other[0]].toSorted((a, b) => a - b).map((value) => within(value + 0.5, columns));
  const [top, bottom] = [one[1], other[1]].toSorted((a, b) => a - b).map((value) => within(value + 0.5, rows));
  if (left === undefined || right === undefined || top === undefined || bottom === undefined || left >= right || top >= bottom) return null;
  return left === 0 && top === 0 && right === columns && bottom === rows ? null : { left, top, right, bottom };
}
