import { HOUNSFIELD } from '../hounsfield.ts';
import { loft } from '../loft.ts';
import type { Field } from '../noise-field.ts';
import type { Layer } from '../painter.ts';
import { displace, ellipsoid, grow, intersect, mirror, smoothUnion, solid, subtract, union, type Shape } from '../shape.ts';
import { tube, type TubePoint } from '../tube.ts';
import { belowDiaphragm, createCavity, spineY } from './thorax.ts';

/** Organs under the diaphragm, as far down as the fourth lumbar vertebra. */
export function abdomenLayers(marbling: Field): Layer[] {
  const cavity = createCavity();
  const room = intersect(grow(cavity, -0.5), belowDiaphragm(0.3));
  const inside = intersect(grow(cavity, -3.6), belowDiaphragm(3));
  const within = (shape: Shape): Shape => intersect(shape, inside);
  const wavy = (shape: Shape, mm: number) => displace(shape, (x, y, z) => marbling(x * 0.16, y * 0.16, z * 0.16), mm, 0.25);
  const layers: Layer[] = [
    { shape: room, value: HOUNSFIELD.muscle },
    { shape: inside, value: (x, y, z) => HOUNSFIELD.fat - 4 + 6 * marbling(x, y, z) + Math.max(0, marbling(x * 0.7, y * 0.7, z * 0.7) - 0.62) * 120 },
  ];
  const liver = within(wavy(createLiver(), 3));
  layers.push({ shape: liver, value: (x, y, z) => HOUNSFIELD.liver + 2.5 * marbling(x, y, z) });
  for (const axis of LIVER_VEINS) layers.push({ shape: intersect(tube(axis), grow(liver, -2)), value: HOUNSFIELD.blood - 2, mode: 'darker', edgeMm: 2 });
  const gallbladder = tube([[-52, -38, -188, 8], [-58, -50, -204, 14], [-62, -62, -222, 13]]);
  layers.push({ shape: gallbladder, value: 30 }, { shape: grow(gallbladder, -1.4), value: 8 });
  layers.push({ shape: within(wavy(ellipsoid([98, 38, -142], [27, 44, 46], -0.5), 3)), value: (x, y, z) => HOUNSFIELD.spleen + 2 * marbling(x, y, z) });
  layers.push(...stomachLayers(within, marbling), ...bowelLayers(within), ...kidneyLayers(marbling), ...pancreasLayers(within, marbling));
  for (const side of [-1, 1]) {
    const adrenal = tube([[side * 24, 34 + side, -160, 2.4], [side * 30, 40, -166, 2.6], [side * 38, 48, -170, 2.2]], 2.6);
    layers.push({ shape: adrenal, value: 22 });
    const crus = tube([[side * 10 + 4, 30, -118, 4], [side * 16, 42, -150, 5], [side * 13, 46, -180, 5.5], [side * 9, 40, -215, 4]], 1.6);
    layers.push({ shape: crus, value: HOUNSFIELD.muscle });
    const psoas = tube([[side * 24, spineY(-190) + 6, -190, 5], [side * 31, spineY(-225) + 6, -225, 12], [side * 38, spineY(-260) + 4, -260, 17], [side * 42, spineY(-300), -300, 20]], 1, 8);
    layers.push({ shape: psoas, value: (x, y, z) => HOUNSFIELD.muscle + 4 * marbling(x, y, z) });
    const quadratus = tube([[side * 56, spineY(-180) + 28, -180, 6], [side * 64, spineY(-230) + 26, -230, 10], [side * 72, spineY(-300) + 24, -300, 12]]);
    layers.push({ shape: quadratus, value: HOUNSFIELD.muscle });
  }
  return layers;
}

function createLiver(): Shape {
  return loft([
    { z: -84, points: [[-20, -60], [-60, -92], [-110, -70], [-134, -10], [-120, 60], [-84, 96], [-40, 70], [-14, 10]] },
    { z: -120, points: [[40, -86], [-50, -100], [-116, -76], [-138, -8], [-124, 66], [-84, 98], [-32, 66], [8, -22]] },
    { z: -150, points: [[62, -80], [-40, -100], [-116, -78], [-138, -8], [-124, 66], [-84, 94], [-30, 56], [10, -34]] },
    { z: -180, points: [[40, -84], [-40, -98], [-112, -78], [-136, -10], [-122, 62], [-82, 84], [-44, 40], [-22, -40]] },
    { z: -205, points: [[-36, -80], [-60, -90], [-110, -76], [-134, -12], [-120, 52], [-88, 66], [-66, 26], [-52, -30]] },
    { z: -235, points: [[-86, -52], [-92, -66], [-114, -60], [-130, -14], [-118, 34], [-102, 40], [-90, 12], [-84, -24]] },
    { z: -252, points: [[-104, -30], [-106, -40], [-114, -38], [-124, -14], [-118, 12], [-110, 14], [-106, 0], [-103, -16]] },
  ]);
}

const LIVER_VEINS: readonly (readonly TubePoint[])[] = [
  [[-24, 6, -112, 5], [-50, 20, -122, 4.4], [-84, 30, -138, 3.2], [-104, 34, -150, 2]],
  [[-24, 2, -112, 4.6], [-44, -20, -122, 4], [-62, -46, -138, 2.6]],
  [[-20, -2, -112, 4], [-4, -30, -124, 3.4], [12, -52, -136, 2.2]],
  [[-34, -8, -172, 6.4], [-56, 0, -164, 5.6], [-84, 2, -160, 4.4], [-108, 10, -168, 2.6]],
  [[-56, 0, -164, 5], [-80, -26, -164, 3.6], [-104, -40, -172, 2.2]],
  [[-34, -12, -170, 5.6], [-16, -40, -152, 4.4], [-2, -60, -144, 3]],
];

function stomachLayers(within: (shape: Shape) => Shape, marbling: Field): Layer[] {
  const axis: TubePoint[] = [[62, 20, -118, 26], [66, -8, -138, 34], [60, -40, -168, 28], [34, -58, -196, 20], [2, -54, -206, 15], [-22, -40, -200, 11]];
  const wall = within(tube(axis, 1, 8));
  const lumen = grow(wall, -4.5);
  const gas = intersect(lumen, solid({ minX: -60, maxX: 110, minY: -110, maxY: -30, minZ: -240, maxZ: -90 }, (_x, y) => y + 34));
  return [
    { shape: wall, value: HOUNSFIELD.bowelWall },
    { shape: lumen, value: (x, y, z) => 20 + 9 * marbling(x * 0.45, y * 0.45, z * 0.45) },
    { shape: gas, value: -960 },
  ];
}

/** Colon under the ribs and loops of the small bowel. */
function bowelLayers(within: (shape: Shape) => Shape): Layer[] {
  const colon: readonly (readonly TubePoint[])[] = [
    [[-108, 2, -300, 22], [-106, 6, -262, 21], [-92, -24, -240, 17], [-50, -66, -244, 17], [0, -72, -252, 17], [54, -68, -236, 17], [96, -30, -196, 17], [110, 14, -180, 16], [108, 24, -230, 16], [110, 22, -300, 17]],
  ];
  const loops: readonly (readonly TubePoint[])[] = [
    [[30, -30, -236, 12], [56, -40, -256, 13], [40, -58, -278, 12], [8, -48, -272, 12], [-20, -46, -286, 12]],
    [[70, -10, -250, 12], [84, -38, -266, 12], [70, -58, -290, 12], [30, -30, -296, 12], [60, 0, -286, 12]],
    [[-60, -40, -270, 12], [-44, -62, -290, 12], [-70, -20, -292, 12]],
    [[-34, -20, -204, 12], [-44, -6, -224, 12], [-36, 2, -248, 12], [-4, 6, -254, 11], [30, 0, -238, 11]],
  ];
  const layers: Layer[] = [];
  const haustra = (x: number, y: number, z: number) => Math.sin(x * 0.24) * Math.sin(z * 0.22) + 0.5 * Math.sin(y * 0.3);
  for (const axis of colon) {
    const wall = within(displace(tube(axis, 1, 10), haustra, 2.4, 0.4));
    layers.push({ shape: wall, value: HOUNSFIELD.bowelWall - 5 }, {
      shape: grow(wall, -2),
      value: (x, y, z) => {
        const stool = Math.sin(x * 0.5 + 2 * Math.sin(z * 0.21)) * Math.sin(y * 0.46 + 1.5 * Math.sin(x * 0.3)) * Math.sin(z * 0.4);
        return y < -56 - 8 * Math.sin(z * 0.05) ? -940 : 10 - Math.max(0, stool - 0.12) * 700;
      },
    });
  }
  for (const axis of loops) {
    const wall = within(displace(tube(axis, 1, 8), haustra, 1.5, 0.3));
    layers.push({ shape: wall, value: HOUNSFIELD.bowelWall }, { shape: grow(wall, -2.6), value: 20 });
  }
  return layers;
}

function kidneyLayers(marbling: Field): Layer[] {
  const left = smoothUnion(10, ellipsoid([56, 48, -196], [25, 28, 34], 0.7), ellipsoid([60, 42, -222], [24, 26, 32], 0.7));
  const right = mirror(left);
  const sinus = union(ellipsoid([42, 36, -208], [14, 10, 18], 0.7), mirror(ellipsoid([42, 36, -208], [14, 10, 18], 0.7)));
  return [left, shifted(right, -14)].map((shape): Layer => ({
    shape: subtract(shape, sinus),
    value: (x, y, z) => HOUNSFIELD.kidney + 2 * marbling(x, y, z),
  }));
}

/** A shape moved along z. */
function shifted(shape: Shape, byMm: number): Shape {
  return { box: { ...shape.box, minZ: shape.box.minZ + byMm, maxZ: shape.box.maxZ + byMm }, at: (z) => shape.at(z - byMm) };
}

function pancreasLayers(within: (shape: Shape) => Shape, marbling: Field): Layer[] {
  const gland = tube([[-30, -16, -222, 14], [-26, -22, -206, 13], [0, -26, -192, 9], [34, -10, -182, 9], [68, 14, -168, 10], [84, 26, -160, 8]], 1, 8);
  const lobulated = displace(gland, (x, y, z) => marbling(x * 0.5, y * 0.5, z * 0.5), 2.6, 0.5);
  const veins = tube([[72, 24, -170, 4], [30, 0, -188, 4.6], [-4, -10, -194, 6], [-30, -8, -176, 6.4]]);
  const mesenteric = tube([[4, -4, -200, 4], [2, -16, -230, 4.2], [4, -30, -290, 4]]);
  return [
    { shape: within(lobulated), value: HOUNSFIELD.pancreas },
    { shape: veins, value: HOUNSFIELD.blood },
    { shape: mesenteric, value: HOUNSFIELD.blood },
  ];
}
