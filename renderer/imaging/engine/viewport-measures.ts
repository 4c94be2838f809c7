import type { MeasurableSpacing } from '#shared/dicom/spacing/measurable-spacing.ts';
import type { CornerstoneSurface } from './cornerstone-surface.ts';
import type { ViewCamera } from './view-camera.ts';
import type { ViewportState } from './viewport-state.ts';

export type ViewportMeasures = Pick<ViewportState, 'zoom' | 'pixelsPerMm' | 'widthPx' | 'turn'>;

/** Read from the mapping that draws, so that the numbers are those of the picture. */
export function measuresOf(surface: Pick<CornerstoneSurface, 'toScreen' | 'size'>, { turn }: ViewCamera, spacing: MeasurableSpacing): ViewportMeasures {
  const [x, y] = surface.toScreen([0, 0]);
  const [right, rightDown] = surface.toScreen([1, 0]);
  const [downRight, down] = surface.toScreen([0, 1]);
  const column = Math.hypot(right - x, rightDown - y);
  const row = Math.hypot(downRight - x, down - y);
  return {
    turn,
    zoom: Math.min(column, row),
    widthPx: surface.size().width,
    pixelsPerMm: spacing.kind === 'none' ? undefined : column / spacing.columnSpacingMm,
  };
}
