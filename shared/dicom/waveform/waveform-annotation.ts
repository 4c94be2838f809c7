import { itemsOf, numberOf, numbersOf, textOf, type DataSet } from '../data-set/data-set.ts';
import type { CodedConcept } from '../values/coded-concept.ts';
import { conceptOf } from './coded-item.ts';

/** Where an annotation belongs. PS3.3 C.10.10.1.1. */
export interface AnnotatedChannel {
  /** One-based place in Waveform Sequence. */
  readonly groupNumber: number;
  /** One-based; 0 for all channels of the group. */
  readonly channelNumber: number;
}

/** One item of Waveform Annotation Sequence (0040,B020): what the device, or somebody after it, noted. PS3.3 C.10.10. */
export interface WaveformAnnotation {
  readonly concept: CodedConcept | undefined;
  /** Unformatted Text Value (0070,0006); '' when the item is coded or numeric. */
  readonly text: string;
  readonly codedValue: CodedConcept | undefined;
  readonly numericValue: number | undefined;
  readonly unit: CodedConcept | undefined;
  /** Empty: the whole object. */
  readonly channels: readonly AnnotatedChannel[];
  /** POINT, SEGMENT and so on; '' when the annotation has no place in time. */
  readonly temporalRangeType: string;
  /** One-based: the first sample is 1. */
  readonly samplePositions: readonly number[];
  /** Seconds after the start of the data. */
  readonly timeOffsetsS: readonly number[];
  readonly annotationGroupNumber: number | undefined;
}

export function readWaveformAnnotations(dataSet: DataSet): readonly WaveformAnnotation[] {
  return itemsOf(dataSet, 'WaveformAnnotationSequence').map((item) => ({
    concept: conceptOf(item, 'ConceptNameCodeSequence'),
    text: textOf(item, 'UnformattedTextValue'),
    codedValue: conceptOf(item, 'ConceptCodeSequence'),
    numericValue: numberOf(item, 'NumericValue'),
    unit: conceptOf(item, 'MeasurementUnitsCodeSequence'),
    channels: channelPairs(numbersOf(item, 'ReferencedWaveformChannels') ?? []),
    temporalRangeType: textOf(item, 'TemporalRangeType'),
    samplePositions: numbersOf(item, 'ReferencedSamplePositions') ?? [],
    timeOffsetsS: numbersOf(item, 'ReferencedTimeOffsets') ?? [],
    annotationGroupNumber: numberOf(item, 'AnnotationGroupNumber'),
  }));
}

function channelPairs(numbers: readonly number[]): readonly AnnotatedChannel[] {
  const pairs: AnnotatedChannel[] = [];
  for (let index = 0; index + 1 < numbers.length; index += 2) {
    pairs.push({ groupNumber: numbers[index] ?? 0, channelNumber: numbers[index + 1] ?? 0 });
  }
  return pairs;
}
