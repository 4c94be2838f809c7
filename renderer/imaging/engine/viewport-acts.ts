import type { VoiWindow } from '#shared/dicom/pixel/voi.ts';
import type { MaskSubtraction } from '#shared/dicom/pixel/mask-subtraction.ts';
import type { PixelPoint } from '#shared/dicom/measurement/pixel-point.ts';
import type { FrameRef } from '../frame-ref.ts';
import type { ViewportLayers } from '../objects/viewport-layers.ts';
import type { Arrangement } from './arranged-camera.ts';
import type { ScreenPoint } from './view-camera.ts';
import type { DisplayStack, PrimaryTool, ViewportState } from './viewport-state.ts';

/** One viewport that shows a stack. Everything it does is seen in its state; nothing of the engine leaks. */
export interface StackViewport {
  /** What it shows at this moment. */
  readonly now: () => ViewportState;
  /**
   * Shows another stack from `initialIndex` on, at its own window and size. Pixels of the former stack that still arrive are dropped.
   * `undefined` empties the viewport.
   */
  readonly show: (stack: DisplayStack | undefined, initialIndex?: number) => void;
  /** The same stack with more frames: what is on the screen stays, its place and the number of frames move on. */
  readonly grow: (stack: DisplayStack) => void;
  /** Other pictures of the same thing in place of these: window, size and turn stay. @param index zero-based; clamped */
  readonly swap: (stack: DisplayStack, index: number) => void;
  /** Where a pixel of the shown picture lies, CSS pixels from the upper left corner of the viewport; undefined without a picture. */
  readonly screenOf: (point: PixelPoint) => ScreenPoint | undefined;
  /** The pixel of the shown picture under a place of the viewport. */
  readonly pixelUnder: (at: ScreenPoint) => PixelPoint | undefined;
  /** @param index zero-based; clamped to the stack */
  readonly scrollTo: (index: number) => void;
  /** A scroll of the hand, by key or wheel; at the end of the stack it moves nothing. */
  readonly scrollBy: (images: number) => void;
  /** How often the hand has scrolled. */
  readonly handScrolls: () => number;
  /** Goes to a frame of the stack. @returns whether it is there */
  readonly goTo: (frame: FrameRef) => boolean;
  readonly setWindow: (window: VoiWindow) => void;
  /** The window that each image asks for. @param place zero-based among its suggestions */
  readonly suggestWindow: (place: number) => void;
  readonly autoWindow: () => void;
  /** Shows the frames of the image on the screen less one of them; undefined: as they are. Nothing where `mayBeSubtracted` says no. */
  readonly subtract: (subtraction: MaskSubtraction | undefined) => void;
  readonly toggleInvert: () => void;
  /** Shows or leaves out the overlay planes (60xx) of the images. */
  readonly toggleOverlays: () => void;
  readonly turn: (act: 'flip-horizontal' | 'flip-vertical' | 'rotate-right' | 'rotate-left') => void;
  /** @param factor above 1 enlarges, about the middle of the viewport */
  readonly zoomBy: (factor: number) => void;
  readonly panBy: (by: ScreenPoint) => void;
  readonly fit: () => void;
  /** Lays the picture beside others that belong to it, and keeps it so until a hand moves it; undefined: as large as fits. */
  readonly arrange: (arrangement: Arrangement | undefined) => void;
  /** CSS pixels for one millimetre when the whole picture fits here; undefined where lengths are not known. */
  readonly fittingPixelsPerMm: () => number | undefined;
  /** Window, size, place and turn as at first. */
  readonly reset: () => void;
  readonly setPrimaryTool: (tool: PrimaryTool) => void;
  /** Measuring is refused while `isLocked`; shapes are only shown. */
  readonly lockMeasuring: (isLocked: boolean) => void;
  /** Gives up a shape that is being drawn. @returns whether there was one */
  readonly cancelDrawing: () => boolean;
  /** Lays objects over the pictures. A presentation state brings its window, turn and area with it, and takes them away again. */
  readonly setLayers: (layers: ViewportLayers) => void;
  /** Draws the measurements anew, after the language or a number has changed. */
  readonly redrawMeasurements: () => void;
  /** The calibrations have changed: scale and measurements are those of now. */
  readonly applyCalibration: () => void;
  readonly dispose: () => void;
}
