import type { PixelPoint } from '#shared/dicom/measurement/pixel-point.ts';
import type { ScreenPoint } from './view-camera.ts';

/**
 * The pixel under a place of the screen, from the mapping that draws. @param toScreen keeps straight lines straight
 * @returns undefined where a pixel has no extent on the screen
 */
export function pixelUnder(toScreen: (point: PixelPoint) => ScreenPoint, [x, y]: ScreenPoint): PixelPoint | undefined {
  const [originX, originY] = toScreen([0, 0]);
  const [columnX, columnY] = toScreen([1, 0]);
  const [rowX, rowY] = toScreen([0, 1]);
  const [a, b, c, d] = [columnX - originX, columnY - originY, rowX - originX, rowY - originY];
  const size = a * d - b * c;
  if (!(Math.abs(size) > 1e-12)) return undefined;
  const [right, down] = [x - originX, y - originY];
  return [(right * d - down * c) / size, (down * a - right * b) / size];
}
