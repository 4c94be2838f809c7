import { buildDataSet } from '../dicom/data-set/build-data-set.ts';
import type { DataSet } from '../dicom/data-set/data-set.ts';
import { screenDirections, type ViewTurn } from '../dicom/geometry/orientation-labels.ts';
import type { PixelPoint } from '../dicom/measurement/pixel-point.ts';
import { tagOf } from '../dicom/data-set/attribute.ts';
import { subtractedLogarithm } from '../dicom/pixel/mask-subtraction.ts';
import { encodeInlineBinary } from '../dicom/waveform/inline-binary.ts';
import type { DisplayShutter } from '../dicom/presentation/display-shutter.ts';
import type { CanonicalReport, ReportedInstance } from '../report/canonical-report.ts';
import { dicomDate, dicomTime } from '../report/local-time.ts';
import type { ReportedAppearance } from '../report/reported-appearance.ts';
import { physicianPersonName } from '../report/report-words.ts';
import { graphicsOfShape } from './presented-shape.ts';
import { longString, reportObject, type ReportObjectUids } from './report-object.ts';

export const GRAYSCALE_PRESENTATION_STATE_STORAGE = '1.2.840.10008.5.1.4.1.1.11.1';

/** A grey key image as the physician saw it. */
export interface PresentedImage extends ReportedInstance, ReportedAppearance {
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
  /** One-based. */
  readonly frameNumber: number;
  readonly numberOfFrames: number;
}

/** The key images of a report of which it is known how they were seen. */
export function presentedImages({ keyImages }: Pick<CanonicalReport, 'keyImages'>): readonly PresentedImage[] {
  return keyImages.flatMap(({ source, appearance }) => {
    if (appearance === undefined) return [];
    const { sopClassUid, sopInstanceUid, studyInstanceUid, seriesInstanceUid, frameNumber, numberOfFrames } = source;
    return [{ ...appearance, sopClassUid, sopInstanceUid, studyInstanceUid, seriesInstanceUid, frameNumber, numberOfFrames }];
  });
}

/** A presentation state and the images that it is for. */
export interface BuiltPresentationState {
  readonly dataSet: DataSet;
  readonly images: readonly PresentedImage[];
}

/**
 * What the county must load to see the key images as the physician saw them: Grayscale Softcopy Presentation States (PS3.3 A.33.1) in the first study of
 * the report. Window, area and drawings belong to an image; turn, polarity, rescale, mask and shutter hold for a whole state, so images that differ in them get
 * states of their own, and so do frames of one image: one state names each image once.
 * @param uidsOf identity of the state at a zero-based place; all of one series
 * @returns none when no image is of that study
 */
export function buildPresentationStates(report: CanonicalReport, uidsOf: (index: number) => ReportObjectUids, images: readonly PresentedImage[]): readonly BuiltPresentationState[] {
  const [study] = report.studies;
  const own = images.filter(({ studyInstanceUid }) => studyInstanceUid === study?.studyInstanceUid);
  const groups = [...Map.groupBy(own, ({ isMonochrome1, isInverted, turn, rescale, shutter, subtraction, numberOfFrames, frameNumber }) =>
    JSON.stringify([isMonochrome1 !== isInverted, turnOf(turn), rescale, shutter, subtraction ?? null, numberOfFrames > 1 ? frameNumber : 0])).values()];
  return groups.map((group, index) => ({ dataSet: buildPresentationState(report, uidsOf(index), group), images: group }));
}

function buildPresentationState(report: CanonicalReport, uids: ReportObjectUids, images: readonly PresentedImage[]): DataSet {
  const [first] = images;
  if (first === undefined) throw new Error('a presentation state names at least one image');
  const { rotation, isMirrored } = turnOf(first.turn);
  const logarithmBits = first.subtraction?.logarithmBits ?? null;
  const windowScale = logarithmBits === null ? 1 : logarithmScale(logarithmBits);
  return {
    ...reportObject(report, uids, { sopClassUid: GRAYSCALE_PRESENTATION_STATE_STORAGE, modality: 'PR', seriesDescription: '关键图像的显示' }),
    ...buildDataSet({
      // Whether the part is one of a pair the state does not say: its images do.
      Laterality: '',
      ContentLabel: 'READING',
      ContentDescription: longString(`关键图像 ${images.length} 幅，医师所见的窗、方位和标注`),
      PresentationCreationDate: dicomDate(report.signedAtLocal),
      PresentationCreationTime: dicomTime(report.signedAtLocal),
      ContentCreatorName: physicianPersonName(report.reportingPhysician.name),
      ReferencedSeriesSequence: [...Map.groupBy(images, ({ seriesInstanceUid }) => seriesInstanceUid)].map(([seriesInstanceUid, ofSeries]) =>
        buildDataSet({ SeriesInstanceUID: seriesInstanceUid, ReferencedImageSequence: ofSeries.map(imageReference) }),
      ),
      ...shutterAttributes(first.shutter),
      ...maskAttributes(first.subtraction),
      ...modalityAttributes(first),
      SoftcopyVOILUTSequence: images.map(({ window, ...image }) =>
        buildDataSet({
          ReferencedImageSequence: [imageReference(image)],
          WindowCenter: window.windowCenter * windowScale,
          WindowWidth: window.windowWidth * windowScale,
          VOILUTFunction: window.function === 'LINEAR' ? undefined : window.function,
        }),
      ),
      ImageRotation: rotation,
      ImageHorizontalFlip: isMirrored ? 'Y' : 'N',
      DisplayedAreaSelectionSequence: images.map(areaItem),
      GraphicAnnotationSequence: images.flatMap((image) => annotationItems(report, image)),
      GraphicLayerSequence: [buildDataSet({ GraphicLayer: SHAPES, GraphicLayerOrder: 1 }), buildDataSet({ GraphicLayer: CAPTION, GraphicLayerOrder: 2 })],
      PresentationLUTShape: first.isMonochrome1 === first.isInverted ? 'IDENTITY' : 'INVERSE',
    }),
  };
}

const SHAPES = 'MEASUREMENTS';
const CAPTION = 'CAPTION';

/** A frame is named only where the image has several. PS3.3 table 10-3. */
function imageReference({ sopClassUid, sopInstanceUid, frameNumber, numberOfFrames }: Pick<PresentedImage, 'sopClassUid' | 'sopInstanceUid' | 'frameNumber' | 'numberOfFrames'>): DataSet {
  return buildDataSet({ ReferencedSOPClassUID: sopClassUid, ReferencedSOPInstanceUID: sopInstanceUid, ...(numberOfFrames > 1 ? { ReferencedFrameNumber: frameNumber } : {}) });
}

/** Turned clockwise, then mirrored left to right: all that a presentation state knows. PS3.3 C.10.6. Top to bottom is that, half a turn on. */
function turnOf({ rotationDegrees, flipHorizontal, flipVertical }: ViewTurn): { readonly rotation: number; readonly isMirrored: boolean } {
  return { rotation: (rotationDegrees + (flipVertical ? 180 : 0)) % 360, isMirrored: flipHorizontal !== flipVertical };
}

/** The corner that is upper left on the screen comes first, whichever it is in the image. PS3.3 C.10.4. */
function areaItem(image: PresentedImage): DataSet {
  const { rows, columns, turn, spacingMm } = image;
  const { left, top, right, bottom } = image.area ?? { left: 0, top: 0, right: columns, bottom: rows };
  const directions = screenDirections(turn);
  const [growsRight, growsDown] = [directions.right[0] + directions.down[0] > 0, directions.right[1] + directions.down[1] > 0];
  // One-based pixels; both corners are inside.
  const [least, most] = [[Math.floor(left) + 1, Math.floor(top) + 1] as const, [Math.ceil(right), Math.ceil(bottom)] as const];
  return buildDataSet({
    ReferencedImageSequence: [imageReference(image)],
    DisplayedAreaTopLeftHandCorner: [growsRight ? least[0] : most[0], growsDown ? least[1] : most[1]],
    DisplayedAreaBottomRightHandCorner: [growsRight ? most[0] : least[0], growsDown ? most[1] : least[1]],
    PresentationSizeMode: 'SCALE TO FIT',
    ...(spacingMm === null ? { PresentationPixelAspectRatio: [1, 1] } : { PresentationPixelSpacing: [spacingMm.row, spacingMm.column] }),
  });
}

function annotationItems(report: CanonicalReport, image: PresentedImage): readonly DataSet[] {
  const references = { ReferencedImageSequence: [imageReference(image)] };
  const graphics = image.shapes.flatMap((shape) => graphicsOfShape(shape, image.spacingMm));
  const words = image.shapes.filter((shape) => shape.words !== '').flatMap(({ words: text, pointsPx: [at] }) => (at === undefined ? [] : [textItem(text, at)]));
  return [
    ...(graphics.length + words.length === 0
      ? []
      : [
          buildDataSet({
            ...references,
            GraphicLayer: SHAPES,
            ...(words.length === 0 ? {} : { TextObjectSequence: words }),
            ...(graphics.length === 0 ? {} : { GraphicObjectSequence: graphics }),
          }),
        ]),
    buildDataSet({
      ...references,
      GraphicLayer: CAPTION,
      TextObjectSequence: [
        // In the lower left corner of what is seen, however far it is enlarged.
        buildDataSet({
          BoundingBoxAnnotationUnits: 'DISPLAY',
          UnformattedTextValue: `关键图像 · ${report.reportingPhysician.name} · ${report.signedAtLocal.slice(0, 10)}`,
          BoundingBoxTopLeftHandCorner: [0.02, 0.94],
          BoundingBoxBottomRightHandCorner: [0.7, 0.98],
          BoundingBoxTextHorizontalJustification: 'LEFT',
        }),
      ],
    }),
  ];
}

function textItem(text: string, [column, row]: PixelPoint): DataSet {
  return buildDataSet({ AnchorPointAnnotationUnits: 'PIXEL', UnformattedTextValue: text, AnchorPoint: [column + 0.5, row + 0.5], AnchorPointVisibility: 'N' });
}

/** Mask Module, PS3.3 C.7.6.10, as C.11.13 wants it here: one item without a range of frames, which the references name; the shift is down, then to the right. */
function maskAttributes(subtraction: PresentedImage['subtraction']): Parameters<typeof buildDataSet>[0] {
  if (subtraction === undefined) return {};
  const { maskFrameNumber, shiftPx: [right, down] } = subtraction;
  return {
    MaskSubtractionSequence: [buildDataSet({ MaskOperation: 'AVG_SUB', MaskFrameNumbers: maskFrameNumber, ContrastFrameAveraging: 1, MaskSubPixelShift: [down, right] })],
    RecommendedViewingMode: 'SUB',
  };
}

/** The largest entry of a table of logarithms has all its sixteen bits: the table is as fine as it can be. */
function logarithmScale(bits: number): number {
  return 65_535 / subtractedLogarithm(2 ** bits - 1);
}

/** Rescale of the image; values in proportion to the beam are subtracted as logarithms, which only a table says. PS3.4 N.2.1.2. */
function modalityAttributes({ rescale, subtraction }: PresentedImage): Parameters<typeof buildDataSet>[0] {
  if (subtraction === undefined || subtraction.logarithmBits === null) {
    return { RescaleIntercept: rescale.intercept, RescaleSlope: rescale.slope, RescaleType: rescale.isHounsfield ? 'HU' : 'US' };
  }
  const scale = logarithmScale(subtraction.logarithmBits);
  const entries = Uint16Array.from({ length: 2 ** subtraction.logarithmBits }, (_, value) => Math.round(scale * subtractedLogarithm(value)));
  const bytes = new Uint8Array(entries.length * 2);
  for (const [index, entry] of entries.entries()) bytes.set([entry & 0xff, entry >> 8], index * 2);
  // 65536 entries are written as 0.
  const item: DataSet = { ...buildDataSet({ LUTDescriptor: [entries.length % 65_536, 0, 16], ModalityLUTType: 'US' }), [tagOf('LUTData')]: { vr: 'OW', InlineBinary: encodeInlineBinary(bytes) } };
  return { ModalityLUTSequence: [item] };
}

/** Display Shutter Module, PS3.3 C.7.6.11. A bitmap needs an overlay plane; it is left to the image. */
function shutterAttributes(shutter: DisplayShutter | null): Parameters<typeof buildDataSet>[0] {
  const shapes = shutter?.shapes ?? [];
  const rectangle = shapes.find((shape) => shape.kind === 'rectangular');
  const circle = shapes.find((shape) => shape.kind === 'circular');
  const polygon = shapes.find((shape) => shape.kind === 'polygonal');
  const names = [rectangle === undefined ? [] : ['RECTANGULAR'], circle === undefined ? [] : ['CIRCULAR'], polygon === undefined ? [] : ['POLYGONAL']].flat();
  if (shutter === null || names.length === 0) return {};
  return {
    ShutterShape: names,
    ShutterPresentationValue: Math.round((shutter.grey / 255) * 65_535),
    ...(rectangle === undefined
      ? {}
      : { ShutterLeftVerticalEdge: rectangle.left, ShutterRightVerticalEdge: rectangle.right, ShutterUpperHorizontalEdge: rectangle.upper, ShutterLowerHorizontalEdge: rectangle.lower }),
    // Row, then column.
    ...(circle === undefined ? {} : { CenterOfCircularShutter: [circle.centerRow, circle.centerColumn], RadiusOfCircularShutter: circle.radius }),
    ...(polygon === undefined ? {} : { VerticesOfThePolygonalShutter: polygon.vertices.flatMap(([column, row]) => [row, column]) }),
  };
}
