import { itemsOf, numberOf, numbersOf, textOf, textsOf, type DataSet } from '../data-set/data-set.ts';
import { cineTimingOf, type CineTiming } from './cine-timing.ts';
import { describeSeries, type DescribedSeries } from './described-series.ts';
import { dimensionPointersOf } from './frame-dimensions.ts';

/** A part of one large multi-frame object that was sent in several instances. PS3.3 C.7.6.16.2.2.4. */
export interface Concatenation {
  readonly uid: string;
  /** In-concatenation Number (0020,9162), one-based. */
  readonly partNumber: number;
  /** In-concatenation Total Number (0020,9163); undefined when nobody knows yet. */
  readonly partCount: number | undefined;
  /** Frames of all parts before this one. */
  readonly frameOffset: number;
}

/** What an instance says about its place among the others of its series. */
export interface SeriesFacts {
  readonly concatenation: Concatenation | undefined;
  /** Places in the index values of a frame that do not count slices. */
  readonly dimensionPointers: readonly { readonly place: number; readonly tag: string }[];
  /** Several slices are laid out side by side in one picture (Siemens MOSAIC): its position is that of none of them. */
  readonly isMosaic: boolean;
  /** Image Type (0008,0008) value 1 is ORIGINAL: positions are those of the gantry, not of a reconstruction. */
  readonly isOriginal: boolean;
  /** Gantry/Detector Tilt (0018,1120), degrees; 0 when absent. */
  readonly gantryTiltDegrees: number;
  /** Number of Slices (0054,0081) of a PET series; undefined when absent or when it has several time slices. */
  readonly expectedSlices: number | undefined;
  readonly cine: CineTiming;
  /** What hanging reads of the series. */
  readonly described: DescribedSeries;
}

export function seriesFactsOf(dataSet: DataSet, frameCount: number): SeriesFacts {
  const imageType = textsOf(dataSet, 'ImageType').map((value) => value.toUpperCase());
  const slices = numberOf(dataSet, 'NumberOfSlices');
  return {
    concatenation: concatenationOf(dataSet),
    dimensionPointers: dimensionPointersOf(dataSet),
    isMosaic: imageType.includes('MOSAIC'),
    isOriginal: imageType[0] === 'ORIGINAL',
    gantryTiltDegrees: numberOf(dataSet, 'GantryDetectorTilt') ?? 0,
    expectedSlices: textOf(dataSet, 'Modality') === 'PT' && (numberOf(dataSet, 'NumberOfTimeSlices') ?? 1) === 1 && slices !== undefined && slices > 0 ? slices : undefined,
    cine: cineTimingOf(dataSet, frameCount),
    described: describeSeries(dataSet),
  };
}

function concatenationOf(dataSet: DataSet): Concatenation | undefined {
  const uid = textOf(dataSet, 'ConcatenationUID');
  if (uid === '') return undefined;
  return {
    uid,
    partNumber: numberOf(dataSet, 'InConcatenationNumber') ?? 1,
    partCount: numberOf(dataSet, 'InConcatenationTotalNumber'),
    frameOffset: numberOf(dataSet, 'ConcatenationFrameOffsetNumber') ?? 0,
  };
}

/**
 * How far each frame of a classic multi-frame grid lies from the first, along the normal, mm. Grid Frame Offset Vector (3004,000C),
 * PS3.3 C.8.8.3.2; only the relative kind, which starts with 0, is read.
 */
export function gridOffsetsOf(dataSet: DataSet, frameCount: number): readonly number[] | undefined {
  const offsets = numbersOf(dataSet, 'GridFrameOffsetVector');
  return offsets?.length === frameCount && offsets[0] === 0 ? offsets : undefined;
}

/** Laterality of the part that the first frame shows: FrameLaterality (0020,9072), '' when absent. PS3.3 C.7.6.16.2.8. */
export function frameLateralityOf(frame: DataSet): string {
  return textOf(itemsOf(frame, 'FrameAnatomySequence')[0] ?? {}, 'FrameLaterality');
}
