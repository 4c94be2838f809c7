import { curve } from '../curve.ts';
import { solid, type Shape } from '../shape.ts';

/**
 * The measures of the trunk that everything else hangs on. Patient space in mm; the carina is at z = 0, the midline at x = 0.
 * An adult of about 160 cm lying on the back with raised arms.
 */

/** Where the centre of a vertebral body lies, front to back. */
export const spineY = curve([-300, 40], [-240, 40], [-180, 48], [-120, 58], [-60, 65], [0, 65], [40, 61], [90, 50], [130, 38]);

/** Half width of the pleural cavity; below the ribs, of the abdominal cavity. */
const halfWidth = curve([-300, 124], [-200, 126], [-140, 130], [-90, 131], [-40, 128], [0, 121], [40, 109], [66, 93], [84, 74], [95, 56], [102, 41], [106, 29]);
/** Front and back of the cavity. */
const frontY = curve([-300, -78], [-200, -86], [-130, -91], [-80, -91], [-40, -87], [0, -79], [40, -65], [66, -46], [84, -22], [95, -3], [102, 11], [106, 21]);
const backY = curve([-300, 74], [-200, 84], [-130, 94], [-80, 99], [-40, 100], [0, 98], [40, 91], [66, 82], [84, 72], [95, 61], [102, 49], [106, 40]);

export const CAVITY_TOP = 106;
export const TRUNK_BOTTOM = -300;

export interface CavityLevel {
  readonly halfWidth: number;
  readonly halfDepth: number;
  readonly centerY: number;
}

export function cavityLevel(z: number): CavityLevel {
  const front = frontY(z);
  const back = backY(z);
  return { halfWidth: halfWidth(z), halfDepth: (back - front) / 2, centerY: (front + back) / 2 };
}

/** The cavity is an egg: narrower in front. */
const EGG = 0.11;

/** Distance to the inner chest wall at one level: a superellipse of exponent 2.25, narrower in front, measured along the ray from its centre. */
export function cavityDistance({ halfWidth: a, halfDepth: b, centerY }: CavityLevel, x: number, y: number): number {
  const v = y - centerY;
  const sum = eggLevel(x / (a * (1 + EGG * Math.max(-1, Math.min(1, v / b)))), v / b);
  if (sum < 1e-6) return -Math.min(a, b);
  const g = sum ** (1 / 2.25);
  return Math.sqrt(x * x + v * v) * (1 - 1 / g);
}

/** Point on the inner chest wall in a direction; `angle` 0 is the back, +π/2 the left, π the front. Grown outward by `outMm`. */
export function cavityPoint(level: CavityLevel, angle: number, outMm: number): readonly [x: number, y: number] {
  const dx = Math.sin(angle);
  const dy = Math.cos(angle);
  const low = Math.min(level.halfWidth, level.halfDepth) * 0.8;
  let radius = low;
  // The egg has no closed form along a ray: walk to the wall.
  for (let turn = 0; turn < 12; turn += 1) radius -= cavityDistance(level, dx * radius, level.centerY + dy * radius);
  radius += outMm;
  return [dx * radius, level.centerY + dy * radius];
}

function eggLevel(u: number, v: number): number {
  const p = Math.abs(u);
  const q = Math.abs(v);
  return p * p * Math.sqrt(Math.sqrt(p)) + q * q * Math.sqrt(Math.sqrt(q));
}

/** Everything inside the chest wall. */
export function createCavity(): Shape {
  return {
    box: { minX: -135, maxX: 135, minY: -95, maxY: 104, minZ: TRUNK_BOTTOM, maxZ: CAVITY_TOP },
    at: (z) => {
      const level = cavityLevel(z);
      return (x, y) => cavityDistance(level, x, y);
    },
  };
}

/** Height of the diaphragm over a point: two domes, the right one higher, falling steeply to the wall. */
export function diaphragmHeight(x: number, y: number): number {
  const right = Math.hypot((x + 64) / 70, (y - 2) / 95);
  const left = Math.hypot((x - 66) / 68, (y + 2) / 96);
  const rightHeight = -87 - 66 * right ** 2.4;
  const leftHeight = -98 - 62 * left ** 2.4;
  const highest = Math.max(rightHeight, leftHeight);
  // Under the heart the two meet in the central tendon.
  const tendon = -113 - 0.0035 * (x * x + (y + 18) * (y + 18));
  return Math.max(highest, tendon);
}

/** The room below the diaphragm, `belowMm` under its upper surface. */
export function belowDiaphragm(belowMm: number): Shape {
  return solid(
    { minX: -140, maxX: 140, minY: -100, maxY: 110, minZ: TRUNK_BOTTOM, maxZ: -84 },
    (x, y, z) => (z - diaphragmHeight(x, y) + belowMm) * 0.55,
  );
}

/** The room above the diaphragm. */
export function aboveDiaphragm(): Shape {
  return solid(
    { minX: -140, maxX: 140, minY: -100, maxY: 110, minZ: -200, maxZ: CAVITY_TOP },
    (x, y, z) => (diaphragmHeight(x, y) - z) * 0.55,
  );
}
