import { useEffect, type RefObject } from 'react';
import type { MarkedImage } from '#shared/collaboration/marked-image.ts';
import { NO_ORIENTATION_LABELS, orientationLabelsOfPlane, orientationLabelsOfProjection, type OrientationLabels } from '#shared/dicom/geometry/orientation-labels.ts';
import type { StackViewport } from '#renderer/imaging/engine/viewport-acts.ts';
import type { ShownFrame, ViewportState } from '#renderer/imaging/engine/viewport-state.ts';
import { seenAreaOf } from '../paper/key-image-view.ts';

/** The viewport that hands and keys go to, for what stands around the viewer. */
export interface Eye {
  readonly viewport: StackViewport;
  /** Its section. */
  readonly element: HTMLElement;
}

/** Asked at the moment it is needed; undefined while no pictures are open. */
export type EyeRef = RefObject<(() => Eye | undefined) | undefined>;

/** Lets others ask, as long as the viewer is there. */
export function useEye(eye: EyeRef | undefined, viewport: () => StackViewport | undefined, element: () => HTMLElement | undefined): void {
  useEffect(() => {
    if (eye === undefined) return undefined;
    const look = () => {
      const [here, section] = [viewport(), element()];
      return here === undefined || section === undefined ? undefined : { viewport: here, element: section };
    };
    // oxlint-disable-next-line react/immutability -- a ref that the page lends to its viewer
    eye.current = look;
    return () => {
      if (eye.current === look) eye.current = undefined;
    };
  });
}

/** What is seen now, as state. @param seriesNumber as the console counts it @returns undefined where no picture hangs */
export function seenImageOf({ viewport, element }: Eye, seriesNumber: (seriesInstanceUid: string) => number | null): MarkedImage | undefined {
  const state = viewport.now();
  const { shown, isInverted, turn } = state;
  if (shown === undefined) return undefined;
  const { image, frame, voi, subtraction } = shown;
  const first = viewport.pixelUnder([0, 0]);
  const last = viewport.pixelUnder([element.clientWidth, element.clientHeight]);
  const quarter = ((Math.round(turn.rotationDegrees / 90) % 4) + 4) % 4;
  return {
    seriesInstanceUid: image.seriesInstanceUid, sopInstanceUid: frame.sopInstanceUid, frameNumber: frame.frameNumber,
    seriesNumber: seriesNumber(image.seriesInstanceUid), instanceNumber: image.instanceNumber ?? null, rows: image.rows, columns: image.columns,
    // The window of a difference says nothing of the frame itself, which is what others see.
    window: voi.kind === 'window' && subtraction === undefined ? { windowCenter: voi.windowCenter, windowWidth: voi.windowWidth, voiLutFunction: voi.function } : null,
    isInverted,
    rotationDegrees: quarter === 1 ? 90 : quarter === 2 ? 180 : quarter === 3 ? 270 : 0,
    flipHorizontal: turn.flipHorizontal, flipVertical: turn.flipVertical,
    area: first === undefined || last === undefined ? null : seenAreaOf([first, last], image),
    orientation: lettersOf(shown, state),
    arrow: null,
  };
}

/** Letters from the plane; for a projection from Patient Orientation; else none. */
export function lettersOf({ description, image }: ShownFrame, { turn }: Pick<ViewportState, 'turn'>): OrientationLabels {
  if (description.orientation !== undefined) return orientationLabelsOfPlane(description.orientation, turn);
  return image.patientOrientation.length === 0 ? NO_ORIENTATION_LABELS : orientationLabelsOfProjection(image.patientOrientation, turn);
}
