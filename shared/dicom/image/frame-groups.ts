import { itemsOf, type DataElement, type DataSet } from '../data-set/data-set.ts';
import type { Keyword } from '../data-set/attribute.ts';

/** The macros of an enhanced image that we read. PS3.3 C.7.6.16. */
const MACROS = [
  'PlanePositionSequence', 'PlaneOrientationSequence', 'PixelMeasuresSequence', 'FrameVOILUTSequence', 'PixelValueTransformationSequence',
  'FrameDisplayShutterSequence',
] as const satisfies readonly Keyword[];

/** The macros that say what a frame is among the others, or what its detector was. PS3.3 C.7.6.16.2.2, C.8.13, C.8.15, C.8.19. */
const DIMENSION_MACROS = [
  'FrameContentSequence', 'FramePixelDataPropertiesSequence', 'MRImageFrameTypeSequence', 'CTImageFrameTypeSequence', 'PETFrameTypeSequence',
  'MREchoSequence', 'MRModifierSequence', 'MRTimingAndRelatedParametersSequence', 'MRDiffusionSequence', 'CardiacSynchronizationSequence',
  'TemporalPositionSequence',
] as const satisfies readonly Keyword[];

/**
 * The attributes of one frame as if it were an image of its own: the macros of the frame, else those all frames share, laid over the
 * attributes of the instance. An image without functional groups is given back as it is.
 * @param frameIndex zero-based
 */
export function dataSetOfFrame(dataSet: DataSet, frameIndex: number): DataSet {
  const [shared] = itemsOf(dataSet, 'SharedFunctionalGroupsSequence');
  const own = itemsOf(dataSet, 'PerFrameFunctionalGroupsSequence')[frameIndex];
  if (shared === undefined && own === undefined) return dataSet;
  const merged: Record<string, DataElement> = { ...dataSet };
  for (const macro of [...MACROS, ...DIMENSION_MACROS]) {
    const item = itemsOf(own ?? {}, macro)[0] ?? itemsOf(shared ?? {}, macro)[0];
    if (item !== undefined) Object.assign(merged, item);
  }
  return merged;
}
