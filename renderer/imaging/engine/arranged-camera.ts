import { UNTURNED, type ViewTurn } from '#shared/dicom/geometry/orientation-labels.ts';
import type { LoadedFrame } from '../loader/loaded-frame.ts';
import { pictureSize } from './frame-presentation.ts';
import { fittedCamera, type Size, type ViewCamera } from './view-camera.ts';

/** How a picture lies beside others that belong to it: mammograms wall to wall, a millimetre equally large. */
export interface Arrangement {
  /** The edge of the viewport at which the chest wall lies; undefined: in the middle. */
  readonly chestWall: 'left' | 'right' | undefined;
  /** CSS pixels for one millimetre; undefined: as large as fits. */
  readonly pixelsPerMm: number | undefined;
}

/** CSS pixels for one millimetre when the whole picture fits; undefined where lengths are not known. */
export function fittingPixelsPerMm(loaded: LoadedFrame, viewport: Size): number | undefined {
  const mmPerUnit = millimetresPerUnit(loaded);
  const picture = pictureSize(loaded);
  return mmPerUnit === undefined ? undefined : Math.min(viewport.width / picture.width, viewport.height / picture.height) / mmPerUnit;
}

/** The camera of an arrangement: mirrored where the chest wall lies on the other side, at its edge, at its scale. */
export function arrangedCamera(loaded: LoadedFrame, { chestWall, pixelsPerMm }: Arrangement, viewport: Size): ViewCamera {
  const turn = turnOf(loaded, chestWall);
  const picture = pictureSize(loaded);
  const mmPerUnit = millimetresPerUnit(loaded);
  const fitting = Math.min(viewport.width / picture.width, viewport.height / picture.height);
  const unitPx = pixelsPerMm === undefined || mmPerUnit === undefined ? fitting : pixelsPerMm * mmPerUnit;
  const aside = (viewport.width - picture.width * unitPx) / 2;
  const pan = chestWall === undefined ? 0 : chestWall === 'left' ? -aside : aside;
  return { ...fittedCamera(turn, picture, viewport), scale: unitPx / fitting, pan: [pan, 0] };
}

/** Rows that run to the front (A) begin at the chest wall, rows that run to the back (P) end there. Patient Orientation (0020,0020), PS3.3 C.7.6.1.1.1. */
function turnOf({ image }: LoadedFrame, chestWall: Arrangement['chestWall']): ViewTurn {
  const towards = image.patientOrientation[0]?.slice(0, 1);
  const wallNow = towards === 'A' ? 'left' : towards === 'P' ? 'right' : undefined;
  return chestWall === undefined || wallNow === undefined || wallNow === chestWall ? UNTURNED : { ...UNTURNED, flipHorizontal: true };
}

/** Millimetres in one unit of the picture's pixel shape. */
function millimetresPerUnit({ description: { spacing, pixelShape } }: LoadedFrame): number | undefined {
  return spacing.kind === 'none' ? undefined : spacing.columnSpacingMm / pixelShape.width;
}
