import { createNoiseField, type Field } from '../noise-field.ts';
import type { Layer } from '../painter.ts';
import { displace, ellipsoid, grow, intersect, mirror, smoothUnion, solid, subtract, union, type Shape } from '../shape.ts';
import { tube } from '../tube.ts';
import { loft, ribbon } from '../loft.ts';

const DENSE = 1250;
const THIN = 620;
const AIR = -990;

/** Bones of the skull's base and the face, with their air cells. Painted after the soft tissues and the brain. */
export function skullBaseLayers(spongy: Field): Layer[] {
  const both = (shape: Shape): Shape => union(shape, mirror(shape));
  const marrow: Field = (x, y, z) => 320 + 160 * spongy(x, y, z);
  const layers: Layer[] = [];
  const uneven = createNoiseField('bone-surface', 9);
  const bone = (drawn: Shape, rimMm: number, compact = DENSE): void => {
    const shape = displace(drawn, (x, y, z) => uneven(Math.abs(x) + 0.12 * x, y, z), 1.1, 0.2);
    layers.push({ shape, value: marrow, rim: { thicknessMm: rimMm, value: compact } });
  };
  // Sphenoid and clivus.
  bone(smoothUnion(6, ellipsoid([0, -20, -40], [21, 17, 13]), tube([[0, -6, -34, 8], [0, 1, -48, 7], [0, 9, -64, 5.5]], 1, 6)), 1.4);
  bone(both(tube([[7, -27, -19, 3], [24, -32, -17, 2.6], [44, -36, -14, 2.8], [56, -38, -8, 3]])), 1.2);
  bone(both(tube([[16, -22, -40, 6], [34, -36, -38, 3.2], [50, -42, -30, 3.4], [58, -42, -16, 3.6]], 1.9)), 1.2);
  // Petrous pyramids and mastoids.
  const petrous = both(displace(smoothUnion(5, tube([[13, 4, -36, 5.5], [26, 14, -37, 8], [40, 22, -38, 10], [54, 30, -42, 12]]), tube([[56, 28, -44, 12], [58, 30, -58, 10], [57, 28, -70, 6]]), ellipsoid([50, 40, -46], [9, 12, 12])), (x, y, z) => uneven(x * 1.3, y * 1.3, z * 1.3), 2.4, 0.4));
  bone(petrous, 1.6, 1450);
  layers.push({ shape: both(ellipsoid([31, 17, -37], [5, 4, 4])), value: 1750, mode: 'brighter' });
  layers.push({ shape: both(tube([[20, 16, -37, 2.2], [29, 19, -37, 1.8]])), value: 20 });
  layers.push({ shape: both(tube([[33, 14, -38, 0.9], [36, 17, -37, 1], [35, 20, -38, 0.9]])), value: 60 });
  const cells = createNoiseField('mastoid-cells', 5.4);
  layers.push({
    shape: intersect(grow(petrous, -2.2), both(ellipsoid([55, 32, -46], [14, 22, 22]))),
    value: (x, y, z) => (Math.abs(cells(Math.abs(x) + 0.2 * x, y, z)) > 0.13 && Math.abs(cells(y + 40, z, x)) > 0.1 ? -900 : 420),
  });
  layers.push({ shape: both(tube([[88, 6, -43, 3.4], [66, 8, -42, 3.2], [48, 11, -41, 3.4]])), value: AIR }, { shape: both(ellipsoid([44, 12, -40], [3.6, 4.6, 6])), value: AIR });
  layers.push({ shape: both(tube([[43, 12, -37, 0.9], [45, 13, -38, 1]])), value: 1100 });
  // Occiput around the foramen, condyles, atlas.
  bone(both(tube([[13, 18, -63, 5], [18, 30, -66, 6.5], [16, 42, -63, 4]])), 1.4);
  bone(both(tube([[20, 24, -74, 7], [22, 34, -76, 6], [14, 50, -78, 3.4], [0, 55, -78, 3.6]])), 1.3);
  // Face.
  bone(both(tube([[54, -44, -14, 4], [53, -58, -26, 4], [49, -64, -40, 5], [54, -58, -48, 5]], 1.3)), 1.6);
  bone(both(tube([[54, -58, -48, 5], [66, -40, -48, 2.8], [69, -18, -46, 2.6], [62, -2, -44, 3.4]], 1.8)), 1.2);
  bone(both(ellipsoid([51, -3, -52], [8, 4.4, 5.5], 0.25)), 1.2);
  bone(both(ribbon([
    { z: -90, points: [[48, -26, 2.6], [50, -14, 3], [51, -2, 3.4]] },
    { z: -64, points: [[49, -24, 1.8], [51, -12, 2], [52, -2, 3]] },
    { z: -58, points: [[49, -22, 1.6], [50.5, -20, 1.6], [51.5, -4, 2.6]] },
    { z: -50, points: [[49, -22, 1], [50.5, -20, 1], [51.5, -19, 1]] },
  ])), 1.1);
  bone(both(tube([[4, -92, -22, 3], [24, -84, -16, 4.4], [44, -72, -15, 4.6], [54, -56, -14, 4.2]], 1.3)), 1.6);
  bone(tube([[0, -94, -16, 4.4], [0, -98, -30, 2.4], [0, -102, -40, 1.2]]), 1.2);
  bone(both(tube([[12, -20, -52, 2], [16, -22, -68, 2], [17, -20, -90, 2]], 1)), 0.9, THIN);
  bone(both(tube([[10, -18, -54, 1.4], [13, -30, -66, 1.6], [14, -34, -90, 2]], 1)), 0.9, THIN);
  layers.push(...sinuses(both));
  return layers;
}

/** Air: frontal, ethmoid, sphenoid and maxillary sinuses, nose, pharynx; thin walls round each. */
function sinuses(both: (shape: Shape) => Shape): Layer[] {
  const layers: Layer[] = [];
  const airIn = (shape: Shape, wallMm: number, wall: number): void => {
    layers.push({ shape: grow(shape, wallMm), value: AIR, rim: { thicknessMm: wallMm, value: wall } });
  };
  airIn(union(ellipsoid([11, -86, -8], [10, 4.4, 13], 0.25), ellipsoid([-13, -86, -6], [12, 4.6, 16], -0.25)), 1.2, 900);
  airIn(subtract(ellipsoid([-3, -24, -40], [15, 10, 9]), solid({ minX: 1, maxX: 4, minY: -40, maxY: -8, minZ: -52, maxZ: -28 }, (x) => Math.abs(x - 2) - 0.6)), 1, 760);
  const antrum = loft([
    { z: -44, points: [[18, -66], [26, -70], [38, -66], [40, -56], [32, -46], [20, -48]] },
    { z: -52, points: [[17, -68], [28, -77], [42, -70], [45, -58], [32, -40], [18, -44]] },
    { z: -62, points: [[18, -68], [28, -77], [41, -70], [44, -60], [33, -40], [20, -43]] },
    { z: -76, points: [[22, -66], [28, -72], [37, -66], [38, -58], [31, -46], [23, -48]] },
  ]);
  airIn(both(antrum), 1.1, 700);
  // Ethmoid labyrinth: cells between thin leaves.
  const labyrinth = solid({ minX: -14, maxX: 14, minY: -76, maxY: -30, minZ: -44, maxZ: -16 }, (x, y, z) => Math.max(Math.abs(x) - 11.5 - (y + 53) * 0.04, Math.abs(y + 53) - 21, Math.abs(z + 30.5) - 12.5));
  layers.push({ shape: grow(labyrinth, 0.9), value: 430 });
  layers.push({
    shape: labyrinth,
    value: (x, y, z) => {
      const side = Math.abs(x);
      const leaf = Math.min(
        Math.abs(side - 6.2 - 0.8 * Math.sin(y * 0.3)),
        Math.abs(((y + 100 + 1.2 * Math.sin(side * 0.7 + z * 0.4)) % 8.6) - 4.3) ,
        side,
      );
      return leaf < 0.55 ? 240 : leaf < 0.9 ? -350 : -975;
    },
  });
  const half = (z: number, y: number) => 10.5 + 3 * Math.sin((z + 50) * 0.12) - Math.max(0, -y - 84) * 0.42 - Math.max(0, y + 34) * 0.25;
  const nose = solid({ minX: -17, maxX: 17, minY: -104, maxY: -18, minZ: -84, maxZ: -40 }, (x, y, z) => {
    return Math.max(Math.abs(x) - half(z, y), Math.abs(y + 61) - 40, Math.abs(z + 64) - 20);
  });
  layers.push({ shape: intersect(grow(nose, 1), solid({ minX: -20, maxX: 20, minY: -92, maxY: -15, minZ: -86, maxZ: -38 }, (_x, y) => -90 - y)), value: 420 }, {
    shape: nose,
    value: (x, y, z) => {
      const side = Math.abs(x - 0.8 * Math.sin(y * 0.06));
      if (side < 1.1) return 180;
      const along = (y + 56) * 0.08;
      const turbinate = Math.hypot((side - 6.9 - 0.7 * Math.sin(along * 2)) / (2.9 + 0.9 * Math.cos(along)), (((z + 90) % 16) - 8) / 6.6, Math.max(0, Math.abs(y + 56) - 20) / 5);
      const mucosa = half(z, y) - Math.abs(x) < 1.3 || side < 2;
      return turbinate < 1 ? (turbinate < 0.22 ? 260 : 42) : mucosa ? 30 : -985;
    },
  });
  layers.push({ shape: ellipsoid([0, -8, -70], [13, 9, 16]), value: AIR });
  return layers;
}

/** Eyes with their muscles, in the fat of the orbits, within thin walls. */
export function orbitLayers(): Layer[] {
  const layers: Layer[] = [];
  for (const side of [-1, 1]) {
    const cone = tube([[side * 11, -30, -26, 3], [side * 20, -46, -27, 11], [side * 29, -62, -28, 17.5], [side * 33, -72, -28, 18.5], [side * 34, -80, -28, 17]], 0.98, 5);
    // Open in front: the outer rim stands further back than the inner one.
    const rim = (front: number, slope: number) => solid({ minX: -62, maxX: 62, minY: -92, maxY: -25, minZ: -52, maxZ: -4 }, (x, y, z) => (front + Math.max(0, Math.abs(x) - 14) * slope + 0.012 * (z + 28) ** 2 - y) * 0.8);
    layers.push({ shape: intersect(grow(cone, 1.7), rim(-82, 0.52)), value: 760 }, { shape: intersect(cone, rim(-86, 0.22)), value: -88 });
    const globe = ellipsoid([side * 33, -73, -28], [12, 12.3, 12]);
    const toApex = [side * 13, -34, -26] as const;
    const muscle = (dx: number, dz: number) => tube([[side * 33 + dx, -73, -28 + dz, 1.3], [side * 29 + dx * 0.95, -60, -28 + dz * 0.95, 2.4], [side * 21 + dx * 0.6, -46, -27 + dz * 0.6, 2.2], [...toApex, 1.4]]);
    for (const [dx, dz] of [[12, 0], [-12, 0], [0, 12], [0, -12]] as const) layers.push({ shape: muscle(dx, dz), value: 48 });
    layers.push({ shape: tube([[side * 32, -61, -28, 2.4], [side * 24, -48, -27, 2.3], [...toApex, 2]]), value: 34 });
    layers.push({ shape: ellipsoid([side * 44, -72, -20], [4, 8, 6], side * 0.6), value: 42 });
    layers.push({ shape: globe, value: 46 }, { shape: grow(globe, -1.2), value: 10 }, { shape: ellipsoid([side * 33, -80.4, -28], [4.7, 2.1, 4.7]), value: 95 });
  }
  return layers;
}
