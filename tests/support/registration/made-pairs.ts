import { combine, lengthOf, type Vector3 } from '#shared/dicom/geometry/vector3.ts';
import { inverseOf, moved, transformOf, type RigidTransform } from '#shared/dicom/registration/rigid-transform.ts';
import type { Volume } from '#shared/dicom/volume/volume.ts';
import { voxelToPatient, type VolumeGrid } from '#shared/dicom/volume/volume-grid.ts';

/** Two volumes of one made patient whose true relation is known. */
export interface MadePair {
  readonly name: string;
  readonly fixed: Volume;
  readonly moving: Volume;
  readonly isHounsfield: boolean;
  /** From the fixed space into the moving one. */
  readonly truth: RigidTransform;
  /** Points of the body that both volumes hold: where the residual counts. */
  readonly landmarksMm: readonly Vector3[];
}

/** Numbers that only look random: the same in every run. */
export function sequence(seed: number): () => number {
  let state = (seed * 2_654_435_761) % 4_294_967_296;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

interface Blob {
  readonly centerMm: Vector3;
  readonly radiiMm: Vector3;
  readonly hounsfield: number;
  /** T1-like brightness, for pairs of MR in two weightings. */
  readonly bright: number;
}

/** A head: skin, skull of uneven thickness, brain, ventricles, sinuses, an ear on each side, teeth; no two heads alike. Later blobs lie over earlier ones. */
function head(next: () => number): readonly Blob[] {
  const vary = (value: number, by: number) => value + (next() - 0.5) * 2 * by;
  const [a, b, c] = [vary(76, 5), vary(94, 6), vary(88, 5)];
  const thick = vary(7, 2);
  return [
    { centerMm: [0, 0, 0], radiiMm: [a + 6, b + 6, c + 6], hounsfield: 40, bright: 600 },
    { centerMm: [0, 0, 0], radiiMm: [a, b, c], hounsfield: 900, bright: 80 },
    { centerMm: [vary(0, 1), vary(1, 1), vary(-1, 1)], radiiMm: [a - thick, b - thick - 2, c - thick], hounsfield: 35, bright: 420 },
    { centerMm: [vary(-12, 3), -10, 12], radiiMm: [9, vary(26, 5), 8], hounsfield: 8, bright: 150 },
    { centerMm: [vary(13, 3), -10, 13], radiiMm: [8, vary(28, 5), 9], hounsfield: 8, bright: 150 },
    { centerMm: [vary(-18, 3), -72, -38], radiiMm: [13, 12, 15], hounsfield: -900, bright: 10 },
    { centerMm: [vary(19, 3), -71, -36], radiiMm: [14, 11, 14], hounsfield: -900, bright: 10 },
    { centerMm: [0, -66, vary(-66, 4)], radiiMm: [26, 14, 8], hounsfield: 1400, bright: 60 },
    { centerMm: [vary(-58, 3), 18, -42], radiiMm: [14, 16, 12], hounsfield: 700, bright: 90 },
    { centerMm: [vary(58, 3), 20, -40], radiiMm: [13, 17, 13], hounsfield: 700, bright: 90 },
    { centerMm: [vary(20, 12), vary(30, 10), vary(20, 10)], radiiMm: [8, 9, 8], hounsfield: 62, bright: 700 },
  ];
}

/** A chest: skin, two lungs, heart, liver, a spine of vertebrae, ribs as flat bows. */
function chest(next: () => number): readonly Blob[] {
  const vary = (value: number, by: number) => value + (next() - 0.5) * 2 * by;
  const [width, depth] = [vary(165, 12), vary(110, 8)];
  const ribs = Array.from({ length: 9 }, (_, index): readonly Blob[] => {
    const z = -120 + index * vary(28, 1.5);
    return [-1, 1].flatMap((side) => Array.from({ length: 7 }, (__, step): Blob => {
      const angle = ((step + 0.5) / 7) * Math.PI * 0.9 - 0.2;
      return { centerMm: [side * (width - 14) * Math.sin(angle + 0.3), (depth - 12) * Math.cos(angle + 0.3) * 0.95, z - 22 * (1 - Math.cos(angle))], radiiMm: [9, 9, 5], hounsfield: 480, bright: 90 };
    })).flat();
  }).flat();
  const spine = Array.from({ length: 10 }, (_, index): Blob => ({ centerMm: [vary(0, 2), depth - 32, -130 + index * 27], radiiMm: [19, 17, 11], hounsfield: 420, bright: 120 }));
  return [
    { centerMm: [0, 0, 0], radiiMm: [width, depth, 300], hounsfield: 20, bright: 500 },
    { centerMm: [vary(-76, 4), -6, 10], radiiMm: [58, 76, vary(120, 8)], hounsfield: -820, bright: 15 },
    { centerMm: [vary(78, 4), -6, 12], radiiMm: [56, 74, vary(118, 8)], hounsfield: -830, bright: 15 },
    { centerMm: [vary(22, 5), -38, -34], radiiMm: [52, 44, 48], hounsfield: 45, bright: 380 },
    { centerMm: [-70, -10, vary(-128, 6)], radiiMm: [86, 80, 46], hounsfield: 60, bright: 430 },
    ...ribs, ...spine,
  ];
}

function valueIn(blobs: readonly Blob[], [x, y, z]: Vector3, outside: number, pick: (blob: Blob) => number): number {
  let value = outside;
  for (const blob of blobs) {
    const [cx, cy, cz] = blob.centerMm;
    const [rx, ry, rz] = blob.radiiMm;
    const [dx, dy, dz] = [(x - cx) / rx, (y - cy) / ry, (z - cz) / rz];
    if (dx * dx + dy * dy + dz * dz <= 1) value = pick(blob);
  }
  return value;
}

export interface Scan {
  readonly stepMm: number;
  readonly sliceStepMm: number;
  /** From the middle of the body: the first and the last slice. */
  readonly fromMm: number;
  readonly toMm: number;
  readonly halfWidthMm: number;
}

/** Scans the made body as it lies after a transform; slices are means over their thickness, with noise. */
function scanned(blobs: readonly Blob[], bodyToSpace: RigidTransform, scan: Scan, next: () => number, outside: number, noise: number, pick: (blob: Blob) => number): Volume {
  const back = inverseOf(bodyToSpace);
  const size = Math.round((2 * scan.halfWidthMm) / scan.stepMm);
  const slices = Math.max(3, Math.round((scan.toMm - scan.fromMm) / scan.sliceStepMm));
  const middle = moved(bodyToSpace, [0, 0, 0]);
  const grid: VolumeGrid = {
    columns: size, rows: size, slices, originMm: [middle[0] - scan.halfWidthMm, middle[1] - scan.halfWidthMm, middle[2] + scan.fromMm],
    columnStepMm: [scan.stepMm, 0, 0], rowStepMm: [0, scan.stepMm, 0], sliceStepMm: [0, 0, scan.sliceStepMm],
  };
  const values = new Int16Array(size * size * slices);
  const layers = scan.sliceStepMm > 2 ? [-0.3, 0, 0.3] : [0];
  let place = 0;
  for (let k = 0; k < slices; k += 1) for (let j = 0; j < size; j += 1) {
    // Only what may be in this row is looked at: each blob reaches so far from its middle at most.
    const [start, end] = [moved(back, voxelToPatient(grid, [0, j, k])), moved(back, voxelToPatient(grid, [size - 1, j, k]))];
    const near = blobs.filter(({ centerMm, radiiMm }) => ([1, 2] as const).every((axis) => {
      const reach = radiiMm[axis] + scan.sliceStepMm;
      return centerMm[axis] + reach >= Math.min(start[axis], end[axis]) && centerMm[axis] - reach <= Math.max(start[axis], end[axis]);
    }));
    for (let i = 0; i < size; i += 1, place += 1) {
      let sum = 0;
      for (const layer of layers) sum += valueIn(near, moved(back, voxelToPatient(grid, [i, j, k + layer])), outside, pick);
      values[place] = Math.round(sum / layers.length + (next() + next() - 1) * noise);
    }
  }
  return { grid, values, hasNothing: false };
}

/** The made pair of a number: heads and chests, up to 6 degrees and 40 mm apart, thin beside thick slices, parts of the body beside the whole, every fifth one MR in two weightings. */
export function madePair(seed: number): MadePair {
  const next = sequence(seed + 1);
  const vary = (by: number) => (next() - 0.5) * 2 * by;
  const isChest = seed % 3 === 2;
  const isHounsfield = seed % 5 !== 4 || isChest;
  const blobs = isChest ? chest(next) : head(next);
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const first = transformOf([radians(vary(3)), radians(vary(3)), radians(vary(3)), vary(10), vary(10), 500 + vary(100)], [0, 0, 0]);
  const second = transformOf([radians(vary(3)), radians(vary(3)), radians(vary(3)), vary(20), vary(20), vary(200)], [0, 0, 0]);
  const wide = isChest ? 190 : 112;
  const whole = isChest ? 120 : 85;
  const fixedScan: Scan = { stepMm: 2, sliceStepMm: seed % 2 === 0 ? 5 : 2, fromMm: -whole + (next() < 0.3 ? 40 : 0), toMm: whole, halfWidthMm: wide };
  const movingScan: Scan = { stepMm: 2, sliceStepMm: seed % 2 === 0 ? 2 : 5, fromMm: -whole, toMm: whole - (next() < 0.3 ? 50 : 0), halfWidthMm: wide + 6 };
  const outside = isHounsfield ? -1000 : 0;
  const noise = isHounsfield ? 30 : 40;
  const density = (blob: Blob) => blob.hounsfield;
  const fixed = scanned(blobs, first, fixedScan, next, outside, noise, isHounsfield ? density : (blob) => blob.bright);
  // The other weighting: dark where the first is bright, fluid brightest.
  const moving = scanned(blobs, second, movingScan, next, outside, noise, isHounsfield ? density : (blob) => (blob.bright === 150 ? 900 : 700 - blob.bright * 0.8));
  const bodyToMoving = second;
  const fixedToBody = inverseOf(first);
  const truth: RigidTransform = {
    rotation: chainedRotation(fixedToBody, bodyToMoving),
    translationMm: moved(bodyToMoving, moved(fixedToBody, [0, 0, 0])),
  };
  const [low, high] = [Math.max(fixedScan.fromMm, movingScan.fromMm), Math.min(fixedScan.toMm, movingScan.toMm)];
  const landmarksMm = blobs.map(({ centerMm }) => centerMm).filter(([, , z]) => z >= low && z <= high).map((point) => moved(first, point));
  return { name: `${seed}: ${isChest ? 'chest' : 'head'}${isHounsfield ? '' : ', two weightings'}, ${fixedScan.sliceStepMm} mm on ${movingScan.sliceStepMm} mm`, fixed, moving, isHounsfield, truth, landmarksMm };
}

function chainedRotation(firstTransform: RigidTransform, then: RigidTransform): RigidTransform['rotation'] {
  const zero = moved(then, moved(firstTransform, [0, 0, 0]));
  const column = (axis: Vector3) => combine(moved(then, moved(firstTransform, axis)), 1, zero, -1);
  const [x, y, z] = [column([1, 0, 0]), column([0, 1, 0]), column([0, 0, 1])];
  return [[x[0], y[0], z[0]], [x[1], y[1], z[1]], [x[2], y[2], z[2]]];
}

/** The largest distance between where the found and the true transform lead the landmarks. */
export function residualMm({ truth, landmarksMm }: Pick<MadePair, 'truth' | 'landmarksMm'>, found: RigidTransform): number {
  return Math.max(...landmarksMm.map((point) => lengthOf(combine(moved(truth, point), 1, moved(found, point), -1))));
}
