import { NO_UNIT } from '../pixel/modality-transform.ts';
import { spacingForPoints, type MeasurableSpacing } from '../spacing/measurable-spacing.ts';
import { regionOf, type UltrasoundAxis, type UltrasoundRegion } from '../spacing/ultrasound-region.ts';
import { angleAt } from './angle.ts';
import { ellipseArea, ellipseOf, ellipseStatistics, type GreyFrame } from './ellipse.ts';
import { distanceBetween } from './length.ts';
import type { PixelPoint, PixelSize } from './pixel-point.ts';

export type ShapeKind = 'length' | 'angle' | 'ellipse';

/** One number with its UCUM unit. */
export interface ShapeQuantity {
  readonly quantity: 'length' | 'angle' | 'area' | 'mean' | 'standard-deviation' | 'minimum' | 'maximum' | 'time' | 'velocity' | 'frequency';
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
 * @param pointsPx length: 2 ends; angle: 3, the vertex second; ellipse: 4, the ends of both axes
 * @returns undefined for a shape without extent
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

function quantitiesOf(
  kind: ShapeKind,
  pointsPx: readonly PixelPoint[],
  spacing: MeasurableSpacing,
  frame: MeasurableFrame,
): readonly ShapeQuantity[] | undefined {
  const [first, second, third] = pointsPx;
  if (first === undefined || second === undefined) return undefined;
  if (kind === 'length') {
    const value = distanceBetween(first, second, pixelSizeOf(spacing));
    return value > 0 ? [{ quantity: 'length', value, unit: spacing.kind === 'none' ? '{px}' : 'mm' }] : undefined;
  }
  if (kind === 'angle') {
    const value = third === undefined ? undefined : angleAt(second, first, third, shapeOf(spacing, frame));
    return value === undefined ? undefined : [{ quantity: 'angle', value, unit: 'deg' }];
  }
  const ellipse = ellipseOf(pointsPx);
  const area = ellipse === undefined ? 0 : ellipseArea(ellipse, pixelSizeOf(spacing));
  if (ellipse === undefined || area === 0) return undefined;
  const statistics = frame.grey === undefined ? undefined : ellipseStatistics(ellipse, frame.grey);
  const unit = frame.grey?.transform.unit ?? NO_UNIT;
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

function pixelSizeOf(spacing: MeasurableSpacing): PixelSize {
  return spacing.kind === 'none' ? { column: 1, row: 1 } : { column: spacing.columnSpacingMm, row: spacing.rowSpacingMm };
}

function shapeOf(spacing: MeasurableSpacing, frame: MeasurableFrame): PixelSize {
  return spacing.kind === 'none' ? { column: frame.pixelShape.width, row: frame.pixelShape.height } : pixelSizeOf(spacing);
}
