import { itemsOf, numberOf, numbersOf, textOf, type DataSet } from '../data-set/data-set.ts';
import { distanceBetweenPlanesMm, gridMapping, SAME_GRID, type GridMapping, type PlacedFrame } from '../geometry/frame-alignment.ts';
import type { ImagePlane } from '../geometry/image-plane.ts';
import type { Millimetres } from '../geometry/vector3.ts';
import { dataSetOfFrame } from '../image/frame-groups.ts';
import { describeImage, frameDescriptionOf } from '../image/image-description.ts';
import { rgbOfCieLab, type Rgb } from '../presentation/cie-lab.ts';
import { instanceReferenceOf, meansFrame, referencesBySeries, type InstanceReference } from '../reference/instance-reference.ts';

/** Segmentation Type (0062,0001). `labelmap`: the value of a pixel is the number of its segment. PS3.3 C.8.20.2.3. */
export type SegmentationType = 'binary' | 'fractional' | 'labelmap';

export interface Segment {
  readonly number: number;
  readonly label: string;
  /** Meaning of the Segmented Property Type, such as "Liver". */
  readonly property: string;
  /** AUTOMATIC, SEMIAUTOMATIC, MANUAL or ''. */
  readonly algorithmType: string;
  readonly colour: Rgb | undefined;
}

/** One frame of a segmentation. */
export interface SegmentationFrame {
  /** One-based. */
  readonly frameNumber: number;
  /** Undefined in a label map, whose frames hold all segments. */
  readonly segmentNumber: number | undefined;
  readonly plane: ImagePlane | undefined;
  readonly sliceThicknessMm: Millimetres | undefined;
  /** The images this frame was drawn on. */
  readonly sources: readonly InstanceReference[];
}

/** A segmentation, without its pixels. PS3.3 A.51. */
export interface Segmentation {
  readonly sopInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly label: string;
  readonly creatorAlgorithm: string;
  readonly type: SegmentationType;
  /** The value that means all of a pixel: 1, or Maximum Fractional Value (0062,000E). */
  readonly fullValue: number;
  readonly frameOfReferenceUid: string;
  readonly rows: number;
  readonly columns: number;
  readonly segments: readonly Segment[];
  readonly frames: readonly SegmentationFrame[];
  /** Series Instance UIDs of the images it names. */
  readonly seriesReferences: readonly string[];
}

/** A frame of a segmentation that lies on a frame of an image. */
export interface AlignedSegmentationFrame {
  readonly frame: SegmentationFrame;
  /** From pixels of the segmentation to pixels of the image. */
  readonly mapping: GridMapping;
}

export function readSegmentation(dataSet: DataSet): Segmentation {
  const image = describeImage(dataSet);
  const typeText = textOf(dataSet, 'SegmentationType');
  const type: SegmentationType = typeText === 'FRACTIONAL' ? 'fractional' : typeText === 'LABELMAP' ? 'labelmap' : 'binary';
  const perFrame = itemsOf(dataSet, 'PerFrameFunctionalGroupsSequence');
  const [shared = {}] = itemsOf(dataSet, 'SharedFunctionalGroupsSequence');
  return {
    sopInstanceUid: image.sopInstanceUid,
    seriesInstanceUid: image.seriesInstanceUid,
    label: textOf(dataSet, 'ContentLabel'),
    creatorAlgorithm: textOf(dataSet, 'ContentDescription'),
    type,
    fullValue: type === 'fractional' ? (numberOf(dataSet, 'MaximumFractionalValue') ?? 255) : 1,
    frameOfReferenceUid: image.frameOfReferenceUid,
    rows: image.rows,
    columns: image.columns,
    segments: itemsOf(dataSet, 'SegmentSequence').map(readSegment),
    frames: Array.from({ length: image.frames.length }, (_, frameIndex): SegmentationFrame => {
      const own = perFrame[frameIndex] ?? {};
      const identification = itemsOf(own, 'SegmentIdentificationSequence')[0] ?? itemsOf(shared, 'SegmentIdentificationSequence')[0] ?? {};
      const derivations = itemsOf(own, 'DerivationImageSequence').length > 0 ? itemsOf(own, 'DerivationImageSequence') : itemsOf(shared, 'DerivationImageSequence');
      return {
        frameNumber: frameIndex + 1,
        segmentNumber: type === 'labelmap' ? undefined : numberOf(identification, 'ReferencedSegmentNumber'),
        plane: frameDescriptionOf(image, frameIndex + 1)?.plane,
        sliceThicknessMm: numberOf(dataSetOfFrame(dataSet, frameIndex), 'SliceThickness'),
        sources: derivations.flatMap((item) => itemsOf(item, 'SourceImageSequence')).flatMap((item) => instanceReferenceOf(item) ?? []),
      };
    }),
    seriesReferences: [...referencesBySeries(dataSet).keys()],
  };
}

/**
 * The frames of a segmentation that belong on a frame of an image, with where they lie. A frame that names the image belongs on it, unless
 * its own plane says that it lies elsewhere. A frame that names other images or none belongs on it when both share a frame of reference
 * and the image lies within the slice of the frame; of several, the nearest of each segment. The order of frames means nothing.
 */
export function framesOnImage(segmentation: Segmentation, image: PlacedFrame): readonly AlignedSegmentationFrame[] {
  const nearest = new Map<number | undefined, { readonly aligned: AlignedSegmentationFrame; readonly rank: number }>();
  for (const frame of segmentation.frames) {
    const placed = placeOn(segmentation, frame, image);
    if (placed === undefined) continue;
    const known = nearest.get(frame.segmentNumber);
    if (known === undefined || placed.rank < known.rank) nearest.set(frame.segmentNumber, { aligned: { frame, mapping: placed.mapping }, rank: placed.rank });
  }
  return [...nearest.values()].map(({ aligned }) => aligned);
}

/** `rank`: the distance in mm; a frame that names the image comes before all others. */
function placeOn(segmentation: Segmentation, frame: SegmentationFrame, image: PlacedFrame): { readonly mapping: GridMapping; readonly rank: number } | undefined {
  const isNamed = frame.sources.some((source) => meansFrame(source, image.sopInstanceUid, image.frameNumber));
  const { plane } = frame;
  const sharesSpace = segmentation.frameOfReferenceUid !== '' && segmentation.frameOfReferenceUid === image.frameOfReferenceUid;
  if (plane === undefined || image.plane === undefined || !sharesSpace) {
    const hasSameGrid = segmentation.rows === image.rows && segmentation.columns === image.columns;
    // Both know where they lie, in two different spaces: the name alone does not bring them together.
    const isElsewhere = plane !== undefined && image.plane !== undefined && segmentation.frameOfReferenceUid !== '' && image.frameOfReferenceUid !== '';
    return isNamed && hasSameGrid && !isElsewhere ? { mapping: SAME_GRID, rank: -1 } : undefined;
  }
  const distanceMm = distanceBetweenPlanesMm(plane, image.plane);
  const reachMm = (frame.sliceThicknessMm ?? image.sliceThicknessMm ?? 0.2) / 2;
  if (distanceMm === undefined || distanceMm > reachMm + 1e-3) return undefined;
  return { mapping: gridMapping(plane, image.plane), rank: isNamed ? -1 : distanceMm };
}

function readSegment(item: DataSet): Segment {
  return {
    number: numberOf(item, 'SegmentNumber') ?? 0,
    label: textOf(item, 'SegmentLabel'),
    property: textOf(itemsOf(item, 'SegmentedPropertyTypeCodeSequence')[0] ?? {}, 'CodeMeaning'),
    algorithmType: textOf(item, 'SegmentAlgorithmType'),
    colour: rgbOfCieLab(numbersOf(item, 'RecommendedDisplayCIELabValue')),
  };
}
