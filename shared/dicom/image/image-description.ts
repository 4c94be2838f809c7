import { numberOf, numbersOf, repairOfElement, textOf, textsOf, itemsOf, type DataSet, type RepairedText } from '../data-set/data-set.ts';
import { parseImageOrientation, planeNormal, type ImageOrientation, type ImagePlane } from '../geometry/image-plane.ts';
import { combine, type Vector3 } from '../geometry/vector3.ts';
import { lookupTableOf } from '../pixel/lookup-table.ts';
import { modalityTransformOf, type ModalityTransform } from '../pixel/modality-transform.ts';
import { overlayPlanesOf, type OverlayPlane } from '../pixel/overlay-plane.ts';
import { paletteOf, supplementalPaletteOf, type Palette } from '../pixel/palette.ts';
import { pixelPaddingOf, type PixelPadding } from '../pixel/pixel-padding.ts';
import type { StoredFormat } from '../pixel/stored-values.ts';
import { isUsableWindow, type VoiLutFunction, type VoiSuggestion } from '../pixel/voi.ts';
import { readDisplayShutter, type DisplayShutter } from '../presentation/display-shutter.ts';
import { measurableSpacingOf, spacingPair, type MeasurableSpacing } from '../spacing/measurable-spacing.ts';
import { suvScaleOf, type SuvScale } from '../suv/suv-scale.ts';
import { ultrasoundRegionsOf, type UltrasoundRegion } from '../spacing/ultrasound-region.ts';
import { videoCodecOf, type VideoCodec } from '../video/video-syntax.ts';
import { frameDimensionsOf, type FrameDimensions } from './frame-dimensions.ts';
import { dataSetOfFrame } from './frame-groups.ts';
import { lossyStateOf, type LossyState } from './lossy-state.ts';
import { recommendedMasksOf, type RecommendedMask } from './mask-module.ts';
import { frameLateralityOf, gridOffsetsOf, seriesFactsOf, type SeriesFacts } from './series-facts.ts';

/** What must be known of an instance to show, measure and label its frames. Everything optional in DICOM may be missing. */
export interface ImageDescription {
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly sopInstanceUid: string;
  readonly sopClassUid: string;
  readonly frameOfReferenceUid: string;
  readonly modality: string;
  readonly instanceNumber: number | undefined;
  readonly seriesDescription: string;
  readonly convolutionKernel: string;
  readonly rows: number;
  readonly columns: number;
  readonly samplesPerPixel: number;
  readonly photometricInterpretation: string;
  readonly planarConfiguration: number;
  readonly format: StoredFormat;
  readonly padding: PixelPadding | undefined;
  /** The tables of PALETTE COLOR, when they are there and readable. */
  readonly palette: Palette | undefined;
  /** Colours of a grey image from a certain value on. */
  readonly supplementalPalette: Palette | undefined;
  readonly overlayPlanes: readonly OverlayPlane[];
  readonly isLocalizer: boolean;
  /** Image Laterality (0020,0062), else Laterality (0020,0060): R, L, B, U or ''. Never inferred. PS3.3 C.7.6.1.1. */
  readonly laterality: string;
  /** View Position (0018,5101), such as PA or CC. */
  readonly viewPosition: string;
  /** Patient Orientation (0020,0020) of a biped; [] when absent. */
  readonly patientOrientation: readonly string[];
  /** From modality values to uptake values; undefined when it is no PET. */
  readonly suv: SuvScale | undefined;
  /** The patient's name was in another character set than declared. */
  readonly nameRepair: RepairedText | undefined;
  readonly lossy: LossyState;
  /** Set when the pixels are one video stream, which counts as one frame. */
  readonly video: VideoCodec | undefined;
  /** Pixel Intensity Relationship (0028,1040) is LIN: values are in proportion to the beam. PS3.3 C.8.7.1.1.2. */
  readonly isLinearIntensity?: true;
  /** Masks that the hospital recommends for the frames of a run; absent where it names none. */
  readonly recommendedMasks?: readonly RecommendedMask[];
  readonly series: SeriesFacts;
  /** Index = frame number - 1; never empty. */
  readonly frames: readonly FrameDescription[];
}

/** What may differ from frame to frame. */
export interface FrameDescription {
  readonly orientation: ImageOrientation | undefined;
  readonly plane: ImagePlane | undefined;
  readonly spacing: MeasurableSpacing;
  readonly ultrasoundRegions: readonly UltrasoundRegion[];
  /** Width and height of a pixel in one and the same unit, for showing a picture in its true shape; never for measuring. */
  readonly pixelShape: { readonly width: number; readonly height: number };
  /** Undefined when the modality's table is named but unreadable. */
  readonly transform: ModalityTransform | undefined;
  readonly voiSuggestions: readonly VoiSuggestion[];
  readonly voiLutFunction: VoiLutFunction;
  readonly shutter: DisplayShutter | undefined;
  /** Slice Thickness (0018,0050) of this frame. */
  readonly sliceThicknessMm: number | undefined;
  readonly dimensions: FrameDimensions;
}

/** A header may say anything; no real stack has more frames, and sorting so many takes half a second. */
const MOST_FRAMES = 100_000;

/** Reads an instance from its DICOM JSON. Attributes that are missing or broken give undefined, '' or []. */
export function describeImage(dataSet: DataSet): ImageDescription {
  const modality = textOf(dataSet, 'Modality');
  const format = storedFormatOf(dataSet);
  const rows = extentOf(dataSet, 'Rows');
  const columns = extentOf(dataSet, 'Columns');
  const isLocalizer = textsOf(dataSet, 'ImageType').includes('LOCALIZER');
  const video = videoCodecOf(textOf(dataSet, 'AvailableTransferSyntaxUID'));
  const frameCount = video === undefined ? Math.min(MOST_FRAMES, Math.max(1, Math.trunc(numberOf(dataSet, 'NumberOfFrames') ?? 1))) : 1;
  const isQuadruped = textOf(dataSet, 'AnatomicalOrientationType') === 'QUADRUPED';
  const masks = recommendedMasksOf(dataSet, frameCount);
  const context = { modality, isLocalizer, isQuadruped, sopClassUid: textOf(dataSet, 'SOPClassUID'), isSigned: format.isSigned };
  return {
    studyInstanceUid: textOf(dataSet, 'StudyInstanceUID'),
    seriesInstanceUid: textOf(dataSet, 'SeriesInstanceUID'),
    sopInstanceUid: textOf(dataSet, 'SOPInstanceUID'),
    sopClassUid: context.sopClassUid,
    frameOfReferenceUid: textOf(dataSet, 'FrameOfReferenceUID'),
    modality,
    instanceNumber: numberOf(dataSet, 'InstanceNumber'),
    seriesDescription: textOf(dataSet, 'SeriesDescription'),
    convolutionKernel: textOf(dataSet, 'ConvolutionKernel'),
    rows,
    columns,
    samplesPerPixel: numberOf(dataSet, 'SamplesPerPixel') ?? 1,
    photometricInterpretation: textOf(dataSet, 'PhotometricInterpretation').toUpperCase(),
    planarConfiguration: numberOf(dataSet, 'PlanarConfiguration') ?? 0,
    format,
    padding: pixelPaddingOf(dataSet, format),
    palette: paletteOf(dataSet, format.isSigned),
    supplementalPalette: supplementalPaletteOf(dataSet, format.isSigned),
    overlayPlanes: overlayPlanesOf(dataSet, { rows, columns, bitsAllocated: format.bitsAllocated }),
    isLocalizer,
    laterality: textOf(dataSet, 'ImageLaterality') || textOf(dataSet, 'Laterality') || frameLateralityOf(itemsOf(dataSet, 'SharedFunctionalGroupsSequence')[0] ?? {}),
    viewPosition: textOf(dataSet, 'ViewPosition'),
    patientOrientation: isQuadruped ? [] : textsOf(dataSet, 'PatientOrientation'),
    suv: modality === 'PT' ? suvScaleOf(dataSet) : undefined,
    nameRepair: repairOfElement(dataSet, 'PatientName'),
    lossy: lossyStateOf(dataSet),
    video,
    ...(textOf(dataSet, 'PixelIntensityRelationship') === 'LIN' ? { isLinearIntensity: true as const } : {}),
    ...(masks.length > 0 ? { recommendedMasks: masks } : {}),
    series: seriesFactsOf(dataSet, frameCount),
    frames: describeFrames(dataSet, frameCount, context),
  };
}

/** @param frameNumber one-based */
export function frameDescriptionOf(image: ImageDescription, frameNumber: number): FrameDescription | undefined {
  return image.frames[frameNumber - 1];
}

export function isColour(image: Pick<ImageDescription, 'photometricInterpretation'>): boolean {
  return !image.photometricInterpretation.startsWith('MONOCHROME') && image.photometricInterpretation !== '';
}

interface FrameContext {
  readonly modality: string;
  readonly sopClassUid: string;
  readonly isLocalizer: boolean;
  readonly isQuadruped: boolean;
  readonly isSigned: boolean;
}

function describeFrames(dataSet: DataSet, frameCount: number, context: FrameContext): readonly FrameDescription[] {
  const groups = itemsOf(dataSet, 'PerFrameFunctionalGroupsSequence').length;
  // Frames that no group describes are alike: one object for all of them, however many a header claims.
  const rest = describeFrame(dataSetOfFrame(dataSet, groups), context);
  const offsets = groups === 0 ? gridOffsetsOf(dataSet, frameCount) : undefined;
  if (offsets !== undefined) return Array.from({ length: frameCount }, (_, index) => movedAlongNormal(rest, offsets[index] ?? 0));
  return Array.from({ length: frameCount }, (_, index) => (index < groups ? describeFrame(dataSetOfFrame(dataSet, index), context) : rest));
}

function describeFrame(dataSet: DataSet, context: FrameContext): FrameDescription {
  const orientation = context.isQuadruped ? undefined : parseImageOrientation(numbersOf(dataSet, 'ImageOrientationPatient'));
  const position = positionOf(dataSet);
  const hasPlane = orientation !== undefined && position !== undefined;
  const spacing = measurableSpacingOf(dataSet, { ...context, hasPlane });
  const pixelSpacing = spacingPair(numbersOf(dataSet, 'PixelSpacing'));
  const transform = modalityTransformOf(dataSet, context);
  const isInputSigned = context.isSigned || (transform?.kind === 'linear' && transform.intercept < 0);
  const voiLutFunction = voiLutFunctionOf(dataSet);
  return {
    orientation,
    plane: hasPlane && pixelSpacing !== undefined ? { ...orientation, positionMm: position, ...pixelSpacing } : undefined,
    spacing,
    ultrasoundRegions: ultrasoundRegionsOf(dataSet),
    pixelShape: pixelShapeOf(dataSet),
    transform,
    voiSuggestions: voiSuggestionsOf(dataSet, voiLutFunction, isInputSigned),
    voiLutFunction,
    shutter: readDisplayShutter(dataSet),
    sliceThicknessMm: numberOf(dataSet, 'SliceThickness'),
    dimensions: frameDimensionsOf(dataSet),
  };
}

/** Rows and Columns are US: what is no such number is no extent. */
function extentOf(dataSet: DataSet, keyword: 'Rows' | 'Columns'): number {
  const extent = numberOf(dataSet, keyword) ?? 0;
  return Number.isInteger(extent) && extent > 0 && extent <= 0xffff ? extent : 0;
}

function movedAlongNormal(frame: FrameDescription, offsetMm: number): FrameDescription {
  const { plane } = frame;
  return plane === undefined ? frame : { ...frame, plane: { ...plane, positionMm: combine(plane.positionMm, 1, planeNormal(plane), offsetMm) } };
}

function positionOf(dataSet: DataSet): Vector3 | undefined {
  const [x, y, z] = numbersOf(dataSet, 'ImagePositionPatient') ?? [];
  return x === undefined || y === undefined || z === undefined ? undefined : [x, y, z];
}

/** Pixel Spacing, Imager Pixel Spacing, else Pixel Aspect Ratio (0028,0034), which names the vertical size first. PS3.3 C.7.6.3.1.7. */
function pixelShapeOf(dataSet: DataSet): FrameDescription['pixelShape'] {
  for (const keyword of ['PixelSpacing', 'ImagerPixelSpacing', 'NominalScannedPixelSpacing', 'PixelAspectRatio'] as const) {
    const pair = spacingPair(numbersOf(dataSet, keyword));
    if (pair !== undefined) return { width: pair.columnSpacingMm, height: pair.rowSpacingMm };
  }
  return { width: 1, height: 1 };
}

function storedFormatOf(dataSet: DataSet): StoredFormat {
  const bitsAllocated = numberOf(dataSet, 'BitsAllocated') ?? 16;
  const bitsStored = Math.min(numberOf(dataSet, 'BitsStored') ?? bitsAllocated, bitsAllocated);
  const highBit = numberOf(dataSet, 'HighBit') ?? bitsStored - 1;
  // Float pixels have neither Bits Stored nor a sign. PS3.3 C.7.6.24, C.7.6.25.
  const isFloat = bitsAllocated >= 32 && numberOf(dataSet, 'BitsStored') === undefined && numberOf(dataSet, 'PixelRepresentation') === undefined;
  return {
    ...(isFloat ? { isFloat } : {}),
    bitsAllocated,
    bitsStored: bitsStored > 0 ? bitsStored : bitsAllocated,
    highBit: highBit >= bitsStored - 1 && highBit < bitsAllocated ? highBit : bitsStored - 1,
    isSigned: numberOf(dataSet, 'PixelRepresentation') === 1,
  };
}

function voiLutFunctionOf(dataSet: DataSet): VoiLutFunction {
  const named = textOf(dataSet, 'VOILUTFunction');
  return named === 'LINEAR_EXACT' || named === 'SIGMOID' ? named : 'LINEAR';
}

function voiSuggestionsOf(dataSet: DataSet, voiLutFunction: VoiLutFunction, isInputSigned: boolean): readonly VoiSuggestion[] {
  const centers = numbersOf(dataSet, 'WindowCenter') ?? [];
  const widths = numbersOf(dataSet, 'WindowWidth') ?? [];
  const explanations = textsOf(dataSet, 'WindowCenterWidthExplanation');
  const windows = centers.flatMap((windowCenter, index) => {
    const windowWidth = widths[index] ?? 0;
    const window = { windowCenter, windowWidth };
    return isUsableWindow(window, voiLutFunction) ? [{ kind: 'window' as const, ...window, explanation: explanations[index] ?? '' }] : [];
  });
  const tables = itemsOf(dataSet, 'VOILUTSequence').flatMap((item) => {
    const table = lookupTableOf(item, isInputSigned);
    return table === undefined ? [] : [{ kind: 'table' as const, table, explanation: table.explanation }];
  });
  return [...windows, ...tables];
}
