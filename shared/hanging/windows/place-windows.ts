/** A rectangle of the desktop, in the same units for displays and windows (device-independent pixels). */
export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Display {
  /** Given by the system; may change when a cable is moved. */
  readonly displayId: string;
  /** What windows may cover: without the task bar. */
  readonly workArea: Area;
  readonly isPrimary: boolean;
}

export interface SavedWindow {
  /** Which window it is: `main`, or the number of a reading window. */
  readonly windowName: string;
  /** Where it stood, unmaximised. */
  readonly bounds: Area;
  readonly isMaximized: boolean;
  /** The display it stood on, and that display's work area then. */
  readonly display: { readonly displayId: string; readonly workArea: Area };
}

export interface PlacedWindow {
  readonly windowName: string;
  readonly bounds: Area;
  readonly isMaximized: boolean;
  readonly displayId: string;
  /** `same`: where it stood. `fitted`: its display has another size now. `moved`: its display is gone. */
  readonly outcome: 'same' | 'fitted' | 'moved';
}

const LEAST: Pick<Area, 'width' | 'height'> = { width: 800, height: 500 };
/** How far windows that lost their display stand apart, so that none hides another. */
const CASCADE = 32;

/**
 * Where windows open again after a restart, or when a monitor was plugged or unplugged. A window goes to its display by name, else to one of the same work
 * area that no other window claims, else to the primary one; it is always whole inside a work area. Pure.
 * @param displays at least one
 */
export function placeWindows(saved: readonly SavedWindow[], displays: readonly Display[]): readonly PlacedWindow[] {
  const primary = displays.find(({ isPrimary }) => isPrimary) ?? displays[0];
  if (primary === undefined) return [];
  const claimed = new Set(saved.flatMap(({ display }) => (displays.some(({ displayId }) => displayId === display.displayId) ? [display.displayId] : [])));
  let strays = 0;
  return saved.map((window): PlacedWindow => {
    const { windowName, isMaximized, display } = window;
    const own = displays.find(({ displayId }) => displayId === display.displayId);
    const twin = own ?? displays.find(({ displayId, workArea }) => !claimed.has(displayId) && isSame(workArea, display.workArea));
    if (twin !== undefined) {
      claimed.add(twin.displayId);
      const bounds = isSame(twin.workArea, display.workArea) ? inside(window.bounds, twin.workArea) : inside(rescaled(window.bounds, display.workArea, twin.workArea), twin.workArea);
      return { windowName, bounds, isMaximized, displayId: twin.displayId, outcome: isSame(bounds, window.bounds) ? 'same' : 'fitted' };
    }
    const offset = CASCADE * strays;
    strays += 1;
    const moved = rescaled(window.bounds, display.workArea, primary.workArea);
    // Two maximised windows on one display hide each other: what was moved is seen as a window.
    return { windowName, bounds: inside({ ...moved, x: moved.x + offset, y: moved.y + offset }, primary.workArea), isMaximized: false, displayId: primary.displayId, outcome: 'moved' };
  });
}

/** The same place within another area, in proportion. */
function rescaled(bounds: Area, from: Area, to: Area): Area {
  const across = to.width / Math.max(1, from.width);
  const down = to.height / Math.max(1, from.height);
  return {
    x: Math.round(to.x + (bounds.x - from.x) * across), y: Math.round(to.y + (bounds.y - from.y) * down),
    width: Math.round(bounds.width * across), height: Math.round(bounds.height * down),
  };
}

/** No larger than the area, no smaller than what can be worked in, and whole within it. */
function inside(bounds: Area, area: Area): Area {
  const width = Math.min(area.width, Math.max(bounds.width, LEAST.width));
  const height = Math.min(area.height, Math.max(bounds.height, LEAST.height));
  return {
    x: Math.min(Math.max(bounds.x, area.x), area.x + area.width - width), y: Math.min(Math.max(bounds.y, area.y), area.y + area.height - height), width, height,
  };
}

function isSame(left: Area, right: Area): boolean {
  return left.x === right.x && left.y === right.y && left.width === right.width && left.height === right.height;
}
