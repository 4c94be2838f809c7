import { bell, smoothStep } from '../curve.ts';
import { storeOnGrid } from '../grid-field.ts';
import { createNoiseField, type Field } from '../noise-field.ts';
import type { Layer } from '../painter.ts';
import { ellipsoid, growBox, mirror, smoothUnion, solid, subtract, union, type Shape } from '../shape.ts';
import { tube, type TubePoint } from '../tube.ts';
import type { FoldedCortex } from './folded-cortex.ts';

const GREY = 37.5;
const WHITE = 28.5;
const FLUID = 6;
const DEEP_GREY = 38.5;

export interface BrainOptions {
  readonly cortex: FoldedCortex;
  readonly cavity: Shape;
  readonly mottle: Field;
  /** Early infarction of the left middle cerebral artery: dense artery, pale insula and lentiform nucleus. */
  readonly leftStroke: boolean;
}

/** Cerebrum, cerebellum and what lies within, from the outside inwards. */
export function brainLayers({ cortex, cavity, mottle, leftStroke }: BrainOptions): Layer[] {
  const ventricles = createVentricles();
  const layers: Layer[] = [
    { shape: cavity, value: createBrainField(cavity, cortex, mottle, leftStroke) },
    // White matter that has suffered from years of high blood pressure.
    { shape: surroundings(ventricles, 5), value: WHITE - 4.5, opacity: 0.55, edgeMm: 6 },
  ];
  for (const side of [-1, 1]) layers.push(...deepGrey(side, leftStroke && side > 0));
  layers.push(...cisterns(), ...brainstem(mottle));
  layers.push({ shape: ventricles, value: FLUID, edgeMm: 1.2 });
  for (const side of [-1, 1]) {
    layers.push({ shape: tube([[side * 20, 30, 17, 1.6], [side * 24, 38, 12, 3], [side * 25, 40, 8, 1.8]]), value: 40 });
    layers.push({ shape: tube([[side * 23, 37, 13, 1.1], [side * 24.5, 39, 10.5, 1.5]]), value: 190, mode: 'brighter' });
  }
  layers.push({ shape: ellipsoid([0.4, 31, 1.5], [2, 2.4, 2.4]), value: 160, mode: 'brighter' });
  layers.push(...arteries(leftStroke), ...dura(cavity));
  return layers;
}

/** Grey and white matter with the fluid over and between the gyri, HU. */
function createBrainField(cavity: Shape, { sulcus, sulcusDepth }: FoldedCortex, mottle: Field, leftStroke: boolean): Field {
  const wobble = createNoiseField('sylvian', 15);
  let section = cavity.at(0);
  let sectionZ = 0;
  return (x, y, z) => {
    if (z !== sectionZ) {
      section = cavity.at(z);
      sectionZ = z;
    }
    const inside = -section(x, y);
    // Pseudo-brightening next to bone.
    const rim = 4.2 * Math.exp(-inside / 3.2);
    const texture = 0.9 * mottle(x, y, z) + rim;
    const ax = Math.abs(x);
    const tent = tentoriumHeight(ax, y);
    if (z < tent && y > 4 + 0.63 * (ax - 14)) return cerebellumValue(inside, x, y, z, tent) + texture;
    const atrophy = 0.6 * smoothStep(-20, -60, y) + 0.5 * smoothStep(30, 60, z);
    const gap = 1.3 + atrophy;
    const insular = leftStroke && x > 24 && z > -30 && z < 44 ? bell(y, -6, 24) * bell(z, 6, 18) * smoothStep(24, 36, ax) : 0;
    const medial = fissureDistance(ax, y, z);
    const surface = Math.min(inside - gap, medial, ax > 28 && z > -26 && z < 30 && y > -40 && y < 40 ? sylvianDistance(ax, y, z, wobble(x, y, z)) : 99, z < tent + 6 && y > 4 + 0.63 * (ax - 14) ? z - tent - 0.9 : 99);
    let toFluid = surface;
    // No sulcus goes deeper than 21 mm, and its cortex not deeper than 26.
    if (inside < 27) {
      const width = Math.max(0.3, 1.5 + atrophy * 0.8 - inside * 0.05) * (1 - 0.5 * insular);
      toFluid = Math.min(surface, Math.max(sulcus(x, y, z) - width, (inside - sulcusDepth(x, y, z)) * 0.8));
    }
    const grey = GREY - 4.2 * insular;
    const ribbon = 1 - smoothStep(2.5, 4.1, toFluid);
    const tissue = WHITE + (grey - WHITE) * ribbon;
    const fluid = 1 - smoothStep(-0.45, 0.55, toFluid);
    return tissue + (FLUID - tissue) * fluid + texture;
  };
}

/** Height of the tentorium over a point; `ax` is the distance from the midline. */
function tentoriumHeight(ax: number, y: number): number {
  return 1 - 0.36 * (y - 22) - 0.3 * ax + 0.002 * ax * ax;
}

/** Distance to the fluid between the hemispheres; large where the corpus callosum joins them. */
function fissureDistance(ax: number, y: number, z: number): number {
  const ring = Math.hypot((y + 2) / 42, (z - 6) / 29);
  const joined = (1 - ring) * 30;
  const gap = 0.7 + 0.9 * smoothStep(-30, -62, y);
  return Math.max(ax - gap, joined + 1.2);
}

/** Distance to the fluid of the lateral fissure and of the cistern over the insula. `wobble` (−1 to 1) keeps both from being drawn with a ruler. */
function sylvianDistance(ax: number, y: number, z: number, wobble: number): number {
  const fissureZ = -9 + 0.62 * (y + 16) + 5 * wobble + 0.12 * (ax - 40);
  const within = Math.max(36 - ax, y - 27, -33 - y);
  const sheet = Math.max(Math.abs(z - fissureZ) * 0.8 - 1.5 - 0.8 * bell(ax, 40, 6), within * 0.8);
  const cistern = Math.max(Math.abs(ax - insulaX(y) - 1.2 * wobble) - 0.9 - 0.9 * wobble - 0.7 * bell(y, -18, 7), Math.hypot((y + 3) / 24, (z - 5) / 16) * 18 - 18);
  return Math.min(sheet, cistern * 0.9);
}

/** Distance of the insula's surface from the midline. */
function insulaX(y: number): number {
  return 37 + 0.008 * (y + 4) * (y + 4) + 0.7 * Math.sin(y * 0.62);
}

function cerebellumValue(inside: number, x: number, y: number, z: number, tent: number): number {
  const surface = Math.min(inside - 2.2, tent - z - 1.2);
  if (surface < -0.5) return FLUID + 3;
  const ring = Math.hypot(x * 0.55, (y - 30) * 0.9, (z + 38) * 1.3);
  const folia = Math.max(0, Math.sin(ring * 1.55 + 0.8 * Math.sin(x * 0.12))) ** 3;
  const core = smoothStep(9, 17, surface) * smoothStep(7, 14, Math.abs(x)) * bell(y, 42, 14);
  const tissue = 37 - 6 * core - 5.5 * folia * (1 - smoothStep(3, 13, surface));
  return tissue + (FLUID - tissue) * (1 - smoothStep(-0.5, 0.6, surface));
}

function createVentricles(): Shape {
  const left: TubePoint[] = [[5, -35, 8, 2.6], [8.5, -27, 11, 4.8], [9.5, -16, 15, 5.4], [9.5, 0, 20, 5.2], [13, 18, 22, 5.6], [22, 33, 16, 7.4], [26, 46, 9, 6.2], [25, 60, 5, 2.6]];
  const temporal: TubePoint[] = [[25, 38, 10, 6], [31, 28, -4, 3.4], [33, 12, -17, 2.2], [29, -6, -24, 2.4]];
  const right = (axis: readonly TubePoint[]) => axis.map(([x, y, z, radius]): TubePoint => [-x, y, z, radius * 1.06]);
  const flat = (axis: readonly TubePoint[]) => tube(axis, 1.35, 5);
  const lateral = union(flat(left), flat(temporal), flat(right(left)), flat(right(temporal)));
  const septum = solid({ minX: -1, maxX: 1, minY: -50, maxY: 30, minZ: -5, maxZ: 40 }, (x) => Math.abs(x) - 0.65);
  const third = smoothUnion(3, ellipsoid([0, 4, 0], [2.7, 15, 11]), tube([[0, 20, -4, 1.1], [0, 28, -12, 1], [0, 34, -24, 1.6]]));
  const fourth = smoothUnion(3, ellipsoid([0, 36, -36], [7.5, 5, 10]), ellipsoid([0, 33, -30], [3, 4, 8]));
  return union(subtract(lateral, septum), third, fourth);
}

/** What lies within some millimetres of a shape. It is painted with so soft an edge that a stored distance will do. */
function surroundings(shape: Shape, reachMm: number): Shape {
  const box = growBox(shape.box, reachMm + 3);
  const distance = storeOnGrid(box, 3, (z) => {
    const section = shape.at(Math.max(shape.box.minZ, Math.min(shape.box.maxZ, z)));
    const above = Math.max(0, z - shape.box.maxZ, shape.box.minZ - z);
    return (x, y) => Math.min(20, section(x, y) + above);
  });
  return { box, at: (z) => (x, y) => distance(x, y, z) - reachMm };
}

function deepGrey(side: number, infarcted: boolean): Layer[] {
  const loss = infarcted ? 3.6 : 0;
  const mirrored = (shape: Shape) => (side > 0 ? shape : mirror(shape));
  const caudate = mirrored(smoothUnion(4, ellipsoid([14.5, -19, 9], [6, 9, 9]), tube([[15.5, -10, 18, 4], [17, 4, 24, 3], [20, 18, 24, 2]])));
  const lentiform = mirrored(smoothUnion(4, ellipsoid([26, -2, 3], [6.6, 17, 11], -0.28), ellipsoid([19.5, -1, 1], [5.2, 9, 7], -0.3)));
  const thalamus = mirrored(ellipsoid([11.5, 14, 5], [9, 14.5, 11], -0.42));
  const insula = mirrored(solid({ minX: 30, maxX: 46, minY: -30, maxY: 26, minZ: -13, maxZ: 23 }, (x, y, z) => {
    return Math.max(Math.abs(x - insulaX(y) + 3.1) - 1.4, Math.hypot((y + 3) / 22, (z - 5) / 15) * 16 - 16);
  }));
  const claustrum = mirrored(solid({ minX: 28, maxX: 42, minY: -22, maxY: 18, minZ: -6, maxZ: 16 }, (x, y, z) => Math.max(Math.abs(x - insulaX(y) + 6.6) - 0.6, Math.hypot((y + 3) / 17, (z - 5) / 11) * 12 - 12)));
  return [
    { shape: insula, value: GREY - (infarcted ? 5.5 : 0), edgeMm: 1.6 },
    { shape: claustrum, value: GREY - 3 - loss, edgeMm: 1.2 },
    { shape: lentiform, value: DEEP_GREY - loss, edgeMm: 2.4 },
    { shape: caudate, value: DEEP_GREY, edgeMm: 2 },
    { shape: thalamus, value: DEEP_GREY - 0.6, edgeMm: 2.6 },
  ];
}

function cisterns(): Layer[] {
  const star = smoothUnion(
    4,
    ellipsoid([0, -12, -25], [9, 8, 9]),
    tube([[0, -16, -24, 3], [0, -30, -20, 2]]),
    tube([[6, -12, -22, 3.4], [20, -15, -20.4, 3.2], [33, -14, -19.4, 3]]),
    tube([[-6, -12, -22, 3.4], [-20, -15, -20.4, 3.2], [-33, -14, -19.4, 3]]),
    tube([[8, -2, -22, 2.6], [17, 10, -18, 2.3], [17, 22, -14, 2.4], [9, 30, -8, 3]]),
    tube([[-8, -2, -22, 2.6], [-17, 10, -18, 2.3], [-17, 22, -14, 2.4], [-9, 30, -8, 3]]),
    tube([[-9, 30, -8, 3.2], [0, 32, -8, 4], [9, 30, -8, 3.2]]),
    ellipsoid([0, 0, -38], [15, 5, 14]),
    tube([[14, 6, -40, 4], [26, 14, -40, 4.5], [34, 24, -42, 2.5]]),
    tube([[-14, 6, -40, 4], [-26, 14, -40, 4.5], [-34, 24, -42, 2.5]]),
    tube([[0, 26, -60, 15], [0, 32, -80, 15]]),
    ellipsoid([0, 66, -54], [12, 8, 8]),
  );
  return [{ shape: star, value: FLUID + 1, edgeMm: 1.4 }];
}

function brainstem(mottle: Field): Layer[] {
  const value: Field = (x, y, z) => 33.5 + 0.8 * mottle(x, y, z);
  const midbrain = smoothUnion(4, ellipsoid([8, 12, -17], [8, 10, 10], -0.5), ellipsoid([-8, 12, -17], [8, 10, 10], 0.5), ellipsoid([0, 22, -14], [11, 7, 9]));
  const pons = smoothUnion(5, ellipsoid([0, 14, -36], [16, 12, 15]), tube([[14, 20, -36, 8], [26, 32, -38, 9]]), tube([[-14, 20, -36, 8], [-26, 32, -38, 9]]));
  const medulla = tube([[0, 20, -48, 9], [0, 27, -62, 7.5], [0, 32, -80, 6.5]]);
  return [midbrain, pons, medulla].map((shape) => ({ shape, value, edgeMm: 1.4 }));
}

function arteries(leftStroke: boolean): Layer[] {
  const middle = (side: number): TubePoint[] => [[side * 8, -13, -21, 1.9], [side * 17, -15.5, -20.2, 1.9], [side * 27, -15, -19.8, 1.8], [side * 34, -13, -19, 1.5]];
  const others: readonly (readonly TubePoint[])[] = [
    middle(-1),
    [[8, -13, -20, 1.9], [10, -12, -30, 2.2], [12, -12, -40, 2.4]], [[-8, -13, -20, 1.9], [-10, -12, -30, 2.2], [-12, -12, -40, 2.4]],
    [[7, -14, -20, 1.2], [1.5, -24, -16, 1.2], [1, -34, -6, 1.1], [1, -42, 8, 1]], [[-7, -14, -20, 1.2], [-1.5, -24, -16, 1.2], [-1, -34, -6, 1.1], [-1, -42, 8, 1]],
    [[0.5, 1, -24, 1.7], [-0.5, -1, -34, 1.8], [1, 3, -46, 1.8]],
    [[1, 0, -23, 1.3], [10, 2, -20, 1.2], [18, 12, -17, 1.1]], [[-1, 0, -23, 1.3], [-10, 2, -20, 1.2], [-18, 12, -17, 1.1]],
  ];
  const layers: Layer[] = others.map((axis) => ({ shape: tube(axis, 1, 3), value: 43, mode: 'brighter' }));
  const dense = middle(1).map(([x, y, z, radius]): TubePoint => [x, y, z, radius + (leftStroke ? 0.35 : 0)]);
  layers.push({ shape: tube(dense, 1, 3), value: leftStroke ? 68 : 43, mode: 'brighter' });
  return layers;
}

/** Falx, tentorium and the great sinuses. */
function dura(cavity: Shape): Layer[] {
  const falx: Shape = {
    box: { minX: -4, maxX: 4, minY: -84, maxY: 86, minZ: -14, maxZ: 80 },
    at: (z) => {
      const section = cavity.at(z);
      return (x, y) => {
        const ring = Math.hypot((y - 4) / 58, (z + 2) / 48);
        return Math.max(Math.abs(x) - 0.75, (1 - ring) * 40, section(x, y)) * 0.95;
      };
    },
  };
  const tentorium: Shape = {
    box: { minX: -62, maxX: 62, minY: 14, maxY: 84, minZ: -40, maxZ: 6 },
    at: (z) => {
      const section = cavity.at(z);
      return (x, y) => {
        const ax = Math.abs(x);
        const notch = 15 - Math.hypot(ax, (y - 20) * 0.75);
        return Math.max(Math.abs(z - tentoriumHeight(ax, y)) * 0.85 - 0.7, 6 + 0.63 * (ax - 14) - y, notch, section(x, y)) * 0.9;
      };
    },
  };
  const sagittalSinus = tube([[0, -60, 64, 1.5], [0, -20, 79, 2.6], [0, 20, 77, 3.4], [0, 56, 58, 3.8], [0, 78, 28, 4.2], [0, 84, 0, 4.2], [0, 83, -14, 4.5]], 1, 6);
  const transverse = (side: number) => tube([[0, 83, -14, 4.5], [side * 24, 77, -19, 4.2], [side * 44, 58, -22, 4.4], [side * 50, 40, -30, 4.8], [side * 42, 30, -44, 5]], 1, 6);
  const straight = tube([[0, 36, 4, 1.5], [0, 58, -6, 2], [0, 82, -14, 2.5]]);
  return [
    { shape: falx, value: 52 },
    { shape: tentorium, value: 48, opacity: 0.8 },
    ...[sagittalSinus, transverse(-1), transverse(1), straight].map((shape): Layer => ({ shape, value: 54 })),
  ];
}
