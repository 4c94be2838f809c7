import { itemsOf, numberOf, numbersOf, textOf, type DataSet } from '../data-set/data-set.ts';
import { distanceFromPlaneMm, type PlacedFrame } from '../geometry/frame-alignment.ts';
import { patientToPixel } from '../geometry/image-plane.ts';
import type { Vector3 } from '../geometry/vector3.ts';
import type { Rgb } from '../presentation/cie-lab.ts';
import { instanceReferenceOf, meansFrame, type InstanceReference } from '../reference/instance-reference.ts';
import { trimUid } from '../values/uid.ts';

/** One contour of a region. PS3.3 C.8.8.6. */
export interface Contour {
  readonly isClosed: boolean;
  /** Patient coordinates, mm. */
  readonly points: readonly Vector3[];
  /** The images it was drawn on; often []. */
  readonly references: readonly InstanceReference[];
}

export interface RegionOfInterest {
  readonly number: number;
  readonly name: string;
  readonly colour: Rgb | undefined;
  readonly frameOfReferenceUid: string;
  readonly contours: readonly Contour[];
  /** Contours of a kind that is not drawn, or that were broken. */
  readonly leftOut: number;
}

/** A radiotherapy structure set. PS3.3 A.19. */
export interface StructureSet {
  readonly sopInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly label: string;
  readonly regions: readonly RegionOfInterest[];
}

/** A contour on an image: columns and rows from the corner of the first pixel. */
export interface PixelContour {
  readonly isClosed: boolean;
  readonly points: readonly (readonly [column: number, row: number])[];
}

export function readStructureSet(dataSet: DataSet): StructureSet {
  const contoursOf = new Map(itemsOf(dataSet, 'ROIContourSequence').map((item) => [numberOf(item, 'ReferencedROINumber'), item]));
  return {
    sopInstanceUid: textOf(dataSet, 'SOPInstanceUID'),
    seriesInstanceUid: textOf(dataSet, 'SeriesInstanceUID'),
    label: textOf(dataSet, 'StructureSetLabel'),
    regions: itemsOf(dataSet, 'StructureSetROISequence').map((item): RegionOfInterest => {
      const number = numberOf(item, 'ROINumber');
      const drawn = contoursOf.get(number) ?? {};
      const all = itemsOf(drawn, 'ContourSequence').map(readContour);
      const contours = all.filter((contour) => contour !== undefined);
      const [red, green, blue] = numbersOf(drawn, 'ROIDisplayColor') ?? [];
      return {
        number: number ?? 0,
        name: textOf(item, 'ROIName'),
        colour: red === undefined || green === undefined || blue === undefined ? undefined : [red, green, blue],
        frameOfReferenceUid: trimUid(textOf(item, 'ReferencedFrameOfReferenceUID')),
        contours,
        leftOut: all.length - contours.length,
      };
    }),
  };
}

/** Contours are drawn on the slice; rounding of coordinates and positions may differ by this much, mm. */
const PLANE_TOLERANCE_MM = 0.1;

/**
 * The contours of a region that lie on a frame. Its frame of reference must be that of the region; every point must lie within half a
 * slice of the plane. A contour that names another image of the same frame of reference and lies on this plane is shown too.
 */
export function contoursOnImage(region: RegionOfInterest, image: PlacedFrame): readonly PixelContour[] {
  const { plane } = image;
  if (plane === undefined) return [];
  const sharesSpace = region.frameOfReferenceUid !== '' && region.frameOfReferenceUid === image.frameOfReferenceUid;
  const reachMm = Math.max((image.sliceThicknessMm ?? 0) / 2, PLANE_TOLERANCE_MM);
  return region.contours.flatMap((contour): readonly PixelContour[] => {
    const isNamed = contour.references.some((reference) => meansFrame(reference, image.sopInstanceUid, image.frameNumber));
    // A contour that names its images and not this one, of the same series or another, is drawn only where it lies exactly.
    const reach = isNamed ? reachMm : contour.references.length > 0 ? Math.min(reachMm, PLANE_TOLERANCE_MM) : reachMm;
    const mayBelong = sharesSpace || (isNamed && region.frameOfReferenceUid === '');
    if (!mayBelong || !contour.points.every((point) => Math.abs(distanceFromPlaneMm(plane, point)) <= reach + 1e-3)) return [];
    const points = contour.points.map((point) => {
      const [column, row] = patientToPixel(plane, point);
      return [column + 0.5, row + 0.5] as const;
    });
    return [{ isClosed: contour.isClosed, points }];
  });
}

/** POINT, OPEN_PLANAR, OPEN_NONPLANAR, CLOSED_PLANAR, CLOSEDPLANAR_XOR. */
function readContour(item: DataSet): Contour | undefined {
  const values = numbersOf(item, 'ContourData');
  const type = textOf(item, 'ContourGeometricType');
  if (values === undefined || values.length === 0 || values.length % 3 !== 0 || type === '') return undefined;
  return {
    isClosed: type.startsWith('CLOSED'),
    points: Array.from({ length: values.length / 3 }, (_, index): Vector3 => [values[index * 3] ?? 0, values[index * 3 + 1] ?? 0, values[index * 3 + 2] ?? 0]),
    references: itemsOf(item, 'ContourImageSequence').flatMap((one) => instanceReferenceOf(one) ?? []),
  };
}
