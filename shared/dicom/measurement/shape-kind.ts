/** Everything that a hand can draw on an image and that is kept with the study. */
export const SHAPE_KINDS = [
  'length', 'angle', 'ellipse', 'bidirectional', 'cobb-angle', 'circle', 'rectangle', 'freehand', 'polyline', 'probe', 'arrow', 'text', 'cardiothoracic-ratio',
  'spine-labels', 'leg-length',
] as const;
export type ShapeKind = (typeof SHAPE_KINDS)[number];

/** What a shape can be put into. `length` is the long axis of a bidirectional shape and the hip to ankle line of a leg. */
export const SHAPE_QUANTITIES = [
  'length', 'angle', 'area', 'mean', 'standard-deviation', 'minimum', 'maximum', 'time', 'velocity', 'frequency', 'short-axis', 'ratio', 'heart-width', 'thorax-width',
  'femur', 'tibia', 'pixel-value',
] as const;
export type ShapeQuantityName = (typeof SHAPE_QUANTITIES)[number];

/** So many points a shape has; freehand, polyline and spine labels have as many as the hand sets. */
export const SHAPE_POINTS: Readonly<Record<ShapeKind, { readonly fewest: number; readonly most: number }>> = {
  length: { fewest: 2, most: 2 },
  angle: { fewest: 3, most: 3 },
  ellipse: { fewest: 4, most: 4 },
  bidirectional: { fewest: 4, most: 4 },
  'cobb-angle': { fewest: 4, most: 4 },
  circle: { fewest: 2, most: 2 },
  rectangle: { fewest: 2, most: 2 },
  freehand: { fewest: 3, most: 512 },
  polyline: { fewest: 2, most: 64 },
  probe: { fewest: 1, most: 1 },
  arrow: { fewest: 2, most: 2 },
  text: { fewest: 1, most: 1 },
  'cardiothoracic-ratio': { fewest: 4, most: 4 },
  'spine-labels': { fewest: 1, most: 26 },
  'leg-length': { fewest: 3, most: 3 },
};

/** Shapes that carry words of the physician. Arrow and text are nothing else. */
export const WORDED_KINDS: ReadonlySet<ShapeKind> = new Set<ShapeKind>(['arrow', 'text', 'spine-labels']);
