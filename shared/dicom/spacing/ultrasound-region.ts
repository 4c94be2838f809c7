import { itemsOf, numberOf, type DataSet } from '../data-set/data-set.ts';
import type { Millimetres } from '../geometry/vector3.ts';

/** What one pixel stands for along an axis. A depth in centimetres is given in millimetres. */
export interface UltrasoundAxis {
  readonly unit: 'mm' | 's' | 'cm/s' | 'Hz';
  /** Always positive: an axis may run against the pixels. */
  readonly perPixel: number;
}

/** A rectangle of an ultrasound image with its own scale. Sequence of Ultrasound Regions (0018,6011), PS3.3 C.8.5.5. */
export interface UltrasoundRegion {
  /** Zero-based, inclusive. */
  readonly minColumn: number;
  readonly minRow: number;
  readonly maxColumn: number;
  readonly maxRow: number;
  /** Where regions lie over each other, one of high priority hides the others. Region Flags (0018,6016), bit 0. */
  readonly isHighPriority: boolean;
  /** Undefined where the unit is none that a distance can have, such as per cent. */
  readonly columnAxis: UltrasoundAxis | undefined;
  readonly rowAxis: UltrasoundAxis | undefined;
  /** Distances between pixels; undefined where an axis is no length (time, velocity) or the region is no 2D picture. */
  readonly spacingMm: { readonly column: Millimetres; readonly row: Millimetres } | undefined;
}

const SPATIAL_FORMAT_2D = 1;
/** Physical Units, PS3.3 C.8.5.5.1.15. Centimetres become millimetres. */
const UNITS: Readonly<Record<number, readonly [unit: UltrasoundAxis['unit'], factor: number]>> = { 3: ['mm', 10], 4: ['s', 1], 5: ['Hz', 1], 7: ['cm/s', 1] };

/** Reads the regions of an image, or of the functional groups of a frame. Items without a location are left out. */
export function ultrasoundRegionsOf(dataSet: DataSet): readonly UltrasoundRegion[] {
  return itemsOf(dataSet, 'SequenceOfUltrasoundRegions').flatMap((item) => {
    const minColumn = numberOf(item, 'RegionLocationMinX0');
    const minRow = numberOf(item, 'RegionLocationMinY0');
    const maxColumn = numberOf(item, 'RegionLocationMaxX1');
    const maxRow = numberOf(item, 'RegionLocationMaxY1');
    if (minColumn === undefined || minRow === undefined || maxColumn === undefined || maxRow === undefined) return [];
    const columnAxis = axisOf(numberOf(item, 'PhysicalUnitsXDirection'), numberOf(item, 'PhysicalDeltaX'));
    const rowAxis = axisOf(numberOf(item, 'PhysicalUnitsYDirection'), numberOf(item, 'PhysicalDeltaY'));
    const is2d = numberOf(item, 'RegionSpatialFormat') === SPATIAL_FORMAT_2D && columnAxis?.unit === 'mm' && rowAxis?.unit === 'mm';
    return [
      {
        minColumn, minRow, maxColumn, maxRow, columnAxis, rowAxis,
        isHighPriority: ((numberOf(item, 'RegionFlags') ?? 0) & 1) === 1,
        spacingMm: is2d ? { column: columnAxis.perPixel, row: rowAxis.perPixel } : undefined,
      },
    ];
  });
}

/**
 * The region that holds all points. Each point belongs to the region on top there: of high priority before low, then the smaller one. Points of
 * different regions share one only where both have the same scale, as a colour box in its picture.
 * @returns undefined when the points lie in regions of different scales, or one in none
 */
export function regionOf(
  regions: readonly UltrasoundRegion[],
  pointsPx: readonly (readonly [column: number, row: number])[],
): UltrasoundRegion | undefined {
  const [first, ...others] = pointsPx.map((point) => regionAt(regions, point));
  return first !== undefined && others.every((region) => region !== undefined && isSameScale(first, region)) ? first : undefined;
}

function regionAt(regions: readonly UltrasoundRegion[], [column, row]: readonly [column: number, row: number]): UltrasoundRegion | undefined {
  const holding = regions.filter(({ minColumn, minRow, maxColumn, maxRow }) => column >= minColumn && column <= maxColumn && row >= minRow && row <= maxRow);
  return holding.toSorted((left, right) => Number(right.isHighPriority) - Number(left.isHighPriority) || areaOf(left) - areaOf(right))[0];
}

function areaOf({ minColumn, minRow, maxColumn, maxRow }: UltrasoundRegion): number {
  return (maxColumn - minColumn + 1) * (maxRow - minRow + 1);
}

function isSameScale(left: UltrasoundRegion, right: UltrasoundRegion): boolean {
  if (left === right) return true;
  const isSame = (one: number, other: number) => Math.abs(one - other) <= SAME_SCALE * one;
  return (
    left.spacingMm !== undefined && right.spacingMm !== undefined && isSame(left.spacingMm.column, right.spacingMm.column) &&
    isSame(left.spacingMm.row, right.spacingMm.row)
  );
}

/** Two scales that differ by less are one, written twice. */
const SAME_SCALE = 1e-6;

function axisOf(units: number | undefined, delta: number | undefined): UltrasoundAxis | undefined {
  const known = UNITS[units ?? 0];
  const perPixel = Math.abs(delta ?? 0) * (known?.[1] ?? 0);
  return known === undefined || perPixel === 0 ? undefined : { unit: known[0], perPixel };
}
