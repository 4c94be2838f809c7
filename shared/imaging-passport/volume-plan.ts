import { planeNormal } from '../dicom/geometry/image-plane.ts';
import { combine, dot, lengthOf, type Millimetres, type Vector3 } from '../dicom/geometry/vector3.ts';
import { volumeGridOf, type VolumeGrid } from '../dicom/volume/volume-grid.ts';
import type { StackPassport } from './passport.ts';
import { toolRefusalOf } from './passport.ts';
import type { ToolRefusal } from './passport-tools.ts';
import { placesOf, type SeriesFrame, type SlicePlace } from './series-frame.ts';

/** What one slice of a volume is made of. `gap`: nothing was scanned there, and nothing is made up. */
export type VolumeLayer =
  | { readonly kind: 'frame'; readonly frame: SeriesFrame }
  | { readonly kind: 'between'; readonly below: SeriesFrame; readonly above: SeriesFrame; /** Weight of `above`, 0 to 1. */ readonly share: number }
  | { readonly kind: 'gap' };

/** What a volume is not as it was scanned; every picture of it says so. */
export type VolumeMark =
  | { readonly kind: 'tilt-corrected'; readonly degrees: number }
  | { readonly kind: 'resampled'; readonly smallestMm: Millimetres; readonly largestMm: Millimetres }
  | { readonly kind: 'gaps'; readonly count: number };

/** How the frames of a stack become one grid of voxels. */
export interface VolumePlan {
  readonly grid: VolumeGrid;
  /** One for each slice of the grid. */
  readonly layers: readonly VolumeLayer[];
  readonly marks: readonly VolumeMark[];
}

export type VolumeVerdict =
  | { readonly status: 'possible'; readonly plan: VolumePlan }
  | { readonly status: 'refused'; readonly reason: ToolRefusal };

/** A stack that leans or is uneven may be mended; these reasons not to build a volume of it as it is are no reasons to refuse. */
const MENDABLE: ReadonlySet<ToolRefusal> = new Set(['tilted', 'irregular', 'missing-slices']);
/** Positions are rounded; what is nearer to a slice than this part of a step is that slice. */
const SAME_SLICE = 0.1;
/** A step that is wider than this many usual ones, and than the slices beside it are thick, was not scanned. */
const GAP = 1.5;
/** An uneven stack gets at most so many times its slices. */
const MOST_REFINEMENT = 4;

/**
 * Whether other planes may be cut from a stack, and how. Tilt is kept in the grid, not smoothed away; uneven slices are put on even steps
 * by the two beside them; where slices are missing the volume is empty. Everything else that the passport refuses stays refused.
 */
export function planVolume(passport: Pick<StackPassport, 'stack' | 'geometry' | 'values' | 'permissions'>): VolumeVerdict {
  const { stack, geometry, values } = passport;
  const refusal = toolRefusalOf(passport, 'mpr');
  if (refusal !== undefined && !MENDABLE.has(refusal)) return { status: 'refused', reason: refusal };
  if (values.isColour) return { status: 'refused', reason: 'colour' };
  if (values.unit === undefined) return { status: 'refused', reason: 'no-modality-values' };
  // Only what is measured in the patient can be laid side by side with the positions of the slices.
  if (values.spacing.source !== 'patient' || values.spacing.isMixed) return { status: 'refused', reason: 'no-spacing' };
  if (stack.isLocalizer) return { status: 'refused', reason: 'localizer' };
  const places = placesOf(stack.frames);
  const first = places?.[0]?.frames[0];
  const last = places?.at(-1);
  const plane = first?.description.plane;
  if (places === undefined || first === undefined || last === undefined || plane === undefined || stack.isRadial) return { status: 'refused', reason: refusal ?? 'no-geometry' };
  if (places.length < 3) return { status: 'refused', reason: 'too-few-slices' };
  if (places.some(({ frames }) => frames.length > 1)) return { status: 'refused', reason: 'duplicate-slices' };
  const normal = planeNormal(plane);
  const whole = combine(last.positionMm, 1, plane.positionMm, -1);
  const heightMm = dot(whole, normal);
  const perMm = combine(whole, 1 / heightMm, whole, 0);
  if (!(heightMm > 0) || !isStraight(places, perMm, Math.max(0.1, Math.min(plane.columnSpacingMm, plane.rowSpacingMm)))) return { status: 'refused', reason: 'irregular' };

  const isEven = geometry.kind === 'regular' || (geometry.kind === 'tilted' && geometry.gaps.length === 0 && isEvenlySpaced(places));
  const wantedMm = Math.max(usualStepMm(places), heightMm / (MOST_REFINEMENT * (places.length - 1)));
  const steps = isEven ? places.length - 1 : Math.max(2, Math.round(heightMm / wantedMm));
  const stepMm = heightMm / steps;
  const layers = isEven ? places.map(layerOfPlace) : resampledLayers(places, stepMm, steps + 1);
  const gaps = countGaps(layers);
  const marks: readonly (VolumeMark | undefined)[] = [
    geometry.tiltDegrees !== undefined && geometry.tiltDegrees > 0 ? { kind: 'tilt-corrected', degrees: geometry.tiltDegrees } : undefined,
    layers.some(({ kind }) => kind === 'between') ? { kind: 'resampled', smallestMm: geometry.stepsMm?.smallest ?? stepMm, largestMm: geometry.stepsMm?.largest ?? stepMm } : undefined,
    gaps > 0 ? { kind: 'gaps', count: gaps } : undefined,
  ];
  const { rows, columns } = first.image;
  return {
    status: 'possible',
    plan: { grid: volumeGridOf(plane, combine(perMm, stepMm, perMm, 0), { columns, rows, slices: layers.length }), layers, marks: marks.filter((mark) => mark !== undefined) },
  };
}

/** All corners lie on one line, so that one edge of the grid goes through them. */
function isStraight(places: readonly SlicePlace[], perMm: Vector3, toleranceMm: number): boolean {
  const [first] = places;
  return first !== undefined && places.every(({ positionMm, atMm }) => lengthOf(combine(combine(positionMm, 1, first.positionMm, -1), 1, perMm, first.atMm - atMm)) <= toleranceMm);
}

function isEvenlySpaced(places: readonly SlicePlace[]): boolean {
  const steps = stepsOf(places);
  return Math.max(...steps) - Math.min(...steps) <= Math.max(0.12, 0.04 * Math.min(...steps));
}

function stepsOf(places: readonly SlicePlace[]): readonly number[] {
  return places.slice(1).map(({ atMm }, index) => atMm - (places[index]?.atMm ?? atMm));
}

/** The lower median: of two distances that occur equally often the smaller one. */
function usualStepMm(places: readonly SlicePlace[]): number {
  const rising = stepsOf(places).toSorted((left, right) => left - right);
  return rising[Math.floor((rising.length - 1) / 2)] ?? 0;
}

function layerOfPlace({ frames: [frame] }: SlicePlace): VolumeLayer {
  return frame === undefined ? { kind: 'gap' } : { kind: 'frame', frame };
}

function resampledLayers(places: readonly SlicePlace[], stepMm: number, count: number): readonly VolumeLayer[] {
  const start = places[0]?.atMm ?? 0;
  const usual = usualStepMm(places);
  let below = 0;
  return Array.from({ length: count }, (_, index): VolumeLayer => {
    const atMm = start + index * stepMm;
    while (below < places.length - 2 && (places[below + 1]?.atMm ?? Infinity) <= atMm) below += 1;
    const low = places[below];
    const high = places[below + 1] ?? low;
    const [lower] = low?.frames ?? [];
    const [upper] = high?.frames ?? [];
    if (low === undefined || high === undefined || lower === undefined || upper === undefined) return { kind: 'gap' };
    const wide = high.atMm - low.atMm;
    if (Math.abs(atMm - low.atMm) <= SAME_SLICE * stepMm) return { kind: 'frame', frame: lower };
    if (Math.abs(atMm - high.atMm) <= SAME_SLICE * stepMm) return { kind: 'frame', frame: upper };
    const coveredMm = ((lower.description.sliceThicknessMm ?? 0) + (upper.description.sliceThicknessMm ?? 0)) / 2;
    if (wide > GAP * Math.max(usual, coveredMm)) {
      // A slice stands for half a usual step on either side, and for no more.
      if (atMm - low.atMm <= usual / 2) return { kind: 'frame', frame: lower };
      return high.atMm - atMm <= usual / 2 ? { kind: 'frame', frame: upper } : { kind: 'gap' };
    }
    return { kind: 'between', below: lower, above: upper, share: Math.min(1, Math.max(0, (atMm - low.atMm) / wide)) };
  });
}

/** Runs of empty layers. */
function countGaps(layers: readonly VolumeLayer[]): number {
  return layers.filter(({ kind }, index) => kind === 'gap' && layers[index - 1]?.kind !== 'gap').length;
}
