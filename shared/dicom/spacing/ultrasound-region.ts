import { itemsOf, numberOf, type DataSet } from '../data-set/data-set.ts';
import type { Millimetres } from '../geometry/vector3.ts';

/** A rectangle of an ultrasound image with its own scale. Sequence of Ultrasound Regions (0018,6011), PS3.3 C.8.5.5. */
export interface UltrasoundRegion {
  /** Zero-based, inclusive. */
  readonly minColumn: number;
  readonly minRow: number;
  readonly maxColumn: number;
  readonly maxRow: number;
  /** Distances between pixels; undefined where an axis is no length (time, velocity) or the region is no 2D picture. */
  readonly spacingMm: { readonly column: Millimetres; readonly row: Millimetres } | undefined;
}

const SPATIAL_FORMAT_2D = 1;
const UNIT_CENTIMETRES = 3;

/** Reads the regions of an image. Items without a location are left out. */
export function ultrasoundRegionsOf(dataSet: DataSet): readonly UltrasoundRegion[] {
  return itemsOf(dataSet, 'SequenceOfUltrasoundRegions').flatMap((item) => {
    const minColumn = numberOf(item, 'RegionLocationMinX0');
    const minRow = numberOf(item, 'RegionLocationMinY0');
    const maxColumn = numberOf(item, 'RegionLocationMaxX1');
    const maxRow = numberOf(item, 'RegionLocationMaxY1');
    if (minColumn === undefined || minRow === undefined || maxColumn === undefined || maxRow === undefined) return [];
    return [{ minColumn, minRow, maxColumn, maxRow, spacingMm: spacingOf(item) }];
  });
}

/** The region that holds all points; undefined when they lie in different regions or in none. */
export function regionOf(
  regions: readonly UltrasoundRegion[],
  pointsPx: readonly (readonly [column: number, row: number])[],
): UltrasoundRegion | undefined {
  return regions.find((region) =>
    pointsPx.every(
      ([column, row]) => column >= region.minColumn && column <= region.maxColumn && row >= region.minRow && row <= region.maxRow,
    ),
  );
}

function spacingOf(item: DataSet): UltrasoundRegion['spacingMm'] {
  const isLength =
    numberOf(item, 'RegionSpatialFormat') === SPATIAL_FORMAT_2D &&
    numberOf(item, 'PhysicalUnitsXDirection') === UNIT_CENTIMETRES &&
    numberOf(item, 'PhysicalUnitsYDirection') === UNIT_CENTIMETRES;
  // The delta is negative where the axis runs against the pixels.
  const column = Math.abs(numberOf(item, 'PhysicalDeltaX') ?? 0) * 10;
  const row = Math.abs(numberOf(item, 'PhysicalDeltaY') ?? 0) * 10;
  return isLength && column > 0 && row > 0 ? { column, row } : undefined;
}
