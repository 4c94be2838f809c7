import { numberOf, numbersOf, textsOf, type DataSet } from '../data-set/data-set.ts';
import { isSetInOverlay, overlayBitsOf, overlayPlanesOf, type OverlayBits } from '../pixel/overlay-plane.ts';

/**
 * One area that stays visible; columns and rows are one-based pixels, as in the attributes, and edges themselves are hidden or shown as
 * PS3.3 C.7.6.11 says: a pixel on an edge stays visible.
 */
export type ShutterShape =
  | { readonly kind: 'rectangular'; readonly left: number; readonly right: number; readonly upper: number; readonly lower: number }
  | { readonly kind: 'circular'; readonly centerColumn: number; readonly centerRow: number; readonly radius: number }
  | { readonly kind: 'polygonal'; readonly vertices: readonly (readonly [column: number, row: number])[] }
  /** An overlay plane of the presentation state whose ones are hidden. PS3.3 C.7.6.15. */
  | { readonly kind: 'bitmap'; readonly overlay: OverlayBits };

/** A Display Shutter: what lies outside of any of its shapes is hidden. PS3.3 C.7.6.11. */
export interface DisplayShutter {
  readonly shapes: readonly ShutterShape[];
  /** Grey of what is hidden, 0 (black) to 255; black when nothing was said. Never inverted. */
  readonly grey: number;
}

/**
 * Reads the attributes of a Display Shutter, of an image or of a presentation state.
 * @returns undefined when there is none, or none of its shapes can be read
 */
export function readDisplayShutter(dataSet: DataSet): DisplayShutter | undefined {
  const shapes = textsOf(dataSet, 'ShutterShape').flatMap((name): readonly ShutterShape[] => {
    const shape = SHAPE_READERS[name]?.(dataSet);
    return shape === undefined ? [] : [shape];
  });
  if (shapes.length === 0) return undefined;
  // 16-bit P-value. PS3.3 C.7.6.11.1.
  const value = numberOf(dataSet, 'ShutterPresentationValue') ?? 0;
  return { shapes, grey: Math.round((Math.min(Math.max(value, 0), 65_535) / 65_535) * 255) };
}

/** Whether a pixel stays visible. @param column zero-based @param row zero-based */
export function isInsideShutter({ shapes }: DisplayShutter, column: number, row: number): boolean {
  return shapes.every((shape) => isInside(shape, column + 1, row + 1));
}

const SHAPE_READERS: Readonly<Record<string, (dataSet: DataSet) => ShutterShape | undefined>> = {
  RECTANGULAR: (dataSet) => {
    const left = numberOf(dataSet, 'ShutterLeftVerticalEdge');
    const right = numberOf(dataSet, 'ShutterRightVerticalEdge');
    const upper = numberOf(dataSet, 'ShutterUpperHorizontalEdge');
    const lower = numberOf(dataSet, 'ShutterLowerHorizontalEdge');
    if (left === undefined || right === undefined || upper === undefined || lower === undefined) return undefined;
    return { kind: 'rectangular', left, right, upper, lower };
  },
  CIRCULAR: (dataSet) => {
    const [centerRow, centerColumn] = numbersOf(dataSet, 'CenterOfCircularShutter') ?? [];
    const radius = numberOf(dataSet, 'RadiusOfCircularShutter');
    if (centerRow === undefined || centerColumn === undefined || radius === undefined) return undefined;
    return { kind: 'circular', centerColumn, centerRow, radius };
  },
  POLYGONAL: (dataSet) => {
    const values = numbersOf(dataSet, 'VerticesOfThePolygonalShutter') ?? [];
    const vertices = Array.from({ length: Math.floor(values.length / 2) }, (_, index) => [values[index * 2 + 1] ?? 0, values[index * 2] ?? 0] as const);
    return vertices.length < 3 ? undefined : { kind: 'polygonal', vertices };
  },
  BITMAP: (dataSet) => {
    const group = (numberOf(dataSet, 'ShutterOverlayGroup') ?? 0).toString(16).toUpperCase();
    // Nothing is embedded in a presentation state: it has no pixels.
    const plane = overlayPlanesOf(dataSet, { rows: 0, columns: 0, bitsAllocated: 0 }).find((one) => one.group === group);
    const [overlay] = plane === undefined ? [] : overlayBitsOf([plane], 0, new Map());
    return overlay === undefined ? undefined : { kind: 'bitmap', overlay };
  },
};

function isInside(shape: ShutterShape, column: number, row: number): boolean {
  switch (shape.kind) {
    case 'rectangular':
      return column >= shape.left && column <= shape.right && row >= shape.upper && row <= shape.lower;
    case 'circular':
      return Math.hypot(column - shape.centerColumn, row - shape.centerRow) <= shape.radius;
    case 'polygonal':
      return isInsidePolygon(shape.vertices, column, row);
    case 'bitmap':
      return !isSetInOverlay(shape.overlay, column - 1, row - 1);
    default:
      return shape satisfies never;
  }
}

/** Even-odd rule; what lies on an edge is inside. */
function isInsidePolygon(vertices: readonly (readonly [number, number])[], column: number, row: number): boolean {
  let isWithin = false;
  for (const [index, [x1, y1]] of vertices.entries()) {
    const [x2, y2] = vertices[(index + 1) % vertices.length] ?? [x1, y1];
    const side = (column - x1) * (y2 - y1) - (row - y1) * (x2 - x1);
    const isBetween = column >= Math.min(x1, x2) && column <= Math.max(x1, x2) && row >= Math.min(y1, y2) && row <= Math.max(y1, y2);
    if (side === 0 && isBetween) return true;
    if (y1 > row !== y2 > row && column < ((x2 - x1) * (row - y1)) / (y2 - y1) + x1) isWithin = !isWithin;
  }
  return isWithin;
}
