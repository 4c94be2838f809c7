import { NARROWEST_WINDOW, type VoiWindow } from '#shared/dicom/pixel/voi.ts';

/** A drag over the whole of this many pixels doubles the window. */
const PIXELS_TO_DOUBLE = 300;

/**
 * The window after a drag: right is wider, down is a higher centre, which makes the picture darker. Wide windows move in whole numbers.
 * @param window the window when the drag began; a drag back to its beginning gives the same window again
 * @param by CSS pixels since then, right and down
 */
export function draggedWindow({ windowCenter, windowWidth }: VoiWindow, by: readonly [x: number, y: number]): VoiWindow {
  const perPixel = Math.max(windowWidth, NARROWEST_WINDOW) / PIXELS_TO_DOUBLE;
  // A narrow window of whole numbers must still move.
  const step = windowWidth > 20 ? Math.max(1, perPixel) : perPixel;
  const width = Math.max(NARROWEST_WINDOW, windowWidth + by[0] * step);
  const center = windowCenter + by[1] * step;
  return windowWidth > 20
    ? { windowWidth: Math.round(width), windowCenter: Math.round(center) }
    : { windowWidth: width, windowCenter: center };
}
