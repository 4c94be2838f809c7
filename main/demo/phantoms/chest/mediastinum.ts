import { HOUNSFIELD } from '../hounsfield.ts';
import { ribbon } from '../loft.ts';
import type { Field } from '../noise-field.ts';
import type { Layer } from '../painter.ts';
import { displace, ellipsoid, grow, smoothUnion, union, type Shape } from '../shape.ts';
import { tube, type TubePoint } from '../tube.ts';

/** Axes of the great vessels and airways, mm from the carina. */
export const TRACHEA: readonly TubePoint[] = [[0, 8, 150, 8.6], [1, 13, 90, 8.4], [2, 19, 45, 8.4], [3, 23, 6, 9]];
export const RIGHT_BRONCHUS: readonly TubePoint[] = [[3, 23, 7, 8], [-9, 25, -6, 7], [-20, 27, -15, 6.4], [-28, 28, -24, 5.6]];
export const LEFT_BRONCHUS: readonly TubePoint[] = [[3, 23, 7, 7.6], [16, 26, -8, 6], [30, 30, -22, 5.6], [38, 34, -32, 5]];
const ASCENDING: readonly TubePoint[] = [[2, -14, -58, 14], [-10, -22, -44, 16.5], [-19, -24, -20, 16.2], [-20, -20, 8, 15.8], [-14, -9, 30, 14.8], [0, 8, 42, 14], [15, 27, 40, 13.4], [24, 43, 26, 13]];
const DESCENDING: readonly TubePoint[] = [[24, 43, 26, 13], [25, 51, 0, 12.6], [22, 53, -50, 12.2], [15, 51, -100, 12], [8, 42, -150, 11.4], [4, 30, -200, 10.2], [3, 22, -250, 9.4], [3, 20, -300, 8.6]];
const ARCH_BRANCHES: readonly (readonly TubePoint[])[] = [
  [[-8, 0, 40, 6.6], [-13, 5, 66, 6.2], [-19, 8, 88, 5.8], [-20, 4, 125, 4], [-20, 0, 150, 4]],
  [[-19, 8, 88, 5], [-36, 14, 104, 4.6], [-62, 10, 110, 4.4], [-100, 8, 104, 4.2], [-128, 20, 84, 4]],
  [[4, 12, 44, 4.6], [9, 11, 76, 4.2], [15, 8, 110, 4], [20, 0, 150, 4]],
  [[15, 24, 44, 5.4], [21, 25, 76, 5], [32, 22, 100, 4.8], [62, 12, 110, 4.6], [100, 8, 104, 4.4], [128, 20, 84, 4]],
];
const VEINS: readonly (readonly TubePoint[])[] = [
  [[-25, -14, 46, 8], [-27, -9, 12, 9.2], [-27, -2, -20, 9.4], [-27, 0, -42, 10]],
  [[-25, -14, 46, 7.6], [-27, -14, 66, 7], [-27, -6, 92, 6.6], [-30, -4, 125, 6.4], [-30, -6, 150, 6]],
  [[-25, -16, 46, 6.6], [-6, -24, 54, 6.2], [14, -22, 66, 6], [28, -12, 84, 6], [31, -4, 120, 6.2], [31, -6, 150, 6]],
  [[-28, -10, 90, 5.6], [-50, -8, 100, 5], [-84, 0, 98, 5], [-122, 14, 76, 5]],
  [[28, -12, 88, 5.6], [50, -8, 100, 5], [84, 0, 98, 5], [122, 14, 76, 5]],
  [[-24, 6, -92, 11], [-25, 10, -115, 12], [-24, 12, -150, 12.5], [-20, 10, -200, 11.5], [-16, 14, -250, 11], [-14, 16, -300, 10.5]],
  [[-7, 46, -140, 2.8], [-8, 50, -60, 3.4], [-9, 49, -5, 3.8], [-15, 44, 7, 4.2], [-24, 22, 13, 4.2], [-27, 0, 9, 4.6]],
];
const PULMONARY_TRUNK: readonly TubePoint[] = [[14, -40, -52, 13.5], [18, -33, -36, 14], [21, -20, -18, 13.4], [24, -4, -8, 12]];
export const LEFT_PULMONARY_ARTERY: readonly TubePoint[] = [[23, -6, -8, 11.6], [33, 12, -4, 10.6], [41, 26, -10, 9.4], [44, 36, -24, 8.2], [44, 40, -42, 6.8]];
export const RIGHT_PULMONARY_ARTERY: readonly TubePoint[] = [[18, -14, -14, 11.4], [2, -2, -20, 11], [-16, 2, -23, 10.4], [-32, 10, -26, 9], [-40, 18, -34, 7.8], [-42, 24, -50, 6.6]];
const PULMONARY_VEINS: readonly (readonly TubePoint[])[] = [
  [[-16, 14, -48, 7], [-32, 4, -42, 6.2], [-42, -4, -32, 5]],
  [[-16, 22, -60, 7], [-34, 30, -68, 6], [-46, 38, -74, 4.8]],
  [[28, 12, -46, 7], [40, 2, -36, 6], [48, -8, -24, 5]],
  [[28, 24, -58, 7], [42, 34, -64, 6], [50, 42, -72, 4.8]],
];
const OESOPHAGUS: readonly TubePoint[] = [[2, 20, 150, 6.5], [5, 28, 95, 6.8], [7, 37, 45, 7], [8, 40, 0, 7.4], [10, 42, -50, 8], [13, 37, -92, 8.4], [20, 26, -116, 9], [34, 12, -128, 9.5]];

/** The heart as one surface, and its chambers. */
export interface Heart {
  readonly outer: Shape;
  readonly leftVentricle: Shape;
  readonly rightVentricle: Shape;
  readonly leftAtrium: Shape;
  readonly rightAtrium: Shape;
}

export function createHeart(): Heart {
  const leftBody = tube([[10, 4, -58, 31], [38, -20, -80, 36], [64, -44, -100, 23], [75, -53, -107, 12]], 1, 8);
  const rightBody = tube([[-22, -38, -90, 25], [12, -58, -92, 25], [46, -64, -105, 14]], 1, 8);
  const outflow = tube([[-4, -57, -82, 21], [8, -51, -62, 17], [15, -42, -48, 14]], 1, 8);
  const leftAtrium = smoothUnion(8, ellipsoid([6, 20, -54], [33, 17, 19]), tube([[30, 4, -44, 8], [40, -10, -40, 5]]));
  const rightAtrium = smoothUnion(8, ellipsoid([-36, -10, -70], [21, 25, 30]), tube([[-34, -24, -50, 10], [-20, -40, -42, 6]]));
  const inferior = ellipsoid([-22, -4, -92], [20, 20, 15]);
  return {
    outer: smoothUnion(10, leftBody, rightBody, outflow, leftAtrium, rightAtrium, inferior),
    leftVentricle: tube([[18, -2, -63, 15], [38, -20, -80, 22], [60, -40, -97, 9]], 1, 8),
    rightVentricle: smoothUnion(6, tube([[-16, -40, -88, 19], [12, -58, -92, 19], [40, -62, -103, 8]], 1, 8), tube([[-2, -57, -80, 15], [14, -43, -52, 12]], 1, 8)),
    leftAtrium: grow(leftAtrium, -2),
    rightAtrium: grow(rightAtrium, -2),
  };
}

/** What the lungs leave free between them: vessels, heart, spine and the fat around them. */
export function createMediastinalSpace(heart: Heart): Shape {
  const core = ribbon([
    { z: 116, points: [[0, -40, 20], [0, -10, 30], [0, 20, 30], [0, 70, 30]] },
    { z: 96, points: [[0, -56, 20], [0, -20, 31], [0, 15, 30], [0, 80, 26]] },
    { z: 70, points: [[0, -72, 22], [0, -28, 29], [2, 12, 25], [0, 88, 22]] },
    { z: 45, points: [[0, -80, 15], [0, -40, 18], [2, 12, 20], [0, 96, 22]] },
    { z: 15, points: [[0, -92, 7], [1, -56, 8], [3, 10, 15], [0, 100, 22]] },
    { z: -20, points: [[3, -98, 5], [4, -66, 5], [4, 10, 14], [0, 104, 23]] },
    { z: -60, points: [[5, -104, 12], [8, -84, 7], [5, 20, 12], [0, 106, 24]] },
    { z: -95, points: [[6, -106, 30], [10, -84, 24], [4, 26, 13], [0, 106, 25]] },
    { z: -130, points: [[4, -106, 34], [6, -60, 24], [4, 26, 16], [0, 104, 27]] },
    { z: -170, points: [[4, -106, 30], [4, -40, 24], [4, 26, 20], [0, 98, 30]] },
  ]);
  const vessels = [ASCENDING, DESCENDING, PULMONARY_TRUNK, LEFT_PULMONARY_ARTERY, RIGHT_PULMONARY_ARTERY, TRACHEA, RIGHT_BRONCHUS, LEFT_BRONCHUS, ...VEINS.slice(0, 3), ...PULMONARY_VEINS];
  const widened = vessels.map((axis) => tube(axis.map(([x, y, z, radius]): TubePoint => [x, y, z, radius + 1.6])));
  const wavy = displace(core, (x, y, z) => Math.sin(y * 0.11 + z * 0.07) + Math.sin(z * 0.13 - y * 0.05 + (x > 0 ? 2 : 0)), 1.8, 0.35);
  return smoothUnion(9, wavy, grow(heart.outer, 4.5), union(...widened), ellipsoid([-42, 20, -38], [12, 13, 22]), ellipsoid([44, 28, -36], [11, 14, 22]));
}

export interface MediastinumOptions {
  readonly marbling: Field;
  /** 0 none, 1 the specks of a 67-year-old. */
  readonly calcification: number;
}

export function mediastinumLayers(heart: Heart, { marbling, calcification }: MediastinumOptions): Layer[] {
  const blood: Field = (x, y, z) => HOUNSFIELD.blood + 2 * marbling(x, y, z);
  const muscle: Field = (x, y, z) => HOUNSFIELD.myocardium + 3 * marbling(x, y, z);
  const layers: Layer[] = [];
  const vessel = (axis: readonly TubePoint[], wallMm: number): void => {
    layers.push({ shape: tube(axis), value: blood, rim: { thicknessMm: wallMm, value: HOUNSFIELD.blood + 8 } });
  };
  layers.push({ shape: grow(heart.outer, 3.4), value: HOUNSFIELD.mediastinalFat - 4, rim: { thicknessMm: 1, value: 22 } });
  const rough = displace(heart.outer, (x, y, z) => marbling(x * 0.3, y * 0.3, z * 0.3), 1.6, 0.3);
  layers.push({ shape: rough, value: muscle }, { shape: grooveFat(heart), value: HOUNSFIELD.mediastinalFat });
  for (const chamber of [heart.rightAtrium, heart.leftAtrium, heart.rightVentricle, heart.leftVentricle]) layers.push({ shape: chamber, value: blood, edgeMm: 2.5 });
  for (const axis of CORONARIES) layers.push({ shape: tube(axis), value: HOUNSFIELD.blood + 4 });
  vessel(PULMONARY_TRUNK, 0.8);
  for (const axis of VEINS) vessel(axis, 0.6);
  for (const axis of PULMONARY_VEINS) vessel(axis, 0.5);
  vessel(LEFT_PULMONARY_ARTERY, 0.7);
  vessel(RIGHT_PULMONARY_ARTERY, 0.7);
  vessel(DESCENDING, 1.4);
  vessel(ASCENDING, 1.4);
  for (const axis of ARCH_BRANCHES) vessel(axis, 0.8);
  layers.push(...nodes(), ...thyroid(), ...airways(), ...oesophagus());
  if (calcification > 0) {
    for (const axis of CALCIFICATIONS) layers.push({ shape: tube(axis), value: HOUNSFIELD.calcification * calcification, mode: 'brighter' });
  }
  return layers;
}

function airways(): Layer[] {
  const axes = [TRACHEA, RIGHT_BRONCHUS, LEFT_BRONCHUS];
  return [
    ...axes.map((axis): Layer => ({ shape: tube(axis.map(([x, y, z, radius]): TubePoint => [x, y, z, radius + 1.7])), value: 42 })),
    ...axes.map((axis): Layer => ({ shape: tube(axis), value: HOUNSFIELD.air + 4 })),
  ];
}

function oesophagus(): Layer[] {
  const gas = OESOPHAGUS.slice(1, 4).map(([x, y, z], index): TubePoint => [x + 1, y - 1, z, [0.7, 1.8, 0.4][index] ?? 1]);
  // Collapsed: wider than deep. The same tube stands twice, side by side.
  const left = tube(OESOPHAGUS.map(([x, y, z, radius]): TubePoint => [x - 2.4, y, z, radius * 0.74]));
  const right = tube(OESOPHAGUS.map(([x, y, z, radius]): TubePoint => [x + 2.8, y + 0.6, z, radius * 0.74]));
  return [{ shape: smoothUnion(4, left, right), value: HOUNSFIELD.bowelWall }, { shape: tube(gas), value: -420, edgeMm: 1.5 }];
}

function thyroid(): Layer[] {
  const lobe = (side: number) => ellipsoid([side * 17, 4, 122], [9, 10, 20]);
  return [lobe(-1), lobe(1)].map((shape) => ({ shape, value: HOUNSFIELD.thyroid }));
}

/** Small lymph nodes as every mediastinum has them. */
function nodes(): Layer[] {
  const places = [[-14, 8, 22, 4.2, 3], [14, -2, 22, 4.6, 2.8], [16, 10, 12, 3.2, 2.6], [0, 34, -14, 5, 3], [-15, 16, 40, 3.4, 2.6], [-30, 22, -8, 4, 3], [6, -46, 34, 3, 2.4]] as const;
  return places.map(([x, y, z, long, short]) => ({ shape: ellipsoid([x, y, z], [long, short, long], 0.6), value: 38 }));
}

/** Fat of the atrioventricular and interventricular grooves, where the coronary arteries run. */
function grooveFat(heart: Heart): Shape {
  const grooves = union(
    tube([[-14, -40, -52, 7], [-32, -44, -70, 8], [-34, -38, -92, 7]]),
    tube([[26, -22, -46, 6], [44, -2, -58, 7], [38, 18, -76, 7], [16, 22, -88, 6]]),
    tube([[22, -50, -56, 6], [42, -64, -80, 6.5], [66, -68, -102, 5]]),
  );
  return { box: grooves.box, at: (z) => {
    const groove = grooves.at(z);
    const outer = heart.outer.at(z);
    return (x, y) => Math.max(groove(x, y), outer(x, y) - 1.5, -outer(x, y) - 11);
  } };
}

const CORONARIES: readonly (readonly TubePoint[])[] = [
  [[8, -26, -46, 2], [20, -34, -50, 2], [31, -56, -66, 1.7], [50, -66, -88, 1.4]],
  [[20, -30, -50, 1.8], [36, -14, -54, 1.7], [46, 4, -64, 1.5]],
  [[-12, -32, -48, 1.9], [-30, -38, -62, 1.8], [-38, -32, -86, 1.6]],
];

const CALCIFICATIONS: readonly (readonly TubePoint[])[] = [
  [[20, -35, -50, 1.1], [25, -46, -57, 1.4]],
  [[31, -56, -66, 0.9], [34, -58, -70, 0.8]],
  [[12, 39, 40, 1.2], [17, 38.5, 38, 1.4], [22, 36, 36, 1.1]],
  [[-2, -5, 49, 0.9], [3, 0, 51, 1]],
  [[33, 56, -12, 1.1], [34, 53, -16, 0.9]],
  [[12, 57, -122, 1.1], [8, 53, -134, 1]],
  [[-3, 20, -214, 1.2], [-5, 24, -222, 1.3]],
];
