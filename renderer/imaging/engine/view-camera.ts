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

/**
 * The camera at which an area of the picture fills the viewport, as large as it allows.
 * @param picture size of the whole picture @param area within it, in the same units, unturned
 * @param unitPx CSS pixels for one of these units; undefined: as large as fits
 */
export function areaCamera(turn: ViewTurn, picture: Size, area: { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number }, viewport: Size, unitPx?: number): ViewCamera {
  const isOnItsSide = turn.rotationDegrees % 180 !== 0;
  const width = Math.max(area.right - area.left, 1e-6);
  const height = Math.max(area.bottom - area.top, 1e-6);
  const fitting = fitFactor(isOnItsSide ? { width: height, height: width } : { width, height }, viewport);
  const pxPerUnit = unitPx ?? fitting;
  const [x, y] = turned(turn, [(picture.width - area.left - area.right) / 2, (picture.height - area.top - area.bottom) / 2]);
  return { scale: pxPerUnit / fitFactor(picture, viewport), pan: [x * pxPerUnit, y * pxPerUnit], turn };
}

/** A distance in the unturned picture, as it lies on the screen: turned clockwise, then mirrored. */
function turned({ rotationDegrees, flipHorizontal, flipVertical }: ViewTurn, [x, y]: ScreenPoint): ScreenPoint {
  const quarter = ((Math.round(rotationDegrees / 90) % 4) + 4) % 4;
  const [right, down] = quarter === 1 ? [-y, x] : quarter === 2 ? [-x, -y] : quarter === 3 ? [y, -x] : [x, y];
  return [flipHorizontal ? -right : right, flipVertical ? -down : down];
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
