import { useCallback, useState } from 'react';
import { patientToPixel, pixelToPatient } from '#shared/dicom/geometry/image-plane.ts';
import type { Vector3 } from '#shared/dicom/geometry/vector3.ts';
import { isPointInImage, pointInStack } from '#shared/imaging-passport/point-in-stack.ts';
import { linkRefusalOf, type LinkRefusal } from '#shared/imaging-passport/spatial-link.ts';
import type { ScreenPoint } from '#renderer/imaging/engine/view-camera.ts';
import type { StackViewport } from '#renderer/imaging/engine/viewport-acts.ts';
import type { ViewportState } from '#renderer/imaging/engine/viewport-state.ts';

/** A point of the patient, in the space that it belongs to. */
export interface SpacePoint {
  readonly frameOfReferenceUid: string;
  readonly pointMm: Vector3;
}

export interface PointCursor {
  /** The left button shows the point. */
  readonly isOn: boolean;
  readonly point: SpacePoint | undefined;
  readonly set: (isOn: boolean) => void;
  /**
   * Brings the viewports of the same space to the image in which a point of this one lies.
   * @param at CSS pixels from the upper left corner of the viewport @returns why it cannot
   */
  readonly jump: (index: number, at: ScreenPoint) => LinkRefusal | undefined;
}

interface PointCursorOptions {
  /** How many viewports the desk shows. */
  readonly count: number;
  readonly viewportOf: (index: number) => StackViewport | undefined;
}

/** The 3D cursor: one point of the patient, in every viewport whose images are of the same frame of reference. */
export function usePointCursor({ count, viewportOf }: PointCursorOptions): PointCursor {
  const [isOn, setIsOn] = useState(false);
  const [point, setPoint] = useState<SpacePoint>();
  const set = useCallback((next: boolean) => {
    setIsOn(next);
    if (!next) setPoint(undefined);
  }, []);
  return {
    isOn,
    point,
    set,
    jump: (index, at) => {
      const from = viewportOf(index);
      const pixel = from?.pixelUnder(at);
      const { shown, stack } = from?.now() ?? {};
      if (pixel === undefined || stack === undefined || shown === undefined) return undefined;
      const { plane } = shown.description;
      const refusal = linkRefusalOf(stack.passport, stack.passport);
      if (refusal !== undefined || plane === undefined) return refusal ?? 'no-geometry';
      const pointMm = pixelToPatient(plane, pixel[0], pixel[1]);
      setPoint({ frameOfReferenceUid: stack.passport.values.frameOfReferenceUid, pointMm });
      for (let other = 0; other < count; other += 1) {
        const to = viewportOf(other);
        const target = to?.now().stack?.passport;
        if (other === index || target === undefined || linkRefusalOf(stack.passport, target) !== undefined) continue;
        const place = pointInStack(target, pointMm);
        if (place !== undefined) to?.scrollTo(place.index);
      }
      return undefined;
    },
  };
}

/** Where the point lies on the picture of a viewport, CSS pixels; undefined where its image does not hold it. */
export function cursorOn({ shown, stack }: ViewportState, viewport: StackViewport | undefined, point: SpacePoint | undefined): ScreenPoint | undefined {
  const plane = shown?.description.plane;
  if (point === undefined || plane === undefined || shown === undefined || stack?.passport.values.frameOfReferenceUid !== point.frameOfReferenceUid) return undefined;
  return isPointInImage(stack.passport, shown.stackIndex, point.pointMm) ? viewport?.screenOf(patientToPixel(plane, point.pointMm)) : undefined;
}
