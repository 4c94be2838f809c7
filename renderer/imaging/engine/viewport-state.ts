import { UNTURNED, type ViewTurn } from '#shared/dicom/geometry/orientation-labels.ts';
import type { FrameDescription, ImageDescription } from '#shared/dicom/image/image-description.ts';
import type { MaskSubtraction } from '#shared/dicom/pixel/mask-subtraction.ts';
import type { ShapeKind } from '#shared/dicom/measurement/shape-kind.ts';
import type { MeasurableSpacing } from '#shared/dicom/spacing/measurable-spacing.ts';
import type { VoiSetting, VoiWindow } from '#shared/dicom/pixel/voi.ts';
import type { ErrorCode } from '#shared/errors/error-code.ts';
import type { StackPassport } from '#shared/imaging-passport/passport.ts';
import type { FrameRef } from '../frame-ref.ts';

/** A frame of a stack, with all that is known of it before its pixels are there. */
export interface StackFrame {
  readonly frame: FrameRef;
  readonly image: ImageDescription;
  readonly description: FrameDescription;
}

/** Frames in the order of the wheel. */
export interface DisplayStack {
  /** What can be relied on in it. */
  readonly passport: StackPassport;
  /** Zero-based place among the stacks of its series, and how many these are. */
  readonly place: number;
  readonly siblings: number;
  readonly frames: readonly StackFrame[];
  /** SOP Instance UID of each film that still comes to its first so many frames that are here; absent: all frames are here. */
  readonly arriving?: ReadonlyMap<string, number>;
}

/** Whether the frame at a place can be shown without waiting for the hospital. @param place zero-based */
export function isPlaceHere(stack: Pick<DisplayStack, 'passport' | 'arriving'> | undefined, place: number): boolean {
  const frame = stack?.passport.stack.frames[place];
  const framesHere = frame === undefined ? undefined : stack?.arriving?.get(frame.image.sopInstanceUid);
  return framesHere === undefined || frame === undefined || frame.frameNumber <= framesHere;
}

/** The picture on the screen is of a film that still comes: nobody has verified it, and it may be taken back. */
export function isShownArriving({ shown, stack }: Pick<ViewportState, 'shown' | 'stack'>): boolean {
  return shown !== undefined && stack?.arriving?.has(shown.frame.sopInstanceUid) === true;
}

export type NavigationTool = 'window' | 'pan' | 'zoom' | 'scroll';
export type MeasuringTool = ShapeKind;
export type PrimaryTool = NavigationTool | MeasuringTool;

const NAVIGATION_TOOLS: ReadonlySet<PrimaryTool> = new Set<PrimaryTool>(['window', 'pan', 'zoom', 'scroll']);

export function isMeasuringTool(tool: PrimaryTool): tool is MeasuringTool {
  return !NAVIGATION_TOOLS.has(tool);
}

/** Which window the frames get. `suggested`: what each image asks for; `fixed`: what the hand or a key set. */
export type WindowChoice =
  | { readonly kind: 'suggested'; readonly place: number }
  | ({ readonly kind: 'fixed' } & VoiWindow);

/** What is on the screen: pixels, identity and window of one and the same moment. */
export interface ShownFrame extends StackFrame {
  /** Zero-based place in the stack. */
  readonly stackIndex: number;
  readonly isLossy: boolean;
  /** What lengths on it are measured with: the image's own spacing, or the physician's calibration. */
  readonly spacing: MeasurableSpacing;
  readonly voi: VoiSetting;
  /** The picture is this frame less another one. */
  readonly subtraction?: MaskSubtraction;
}

export interface FrameFailure {
  readonly code: ErrorCode;
  /** Why a picture cannot be shown at all, where that is known. */
  readonly refusal: string | undefined;
}

/** An immutable picture of a viewport, for React. A new object for every change. */
export interface ViewportState {
  readonly stackSize: number;
  /** Which stack of the series hangs here; undefined when none does. */
  readonly stack: Omit<DisplayStack, 'frames'> | undefined;
  /** Undefined until the first frame is painted. */
  readonly shown: ShownFrame | undefined;
  /** The place that was asked for and is not painted yet; undefined when the picture is where the hand is. */
  readonly wantedIndex: number | undefined;
  /** Why the wanted frame cannot be painted; the viewport is black then. */
  readonly failure: FrameFailure | undefined;
  /** Which way the wheel last turned. */
  readonly direction: 'forward' | 'backward';
  readonly isInverted: boolean;
  /** What the hand subtracts from the frames of one image. */
  readonly subtraction: (MaskSubtraction & { readonly sopInstanceUid: string }) | undefined;
  /** Overlay planes (60xx) of the images are left out. */
  readonly areOverlaysHidden: boolean;
  readonly windowChoice: WindowChoice;
  readonly turn: ViewTurn;
  /** CSS pixels for one pixel of the image, along its shorter side. */
  readonly zoom: number;
  /** CSS pixels for one millimetre of the measurable spacing; undefined where there is none. */
  readonly pixelsPerMm: number | undefined;
  /** Width of the viewport, CSS pixels. */
  readonly widthPx: number;
  readonly primaryTool: PrimaryTool;
  readonly selectedTrackingUid: string | undefined;
}

export const EMPTY_VIEWPORT: ViewportState = {
  stackSize: 0, stack: undefined, shown: undefined, wantedIndex: undefined, failure: undefined, direction: 'forward', isInverted: false, subtraction: undefined, areOverlaysHidden: false,
  windowChoice: { kind: 'suggested', place: 0 }, turn: UNTURNED, zoom: 1, pixelsPerMm: undefined, widthPx: 0, primaryTool: 'window',
  selectedTrackingUid: undefined,
};
