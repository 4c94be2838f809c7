import { itemsOf, numberOf, numbersOf, textOf, textsOf, type DataSet } from '../../dicom/data-set/data-set.ts';
import type { DescribedSeries } from './described-series.ts';

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
