import { HOUNSFIELD } from '#shared/dicom/pixel/modality-transform.ts';
import { CT_WINDOW_PRESETS } from '#shared/dicom/pixel/window-presets.ts';
import { createStore, type Store } from '#renderer/bridge/store.ts';
import type { ImagingEngine } from '#renderer/imaging/engine/imaging-engine.ts';
import type { StackViewportOptions } from '#renderer/imaging/engine/stack-viewport.ts';
import type { StackViewport } from '#renderer/imaging/engine/viewport-acts.ts';
import { NO_LAYERS, type ViewportLayers } from '#renderer/imaging/objects/viewport-layers.ts';
import { EMPTY_VIEWPORT, type DisplayStack, type PrimaryTool, type ViewportState } from '#renderer/imaging/engine/viewport-state.ts';
import { isSameFrame, type FrameRef } from '#renderer/imaging/frame-ref.ts';
import type { HungStack } from '../viewer-desk.ts';

export type ViewportCallbacks = Omit<StackViewportOptions, 'state'>;

/**
 * Where React and a viewport of the engine meet. What React says is remembered and handed on when the viewport opens; what the viewport
 * shows is in `state`. No object of the engine reaches a component's state.
 */
export interface ViewportPort {
  readonly state: Store<ViewportState>;
  /** Undefined while the engine is not there. */
  readonly viewport: () => StackViewport | undefined;
  /** @returns the way to close it */
  readonly open: (engine: Pick<ImagingEngine, 'openStackViewport'>, element: HTMLDivElement) => () => void;
  readonly setCallbacks: (callbacks: ViewportCallbacks) => void;
  readonly setPrimaryTool: (tool: PrimaryTool) => void;
  readonly lockMeasuring: (isLocked: boolean) => void;
  /** What hangs here and the stacks that are known of its series. A stack that grows keeps what is on the screen. */
  readonly hang: (hung: HungStack | undefined, stacks: readonly DisplayStack[]) => void;
  readonly setLayers: (layers: ViewportLayers) => void;
}

export function createViewportPort(): ViewportPort {
  const state = createStore<ViewportState>(EMPTY_VIEWPORT);
  let viewport: StackViewport | undefined;
  let callbacks: ViewportCallbacks = { wordsFor: () => [], namesFor: () => [], onDrawn: () => undefined, onChanged: () => undefined };
  let tool: PrimaryTool = 'window';
  let isLocked = true;
  let wanted: { readonly hung: HungStack | undefined; readonly stacks: readonly DisplayStack[] } = { hung: undefined, stacks: [] };
  /** What the viewport has been told to show. */
  let inPlace: HungStack | undefined;
  let layers: ViewportLayers = NO_LAYERS;
  /** A frame that was asked for and has not been found yet. */
  let target: FrameRef | undefined;

  function bringIntoPlace(): void {
    if (viewport === undefined) return;
    const { hung, stacks } = wanted;
    if (hung !== undefined && target !== undefined && goToTarget(viewport, hung, target)) return;
    const isSame = hung !== undefined && inPlace === hung && holdsShown(stacks);
    const stack = hung === undefined ? undefined : stackToShow(stacks, hung.stackIndex, isSame ? state.get() : undefined);
    if (isSame && stack !== undefined) viewport.grow(stack);
    else {
      viewport.show(stack);
      inPlace = stack === undefined ? undefined : hung;
      openWindow(viewport, hung, stack);
    }
  }

  /** The window that was hung with it: of Hounsfield units only. */
  function openWindow(opened: StackViewport, hung: HungStack | undefined, stack: DisplayStack | undefined): void {
    const preset = CT_WINDOW_PRESETS.find(({ name }) => name === hung?.window);
    if (preset !== undefined && stack?.frames[0]?.description.transform?.unit === HOUNSFIELD) opened.setWindow(preset);
  }

  /** @returns false while no stack holds the frame */
  function goToTarget(opened: StackViewport, hung: HungStack, frame: FrameRef): boolean {
    const { stacks } = wanted;
    const stack = stacks.find((one) => one.frames.some((other) => isSameFrame(other.frame, frame)));
    if (stack === undefined) return false;
    const isHere = inPlace?.studyId === hung.studyId && inPlace.seriesInstanceUid === hung.seriesInstanceUid;
    if (!isHere || !opened.goTo(frame)) {
      opened.show(stack, stack.frames.findIndex((one) => isSameFrame(one.frame, frame)));
      openWindow(opened, hung, stack);
    }
    inPlace = hung;
    target = undefined;
    return true;
  }

  /** False when a filter has taken away what is on the screen. */
  function holdsShown(stacks: readonly DisplayStack[]): boolean {
    const frame = state.get().shown?.frame;
    return frame === undefined || stacks.some((stack) => stack.frames.some((one) => isSameFrame(one.frame, frame)));
  }

  return {
    state,
    viewport: () => viewport,
    open: (engine, element) => {
      const opened = engine.openStackViewport(element, {
        state,
        wordsFor: (shape) => callbacks.wordsFor(shape),
        namesFor: (shape) => callbacks.namesFor(shape),
        onDrawn: (shape) => callbacks.onDrawn(shape),
        onChanged: (shape) => callbacks.onChanged(shape),
        pointer: {
          onPress: (kind, at) => callbacks.pointer?.onPress(kind, at),
          isPointing: () => callbacks.pointer?.isPointing() === true,
          isLinked: () => callbacks.pointer?.isLinked() === true,
        },
      });
      viewport = opened;
      opened.setPrimaryTool(tool);
      opened.lockMeasuring(isLocked);
      opened.setLayers(layers);
      bringIntoPlace();
      return () => {
        viewport = undefined;
        inPlace = undefined;
        opened.dispose();
        state.set(EMPTY_VIEWPORT);
      };
    },
    setCallbacks: (next) => {
      callbacks = next;
    },
    setPrimaryTool: (next) => {
      if (next === tool && viewport !== undefined) return;
      tool = next;
      viewport?.setPrimaryTool(next);
    },
    lockMeasuring: (next) => {
      isLocked = next;
      viewport?.lockMeasuring(next);
    },
    hang: (hung, stacks) => {
      if (hung !== wanted.hung) target = hung?.frame === undefined ? undefined : { studyId: hung.studyId, ...hung.frame };
      wanted = { hung, stacks };
      bringIntoPlace();
    },
    setLayers: (next) => {
      layers = next;
      viewport?.setLayers(next);
    },
  };
}

/** The stack that holds the frame on the screen, wherever it stands now; else the one that was asked for. */
export function stackToShow(stacks: readonly DisplayStack[], stackIndex: number, state: ViewportState | undefined): DisplayStack | undefined {
  const frame = state?.shown?.frame;
  const holding = frame === undefined ? undefined : stacks.find((stack) => stack.frames.some((one) => isSameFrame(one.frame, frame)));
  return holding ?? stacks[Math.min(stackIndex, stacks.length - 1)];
}
