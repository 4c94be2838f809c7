import { NO_UNIT } from '../pixel/modality-transform.ts';
import { spacingForPoints, type MeasurableSpacing } from '../spacing/measurable-spacing.ts';
import { regionOf, type UltrasoundAxis, type UltrasoundRegion } from '../spacing/ultrasound-region.ts';
import { angleAt } from './angle.ts';
import { ellipseArea, ellipseOf, ellipseStatistics, type Ellipse } from './ellipse.ts';
import { distanceBetween } from './length.ts';
import { angleBetween, distanceAlong } from './line-pair.ts';
import { modalityValueAt, type GreyFrame, type PixelStatistics } from './pixel-statistics.ts';
import type { PixelPoint, PixelSize } from './pixel-point.ts';
import { polygonArea, polygonStatistics, rectangleCorners } from './polygon.ts';
import { SHAPE_POINTS, type ShapeKind, type ShapeQuantityName } from './shape-kind.ts';

/** One number with its UCUM unit. */
export interface ShapeQuantity {
  readonly quantity: ShapeQuantityName;
  readonly value: number;
  readonly unit: string;
}

/** `ultrasound-axes`: the axes of an ultrasound region stand for different things, such as time and velocity, and are measured apart. */
export type MeasuredSpacing = MeasurableSpacing | { readonly kind: 'ultrasound-axes' };

/** A shape in numbers, and where its millimetres come from. */
export interface MeasuredShape {
  readonly quantities: readonly ShapeQuantity[];
  readonly spacing: MeasuredSpacing;
}

/** What a frame offers for measuring. */
export interface MeasurableFrame {
  readonly spacing: MeasurableSpacing;
  readonly ultrasoundRegions: readonly UltrasoundRegion[];
  /** Shape of a pixel where there is no spacing; only the ratio counts. */
  readonly pixelShape: { readonly width: number; readonly height: number };
  /** Undefined for colour and for frames whose modality values are unknown. */
  readonly grey: GreyFrame | undefined;
}

/**
 * Puts a shape into numbers. Lengths and areas are in mm where the spacing allows it, else in pixels; an angle follows the true shape of
 * the pixels; mean and the like are taken over the pixels whose centre lies inside, padding left out.
 * @param pointsPx length: 2 ends; angle: 3, the vertex second; ellipse: 4, the ends of both axes; bidirectional: 4, the ends of the long axis, then
 *   of the short one; Cobb angle: 4, two lines; circle: centre and edge; rectangle: opposite corners; cardiothoracic ratio: 4, the edges of the
 *   heart, then of the thorax; leg length: hip, knee, ankle
 * @returns undefined for a shape without extent or with too few points; no quantities for what is only words or a mark
 */
export function measureShape(kind: ShapeKind, pointsPx: readonly PixelPoint[], frame: MeasurableFrame): MeasuredShape | undefined {
  const alongAxes = kind === 'length' ? lengthAlongAxes(pointsPx, frame.ultrasoundRegions) : undefined;
  if (alongAxes !== undefined) return { quantities: alongAxes, spacing: { kind: 'ultrasound-axes' } };
  const spacing = spacingForPoints(frame.spacing, frame.ultrasoundRegions, pointsPx);
  const quantities = quantitiesOf(kind, pointsPx, spacing, frame);
  return quantities === undefined ? undefined : { quantities, spacing };
}

/**
 * A line in a region of time, velocity or frequency: what lies between its ends along each axis.
 * @returns undefined in a 2D picture, across regions, and where neither axis can be measured
 */
function lengthAlongAxes(pointsPx: readonly PixelPoint[], regions: readonly UltrasoundRegion[]): readonly ShapeQuantity[] | undefined {
  const [from, to] = pointsPx;
  const region = regionOf(regions, pointsPx);
  if (from === undefined || to === undefined || region === undefined || region.spacingMm !== undefined) return undefined;
  // Two depths that make no 2D picture cannot be told apart.
  if (region.columnAxis?.unit === region.rowAxis?.unit) return undefined;
  const quantities = [alongAxis(region.columnAxis, to[0] - from[0]), alongAxis(region.rowAxis, to[1] - from[1])].filter((one) => one !== undefined);
  return quantities.some(({ value }) => value > 0) ? quantities : undefined;
}

const AXIS_QUANTITIES = { mm: 'length', s: 'time', 'cm/s': 'velocity', Hz: 'frequency' } as const satisfies Record<UltrasoundAxis['unit'], ShapeQuantity['quantity']>;

function alongAxis(axis: UltrasoundAxis | undefined, pixels: number): ShapeQuantity | undefined {
  return axis === undefined ? undefined : { quantity: AXIS_QUANTITIES[axis.unit], value: Math.abs(pixels) * axis.perPixel, unit: axis.unit };
}

function quantitiesOf(kind: ShapeKind, points: readonly PixelPoint[], spacing: MeasurableSpacing, frame: MeasurableFrame): readonly ShapeQuantity[] | undefined {
  if (points.length < SHAPE_POINTS[kind].fewest) return undefined;
  const [a = [0, 0], b = [0, 0], c = [0, 0], d = [0, 0]] = points;
  const size = pixelSizeOf(spacing);
  const lengthOf = (quantity: ShapeQuantityName, value: number | undefined): readonly ShapeQuantity[] | undefined =>
    value !== undefined && value > 0 ? [{ quantity, value, unit: spacing.kind === 'none' ? '{px}' : 'mm' }] : undefined;
  const angleOf = (value: number | undefined): readonly ShapeQuantity[] | undefined => (value === undefined ? undefined : [{ quantity: 'angle', value, unit: 'deg' }]);
  switch (kind) {
    case 'length':
      return lengthOf('length', distanceBetween(a, b, size));
    case 'polyline':
      return lengthOf('length', points.slice(1).reduce((sum, point, index) => sum + distanceBetween(points[index] ?? point, point, size), 0));
    case 'bidirectional':
      return all(lengthOf('length', distanceBetween(a, b, size)), lengthOf('short-axis', distanceBetween(c, d, size)));
    case 'angle':
      return angleOf(angleAt(b, a, c, shapeOf(spacing, frame)));
    case 'cobb-angle':
      return angleOf(angleBetween([a, b], [c, d], shapeOf(spacing, frame)));
    case 'leg-length':
      return all(
        lengthOf('length', distanceBetween(a, c, size)), lengthOf('femur', distanceBetween(a, b, size)), lengthOf('tibia', distanceBetween(b, c, size)),
        angleOf(angleAt(b, a, c, shapeOf(spacing, frame))),
      );
    case 'cardiothoracic-ratio': {
      const heart = distanceAlong([a, b], [c, d], size);
      const thorax = distanceBetween(c, d, size);
      // The ratio needs no millimetres, only the true shape of the pixels: both widths are of the same picture.
      const shape = shapeOf(spacing, frame);
      const share = (distanceAlong([a, b], [c, d], shape) ?? 0) / distanceBetween(c, d, shape);
      return all(
        share > 0 ? [{ quantity: 'ratio', value: share, unit: NO_UNIT }] : undefined,
        lengthOf('heart-width', heart), lengthOf('thorax-width', thorax),
      );
    }
    case 'ellipse': {
      const ellipse = ellipseOf(points);
      return ellipse === undefined ? undefined : regionOfEllipse(ellipse, spacing, frame);
    }
    case 'circle':
      return regionOfEllipse(circleOf(a, b, shapeOf(spacing, frame)), spacing, frame);
    case 'rectangle':
      return regionOfPolygon(rectangleCorners(a, b), spacing, frame);
    case 'freehand':
      return regionOfPolygon(points, spacing, frame);
    case 'probe':
      return probeOf(a, frame);
    case 'arrow':
      return distanceBetween(a, b, size) > 0 ? [] : undefined;
    case 'text':
    case 'spine-labels':
      return [];
    default:
      return kind satisfies never;
  }
}

/** All of several parts, or nothing when one is missing. */
function all(...parts: readonly (readonly ShapeQuantity[] | undefined)[]): readonly ShapeQuantity[] | undefined {
  const known = parts.filter((part) => part !== undefined);
  return known.length === parts.length ? known.flat() : undefined;
}

/** What is round in the patient has two half axes in pixels that are not square. */
function circleOf(center: PixelPoint, edge: PixelPoint, { column, row }: PixelSize): Ellipse {
  const radius = distanceBetween(center, edge, { column, row });
  return { center, firstHalfAxis: [radius / column, 0], secondHalfAxis: [0, radius / row] };
}

function regionOfEllipse(ellipse: Ellipse, spacing: MeasurableSpacing, frame: MeasurableFrame): readonly ShapeQuantity[] | undefined {
  return regionQuantities(ellipseArea(ellipse, pixelSizeOf(spacing)), (grey) => ellipseStatistics(ellipse, grey), spacing, frame);
}

function regionOfPolygon(points: readonly PixelPoint[], spacing: MeasurableSpacing, frame: MeasurableFrame): readonly ShapeQuantity[] | undefined {
  return regionQuantities(polygonArea(points, pixelSizeOf(spacing)), (grey) => polygonStatistics(points, grey), spacing, frame);
}

function regionQuantities(
  area: number, statisticsOf: (grey: GreyFrame) => PixelStatistics | undefined, spacing: MeasurableSpacing, { grey }: MeasurableFrame,
): readonly ShapeQuantity[] | undefined {
  if (area === 0) return undefined;
  const statistics = grey === undefined ? undefined : statisticsOf(grey);
  const unit = grey?.transform.unit ?? NO_UNIT;
  return [
    { quantity: 'area', value: area, unit: spacing.kind === 'none' ? '{px}2' : 'mm2' },
    ...(statistics === undefined
      ? []
      : ([
          { quantity: 'mean', value: statistics.mean, unit },
          { quantity: 'standard-deviation', value: statistics.standardDeviation, unit },
          { quantity: 'minimum', value: statistics.minimum, unit },
          { quantity: 'maximum', value: statistics.maximum, unit },
        ] as const)),
  ];
}

/** The value of the pixel under a point; none for colour, padding and what a shutter hides. */
function probeOf([column, row]: PixelPoint, { grey }: MeasurableFrame): readonly ShapeQuantity[] {
  const value = grey === undefined ? undefined : modalityValueAt(grey, Math.round(column), Math.round(row));
  return value === undefined || !Number.isFinite(value) ? [] : [{ quantity: 'pixel-value', value, unit: grey?.transform.unit ?? NO_UNIT }];
}

function pixelSizeOf(spacing: MeasurableSpacing): PixelSize {
  return spacing.kind === 'none' ? { column: 1, row: 1 } : { column: spacing.columnSpacingMm, row: spacing.rowSpacingMm };
}

function shapeOf(spacing: MeasurableSpacing, frame: MeasurableFrame): PixelSize {
  return spacing.kind === 'none' ? { column: frame.pixelShape.width, row: frame.pixelShape.height } : pixelSizeOf(spacing);
}
