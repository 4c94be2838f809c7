import { turnedBy } from '#shared/dicom/geometry/orientation-labels.ts';
import type { VoiSetting, VoiWindow } from '#shared/dicom/pixel/voi.ts';
import { areSameLayers, NO_LAYERS, type ViewportLayers } from '../objects/viewport-layers.ts';
import { isSameFrame, type FrameRef } from '../frame-ref.ts';
import type { WritableStore } from '#renderer/bridge/store.ts';
import { isAppError } from '#shared/errors/app-error.ts';
import { displayRefusalOf } from '#shared/dicom/image/display-refusal.ts';
import type { FrameStore } from '../loader/frame-store.ts';
import type { LoadedFrame } from '../loader/loaded-frame.ts';
import type { AnnotationHost, AnnotationLayer } from '../tools/annotation-layer.ts';
import type { CalibrationBook } from '../tools/calibration-book.ts';
import { openCornerstoneSurface, type SurfaceOptions } from './cornerstone-surface.ts';
import { autoVoi, createFramePainter, defaultVoi } from './frame-painter.ts';
import { pixelUnder } from './pixel-under.ts';
import { hideShapes } from './hide-shapes.ts';
import { homeCamera, isOtherPresentation, pictureSize, presentationsOf, presentedVoi } from './frame-presentation.ts';
import { arrangedCamera, fittingPixelsPerMm, type Arrangement } from './arranged-camera.ts';
import { paintLayers } from './layer-painter.ts';
import { followGestures, type MouseMap, type ViewportPointer } from './navigation-gestures.ts';
import { prefetchOrder } from './prefetch-order.ts';
import { createSegmentPictures, type SegmentValues } from './segment-pictures.ts';
import { fittedCamera, initialCamera, pannedBy, zoomedBy, type ViewCamera } from './view-camera.ts';
import { EMPTY_VIEWPORT, isMeasuringTool, isPlaceHere, type DisplayStack, type FrameFailure, type ShownFrame, type StackFrame, type ViewportState, type WindowChoice } from './viewport-state.ts';
import type { StackViewport } from './viewport-acts.ts';
import { measuresOf, type ViewportMeasures } from './viewport-measures.ts';
import { draggedWindow } from './window-drag.ts';

export interface StackViewportDependencies {
  readonly engine: SurfaceOptions['engine'];
  readonly viewportId: string;
  readonly isSoftwareGraphics: boolean;
  readonly frames: FrameStore;
  readonly annotations: AnnotationLayer;
  readonly calibrations: CalibrationBook;
  /** How many frames one viewport may bring in ahead of the eye. */
  readonly prefetchLimit: (frame: StackFrame) => number;
  readonly segmentValues: SegmentValues;
  readonly mouse: () => MouseMap;
}

export interface StackViewportOptions extends Pick<AnnotationHost, 'wordsFor' | 'namesFor' | 'onDrawn' | 'onChanged'> {
  /** Where the viewport writes what it shows. */
  readonly state: WritableStore<ViewportState>;
  readonly pointer?: ViewportPointer | undefined;
}

export function openStackViewport(
  element: HTMLDivElement,
  { engine, viewportId, isSoftwareGraphics, frames, annotations, calibrations, prefetchLimit, segmentValues, mouse }: StackViewportDependencies,
  { state, pointer, ...events }: StackViewportOptions,
): Omit<StackViewport, 'subtract'> {
  const painter = createFramePainter(isSoftwareGraphics, () => surface.repaint());
  let stack: DisplayStack | undefined;
  let camera: ViewCamera = initialCamera();
  let isFitted = true;
  let isLocked = false;
  let direction: 1 | -1 = 1;
  let shown: LoadedFrame | undefined;
  let voi: VoiSetting | undefined;
  let loading = new AbortController();
  let layers: ViewportLayers = NO_LAYERS;
  let presentationOf = presentationsOf(undefined);
  let arrangement: Arrangement | undefined;
  /** How many stacks have been shown here: a picture of a former one never comes onto the screen. */
  let shows = 0;
  let handScrolls = 0;

  const surface = openCornerstoneSurface({
    engine,
    element,
    viewportId,
    isSoftwareGraphics,
    paint: (canvas, loaded, pixelToDevice) => {
      const { isInverted, areOverlaysHidden, windowChoice } = state.get();
      // A frame that is no longer wanted may be repainted by Cornerstone; it is never painted with another frame's window.
      const setting = loaded === shown && voi !== undefined ? voi : voiFor(loaded, windowChoice);
      painter.paint(canvas, loaded, { voi: setting, isInverted, areOverlaysHidden, presented: presentationOf(loaded) }, pixelToDevice);
      paintLayers(canvas, loaded, pixelToDevice, layers, presentationOf(loaded), segments);
    },
    onResize: () => {
      if (isFitted && shown !== undefined) camera = home(shown);
      applyCamera();
    },
  });
  const segments = createSegmentPictures(segmentValues, () => surface.repaint());
  const measuring = annotations.attach({
    viewportId,
    engineId: engine.id,
    element,
    shown: () => shown,
    ...events,
    onSelected: (selectedTrackingUid) => change({ selectedTrackingUid }),
  });
  const stopGestures = followGestures({
    element,
    mouse,
    isOverMeasurement: () => !isLocked && measuring.isOverShape(),
    leftButtonTool: () => {
      const tool = state.get().primaryTool;
      return isMeasuringTool(tool) ? undefined : tool;
    },
    isPointing: () => pointer?.isPointing() === true,
    isLinked: () => pointer?.isLinked() === true,
    acts: {
      press: (kind, at) => pointer?.onPress(kind, at),
      scrollBy,
      panBy: (by) => moveCamera(pannedBy(camera, by)),
      zoomBy: (factor, at) => {
        const { width, height } = surface.size();
        moveCamera(zoomedBy(camera, factor, [at[0] - width / 2, at[1] - height / 2]));
      },
      beginWindowDrag: () => {
        const start = voi;
        return (by) => {
          if (start?.kind === 'window') setWindow(draggedWindow(start, by));
        };
      },
    },
  });
  measuring.setTool(undefined, false);

  function change(part: Partial<ViewportState>): void {
    state.set({ ...state.get(), ...part });
  }

  function voiFor(loaded: LoadedFrame, choice: WindowChoice): VoiSetting {
    if (choice.kind === 'suggested') return presentedVoi(loaded, presentationOf(loaded)) ?? defaultVoi(loaded, choice.place);
    return { kind: 'window', function: loaded.description.voiLutFunction, windowCenter: choice.windowCenter, windowWidth: choice.windowWidth };
  }

  /** Brings the frame at a place onto the screen, at once when it is in memory. The last wish wins. */
  function want(index: number): void {
    const wanted = stack?.frames[index];
    loading.abort(new DOMException('Another image is wanted.', 'AbortError'));
    if (wanted === undefined) return;
    measuring.cancel();
    const [show, { signal }] = [shows, (loading = new AbortController())];
    const refusal = displayRefusalOf(wanted.image, wanted.description);
    const ready = frames.peek(wanted.frame);
    change({ wantedIndex: index, direction: direction === 1 ? 'forward' : 'backward' });
    if (refusal !== undefined) fail({ code: 'file/damaged', refusal });
    else if (ready !== undefined) void put(ready, index, signal, show);
    else {
      frames.load(wanted.frame, 'on-screen', signal).then(
        (loaded) => put(loaded, index, signal, show),
        (error: unknown) => {
          if (!signal.aborted) fail({ code: isAppError(error) ? error.code : 'internal', refusal: undefined });
        },
      );
    }
    prefetchAround(index);
  }

  /** A picture that comes when the hand has turned on is shown as it passes, while the next one is made: cuts through thick slabs take their time. */
  async function put(loaded: LoadedFrame, index: number, signal: AbortSignal, show: number): Promise<void> {
    if (show !== shows || (signal.aborted && state.get().wantedIndex === undefined)) return;
    const isFirst = shown === undefined;
    hideShapes(element, !isSameFrame(shown?.frame, loaded.frame));
    const turnsOver = isOtherPresentation(shown && presentationOf(shown), presentationOf(loaded));
    shown = loaded;
    voi = voiFor(loaded, state.get().windowChoice);
    annotations.place(loaded);
    if (turnsOver) camera = turnedHome(loaded);
    if (turnsOver || isFirst || isFitted) camera = fitted(loaded);
    await surface.put(loaded, camera);
    // A newer wish has painted over this one meanwhile and tells of itself.
    if (shown !== loaded || show !== shows) return;
    element.style.visibility = 'visible';
    change({ shown: shownFrame(loaded, currentIndex(loaded, index)), wantedIndex: signal.aborted ? state.get().wantedIndex : undefined, failure: undefined, ...measures(loaded) });
    measuring.redraw();
  }

  function fail(failure: FrameFailure): void {
    shown = undefined;
    voi = undefined;
    // The last picture must not stand under the words that another one cannot be shown.
    element.style.visibility = 'hidden';
    change({ shown: undefined, failure, pixelsPerMm: undefined });
  }

  function shownFrame(loaded: LoadedFrame, stackIndex: number): ShownFrame {
    return {
      frame: loaded.frame, image: loaded.image, description: loaded.description, stackIndex, isLossy: loaded.isLossy,
      spacing: calibrations.spacingOf(loaded),
      voi: voi ?? voiFor(loaded, state.get().windowChoice), ...(loaded.subtraction === undefined ? {} : { subtraction: loaded.subtraction }),
    };
  }

  function currentIndex(loaded: LoadedFrame, fallback: number): number {
    const index = stack?.frames.findIndex(({ frame }) => isSameFrame(frame, loaded.frame)) ?? -1;
    return index === -1 ? fallback : index;
  }

  function prefetchAround(index: number): void {
    const here = stack?.frames[index];
    if (stack === undefined || here === undefined) return;
    const order = prefetchOrder(index, stack.frames.length, direction, prefetchLimit(here));
    frames.prefetch(prefetchOwner, order.flatMap((place) => (isPlaceHere(stack, place) ? (stack?.frames[place]?.frame ?? []) : [])));
  }
  const prefetchOwner = {};

  function scrollTo(index: number): void {
    const size = stack?.frames.length ?? 0;
    if (size === 0) return;
    const { shown: now, wantedIndex } = state.get();
    const from = wantedIndex ?? now?.stackIndex ?? 0;
    const to = Math.min(size - 1, Math.max(0, index));
    if (to === from && (now !== undefined || wantedIndex !== undefined) && state.get().failure === undefined) return;
    direction = to >= from ? 1 : -1;
    want(to);
  }

  function scrollBy(images: number): void {
    handScrolls += 1;
    scrollTo((state.get().wantedIndex ?? state.get().shown?.stackIndex ?? 0) + images);
  }

  function applyVoi(windowChoice: WindowChoice): void {
    if (shown !== undefined) voi = voiFor(shown, windowChoice);
    const { shown: now } = state.get();
    change({ windowChoice, ...(now === undefined || voi === undefined ? {} : { shown: { ...now, voi } }) });
    surface.repaint();
  }

  function setWindow(window: VoiWindow): void {
    if (shown?.pixels.kind !== 'colour') applyVoi({ kind: 'fixed', ...window });
  }

  function moveCamera(next: ViewCamera): void {
    [isFitted, camera] = [false, next];
    applyCamera();
  }

  function fitted(loaded: LoadedFrame): ViewCamera {
    isFitted = true;
    return home(loaded);
  }

  function home(loaded: LoadedFrame): ViewCamera {
    const presented = presentationOf(loaded);
    return arrangement === undefined || presented !== undefined ? homeCamera(camera.turn, loaded, presented, surface.size()) : arrangedCamera(loaded, arrangement, surface.size());
  }

  /** How a frame begins before it is fitted: turned as its presentation state says, else not at all. */
  function turnedHome(loaded: LoadedFrame): ViewCamera {
    return { ...initialCamera(), turn: presentationOf(loaded)?.turn ?? initialCamera().turn };
  }

  function goHome(): void {
    change({ isInverted: false });
    if (shown !== undefined) {
      camera = turnedHome(shown);
      camera = fitted(shown);
    }
    applyVoi({ kind: 'suggested', place: 0 });
    applyCamera();
  }

  function applyCamera(): void {
    surface.setCamera(camera);
    change({ turn: camera.turn, ...(shown === undefined ? {} : measures(shown)) });
  }

  function measures(loaded: LoadedFrame): ViewportMeasures {
    return measuresOf(surface, camera, calibrations.spacingOf(loaded));
  }

  function updateTool(): void {
    const { primaryTool } = state.get();
    measuring.setTool(isMeasuringTool(primaryTool) ? primaryTool : undefined, isLocked);
  }

  return {
    now: state.get,
    show: (next, initialIndex = 0) => {
      shows += 1;
      loading.abort(new DOMException('Another stack is wanted.', 'AbortError'));
      frames.prefetch(prefetchOwner, []);
      measuring.cancel();
      stack = next;
      shown = undefined;
      voi = undefined;
      arrangement = undefined;
      direction = 1;
      camera = initialCamera();
      isFitted = true;
      element.style.visibility = 'hidden';
      const { primaryTool, areOverlaysHidden } = state.get();
      state.set({ ...EMPTY_VIEWPORT, primaryTool, areOverlaysHidden, stackSize: next?.frames.length ?? 0, stack: next });
      if (next !== undefined && next.frames.length > 0) want(Math.min(Math.max(0, initialIndex), next.frames.length - 1));
    },
    grow: (next) => {
      const former = stack;
      stack = next;
      const { shown: now, wantedIndex } = state.get();
      const wantedFrame = wantedIndex === undefined ? undefined : former?.frames[wantedIndex]?.frame;
      const placeOf = (frame: FrameRef | undefined) => next.frames.findIndex((one) => frame !== undefined && isSameFrame(one.frame, frame));
      const wanted = placeOf(wantedFrame);
      change({
        stackSize: next.frames.length,
        stack: next,
        ...(now === undefined ? {} : { shown: { ...now, stackIndex: Math.max(0, placeOf(now.frame)) } }),
        wantedIndex: wanted === -1 ? undefined : wanted,
      });
      if (now === undefined && wanted === -1) want(0);
      else prefetchAround(wanted === -1 ? placeOf(now?.frame) : wanted);
    },
    swap: (next, index) => {
      stack = next;
      change({ stackSize: next.frames.length, stack: next });
      want(Math.min(Math.max(0, index), next.frames.length - 1));
    },
    screenOf: (point) => (shown === undefined ? undefined : surface.toScreen(point)),
    pixelUnder: (at) => (shown === undefined ? undefined : pixelUnder(surface.toScreen, at)),
    scrollTo,
    scrollBy,
    handScrolls: () => handScrolls,
    goTo: (frame) => {
      const index = stack?.frames.findIndex((one) => isSameFrame(one.frame, frame)) ?? -1;
      if (index !== -1) scrollTo(index);
      return index !== -1;
    },
    setWindow,
    suggestWindow: (place) => applyVoi({ kind: 'suggested', place }),
    autoWindow: () => {
      const found = shown === undefined ? undefined : autoVoi(shown);
      if (found?.kind === 'window') setWindow(found);
    },
    toggleInvert: () => {
      change({ isInverted: !state.get().isInverted });
      surface.repaint();
    },
    toggleOverlays: () => {
      change({ areOverlaysHidden: !state.get().areOverlaysHidden });
      surface.repaint();
    },
    turn: (act) => {
      const turn = turnedBy(camera.turn, act);
      camera = isFitted && shown !== undefined ? fittedCamera(turn, pictureSize(shown), surface.size()) : { ...camera, turn };
      applyCamera();
    },
    zoomBy: (factor) => moveCamera(zoomedBy(camera, factor, [0, 0])),
    panBy: (by) => moveCamera(pannedBy(camera, by)),
    fit: () => {
      if (shown === undefined) return;
      camera = fitted(shown);
      applyCamera();
    },
    reset: () => {
      camera = initialCamera();
      goHome();
    },
    arrange: (next) => {
      arrangement = next;
      if (shown === undefined || !isFitted) return;
      if (next === undefined) camera = initialCamera();
      camera = home(shown);
      applyCamera();
    },
    fittingPixelsPerMm: () => (shown === undefined ? undefined : fittingPixelsPerMm(shown, surface.size())),
    setLayers: (next) => {
      if (areSameLayers(layers, next)) return;
      const before = shown && presentationOf(shown);
      [layers, presentationOf] = [next, presentationsOf(next.presentation)];
      if (shown === undefined) return;
      if (isOtherPresentation(before, presentationOf(shown))) goHome();
      else surface.repaint();
    },
    setPrimaryTool: (primaryTool) => {
      measuring.cancel();
      change({ primaryTool });
      updateTool();
    },
    lockMeasuring: (next) => {
      if (next === isLocked) return;
      isLocked = next;
      if (next) measuring.cancel();
      updateTool();
    },
    cancelDrawing: () => measuring.cancel(),
    redrawMeasurements: () => measuring.redraw(),
    applyCalibration: () => {
      const { shown: now } = state.get();
      if (shown === undefined || now === undefined) return;
      change({ shown: { ...now, spacing: calibrations.spacingOf(shown) }, ...measures(shown) });
      measuring.redraw();
    },
    dispose: () => {
      shows += 1;
      loading.abort(new DOMException('The viewport was closed.', 'AbortError'));
      frames.prefetch(prefetchOwner, []);
      stopGestures();
      segments.dispose();
      measuring.dispose();
      surface.dispose();
      painter.dispose();
    },
  };
}
