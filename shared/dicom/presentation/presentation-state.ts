import { itemsOf, numberOf, numbersOf, personNameOf, textOf, type DataSet } from '../data-set/data-set.ts';
import { turnedBy, UNTURNED, type ViewTurn } from '../geometry/orientation-labels.ts';
import { recommendedMasksOf } from '../image/mask-module.ts';
import { lookupTableOf, type LookupTable } from '../pixel/lookup-table.ts';
import type { MaskSubtraction } from '../pixel/mask-subtraction.ts';
import { modalityTransformOf, NO_UNIT, type ModalityTransform } from '../pixel/modality-transform.ts';
import { isUsableWindow, type VoiLutFunction, type VoiSetting } from '../pixel/voi.ts';
import { instanceReferenceOf, meansFrame, referencesBySeries, type InstanceReference } from '../reference/instance-reference.ts';
import { parseDicomDate, parseDicomTime } from '../values/date-time.ts';
import { displayPersonName } from '../values/person-name.ts';
import { readDisplayShutter, type DisplayShutter } from './display-shutter.ts';
import { readGraphicAnnotations, type GraphicAnnotation } from './graphic-annotation.ts';

/** From grey after the window to what is seen. PS3.3 C.11.6. It alone decides what is white: MONOCHROME1 has no say here. */
export type PresentationLut = { readonly kind: 'identity' | 'inverse' } | { readonly kind: 'table'; readonly table: LookupTable };

/** Which part of the image fills the viewport, and how large. PS3.3 C.10.4. */
export interface DisplayedArea {
  /** Corners of the area in the unturned image, pixels with the first pixel at 0 to 1: left and top edge, right and bottom edge. */
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly size: { readonly kind: 'fit' } | { readonly kind: 'true-size' } | { readonly kind: 'magnify'; readonly ratio: number };
}

/** What cannot be shown of a presentation state; the page says so beside its name. */
export type PresentationGap = 'overlay' | 'bitmap-shutter' | 'mask' | 'annotation' | 'lookup-table';

interface ForImages<Value> {
  /** [] means all images of the presentation state. */
  readonly references: readonly InstanceReference[];
  readonly value: Value;
}

/** A Grayscale Softcopy Presentation State, or what its siblings share with it. PS3.3 A.33. */
export interface PresentationState {
  readonly sopInstanceUid: string;
  /** Content Label (0070,0080). */
  readonly label: string;
  readonly description: string;
  readonly creator: string;
  /** `YYYY-MM-DD HH:MM:SS`, or ''. */
  readonly createdAt: string;
  readonly references: ReadonlyMap<string, readonly InstanceReference[]>;
  readonly transform: ModalityTransform;
  readonly windows: readonly ForImages<VoiSetting>[];
  readonly lut: PresentationLut;
  readonly turn: ViewTurn;
  readonly shutter: DisplayShutter | undefined;
  readonly areas: readonly ForImages<DisplayedArea>[];
  readonly annotations: readonly GraphicAnnotation[];
  /** The frames are shown less this one. PS3.3 C.11.13. */
  readonly mask: MaskSubtraction | undefined;
  readonly gaps: readonly PresentationGap[];
}

/** A presentation state as it applies to one frame. */
export interface FramePresentation {
  readonly sopInstanceUid: string;
  readonly transform: ModalityTransform;
  /** Undefined: no window; the whole range of the values is spread over the greys. PS3.4 N.2.2. */
  readonly voi: VoiSetting | undefined;
  readonly lut: PresentationLut;
  readonly turn: ViewTurn;
  readonly shutter: DisplayShutter | undefined;
  readonly area: DisplayedArea | undefined;
  readonly annotations: readonly GraphicAnnotation[];
  readonly mask: MaskSubtraction | undefined;
}

/** Values as they are. */
export const IDENTITY: ModalityTransform = { kind: 'linear', slope: 1, intercept: 0, unit: NO_UNIT };

/** Reads a presentation state. What is missing gives the identity, as PS3.4 N.2 says: nothing of the image's own presentation is used. */
export function readPresentationState(dataSet: DataSet): PresentationState {
  const context = { modality: 'PR', isLocalizer: false, isSigned: false };
  const transform = modalityTransformOf(dataSet, context);
  const { annotations, unreadable } = readGraphicAnnotations(dataSet);
  const lut = lutOf(dataSet);
  const softcopy = itemsOf(dataSet, 'SoftcopyVOILUTSequence');
  const windows = softcopy.flatMap((item): readonly ForImages<VoiSetting>[] => {
    const value = windowOf(item);
    return value === undefined ? [] : [{ references: referencesOf(item), value }];
  });
  const gaps: PresentationGap[] = [];
  const shutter = readDisplayShutter(dataSet);
  const bitmap = shutter?.shapes.find(({ kind }) => kind === 'bitmap');
  const shutterGroup = bitmap?.kind === 'bitmap' ? bitmap.overlay.plane.group : '';
  if (Object.keys(dataSet).some((tag) => /^60[0-9A-F]{2}3000$/.test(tag) && !tag.startsWith(shutterGroup || '-'))) gaps.push('overlay');
  if (dataSet['00181623'] !== undefined && bitmap === undefined) gaps.push('bitmap-shutter');
  const mask = maskOf(dataSet);
  if (dataSet['00286100'] !== undefined && mask === undefined) gaps.push('mask');
  if (unreadable > 0) gaps.push('annotation');
  if (transform === undefined || lut === undefined || windows.length < softcopy.length) gaps.push('lookup-table');
  return {
    sopInstanceUid: textOf(dataSet, 'SOPInstanceUID'),
    label: textOf(dataSet, 'ContentLabel'),
    description: textOf(dataSet, 'ContentDescription'),
    creator: displayPersonName(personNameOf(dataSet, 'ContentCreatorName')),
    createdAt: [parseDicomDate(textOf(dataSet, 'PresentationCreationDate')), parseDicomTime(textOf(dataSet, 'PresentationCreationTime'))].filter((part) => part !== undefined).join(' '),
    references: referencesBySeries(dataSet),
    transform: transform ?? IDENTITY,
    windows,
    lut: lut ?? { kind: 'identity' },
    turn: turnOf(dataSet),
    shutter,
    areas: itemsOf(dataSet, 'DisplayedAreaSelectionSequence').flatMap((item) => {
      const value = areaOf(item);
      return value === undefined ? [] : [{ references: referencesOf(item), value }];
    }),
    annotations,
    mask,
    gaps,
  };
}

/** @returns undefined for a frame that the presentation state does not name. @param frameNumber one-based */
export function presentationOfFrame(state: PresentationState, sopInstanceUid: string, frameNumber: number): FramePresentation | undefined {
  const means = (reference: InstanceReference) => meansFrame(reference, sopInstanceUid, frameNumber);
  if (![...state.references.values()].some((references) => references.some(means))) return undefined;
  const forThis = <Value>(entries: readonly ForImages<Value>[]) => entries.find(({ references }) => references.length === 0 || references.some(means))?.value;
  return {
    sopInstanceUid: state.sopInstanceUid,
    transform: state.transform,
    voi: forThis(state.windows),
    lut: state.lut,
    turn: state.turn,
    shutter: state.shutter,
    area: forThis(state.areas),
    annotations: state.annotations.filter(({ references }) => references.length === 0 || references.some(means)),
    mask: state.mask,
  };
}

function referencesOf(item: DataSet): readonly InstanceReference[] {
  return itemsOf(item, 'ReferencedImageSequence').flatMap((one) => instanceReferenceOf(one) ?? []);
}

/** The first table or window of an item. PS3.3 C.11.8. */
function windowOf(item: DataSet): VoiSetting | undefined {
  const [table] = itemsOf(item, 'VOILUTSequence').flatMap((one) => lookupTableOf(one, false) ?? []);
  if (table !== undefined) return { kind: 'table', table };
  const windowCenter = numberOf(item, 'WindowCenter');
  const windowWidth = numberOf(item, 'WindowWidth');
  const named = textOf(item, 'VOILUTFunction');
  const voiLutFunction: VoiLutFunction = named === 'LINEAR_EXACT' || named === 'SIGMOID' ? named : 'LINEAR';
  if (windowCenter === undefined || windowWidth === undefined || !isUsableWindow({ windowCenter, windowWidth }, voiLutFunction)) return undefined;
  return { kind: 'window', function: voiLutFunction, windowCenter, windowWidth };
}

/** @returns undefined when a table is named that cannot be read */
function lutOf(dataSet: DataSet): PresentationLut | undefined {
  const [item] = itemsOf(dataSet, 'PresentationLUTSequence');
  if (item !== undefined) {
    const table = lookupTableOf(item, false);
    return table === undefined ? undefined : { kind: 'table', table };
  }
  return { kind: textOf(dataSet, 'PresentationLUTShape') === 'INVERSE' ? 'inverse' : 'identity' };
}

/** The one mask of a state. @returns undefined for none, and for what is averaged of several frames or taken at an interval */
function maskOf(dataSet: DataSet): MaskSubtraction | undefined {
  const [mask, ...others] = recommendedMasksOf(dataSet, Infinity);
  return mask === undefined || others.length > 0 || mask.averagedFrames > 1 ? undefined : { maskFrameNumber: mask.maskFrameNumber, shiftPx: mask.shiftPx };
}

/** Turned clockwise, then mirrored. PS3.3 C.10.6. */
function turnOf(dataSet: DataSet): ViewTurn {
  const degrees = numberOf(dataSet, 'ImageRotation') ?? 0;
  const turn: ViewTurn = { ...UNTURNED, rotationDegrees: degrees === 90 || degrees === 180 || degrees === 270 ? degrees : 0 };
  return textOf(dataSet, 'ImageHorizontalFlip') === 'Y' ? turnedBy(turn, 'flip-horizontal') : turn;
}

/**
 * The corners name pixels, one-based, column and row, of the unturned image; in a turned picture the one that is upper left on the screen
 * need not be so in the image. PS3.3 C.10.4.
 */
function areaOf(item: DataSet): DisplayedArea | undefined {
  const [x1, y1] = numbersOf(item, 'DisplayedAreaTopLeftHandCorner') ?? [];
  const [x2, y2] = numbersOf(item, 'DisplayedAreaBottomRightHandCorner') ?? [];
  if (x1 === undefined || y1 === undefined || x2 === undefined || y2 === undefined) return undefined;
  const mode = textOf(item, 'PresentationSizeMode');
  const ratio = numberOf(item, 'PresentationPixelMagnificationRatio');
  const size: DisplayedArea['size'] =
    mode === 'TRUE SIZE' ? { kind: 'true-size' } : mode === 'MAGNIFY' && ratio !== undefined && ratio > 0 ? { kind: 'magnify', ratio } : { kind: 'fit' };
  return { left: Math.min(x1, x2) - 1, top: Math.min(y1, y2) - 1, right: Math.max(x1, x2), bottom: Math.max(y1, y2), size };
}
