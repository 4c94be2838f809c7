import { itemsOf, numberOf, numbersOf, textOf, textsOf, type DataSet } from '../data-set/data-set.ts';

/** What is known of a series before a pixel is read: what `npm run classify:series` reads, one JSON object a line. */
export interface DescribedSeries {
  readonly modality: string;
  readonly seriesDescription: string;
  readonly protocolName?: string | undefined;
  readonly bodyPartExamined?: string | undefined;
  /** Six direction cosines of Image Orientation (Patient) (0020,0037). */
  readonly imageOrientationPatient?: readonly number[] | undefined;
  readonly imageType?: readonly string[] | undefined;
  readonly scanningSequence?: readonly string[] | undefined;
  /** Milliseconds. */
  readonly repetitionTime?: number | undefined;
  /** Milliseconds. */
  readonly echoTime?: number | undefined;
  /** Milliseconds. */
  readonly inversionTime?: number | undefined;
  readonly contrastBolusAgent?: string | undefined;
  readonly convolutionKernel?: readonly string[] | undefined;
  /** Millimetres. */
  readonly sliceThickness?: number | undefined;
}

/** What one instance says of its series. The functional groups of an enhanced object are read where they hold the orientation (PS3.3 C.7.6.16). */
export function describeSeries(dataSet: DataSet): DescribedSeries {
  return {
    modality: textOf(dataSet, 'Modality'),
    seriesDescription: textOf(dataSet, 'SeriesDescription'),
    protocolName: textOf(dataSet, 'ProtocolName'),
    bodyPartExamined: textOf(dataSet, 'BodyPartExamined'),
    imageOrientationPatient: numbersOf(dataSet, 'ImageOrientationPatient') ?? sharedOrientationOf(dataSet),
    imageType: textsOf(dataSet, 'ImageType'),
    scanningSequence: textsOf(dataSet, 'ScanningSequence'),
    repetitionTime: numberOf(dataSet, 'RepetitionTime'),
    echoTime: numberOf(dataSet, 'EchoTime'),
    inversionTime: numberOf(dataSet, 'InversionTime'),
    contrastBolusAgent: textOf(dataSet, 'ContrastBolusAgent'),
    convolutionKernel: textsOf(dataSet, 'ConvolutionKernel'),
    sliceThickness: numberOf(dataSet, 'SliceThickness'),
  };
}

function sharedOrientationOf(dataSet: DataSet): readonly number[] | undefined {
  for (const groups of [itemsOf(dataSet, 'SharedFunctionalGroupsSequence')[0], itemsOf(dataSet, 'PerFrameFunctionalGroupsSequence')[0]]) {
    const plane = groups === undefined ? undefined : itemsOf(groups, 'PlaneOrientationSequence')[0];
    const cosines = plane === undefined ? undefined : numbersOf(plane, 'ImageOrientationPatient');
    if (cosines !== undefined) return cosines;
  }
  return undefined;
}
