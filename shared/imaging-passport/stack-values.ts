import { isColour } from '../dicom/image/image-description.ts';
import { HOUNSFIELD } from '../dicom/pixel/modality-transform.ts';
import type { MeasurableSpacing, NoSpacingReason } from '../dicom/spacing/measurable-spacing.ts';
import type { SeriesFrame } from './series-frame.ts';

/** Where the millimetres of a stack come from: the kind of its spacing, or the regions of an ultrasound image. */
export type SpacingSource = MeasurableSpacing['kind'] | 'ultrasound-region';

export interface StackSpacing {
  readonly source: SpacingSource;
  /** Distances between pixels; undefined where there are none or where they change inside the stack. */
  readonly pixelMm: { readonly row: number; readonly column: number } | undefined;
  /** Images of one stack are measured by different sources or distances. */
  readonly isMixed: boolean;
  /** For source `none`. */
  readonly reason: NoSpacingReason | undefined;
}

/** How the pictures of a stack hold their colours. */
export type ColourModel = 'grey' | 'rgb' | 'ybr' | 'palette';

/** What the pictures of a stack are made of. */
export interface StackValues {
  readonly imageCount: number;
  readonly isColour: boolean;
  readonly colour: ColourModel;
  /** UCUM; `1` for numbers without a unit; undefined for colour, and where the modality's values cannot be had. */
  readonly unit: string | undefined;
  readonly isHounsfield: boolean;
  readonly spacing: StackSpacing;
  /** '' where there is none, or where the images name several. */
  readonly frameOfReferenceUid: string;
  readonly isLossy: boolean;
  /** The largest Lossy Image Compression Ratio (0028,2112); undefined where nobody wrote one. */
  readonly lossyRatio: number | undefined;
}

export function stackValuesOf(frames: readonly SeriesFrame[]): StackValues {
  const first = frames[0];
  const units = new Set(frames.map(({ description }) => description.transform?.unit));
  const spaces = new Set(frames.map(({ image }) => image.frameOfReferenceUid));
  const ratios = frames.flatMap(({ image }) => image.lossy.ratio ?? []);
  const inColour = first !== undefined && isColour(first.image);
  const [unit] = units;
  const commonUnit = inColour || units.has(undefined) ? undefined : units.size === 1 ? unit : '1';
  return {
    imageCount: frames.length,
    isColour: inColour,
    colour: colourModelOf(first),
    unit: commonUnit,
    isHounsfield: commonUnit === HOUNSFIELD,
    spacing: spacingOf(frames),
    frameOfReferenceUid: spaces.size === 1 ? (first?.image.frameOfReferenceUid ?? '') : '',
    isLossy: frames.some(({ image }) => image.lossy.isLossy),
    lossyRatio: ratios.length === 0 ? undefined : ratios.reduce((largest, ratio) => Math.max(largest, ratio)),
  };
}

function colourModelOf(first: SeriesFrame | undefined): ColourModel {
  const photometric = first?.image.photometricInterpretation ?? '';
  if (photometric === 'PALETTE COLOR') return 'palette';
  if (photometric.startsWith('YBR')) return 'ybr';
  return photometric === 'RGB' ? 'rgb' : 'grey';
}

/** Distances of one stack may differ by so much from image to image. */
const SAME_DISTANCE = 0.001;

function spacingOf(frames: readonly SeriesFrame[]): StackSpacing {
  const all = frames.map(spacingOfFrame);
  const [first] = all;
  if (first === undefined) return { source: 'none', pixelMm: undefined, isMixed: false, reason: 'no-spacing' };
  // One image without millimetres is enough: a length on it would have none.
  const worst = all.find(({ source }) => source === 'none') ?? first;
  const isAlike = all.every(
    ({ source, pixelMm }) =>
      source === first.source && isNear(pixelMm?.row, first.pixelMm?.row) && isNear(pixelMm?.column, first.pixelMm?.column),
  );
  return { source: worst.source, pixelMm: isAlike ? first.pixelMm : undefined, isMixed: !isAlike, reason: worst.reason };
}

function spacingOfFrame({ description: { spacing, ultrasoundRegions } }: SeriesFrame): Omit<StackSpacing, 'isMixed'> {
  const regions = ultrasoundRegions.flatMap(({ spacingMm }) => spacingMm ?? []);
  const [region] = regions;
  if (region !== undefined) {
    const isOne = regions.every(({ row, column }) => isNear(row, region.row) && isNear(column, region.column));
    return { source: 'ultrasound-region', pixelMm: isOne ? region : undefined, reason: undefined };
  }
  if (spacing.kind === 'none') return { source: 'none', pixelMm: undefined, reason: spacing.reason };
  return { source: spacing.kind, pixelMm: { row: spacing.rowSpacingMm, column: spacing.columnSpacingMm }, reason: undefined };
}

function isNear(left: number | undefined, right: number | undefined): boolean {
  if (left === undefined || right === undefined) return left === right;
  return Math.abs(left - right) <= SAME_DISTANCE * Math.max(left, right);
}
