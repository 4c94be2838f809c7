import type { Measurement, MeasurementPlace } from '#shared/contract/services/measurements.contract.ts';
import { patientToPixel, planeNormal } from '#shared/dicom/geometry/image-plane.ts';
import { combine, dot, type Vector3 } from '#shared/dicom/geometry/vector3.ts';
import { PLANE_NAMES, type PlaneName } from '#shared/dicom/volume/reformatted-planes.ts';
import { middleOfPlace, seenOnCurves, seenOnPlanes } from '#shared/dicom/volume/space-place.ts';
import type { SeriesFrame } from '#shared/imaging-passport/series-frame.ts';
import type { StackPassport } from '#shared/imaging-passport/passport.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { measurementOf, roundedPoint, type DrawnShape } from '#renderer/imaging/tools/measurement-shape.ts';
import type { ReformattedStack } from '#renderer/imaging/volume/open-volume.ts';
import type { CurveStack } from './use-curve-stack.ts';

/** What is drawn on: three planes, and a line laid out straight where one was set. */
export interface SeenStacks {
  readonly planes: Readonly<Record<PlaneName, ReformattedStack>>;
  readonly curve: CurveStack | undefined;
}

/** The measurements of a stack that lie in space, by their labels. */
export function measurementsInSpace(measurements: readonly Measurement[], studyId: number, { stack }: StackPassport): readonly Measurement[] {
  const series = stack.frames[0]?.image.seriesInstanceUid;
  return measurements.filter((one) => one.place !== undefined && one.studyId === studyId && one.seriesInstanceUid === series).toSorted((left, right) => left.label - right.label);
}

/** A shape on a computed picture as it is kept with the study: by the image that lies nearest to it. */
export function keptInSpace(
  shape: DrawnShape, place: MeasurementPlace, studyId: number, frames: readonly SeriesFrame[], identity: Pick<Measurement, 'trackingUid' | 'label' | 'text' | 'priorTrackingUid'>,
): Measurement {
  const frame = nearestFrame(frames, middleOfPlace(place));
  const plane = frame?.description.plane;
  if (frame === undefined || plane === undefined) throw new AppError('file/damaged', 'The volume has no slices.');
  return {
    ...measurementOf(shape, identity),
    studyId,
    seriesInstanceUid: frame.image.seriesInstanceUid,
    sopInstanceUid: frame.image.sopInstanceUid,
    frameNumber: frame.frameNumber,
    pointsPx: place.pointsMm.map((point) => roundedPoint(patientToPixel(plane, point))),
    place,
  };
}

function nearestFrame(frames: readonly SeriesFrame[], pointMm: Vector3): SeriesFrame | undefined {
  const offMm = ({ description: { plane } }: SeriesFrame) => (plane === undefined ? Infinity : Math.abs(dot(combine(pointMm, 1, plane.positionMm, -1), planeNormal(plane))));
  return frames.toSorted((left, right) => offMm(left) - offMm(right))[0];
}

/** Kept measurements as shapes on the pictures that show them now; what lies on no picture is left out. */
export function shownOn({ planes, curve }: SeenStacks, measurements: readonly Measurement[]): readonly Measurement[] {
  return measurements.flatMap((measurement) => {
    const { place } = measurement;
    if (place === undefined) return [];
    if (place.kind === 'curve') {
      const seen = curve === undefined ? undefined : seenOnCurves(place, curve.lineMm, curve.degrees, curve.size);
      return seen === undefined || curve === undefined ? [] : asShown(measurement, curve.display.frames[seen.index], seen.pointsPx);
    }
    return PLANE_NAMES.flatMap((name) => {
      const stack = planes[name];
      const seen = seenOnPlanes(place, name, stack.planes);
      return seen === undefined ? [] : asShown(measurement, stack.display.frames[seen.index], seen.pointsPx);
    });
  });
}

function asShown(measurement: Measurement, shown: ReformattedStack['display']['frames'][number] | undefined, pointsPx: readonly (readonly [number, number])[]): readonly Measurement[] {
  return shown === undefined ? [] : [{ ...measurement, ...shown.frame, seriesInstanceUid: shown.image.seriesInstanceUid, pointsPx: pointsPx.map(roundedPoint) }];
}
