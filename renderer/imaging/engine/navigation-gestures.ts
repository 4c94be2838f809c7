import type { NavigationTool } from './viewport-state.ts';
import type { ScreenPoint } from './view-camera.ts';

/** What the mouse asks for. Distances are CSS pixels, right and down. */
export interface GestureActs {
  readonly scrollBy: (images: number) => void;
  readonly panBy: (by: ScreenPoint) => void;
  /** @param at from the upper left corner of the viewport */
  readonly zoomBy: (factor: number, at: ScreenPoint) => void;
  /** Begins a drag of the window. @returns what to call with the way since then */
  readonly beginWindowDrag: () => (by: ScreenPoint) => void;
  /** A press that was no drag. `point`: of the left button with Ctrl, or while it points. `menu`: of the right one. @param at as for zoomBy */
  readonly press: (kind: PressKind, at: ScreenPoint) => void;
}

/** What presses on the picture mean to those around it. */
export interface ViewportPointer {
  readonly onPress: GestureActs['press'];
  readonly isPointing: () => boolean;
  readonly isLinked: () => boolean;
}

export type PressKind = 'point' | 'menu';

/** What the physician wants of the mouse besides the left button. */
export interface MouseMap {
  readonly middleDrag: NavigationTool;
  readonly rightDrag: NavigationTool;
  readonly wheel: 'scroll' | 'zoom';
}

export const USUAL_MOUSE: MouseMap = { middleDrag: 'pan', rightDrag: 'zoom', wheel: 'scroll' };

export interface GestureOptions {
  readonly mouse: () => MouseMap;
  readonly element: HTMLElement;
  readonly acts: GestureActs;
  /** What the left button does; undefined: the measuring tool has it. */
  readonly leftButtonTool: () => NavigationTool | undefined;
  /** The left button is over a measurement that may be moved: it belongs to the measuring tool then. */
  readonly isOverMeasurement: () => boolean;
  /** The left button shows a point, all the time that it is held. */
  readonly isPointing: () => boolean;
  /** Scrolls together with others: Alt and the wheel then scroll this one alone, and do not zoom. */
  readonly isLinked: () => boolean;
}

/** Ctrl makes windowing and scrolling five times as fast. */
const ACCELERATION = 5;
/** A drag of this many pixels goes one image on. */
const PIXELS_PER_IMAGE = 8;
/** A press that moves less is no drag. */
const STILL_PX = 4;
/** Smaller wheel steps come from touch pads and are added up. */
const WHEEL_STEP = 40;

/**
 * Left drag by tool, middle drag pans, right drag zooms, the wheel scrolls (Ctrl five images; Alt zooms, or scrolls a linked
 * viewport alone). Presses that belong to a measuring tool are left alone. @returns the way to stop
 */
export function followGestures({ element, acts, mouse, leftButtonTool, isOverMeasurement, isPointing, isLinked }: GestureOptions): () => void {
  const ending = new AbortController();
  const { signal } = ending;
  let wheelRest = 0;

  // Capture: Cornerstone listens on the same element and must not see presses that are ours.
  element.addEventListener('mousedown', press, { capture: true, signal });
  element.addEventListener('wheel', turnWheel, { passive: false, signal });
  element.addEventListener('contextmenu', (event) => event.preventDefault(), { signal });
  // A middle press would start the browser's own scrolling.
  element.addEventListener('auxclick', (event) => event.preventDefault(), { signal });
  return () => ending.abort();

  function press(event: MouseEvent): void {
    const tool = isPoint(event) ? 'point' : toolOf(event);
    if (tool === undefined) return;
    event.stopImmediatePropagation();
    event.preventDefault();
    // Prevented presses do not move the focus by themselves.
    element.closest<HTMLElement>('[tabindex]')?.focus({ preventScroll: true });
    drag(event, tool);
  }

  /** A measuring tool leaves a press with Ctrl to the pointer, too. */
  function isPoint(event: MouseEvent): boolean {
    return event.button === 0 && (isPointing() || (event.ctrlKey && leftButtonTool() === undefined && !isOverMeasurement()));
  }

  function toolOf(event: MouseEvent): NavigationTool | undefined {
    if (event.button === 1) return mouse().middleDrag;
    if (event.button === 2) return mouse().rightDrag;
    return event.button !== 0 || isOverMeasurement() ? undefined : leftButtonTool();
  }

  function drag(start: MouseEvent, tool: NavigationTool | 'point'): void {
    const dragging = new AbortController();
    const whileDragging = { signal: AbortSignal.any([signal, dragging.signal]) };
    const { left, top } = element.getBoundingClientRect();
    const startAt: ScreenPoint = [start.clientX - left, start.clientY - top];
    let last: ScreenPoint = [start.clientX, start.clientY];
    let scrollRest = 0;
    let windowWay: ScreenPoint = [0, 0];
    let isStill = true;
    // These may be presses alone: nothing moves before the hand does.
    const waitsToMove = start.button === 2 || start.ctrlKey;
    if (tool === 'point') acts.press('point', startAt);
    const dragWindow = tool === 'window' ? acts.beginWindowDrag() : undefined;

    window.addEventListener(
      'mousemove',
      (event) => {
        if (event.buttons === 0) {
          dragging.abort();
          return;
        }
        if (Math.hypot(event.clientX - start.clientX, event.clientY - start.clientY) >= STILL_PX) isStill = false;
        if (isStill && waitsToMove) return;
        const by: ScreenPoint = [event.clientX - last[0], event.clientY - last[1]];
        last = [event.clientX, event.clientY];
        const speed = event.ctrlKey ? ACCELERATION : 1;
        if (tool === 'point') acts.press('point', [event.clientX - left, event.clientY - top]);
        else if (tool === 'pan') acts.panBy(by);
        else if (tool === 'zoom') acts.zoomBy(1.01 ** -by[1], startAt);
        else if (dragWindow !== undefined) {
          windowWay = [windowWay[0] + by[0] * speed, windowWay[1] + by[1] * speed];
          dragWindow(windowWay);
        } else {
          scrollRest += by[1] * speed;
          const images = Math.trunc(scrollRest / PIXELS_PER_IMAGE);
          scrollRest -= images * PIXELS_PER_IMAGE;
          if (images !== 0) acts.scrollBy(images);
        }
      },
      whileDragging,
    );
    window.addEventListener(
      'mouseup',
      () => {
        dragging.abort();
        if (isStill && start.button === 2) acts.press('menu', startAt);
        else if (isStill && start.ctrlKey && start.button === 0 && tool !== 'point') acts.press('point', startAt);
      },
      whileDragging,
    );
    window.addEventListener('blur', () => dragging.abort(), whileDragging);
  }

  function turnWheel(event: WheelEvent): void {
    event.preventDefault();
    // Alt turns the wheel into what it is not, unless it holds this viewport back from those that go with it.
    if (event.altKey && isLinked() ? mouse().wheel === 'zoom' : event.altKey === (mouse().wheel === 'scroll')) {
      const { left, top } = element.getBoundingClientRect();
      acts.zoomBy(1.1 ** -Math.sign(event.deltaY), [event.clientX - left, event.clientY - top]);
      return;
    }
    // Ctrl turns vertical wheels into zoom requests of the browser; the delta stays the same.
    wheelRest = Math.sign(wheelRest) === -Math.sign(event.deltaY) ? event.deltaY : wheelRest + event.deltaY;
    if (event.deltaMode === WheelEvent.DOM_DELTA_PIXEL && Math.abs(wheelRest) < WHEEL_STEP) return;
    const images = Math.sign(wheelRest) * (event.ctrlKey ? ACCELERATION : 1);
    wheelRest = 0;
    acts.scrollBy(images);
  }
}
