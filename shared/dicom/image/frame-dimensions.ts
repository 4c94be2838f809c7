import { itemsOf, numberOf, numbersOf, textOf, textsOf, valuesOf, type DataSet } from '../data-set/data-set.ts';
import { tagOf, type Keyword } from '../data-set/attribute.ts';
import { decodeInlineBinary } from '../waveform/inline-binary.ts';

/**
 * What can tell two frames at one place apart, besides their numbers. Undefined and '' where nothing is said. For an enhanced image all
 * of it comes from the functional groups of the frame, PS3.3 C.7.6.16.2.
 */
export interface FrameDimensions {
  /** Stack ID (0020,9056) of an enhanced image. */
  readonly stackId: string;
  /** In-Stack Position Number (0020,9057), one-based. */
  readonly inStackPosition: number | undefined;
  /** s/mm². */
  readonly bValue: number | undefined;
  /** Diffusion gradient orientation, or what else tells directions apart. */
  readonly gradient: string;
  readonly echoTimeMs: number | undefined;
  readonly echoNumber: number | undefined;
  readonly inversionTimeMs: number | undefined;
  readonly flipAngleDegrees: number | undefined;
  /** Image Type (0008,0008) or Frame Type (0008,9007), with Complex Image Component (0008,9208). */
  readonly imageType: string;
  readonly kernel: string;
  /** Temporal Position Index (0020,9128) or Identifier (0020,0100), one-based. */
  readonly temporalPosition: number | undefined;
  /** From the trigger or the start of the dynamic series: cardiac delay, temporal offset, or Frame Reference Time (0054,1300). */
  readonly timeOffsetMs: number | undefined;
  readonly acquisitionNumber: number | undefined;
  /** Date and time as sent, for comparing only. */
  readonly acquiredAt: string;
  /** Dimension Index Values (0020,9157), in the order of Dimension Index Sequence (0020,9222). */
  readonly indexValues: readonly number[];
}

/** Reads one frame. @param frame a data set in which functional groups are laid over the instance (`dataSetOfFrame`) */
export function frameDimensionsOf(frame: DataSet): FrameDimensions {
  const triggerMs = numberOf(frame, 'NominalCardiacTriggerDelayTime') ?? numberOf(frame, 'TriggerTime');
  const offsetSeconds = numberOf(frame, 'TemporalPositionTimeOffset');
  return {
    stackId: textOf(frame, 'StackID'),
    inStackPosition: numberOf(frame, 'InStackPositionNumber'),
    bValue: bValueOf(frame),
    gradient: gradientOf(frame),
    echoTimeMs: numberOf(frame, 'EffectiveEchoTime') ?? numberOf(frame, 'EchoTime'),
    echoNumber: numberOf(frame, 'EchoNumbers'),
    inversionTimeMs: numbersOf(frame, 'InversionTimes')?.[0] ?? numberOf(frame, 'InversionTime'),
    flipAngleDegrees: numberOf(frame, 'FlipAngle'),
    imageType: [...textsOf(frame, firstPresent(frame, ['FrameType', 'ImageType'])), textOf(frame, 'ComplexImageComponent')].join('\\'),
    kernel: textsOf(frame, 'ConvolutionKernel').join('\\'),
    temporalPosition: numberOf(frame, 'TemporalPositionIndex') ?? numberOf(frame, 'TemporalPositionIdentifier'),
    timeOffsetMs: triggerMs ?? (offsetSeconds === undefined ? numberOf(frame, 'FrameReferenceTime') : offsetSeconds * 1000),
    acquisitionNumber: numberOf(frame, 'FrameAcquisitionNumber') ?? numberOf(frame, 'AcquisitionNumber'),
    acquiredAt: textOf(frame, 'FrameAcquisitionDateTime') || textOf(frame, 'AcquisitionDateTime') || textOf(frame, 'AcquisitionDate') + textOf(frame, 'AcquisitionTime'),
    indexValues: numbersOf(frame, 'DimensionIndexValues') ?? [],
  };
}

/** Dimensions that say where a frame lies; the position says it better. PS3.3 C.7.6.17. */
const SPATIAL_POINTERS: ReadonlySet<string> = new Set(
  (['InStackPositionNumber', 'ImagePositionPatient', 'PlanePositionSequence', 'SliceLocation'] as const satisfies readonly Keyword[]).map(tagOf),
);

/** Which Dimension Index Values (0020,9157) do not count slices: their places in the list, with the tag that each stands for. */
export function dimensionPointersOf(dataSet: DataSet): readonly { readonly place: number; readonly tag: string }[] {
  return itemsOf(dataSet, 'DimensionIndexSequence').flatMap((item, place) => {
    const tag = textOf(item, 'DimensionIndexPointer').toUpperCase();
    return SPATIAL_POINTERS.has(tag) ? [] : [{ place, tag }];
  });
}

function firstPresent(frame: DataSet, keywords: readonly [Keyword, Keyword]): Keyword {
  return valuesOf(frame, keywords[0]).length > 0 ? keywords[0] : keywords[1];
}

/** Where makers kept the b-value before the standard had a place for it: their block, and the element inside it. */
const PRIVATE_B_VALUES: readonly { readonly creatorTag: string; readonly creator: string; readonly tag: string }[] = [
  { creatorTag: '00190010', creator: 'SIEMENS MR HEADER', tag: '0019100C' },
  { creatorTag: '00430010', creator: 'GEMS_PARM_01', tag: '00431039' },
  { creatorTag: '20010010', creator: 'PHILIPS IMAGING DD 001', tag: '20011003' },
];
/** GE adds this to b-values that were optimised. */
const GE_OFFSET = 1_000_000_000;

function bValueOf(frame: DataSet): number | undefined {
  const standard = numberOf(frame, 'DiffusionBValue');
  if (standard !== undefined) return standard;
  for (const { creatorTag, creator, tag } of PRIVATE_B_VALUES) {
    const claimed = frame[creatorTag]?.Value?.[0];
    if (typeof claimed !== 'string' || claimed.trim().toUpperCase() !== creator) continue;
    const value = privateNumber(frame, tag);
    if (value !== undefined) return value >= GE_OFFSET ? value - GE_OFFSET : value;
  }
  return undefined;
}

/** An implicit file does not say what a private element is: its digits then arrive as bytes. */
function privateNumber(frame: DataSet, tag: string): number | undefined {
  const element = frame[tag];
  const bytes = element?.InlineBinary === undefined ? undefined : decodeInlineBinary(element.InlineBinary);
  const value = bytes === undefined ? element?.Value?.[0] : String.fromCharCode(...bytes).replace(/\0.*$/, '').split('\\')[0];
  const number = typeof value === 'string' && /^\s*[0-9.+-]+\s*$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) && number >= 0 ? number : undefined;
}

function gradientOf(frame: DataSet): string {
  const [item] = itemsOf(frame, 'DiffusionGradientDirectionSequence');
  const orientation = numbersOf(item ?? frame, 'DiffusionGradientOrientation');
  return orientation === undefined ? '' : orientation.map((value) => value.toFixed(4)).join('\\');
}
