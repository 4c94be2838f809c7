import { bell, curve, smoothStep } from '../curve.ts';
import { HOUNSFIELD } from '../hounsfield.ts';
import { loft } from '../loft.ts';
import type { Field } from '../noise-field.ts';
import type { Layer } from '../painter.ts';
import { grow, intersect, mirror, smoothUnion, solid, subtract, type Shape } from '../shape.ts';
import { tube } from '../tube.ts';
import { cavityDistance, cavityLevel, createCavity, spineY, TRUNK_BOTTOM } from './thorax.ts';

/** Ribs and intercostal muscles. */
const RIB_LAYER_MM = 10.5;
const SKIN_MM = 1.9;
/** Where the couch flattens the back. */
export const COUCH_Y = 131;

export interface ChestWall {
  readonly body: Shape;
  readonly layers: readonly Layer[];
}

export interface ChestWallOptions {
  /** 1 is the usual layer of fat under the skin. */
  readonly fat: number;
  readonly breasts: boolean;
  readonly marbling: Field;
  readonly strands: Field;
}

export function createChestWall({ fat, breasts, marbling, strands }: ChestWallOptions): ChestWall {
  const torso = trunk(fat, breasts, true);
  const muscleTrunk = trunk(0, false, false);
  const arm = tube([[-112, 46, 20, 34], [-136, 44, 60, 44], [-160, 42, 96, 47], [-182, 38, 132, 48], [-196, 34, 160, 46]], 1, 10);
  const neck = tube([[0, 26, 60, 56], [0, 22, 110, 60], [0, 16, 150, 60]], 1, 10);
  const slope = tube([[-20, 44, 112, 40], [-70, 44, 96, 42], [-120, 44, 84, 38]], 1, 10);
  const shoulderGirdle = smoothUnion(30, arm, mirror(arm), neck, slope, mirror(slope));
  const body = cutByCouch(smoothUnion(26, torso, shoulderGirdle));
  const fatTexture: Field = (x, y, z) => HOUNSFIELD.fat + 9 * strands(x, y, z) + Math.max(0, strands(y * 1.7, z, x * 1.7) - 0.62) * 150;
  const muscleTexture: Field = (x, y, z) => HOUNSFIELD.muscle + 5 * marbling(x, y, z) - Math.max(0, marbling(x * 0.8, y * 0.8, z * 0.35) - 0.5) * 150;
  const cavity = createCavity();
  const layers: Layer[] = [
    { shape: body, value: fatTexture, rim: { thicknessMm: SKIN_MM, value: HOUNSFIELD.skin }, edgeMm: 0.9 },
  ];
  for (const shape of girdleMuscles()) layers.push({ shape, value: muscleTexture });
  layers.push({ shape: subtract(muscleTrunk, grow(cavity, -2)), value: muscleTexture });
  for (const plane of fatPlanes()) layers.push({ shape: plane, value: HOUNSFIELD.fat + 22, opacity: 0.8, edgeMm: 1.2 });
  if (breasts) {
    const gland = breastGland();
    const tissue: Field = (x, y, z) => HOUNSFIELD.fat + Math.max(0, Math.min(1, 0.32 + 0.9 * strands(x * 1.2, y * 1.2, z * 1.2))) * (HOUNSFIELD.gland - HOUNSFIELD.fat + 20);
    const inside = grow(body, -5);
    for (const shape of [gland, mirror(gland)]) layers.push({ shape: intersect(shape, inside), value: tissue, edgeMm: 5 });
  }
  return { body, layers };
}

/** The table: a curved shell of carbon fibre around foam. */
export function couchLayers(): Layer[] {
  const surface = (depth: number) => solid(
    { minX: -212, maxX: 212, minY: 80, maxY: 190, minZ: -1000, maxZ: 1000 },
    (x, y) => Math.max(couchTop(x) + depth - y, y - (couchTop(x) * 0.35 + 0.65 * COUCH_Y + 34 - depth), Math.abs(x) - 208 + depth) * 0.8,
  );
  return [
    { shape: surface(1.5), value: HOUNSFIELD.couchShell },
    { shape: surface(3.1), value: HOUNSFIELD.couchFoam },
  ];
}

function couchTop(x: number): number {
  return COUCH_Y - 0.0008 * x * x;
}

function cutByCouch(shape: Shape): Shape {
  return {
    box: { ...shape.box, maxY: COUCH_Y },
    at: (z) => {
      const section = shape.at(z);
      return (x, y) => {
        const distance = section(x, y);
        const under = (y - couchTop(x)) * 0.94;
        const blend = 10;
        const h = Math.max(blend - Math.abs(distance - under), 0) / blend;
        return Math.max(distance, under) + h * h * blend * 0.25;
      };
    },
  };
}

/** Muscle over the ribs, mm, by direction (0 back, π front) and level. */
function muscleThickness(angle: number, z: number): number {
  const a = Math.abs(angle);
  const pectoral = (6 + 9 * bell(z, 45, 42)) * smoothStep(1.55, 2.1, a) * (1 - smoothStep(2.75, 3.05, a)) * smoothStep(-60, -5, z) * 1.1;
  const abdominal = 7.5 * smoothStep(-60, -110, z) * smoothStep(1.0, 1.5, a);
  const lateral = (5 + 8 * bell(z, 0, 55)) * bell(a, 1.25, 0.42);
  const back = 27 * bell(a, 0.28, 0.26) + 7 * bell(a, 0.75, 0.3);
  return 1.2 + pectoral + abdominal + lateral + back;
}

function fatThickness(angle: number, z: number, breasts: boolean): number {
  const a = Math.abs(angle);
  const base = 7 + 5 * bell(a, 1.6, 0.5) + 6 * smoothStep(-60, -200, z) + 2 * bell(a, 0, 0.3);
  const breast = breasts ? 34 * bell(a, 2.28, 0.34) * bell(z, -42, 34) : 0;
  return base + breast;
}

/**
 * The trunk as the cavity plus layers of the wall. With `fat` 0 it is the surface of the muscles.
 * @param spine whether the hump of the muscles beside the spine is part of it
 */
function trunk(fat: number, breasts: boolean, spine: boolean): Shape {
  return {
    box: { minX: -190, maxX: 190, minY: -150, maxY: 145, minZ: TRUNK_BOTTOM, maxZ: 126 },
    at: (z) => {
      const level = cavityLevel(Math.min(z, 92));
      const table = new Float32Array(129);
      for (let index = 0; index < 129; index += 1) {
        const angle = (index / 128) * Math.PI;
        table[index] = RIB_LAYER_MM - Math.max(0, z - 94) * 1.6 + muscleThickness(angle, z) + (fat > 0 ? fat * fatThickness(angle, z, breasts) + SKIN_MM : 0);
      }
      const humpY = spineY(z) + (spine ? 38 : 34);
      return (x, y) => {
        const wall = cavityDistance(level, x, y);
        if (wall > 110) return wall - 75;
        if (wall < 0 && z < 94) return wall - RIB_LAYER_MM;
        const position = (Math.abs(Math.atan2(x, y - level.centerY)) / Math.PI) * 128;
        const index = Math.min(127, Math.floor(position));
        const low = table[index] as number;
        const thickness = low + ((table[index + 1] as number) - low) * (position - index);
        const hump = Math.hypot(x * 0.62, y - humpY) - (spine ? 27 : 20);
        return Math.min((wall - thickness) * 0.85, hump);
      };
    },
  };
}

/** Thin layers of fat that part the muscles of the wall. */
function fatPlanes(): Shape[] {
  const plane = (share: number, from: number, to: number, minZ: number, maxZ: number): Shape => ({
    box: { minX: -170, maxX: 170, minY: -130, maxY: 135, minZ, maxZ },
    at: (z) => {
      const level = cavityLevel(Math.min(z, 92));
      return (x, y) => {
        const wall = cavityDistance(level, x, y);
        if (wall > 60 || wall < -5) return Math.abs(wall) - 4;
        const angle = Math.abs(Math.atan2(x, y - level.centerY));
        const thickness = RIB_LAYER_MM + muscleThickness(angle, z) * share;
        const outside = Math.max(from - angle, angle - to) * 90;
        return Math.max(Math.abs(wall - thickness) - 0.7, outside) * 0.8;
      };
    },
  });
  return [plane(0.5, 1.7, 2.75, -20, 95), plane(0.55, 0.85, 1.6, -90, 60), plane(0, 0.6, 2.9, -300, 90), plane(0.62, 0.08, 0.7, -300, 90), plane(0.34, 1.3, 2.9, -300, -110)];
}

/** Muscles around the shoulder blade and in the neck. */
function girdleMuscles(): Shape[] {
  const behindBlade = loft([
    { z: -50, points: [[-100, 88], [-106, 90], [-112, 78], [-116, 66], [-110, 70], [-104, 80]] },
    { z: -10, points: [[-84, 101], [-104, 104], [-124, 90], [-138, 62], [-126, 66], [-104, 87]] },
    { z: 45, points: [[-74, 98], [-98, 108], [-124, 98], [-144, 66], [-130, 60], [-100, 84]] },
    { z: 85, points: [[-72, 82], [-94, 100], [-122, 96], [-146, 72], [-132, 56], [-96, 74]] },
    { z: 106, points: [[-78, 66], [-98, 82], [-124, 80], [-142, 66], [-128, 50], [-100, 58]] },
  ]);
  const beforeBlade = loft([
    { z: -40, points: [[-102, 78], [-106, 74], [-111, 66], [-108, 64], [-103, 70], [-100, 76]] },
    { z: 10, points: [[-82, 92], [-102, 82], [-128, 56], [-120, 50], [-100, 68], [-84, 86]] },
    { z: 60, points: [[-72, 86], [-94, 76], [-126, 48], [-116, 38], [-90, 60], [-72, 78]] },
    { z: 98, points: [[-76, 64], [-98, 60], [-122, 44], [-114, 34], [-92, 46], [-76, 56]] },
  ]);
  const deltoid = tube([[-136, 44, 42, 12], [-160, 42, 78, 33], [-166, 42, 100, 36], [-182, 38, 132, 37], [-196, 34, 160, 36]], 1, 10);
  const trapezius = tube([[-20, 84, 40, 12], [-30, 80, 80, 18], [-34, 60, 108, 24], [-24, 48, 150, 26]], 1, 10);
  const supraspinatus = tube([[-60, 62, 96, 12], [-92, 56, 100, 15], [-126, 48, 104, 12]], 1, 8);
  const teres = tube([[-112, 76, -30, 10], [-128, 66, 10, 15], [-140, 56, 46, 14], [-152, 46, 80, 10]], 1, 10);
  const sternomastoid = tube([[-16, -44, 80, 5], [-30, -26, 105, 8], [-42, -6, 140, 9]]);
  const neckCore = tube([[0, 44, 84, 24], [0, 42, 110, 26], [0, 38, 150, 28]]);
  const scalene = tube([[-44, 12, 78, 9], [-34, 18, 105, 12], [-26, 22, 140, 13]]);
  const pectoralToArm = tube([[-70, -60, 40, 9], [-104, -36, 62, 12], [-132, 0, 84, 12], [-152, 20, 104, 9]], 1.4, 8);
  return [behindBlade, beforeBlade, deltoid, trapezius, supraspinatus, teres, sternomastoid, scalene, pectoralToArm].flatMap((shape) => [shape, mirror(shape)]).concat(neckCore);
}

const glandDepth = curve([-80, 10], [-42, 20], [0, 10]);

function breastGland(): Shape {
  return solid({ minX: -150, maxX: -40, minY: -150, maxY: -50, minZ: -78, maxZ: -4 }, (x, y, z) => {
    const depth = glandDepth(z);
    const u = (x + 96 + (y + 100) * 0.45) / 36;
    const v = (y + 108 - (x + 96) * 0.3) / depth;
    const w = (z + 42) / 36;
    return (Math.hypot(u, v, w) - 1) * 12;
  });
}
