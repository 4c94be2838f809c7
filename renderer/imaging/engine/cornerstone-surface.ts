import { Enums, type RenderingEngine, type Types } from '@cornerstonejs/core';
import { patientToPixel, pixelToPatient, type ImagePlane } from '#shared/dicom/geometry/image-plane.ts';
import type { PixelPoint } from '#shared/dicom/measurement/pixel-point.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { displayPlaneOf } from '../loader/display-plane.ts';
import { imageObjectOf } from '../loader/image-object.ts';
import type { LoadedFrame } from '../loader/loaded-frame.ts';
import type { PixelToDevice } from './pixel-to-device.ts';
import type { ScreenPoint, Size, ViewCamera } from './view-camera.ts';

/** A Cornerstone viewport with one frame in it. Only this file and the tools know that it is one. */
export interface CornerstoneSurface {
  readonly viewportId: string;
  /** Puts a frame in place of the one before, at a camera of its own. It is painted once, before the promise resolves, unless a newer one took its place. */
  readonly put: (loaded: LoadedFrame, camera: ViewCamera) => Promise<void>;
  readonly setCamera: (camera: ViewCamera) => void;
  readonly repaint: () => void;
  /** Size of the viewport, CSS pixels. */
  readonly size: () => Size;
  /** Where a pixel of the frame lies on the screen, CSS pixels from the upper left corner of the viewport. */
  readonly toScreen: (point: PixelPoint) => ScreenPoint;
  readonly dispose: () => void;
}

export interface SurfaceOptions {
  readonly engine: RenderingEngine;
  readonly element: HTMLDivElement;
  readonly viewportId: string;
  /** Nothing here draws but the processor: pictures are kept where it works. */
  readonly isSoftwareGraphics: boolean;
  readonly paint: (canvas: HTMLCanvasElement, loaded: LoadedFrame, pixelToDevice: PixelToDevice) => void;
  readonly onResize: () => void;
}

/** What we use of Cornerstone's planar viewport; its own type is wider and promises values that may be missing. */
type PlanarViewport = Pick<Types.IViewport, 'worldToCanvas' | 'render'> & {
  readonly renderImageObject: (image: Types.IImage) => Promise<void>;
  readonly setViewState: (patch: object) => void;
  readonly resize: () => void;
};

export function openCornerstoneSurface({ engine, element, viewportId, isSoftwareGraphics, paint, onResize }: SurfaceOptions): CornerstoneSurface {
  withOpaqueCanvases(isSoftwareGraphics, () => {
    withoutSize(element, () => {
      engine.enableElement({ viewportId, element, type: Enums.ViewportType.PLANAR_NEXT, defaultOptions: { background: [0, 0, 0] } });
    });
  });
  // Cornerstone swallows every key that reaches a focused element; keys belong to the page, so the focus goes to what surrounds it.
  element.removeAttribute('tabindex');
  const viewport = planarViewportOf(engine, viewportId);
  // Frames are painted by the viewport itself. Asked to draw before the first of them, the engine would draw nothing with WebGL, and copy it onto the screen.
  Object.assign(viewport, { getUseCustomRenderingPipeline: () => true, customRenderViewportToCanvas: () => undefined });
  const canvas = element.querySelector<HTMLCanvasElement>(':scope > canvas');
  if (canvas === null) throw new AppError('internal', 'The viewport has no canvas to draw on.');
  const ending = new AbortController();
  // A canvas that comes back after the graphics card broke off is empty.
  canvas.addEventListener('contextrestored', () => viewport.render(), { signal: ending.signal });

  let plane: ImagePlane | undefined;
  const toScreen = (point: PixelPoint): ScreenPoint => {
    if (plane === undefined) return [0, 0];
    const [x, y] = viewport.worldToCanvas([...pixelToPatient(plane, point[0], point[1])]);
    return [x, y];
  };

  // Asking the page for it between two changes makes the page lay everything out at once; so it is asked when it changes.
  let known: Size | undefined;
  const size = () => (known ??= sizeOf(element));
  countInDevicePixels(canvas, size);
  /** Cornerstone paints a frame when it is put, when it is placed and when it is shown; only the last of them is seen. */
  let isPutting = false;
  let isSilent = false;
  /** The size that Cornerstone was told last; undefined: none yet. */
  let told: Size | undefined;
  /** Tells Cornerstone its size. It paints then, too; who tells it paints afterwards, at the camera that fits. */
  const tellSize = (now: Size) => {
    told = now;
    isSilent = true;
    try {
      viewport.resize();
    } finally {
      isSilent = false;
    }
  };
  const observer = new ResizeObserver(() => {
    known = undefined;
    if (element.clientWidth === 0 || element.clientHeight === 0) return;
    const now = size();
    // The first word of the observer comes after the first picture: it was put at this size.
    if (now.width === told?.width && now.height === told.height) return;
    tellSize(now);
    onResize();
  });
  observer.observe(element);

  function setCamera({ scale, pan, turn }: ViewCamera): void {
    const { width, height } = size();
    viewport.setViewState({
      anchorWorld: undefined,
      anchorCanvas: [0.5 + pan[0] / width, 0.5 + pan[1] / height],
      displayArea: undefined,
      scale: [scale, scale],
      scaleMode: 'fit',
      rotation: turn.rotationDegrees,
      flipHorizontal: turn.flipHorizontal,
      flipVertical: turn.flipVertical,
    });
  }

  let newest = 0;

  return {
    viewportId,
    put: async (loaded, camera) => {
      newest += 1;
      const own = newest;
      plane = displayPlaneOf(loaded.description);
      const render = ({ canvas: target }: { canvas?: HTMLCanvasElement }) => {
        if (target !== undefined && !isPutting && !isSilent) paint(target, loaded, pixelToDeviceOf(toScreen));
      };
      if (told === undefined && element.clientWidth > 0 && element.clientHeight > 0) tellSize(size());
      isPutting = true;
      try {
        await viewport.renderImageObject({ ...imageObjectOf(loaded), render });
        if (own === newest) setCamera(camera);
      } finally {
        if (own === newest) isPutting = false;
      }
      if (own === newest) viewport.render();
    },
    setCamera,
    repaint: () => viewport.render(),
    size,
    toScreen,
    dispose: () => {
      ending.abort();
      observer.disconnect();
      if (!engine.hasBeenDestroyed) engine.disableElement(viewportId);
    },
  };
}

/** The pixel under a point in Cornerstone's space. */
export function pixelAt(loaded: LoadedFrame, world: readonly number[]): PixelPoint {
  return patientToPixel(displayPlaneOf(loaded.description), [world[0] ?? NaN, world[1] ?? NaN, world[2] ?? NaN]);
}

/** A pixel as a point in Cornerstone's space. */
export function worldAt(loaded: LoadedFrame, point: PixelPoint): [number, number, number] {
  return [...pixelToPatient(displayPlaneOf(loaded.description), point[0], point[1])];
}

function planarViewportOf(engine: RenderingEngine, viewportId: string): PlanarViewport {
  const viewport: unknown = engine.getViewport(viewportId);
  if (typeof viewport !== 'object' || viewport === null || !('renderImageObject' in viewport) || !('setViewState' in viewport)) {
    throw new AppError('internal', 'Cornerstone gave no planar viewport.');
  }
  return viewport as unknown as PlanarViewport;
}

/**
 * Cornerstone's CPU path sizes its canvas by `clientWidth` and then divides by the device pixel ratio. With a ratio other than 1 the
 * picture would be coarse and the pointer would hit the wrong pixel; so this canvas counts in device pixels.
 */
function countInDevicePixels(canvas: HTMLCanvasElement, size: () => Size): void {
  const device = (cssPixels: number) => Math.round(cssPixels * (window.devicePixelRatio || 1));
  Object.defineProperty(canvas, 'clientWidth', { configurable: true, get: () => device(size().width) });
  Object.defineProperty(canvas, 'clientHeight', { configurable: true, get: () => device(size().height) });
}

/**
 * Cornerstone asks for its canvas without saying how it is drawn on. Ours covers all of it at each picture, so nothing need be mixed with what lies
 * under it; and without a graphics card a picture that is drawn by the processor must not go through an imitated one. On two cores: 46 in place of 130 ms.
 */
function withOpaqueCanvases(willReadFrequently: boolean, act: () => void): void {
  const prototype = HTMLCanvasElement.prototype;
  const original = Object.getOwnPropertyDescriptor(prototype, 'getContext');
  if (original === undefined) throw new AppError('internal', 'This browser has no canvas.');
  const getContext: unknown = original.value;
  Object.defineProperty(prototype, 'getContext', {
    ...original,
    value(this: HTMLCanvasElement, kind: string, options?: object) {
      if (typeof getContext !== 'function') return null;
      const context: unknown = Reflect.apply(getContext, this, [kind, kind === '2d' ? { alpha: false, willReadFrequently, ...options } : options]);
      return context;
    },
  });
  try {
    act();
  } finally {
    Object.defineProperty(prototype, 'getContext', original);
  }
}

/**
 * Nothing in the page has a size meanwhile. Cornerstone would make its WebGL memory, which nothing here draws on, as large as the largest viewport, anew for
 * each; and each time that it asks for a size between two changes, all of the page is laid out.
 */
function withoutSize(element: HTMLElement, act: () => void): void {
  const original = Object.getOwnPropertyDescriptor(Element.prototype, 'getBoundingClientRect');
  if (original === undefined) throw new AppError('internal', 'This browser has no boxes.');
  Object.defineProperty(Element.prototype, 'getBoundingClientRect', { ...original, value: () => new DOMRect() });
  for (const side of ['clientWidth', 'clientHeight']) Object.defineProperty(element, side, { configurable: true, value: 0 });
  try {
    act();
  } finally {
    Object.defineProperty(Element.prototype, 'getBoundingClientRect', original);
    for (const side of ['clientWidth', 'clientHeight']) Reflect.deleteProperty(element, side);
  }
}

function sizeOf(element: HTMLElement): Size {
  return { width: Math.max(1, element.clientWidth), height: Math.max(1, element.clientHeight) };
}

/** The picture is drawn by the same mapping that the pointer and the annotations use, so that they cannot part. */
function pixelToDeviceOf(toScreen: (point: PixelPoint) => ScreenPoint): PixelToDevice {
  const ratio = window.devicePixelRatio || 1;
  const [x, y] = toScreen([-0.5, -0.5]);
  const [right, rightDown] = toScreen([0.5, -0.5]);
  const [downRight, down] = toScreen([-0.5, 0.5]);
  return [(right - x) * ratio, (rightDown - y) * ratio, (downRight - x) * ratio, (down - y) * ratio, x * ratio, y * ratio];
}
