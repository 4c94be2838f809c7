import type { ScreenPoint, Size } from '#renderer/imaging/engine/view-camera.ts';
import type { StackViewport } from '#renderer/imaging/engine/viewport-acts.ts';
import type { ViewportState } from '#renderer/imaging/engine/viewport-state.ts';

/** Upper left, upper right, lower right, lower left: the way around. */
export type Quadrant = 0 | 1 | 2 | 3;

/** What comes next on the walk; undefined: the whole picture. */
export function nextQuadrant(now: Quadrant | undefined): Quadrant | undefined {
  return now === undefined ? 0 : now === 3 ? undefined : ((now + 1) as Quadrant);
}

/**
 * How a picture that fits its viewport is enlarged to a quarter of it, about the middle of the viewport, and then moved.
 * @param corners two opposite corners of the picture as they lie on the screen @param viewport its size, CSS pixels
 */
export function quadrantMove(quadrant: Quadrant, corners: readonly [ScreenPoint, ScreenPoint], viewport: Size): { readonly factor: number; readonly by: ScreenPoint } {
  const [left, right] = [Math.min(corners[0][0], corners[1][0]), Math.max(corners[0][0], corners[1][0])];
  const [top, bottom] = [Math.min(corners[0][1], corners[1][1]), Math.max(corners[0][1], corners[1][1])];
  const [width, height] = [right - left, bottom - top];
  const factor = Math.min(viewport.width / (width / 2), viewport.height / (height / 2));
  const x = left + width * (quadrant === 0 || quadrant === 3 ? 0.25 : 0.75);
  const y = top + height * (quadrant < 2 ? 0.25 : 0.75);
  // What lies at x goes to the middle + (x - middle) * factor, and from there to the middle.
  return { factor, by: [-(x - viewport.width / 2) * factor, -(y - viewport.height / 2) * factor] };
}

/** Shows a quarter of the picture, or all of it. */
export function showQuadrant(viewport: StackViewport, { shown }: ViewportState, quadrant: Quadrant | undefined, size: Size): void {
  viewport.fit();
  if (quadrant === undefined || shown === undefined) return;
  const first = viewport.screenOf([-0.5, -0.5]);
  const last = viewport.screenOf([shown.image.columns - 0.5, shown.image.rows - 0.5]);
  if (first === undefined || last === undefined) return;
  const { factor, by } = quadrantMove(quadrant, [first, last], size);
  viewport.zoomBy(factor);
  viewport.panBy(by);
}
