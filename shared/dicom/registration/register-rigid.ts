import { combine, lengthOf, type Millimetres, type Vector3 } from '../geometry/vector3.ts';
import { thinnedVolume } from '../volume/thin-volume.ts';
import { isNothing, type Volume } from '../volume/volume.ts';
import { gridCornersMm, gridReachMm } from '../volume/volume-grid.ts';
import { moved, transformOf, type RigidParameters, type RigidTransform } from './rigid-transform.ts';
import { halfOf, likenessIn, samplesOf, type Likeness, type Samples, type Scale } from './similarity.ts';

/** How one volume of a patient lies in the space of another, as it was found. */
export interface Registration {
  /** From the space of the fixed volume into that of the moving one. */
  readonly transform: RigidTransform;
  /** How much both are alike where they overlap, 0 to 1. */
  readonly likeness: number;
  /** Of the fixed volume the share that the moving one covers. */
  readonly overlap: number;
  /** What two searches that share no sample differ by, at most, anywhere in the overlap: how far the answer may be trusted. */
  readonly spreadMm: Millimetres;
  /** 0 to 1, from all three. */
  readonly confidence: number;
}

/** From here on slices may go together by it without being asked for. */
export const SURE = 0.6;

/** Stored values of both volumes as they are compared. HU: soft tissue and bone, for lungs breathe. */
const HOUNSFIELD_SCALE = { low: -200, high: 600 } as const;
/** Voxels of the volumes and samples at each pass, coarse to fine; the first and the last step of the search, mm. */
const PASSES = [
  { voxels: 30_000, samples: 2_500, firstMm: 12, lastMm: 2 },
  { voxels: 250_000, samples: 5_000, firstMm: 4, lastMm: 0.7 },
  { voxels: 1_500_000, samples: 9_000, firstMm: 1.5, lastMm: 0.15 },
] as const;
/** Between voxels noise is mixed away, which information takes for likeness: it is sought among means of many voxels, whose noise is small. */
const SMOOTH_VOXELS = 150_000;
/** Where the search begins, along the body: studies rarely cover the same. */
const START_STEP_MM = 18;
const STARTS_KEPT = 4;
/** A turn by one step moves what lies so far from the middle by one step. */
const LEVER_MM = 80;
/** Below this share of partners a likeness is luck. */
const LEAST_OVERLAP = 0.25;

export interface RegistrationInput {
  readonly fixed: Volume;
  readonly moving: Volume;
  /** Both hold Hounsfield units. */
  readonly isHounsfield: boolean;
  /** @param share 0 to 1 */
  readonly onProgress?: (share: number) => void;
}

/**
 * Finds the turn and the shift under which two volumes of one patient are most alike: from coarse to fine, from several places along the body.
 * Values of both are modality values.
 */
export function registerRigid({ fixed, moving, isHounsfield, onProgress = () => undefined }: RegistrationInput): Registration {
  const scaleOf = (volume: Volume): Scale => (isHounsfield ? { kind: 'correlation', ...HOUNSFIELD_SCALE } : { kind: 'information', ...reachOf(volume) });
  const [scale, movingScale] = [scaleOf(fixed), scaleOf(moving)];
  // Classes of information are shared by both: the moving values are brought onto the scale of the fixed ones.
  const partner = isHounsfield ? moving : onScale(moving, movingScale, scale);
  const center = middleOf(fixed, scale);
  const levels = PASSES.map(({ voxels, samples }) => {
    const most = isHounsfield ? voxels : Math.min(voxels, SMOOTH_VOXELS);
    const [thinFixed, thinMoving] = [thinnedVolume(fixed, most), thinnedVolume(partner, most)];
    return { samples: samplesOf(thinFixed, scale, isHounsfield ? samples : 2 * samples), likeness: likenessIn(thinMoving, scale) };
  });
  const scoreAt = (level: (typeof levels)[number], samples: Samples) => (parameters: RigidParameters) => worth(level.likeness(samples, transformOf(parameters, center)));
  const [coarse, ...finer] = levels;
  if (coarse === undefined) throw new RangeError('There is no pass.');

  const coarseScore = scoreAt(coarse, coarse.samples);
  const starts = startsOf(fixed, partner, center, middleOf(partner, scale))
    .map((parameters) => ({ parameters, score: coarseScore(parameters) }))
    .toSorted((left, right) => right.score - left.score)
    .slice(0, STARTS_KEPT);
  const [first] = PASSES;
  let best: { readonly parameters: RigidParameters; readonly score: number } = { parameters: [0, 0, 0, 0, 0, 0], score: -Infinity };
  for (const [index, start] of starts.entries()) {
    const found = climb(coarseScore, start.parameters, first.firstMm, first.lastMm);
    if (found.score > best.score) best = found;
    onProgress((0.5 * (index + 1)) / starts.length);
  }
  for (const [index, level] of finer.entries()) {
    const pass = PASSES[index + 1] ?? first;
    const score = scoreAt(level, level.samples);
    best = climb(score, best.parameters, pass.firstMm, pass.lastMm);
    // Turns and shifts pull against each other along narrow ridges: a second climb with long steps leaves the foot of one.
    best = climb(score, best.parameters, 2 * pass.firstMm, pass.lastMm);
    onProgress(0.5 + (0.3 * (index + 1)) / finer.length);
  }

  const finest = finer.at(-1) ?? coarse;
  const halves = ([0, 1] as const).map((which) => {
    const found = climb(scoreAt(finest, halfOf(finest.samples, which)), best.parameters, 1, 0.2).parameters;
    onProgress(0.9 + 0.05 * which);
    return transformOf(found, center);
  });
  const transform = transformOf(best.parameters, center);
  const { value, overlap } = finest.likeness(finest.samples, transform);
  const spreadMm = distanceIn(fixed, halves[0] ?? transform, halves[1] ?? transform);
  onProgress(1);
  return { transform, likeness: value, overlap, spreadMm, confidence: confidenceOf(value, overlap, spreadMm, isHounsfield) };
}

/** What goes together only somehow may be found some millimetres off with the best of likeness: the physician looks before it is used. */
const INFORMED = 0.55;

/** Likeness counts whole above `sure`; a spread of 6 mm, or an overlap of a tenth, leaves nothing of it. */
function confidenceOf(likeness: number, overlap: number, spreadMm: Millimetres, isHounsfield: boolean): number {
  // A correlation of 0.5 is that of two strangers lying alike; mutual information of one patient in two weightings is a fifth or so.
  const [none, sure] = isHounsfield ? [0.5, 0.9] : [0.04, 0.2];
  const clamp = (share: number) => Math.min(1, Math.max(0, share));
  return (isHounsfield ? 1 : INFORMED) * clamp((likeness - none) / (sure - none)) * clamp(1 - spreadMm / 6) * clamp((overlap - 0.1) / 0.2);
}

/** A likeness of few samples is worth less. */
function worth({ value, overlap }: Likeness): number {
  return value * Math.min(1, overlap / LEAST_OVERLAP) + 0.05 * overlap;
}

/**
 * Climbs to the nearest top: each parameter is tried one step up and down; when none helps, the step is halved (Hooke and Jeeves).
 * @param firstMm,lastMm steps of shifts; turns follow by the lever
 */
function climb(score: (parameters: RigidParameters) => number, start: RigidParameters, firstMm: Millimetres, lastMm: Millimetres): { readonly parameters: RigidParameters; readonly score: number } {
  let at: readonly number[] = start;
  let best = score(start);
  const scored = (parameters: readonly number[]) => score(parameters as unknown as RigidParameters);
  for (let stepMm = firstMm; stepMm >= lastMm; stepMm /= 2) {
    for (;;) {
      const before = at;
      for (let index = 0; index < 6; index += 1) {
        const step = index < 3 ? stepMm / LEVER_MM : stepMm;
        for (const way of [step, -step]) {
          const tried = at.with(index, (at[index] ?? 0) + way);
          const value = scored(tried);
          if (value <= best) continue;
          [at, best] = [tried, value];
          break;
        }
      }
      if (at === before) break;
      // What has helped may help once more.
      const further = at.map((value, index) => 2 * value - (before[index] ?? value));
      const value = scored(further);
      if (value > best) [at, best] = [further, value];
    }
  }
  return { parameters: at as unknown as RigidParameters, score: best };
}

/** Middle on middle across the body; along it every place at which at least a third of the shorter one overlaps. */
function startsOf(fixed: Volume, moving: Volume, center: Vector3, movingCenter: Vector3): readonly RigidParameters[] {
  const [low, high] = gridReachMm(fixed.grid, [0, 0, 1]);
  const [movingLow, movingHigh] = gridReachMm(moving.grid, [0, 0, 1]);
  const least = Math.min(high - low, movingHigh - movingLow) / 3;
  const [lowest, highest] = [movingLow + least - high, movingHigh - least - low];
  const steps = Math.max(1, Math.ceil((highest - lowest) / START_STEP_MM));
  const [x, y, z] = combine(movingCenter, 1, center, -1);
  const shifts = [z, ...Array.from({ length: steps + 1 }, (_, index) => lowest + ((highest - lowest) * index) / steps)];
  return shifts.map((shift): RigidParameters => [0, 0, 0, x, y, shift]);
}

/** The middle of what is not background. */
function middleOf({ grid, values }: Volume, { low, high }: Scale): Vector3 {
  const threshold = low + (high - low) * 0.15;
  const [sum, places]: [number[], { count: number }] = [[0, 0, 0], { count: 0 }];
  const stride = Math.max(1, Math.round(Math.cbrt(values.length / 200_000)));
  for (let z = 0; z < grid.slices; z += stride) for (let y = 0; y < grid.rows; y += stride) for (let x = 0; x < grid.columns; x += stride) {
    const value = values[(z * grid.rows + y) * grid.columns + x] ?? Number.NaN;
    if (isNothing(values, value) || !(value > threshold)) continue;
    for (const [axis, at] of [x, y, z].entries()) sum[axis] = (sum[axis] ?? 0) + at;
    places.count += 1;
  }
  const at = places.count === 0 ? [(grid.columns - 1) / 2, (grid.rows - 1) / 2, (grid.slices - 1) / 2] : sum.map((total) => total / places.count);
  const { originMm, columnStepMm, rowStepMm, sliceStepMm } = grid;
  return combine(combine(originMm, 1, columnStepMm, at[0] ?? 0), 1, combine(rowStepMm, at[1] ?? 0, sliceStepMm, at[2] ?? 0), 1);
}

/** From the lowest value to one that only a two-hundredth exceeds: vessels and metal are not what a body is recognised by. */
function reachOf({ values }: Volume): { readonly low: number; readonly high: number } {
  const stride = Math.max(1, Math.floor(values.length / 50_000));
  const some: number[] = [];
  for (let index = 0; index < values.length; index += stride) {
    const value = values[index] ?? Number.NaN;
    if (!isNothing(values, value)) some.push(value);
  }
  some.sort((left, right) => left - right);
  const low = some[0] ?? 0;
  return { low, high: Math.max(low + 1e-6, some[Math.floor(some.length * 0.995)] ?? low + 1) };
}

function onScale(volume: Volume, from: Scale, to: Scale): Volume {
  const factor = (to.high - to.low) / (from.high - from.low);
  const values = new Float32Array(volume.values.length);
  for (let index = 0; index < values.length; index += 1) {
    const value = volume.values[index] ?? Number.NaN;
    values[index] = isNothing(volume.values, value) ? Number.NaN : to.low + (value - from.low) * factor;
  }
  return { ...volume, values };
}

/** The largest distance of where two transforms lead the corners of the middle half of a volume. */
function distanceIn({ grid }: Volume, one: RigidTransform, other: RigidTransform): Millimetres {
  const corners = gridCornersMm(grid);
  const middle = corners.reduce((sum, corner) => combine(sum, 1, corner, 1 / corners.length), [0, 0, 0] as Vector3);
  return Math.max(...corners.map((corner) => {
    const inside = combine(middle, 0.5, corner, 0.5);
    return lengthOf(combine(moved(one, inside), 1, moved(other, inside), -1));
  }));
}
