import { UNTURNED, type ViewTurn } from '#shared/dicom/geometry/orientation-labels.ts';

/** A place or a distance on the screen, CSS pixels: right, down. */
export type ScreenPoint = readonly [x: number, y: number];

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** How the picture lies in the viewport. It is kept while the wheel turns, and says nothing of any frame. */
export interface ViewCamera {
  /** Times the size at which the unturned picture just fits. */
  readonly scale: number;
  /** From the middle of the viewport to the middle of the picture. */
  readonly pan: ScreenPoint;
  readonly turn: ViewTurn;
}

export const MIN_SCALE = 0.05;
export const MAX_SCALE = 64;

/** The camera at which the whole picture is seen, as large as the viewport allows. */
export function fittedCamera(turn: ViewTurn, picture: Size, viewport: Size): ViewCamera {
  const isOnItsSide = turn.rotationDegrees % 180 !== 0;
  const upright = fitFactor(picture, viewport);
  const turned = fitFactor({ width: picture.height, height: picture.width }, viewport);
  return { scale: isOnItsSide && upright > 0 ? turned / upright : 1, pan: [0, 0], turn };
}

export function initialCamera(): ViewCamera {
  return { scale: 1, pan: [0, 0], turn: UNTURNED };
}

/**
 * Enlarges by `factor` so that what lies under a point of the screen stays there.
 * @param at from the middle of the viewport
 */
export function zoomedBy(camera: ViewCamera, factor: number, at: ScreenPoint): ViewCamera {
  const scale = Math.min(MAX_SCALE, Math.max(MIN_SCALE, camera.scale * factor));
  const ratio = scale / camera.scale;
  return { ...camera, scale, pan: [at[0] - (at[0] - camera.pan[0]) * ratio, at[1] - (at[1] - camera.pan[1]) * ratio] };
}

export function pannedBy(camera: ViewCamera, by: ScreenPoint): ViewCamera {
  return { ...camera, pan: [camera.pan[0] + by[0], camera.pan[1] + by[1]] };
}

function fitFactor(picture: Size, viewport: Size): number {
  return Math.min(viewport.width / picture.width, viewport.height / picture.height);
}
