import type { ImageOrientation } from '#shared/dicom/geometry/image-plane.ts';
import { combine, type Vector3 } from '#shared/dicom/geometry/vector3.ts';
import { WHOLE_BOX, type CropBox } from '#shared/dicom/volume/cast-rays.ts';
import { turnedView } from '#shared/dicom/volume/view-orientation.ts';
import type { VolumeStyleName } from '#shared/dicom/volume/volume-styles.ts';

/** How a volume is looked at. */
export interface VolumeView {
  readonly orientation: ImageOrientation;
  /** In the middle of the picture, mm. */
  readonly centerMm: Vector3;
  /** Above 1 is larger than what just fits. */
  readonly zoom: number;
  readonly box: CropBox;
  readonly style: VolumeStyleName;
}

export type CropEdge = 'left' | 'front' | 'foot';
export const CROP_EDGES = ['left', 'front', 'foot'] as const satisfies readonly CropEdge[];

export type VolumeAct =
  | { readonly kind: 'turn'; readonly rightDegrees: number; readonly downDegrees: number }
  /** The body goes along the screen, mm. */
  | { readonly kind: 'pan'; readonly rightMm: number; readonly downMm: number }
  | { readonly kind: 'zoom'; readonly factor: number }
  | { readonly kind: 'style'; readonly style: VolumeStyleName }
  | { readonly kind: 'look'; readonly from: LookFrom; readonly centerMm: Vector3 }
  /** @param low,high shares of the edge, 0 to 1 */
  | { readonly kind: 'crop'; readonly edge: CropEdge; readonly low: number; readonly high: number }
  | { readonly kind: 'uncrop' };

export const LOOKS_FROM = ['front', 'left', 'back', 'head'] as const;
export type LookFrom = (typeof LOOKS_FROM)[number];

const LOOKS: Readonly<Record<LookFrom, ImageOrientation>> = {
  front: { rowDirection: [1, 0, 0], columnDirection: [0, 0, -1] },
  left: { rowDirection: [0, 1, 0], columnDirection: [0, 0, -1] },
  back: { rowDirection: [-1, 0, 0], columnDirection: [0, 0, -1] },
  // From above, the front of the body on top: the patient's left is on the left.
  head: { rowDirection: [-1, 0, 0], columnDirection: [0, 1, 0] },
};
/** At least so much of an edge is left. */
const THINNEST = 0.02;
const MOST_ZOOM = 12;

export function openVolumeView(centerMm: Vector3): VolumeView {
  return { orientation: LOOKS.front, centerMm, zoom: 1, box: WHOLE_BOX, style: 'mip' };
}

export function volumeViewAfter(view: VolumeView, act: VolumeAct): VolumeView {
  switch (act.kind) {
    case 'turn':
      return { ...view, orientation: turnedView(view.orientation, act.rightDegrees, act.downDegrees) };
    case 'pan': {
      const { rowDirection, columnDirection } = view.orientation;
      return { ...view, centerMm: combine(view.centerMm, 1, combine(rowDirection, -act.rightMm, columnDirection, -act.downMm), 1) };
    }
    case 'zoom':
      return { ...view, zoom: Math.min(MOST_ZOOM, Math.max(0.5, view.zoom * act.factor)) };
    case 'style':
      return { ...view, style: act.style };
    case 'look':
      return { ...view, orientation: LOOKS[act.from], centerMm: act.centerMm, zoom: 1 };
    case 'crop': {
      const axis = CROP_EDGES.indexOf(act.edge);
      const low = Math.min(Math.max(0, act.low), 1 - THINNEST);
      const high = Math.max(Math.min(1, act.high), low + THINNEST);
      return { ...view, box: { low: withAxis(view.box.low, axis, low), high: withAxis(view.box.high, axis, high) } };
    }
    case 'uncrop':
      return { ...view, box: WHOLE_BOX };
    default:
      return act satisfies never;
  }
}

function withAxis([x, y, z]: Vector3, axis: number, value: number): Vector3 {
  return [axis === 0 ? value : x, axis === 1 ? value : y, axis === 2 ? value : z];
}
