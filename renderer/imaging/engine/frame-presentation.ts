import type { ViewTurn } from '#shared/dicom/geometry/orientation-labels.ts';
import { toModalityValue } from '#shared/dicom/pixel/modality-transform.ts';
import { storedValueRange } from '#shared/dicom/pixel/stored-values.ts';
import type { VoiSetting } from '#shared/dicom/pixel/voi.ts';
import { IDENTITY, presentationOfFrame, type FramePresentation, type PresentationState } from '#shared/dicom/presentation/presentation-state.ts';
import type { LoadedFrame } from '../loader/loaded-frame.ts';
import { areaCamera, fittedCamera, type Size, type ViewCamera } from './view-camera.ts';

/** How a presentation state applies to frames; the same object for the same frame, so that a picture is not painted twice. */
export function presentationsOf(state: PresentationState | undefined): (loaded: LoadedFrame) => FramePresentation | undefined {
  const known = new WeakMap<LoadedFrame, { readonly presented: FramePresentation | undefined }>();
  return (loaded) => {
    if (state === undefined) return undefined;
    const found = known.get(loaded) ?? { presented: presentedFrame(state, loaded) };
    known.set(loaded, found);
    return found.presented;
  };
}

/** A difference was taken of values that are scaled already. What the hand subtracts under a state without a mask is the hand's own picture: the state says nothing of it. */
function presentedFrame(state: PresentationState, { frame, subtraction }: LoadedFrame): FramePresentation | undefined {
  const presented = presentationOfFrame(state, frame.sopInstanceUid, frame.frameNumber);
  if (presented === undefined || subtraction === undefined) return presented;
  return presented.mask === undefined ? undefined : { ...presented, transform: IDENTITY };
}

export function isOtherPresentation(before: FramePresentation | undefined, after: FramePresentation | undefined): boolean {
  return before?.sopInstanceUid !== after?.sopInstanceUid;
}

/** The window of a presentation state, if there is a state; where it has none, all values that the format can hold, spread over the greys. PS3.4 N.2.2. */
export function presentedVoi({ image }: LoadedFrame, presented: FramePresentation | undefined): VoiSetting | undefined {
  if (presented === undefined) return undefined;
  const { voi, transform } = presented;
  if (voi !== undefined) return voi;
  const [low = 0, high = 1] = storedValueRange(image.format).map((value) => toModalityValue(transform, value));
  return { kind: 'window', function: 'LINEAR_EXACT', windowCenter: (low + high) / 2, windowWidth: Math.max(Math.abs(high - low), 1) };
}

/** Where a frame lies at first: its displayed area, else all of it. True size needs a measured screen and is shown to fit. */
export function homeCamera(turn: ViewTurn, loaded: LoadedFrame, presented: FramePresentation | undefined, viewport: Size): ViewCamera {
  const picture = pictureSize(loaded);
  if (presented?.area === undefined) return fittedCamera(turn, picture, viewport);
  const { width, height } = loaded.description.pixelShape;
  const { left, top, right, bottom, size } = presented.area;
  const unitPx = size.kind === 'magnify' ? size.ratio / (window.devicePixelRatio || 1) / width : undefined;
  return areaCamera(turn, picture, { left: left * width, top: top * height, right: right * width, bottom: bottom * height }, viewport, unitPx);
}

/** Size of the picture in the units of its pixel shape: two to one pixels make a picture that is twice as high. */
export function pictureSize({ image, description }: LoadedFrame): Size {
  const { width, height } = description.pixelShape;
  return { width: image.columns * width, height: image.rows * height };
}
