import { createVertebra, local, bodyDistance, smoothMaximum, type Vertebra, type VertebraPose, type VertebraSize } from '../vertebra.ts';
import type { Point, Shape } from '../shape.ts';

/** Patient space in mm: the centre of the third lumbar vertebra is the origin. */

export type VertebraName = 'T11' | 'T12' | 'L1' | 'L2' | 'L3' | 'L4' | 'L5' | 'S1' | 'S2' | 'S3' | 'S4' | 'S5';

interface LevelPlan {
  readonly name: VertebraName;
  /** Degrees: positive tips the upper endplate forward. */
  readonly tilt: number;
  readonly halfHeight: number;
  readonly halfDepth: number;
  readonly halfWidth: number;
  readonly canalDepth: number;
  /** Height of the disc below, mm. */
  readonly disc: number;
}

const PLAN: readonly LevelPlan[] = [
  { name: 'T11', tilt: -9, halfHeight: 11.6, halfDepth: 14.6, halfWidth: 18.5, canalDepth: 15.5, disc: 5.5 },
  { name: 'T12', tilt: -11, halfHeight: 12.4, halfDepth: 15.2, halfWidth: 20, canalDepth: 16, disc: 6.5 },
  { name: 'L1', tilt: -11, halfHeight: 13, halfDepth: 15.8, halfWidth: 21.5, canalDepth: 16.5, disc: 8 },
  { name: 'L2', tilt: -8, halfHeight: 13.4, halfDepth: 16.4, halfWidth: 22.5, canalDepth: 16.5, disc: 9.2 },
  { name: 'L3', tilt: -3, halfHeight: 13.5, halfDepth: 16.8, halfWidth: 23.5, canalDepth: 16, disc: 10 },
  { name: 'L4', tilt: 7, halfHeight: 13.4, halfDepth: 17, halfWidth: 24.5, canalDepth: 16, disc: 6.6 },
  { name: 'L5', tilt: 20, halfHeight: 13, halfDepth: 17, halfWidth: 25.5, canalDepth: 16.5, disc: 9 },
  { name: 'S1', tilt: 40, halfHeight: 14.5, halfDepth: 14.6, halfWidth: 27, canalDepth: 14, disc: 3 },
  { name: 'S2', tilt: 48, halfHeight: 12, halfDepth: 9.6, halfWidth: 22, canalDepth: 11, disc: 2 },
  { name: 'S3', tilt: 46, halfHeight: 10, halfDepth: 7.4, halfWidth: 18, canalDepth: 9, disc: 1.6 },
  { name: 'S4', tilt: 34, halfHeight: 8.5, halfDepth: 6.2, halfWidth: 15, canalDepth: 7, disc: 1.4 },
  { name: 'S5', tilt: 14, halfHeight: 7.5, halfDepth: 5.4, halfWidth: 12, canalDepth: 6, disc: 1.2 },
];

const L3_INDEX = 4;
const SACRUM_INDEX = 7;

export interface Disc {
  /** By the vertebra above: `L4` is the disc L4/5. */
  readonly above: VertebraName;
  readonly pose: VertebraPose;
  readonly size: VertebraSize;
  readonly annulus: Shape;
  readonly nucleus: Shape;
  /** The dark band across the middle of a healthy adult nucleus. */
  readonly cleft: Shape;
}

export interface SpineColumn {
  readonly vertebrae: readonly (Vertebra & { readonly name: VertebraName })[];
  readonly discs: readonly Disc[];
  /** Middle of the spinal canal, head first. */
  readonly canal: readonly Point[];
}

export function createSpineColumn(): SpineColumn {
  const poses = walkColumn();
  const vertebrae = PLAN.map((plan, index) => ({ name: plan.name, ...createVertebra(poses[index] as VertebraPose, sizeOf(plan, index)) }));
  const discs = PLAN.slice(0, -1).map((plan, index) => createDisc(plan, vertebrae[index] as Vertebra, vertebrae[index + 1] as Vertebra));
  const canal = vertebrae.map(({ pose, size }) => inPatient(pose, [0, size.halfDepth + size.canalDepth / 2, 0]));
  return { vertebrae, discs, canal };
}

/** A point of a vertebra's frame in patient space. */
export function inPatient({ center, tilt }: VertebraPose, [u, v, w]: Point): Point {
  const cosine = Math.cos(tilt);
  const sine = Math.sin(tilt);
  return [center[0] + u, center[1] + v * cosine - w * sine, center[2] + v * sine + w * cosine];
}

function walkColumn(): VertebraPose[] {
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const up = (tilt: number): readonly [y: number, z: number] => [-Math.sin(tilt), Math.cos(tilt)];
  const poses: VertebraPose[] = [];
  const place = (index: number, from: VertebraPose, direction: 1 | -1): VertebraPose => {
    const plan = PLAN[index] as LevelPlan;
    const neighbour = PLAN[index - direction] as LevelPlan;
    const disc = direction === 1 ? neighbour.disc : plan.disc;
    const tilt = radians(plan.tilt);
    const [ay, az] = up(from.tilt);
    const [by, bz] = up(tilt);
    const [cy, cz] = up((from.tilt + tilt) / 2);
    const sign = -direction;
    return {
      tilt,
      center: [0, from.center[1] + sign * (ay * neighbour.halfHeight + cy * disc + by * plan.halfHeight), from.center[2] + sign * (az * neighbour.halfHeight + cz * disc + bz * plan.halfHeight)],
    };
  };
  poses[L3_INDEX] = { center: [0, 0, 0], tilt: radians((PLAN[L3_INDEX] as LevelPlan).tilt) };
  for (let index = L3_INDEX + 1; index < PLAN.length; index += 1) poses[index] = place(index, poses[index - 1] as VertebraPose, 1);
  for (let index = L3_INDEX - 1; index >= 0; index -= 1) poses[index] = place(index, poses[index + 1] as VertebraPose, -1);
  return poses;
}

function sizeOf(plan: LevelPlan, index: number): VertebraSize {
  const sacral = index >= SACRUM_INDEX;
  return {
    halfWidth: plan.halfWidth,
    halfDepth: plan.halfDepth,
    halfHeight: plan.halfHeight,
    canalHalfWidth: index > 5 ? 13 : 11.5,
    canalDepth: plan.canalDepth,
    transverseReach: index < 2 ? 24 : 40,
    spinousLength: sacral ? 7 : index < 2 ? 27 : index === 6 ? 20 : 26,
    spinousSlope: sacral ? 0.3 : index < 2 ? 0.55 : 0.22,
    spinousHalfHeight: sacral ? 8 : index === 6 ? 8 : 10.5,
    wedge: index === 6 ? 1.6 : index > 6 ? -0.4 : 0.3,
  };
}

function createDisc(plan: LevelPlan, upper: Vertebra, lower: Vertebra): Disc {
  const above = inPatient(upper.pose, [0, 0, -upper.size.halfHeight]);
  const below = inPatient(lower.pose, [0, 0, lower.size.halfHeight]);
  const tilt = (upper.pose.tilt + lower.pose.tilt) / 2;
  const pose: VertebraPose = { tilt, center: [0, (above[1] + below[1]) / 2, (above[2] + below[2]) / 2] };
  const open = Math.abs(upper.pose.tilt - lower.pose.tilt);
  const halfHeight = plan.disc / 2 + 1.9;
  const size: VertebraSize = { ...upper.size, halfHeight, halfDepth: (upper.size.halfDepth + lower.size.halfDepth) / 2 + 0.6, halfWidth: (upper.size.halfWidth + lower.size.halfWidth) / 2, wedge: -2 * Math.tan(open) * 8 };
  const reach = Math.hypot(size.halfDepth, halfHeight) + 5;
  const box = { minX: -size.halfWidth - 2, maxX: size.halfWidth + 2, minY: pose.center[1] - reach, maxY: pose.center[1] + reach, minZ: pose.center[2] - reach, maxZ: pose.center[2] + reach };
  const annulus = local(pose, box, (u, v, w) => bodyDistance({ ...size, wedge: size.wedge }, u * 0.97, v, w * 0.8));
  const nucleusDistance = (u: number, v: number, w: number): number => {
    const ring = Math.hypot(u / (size.halfWidth * 0.68), (v - 0.8) / (size.halfDepth * 0.66));
    const top = Math.abs(w) - (plan.disc / 2 + 0.9 - (size.wedge * v) / (2 * size.halfDepth)) * (1 - 0.25 * ring * ring);
    return smoothMaximum((ring - 1) * 11, top, 2);
  };
  return {
    above: plan.name,
    pose,
    size,
    annulus,
    nucleus: local(pose, box, nucleusDistance),
    cleft: local(pose, box, (u, v, w) => smoothMaximum(nucleusDistance(u, v, w) + 1.6, Math.abs(w - 0.3 * Math.sin(v * 0.4)) - 0.55, 0.8)),
  };
}
