import { bell, smoothStep } from '../curve.ts';
import { HOUNSFIELD } from '../hounsfield.ts';
import type { ImagePlane } from '../image-plane.ts';
import { loft } from '../loft.ts';
import { createFractalField, createNoiseField, storeField, type Field } from '../noise-field.ts';
import { paintLayer, type Layer } from '../painter.ts';
import { ellipsoid, grow, mirror, smoothUnion, solid, subtract, union, type Shape } from '../shape.ts';
import { tube } from '../tube.ts';
import { brainLayers } from './brain.ts';
import { createCranialCavity, outerTable } from './cranium.ts';
import { createFoldedCortex } from './folded-cortex.ts';
import { orbitLayers, skullBaseLayers } from './skull-base.ts';

export interface HeadPhantomOptions {
  readonly seed: string;
  readonly leftStroke: boolean;
}

export interface HeadPhantom {
  /** Ideal CT numbers of a transverse plane: no noise, no blur. */
  readonly paint: (plane: ImagePlane) => Float32Array;
}

export function createHeadPhantom({ seed, leftStroke }: HeadPhantomOptions): HeadPhantom {
  const cavity = createCranialCavity();
  const cortex = createFoldedCortex(cavity, seed);
  const mottle = storeField(createFractalField(`${seed}/mottle`, 8, 2), 1);
  const diploe = storeField(createFractalField(`${seed}/diploe`, 3.2, 2), 0.7);
  const strands = storeField(createNoiseField(`${seed}/strands`, 6), 1);
  const skull = outerTable(cavity, 0);
  const foramen = tube([[0, 30, -54, 14], [0, 33, -90, 14]]);
  const layers: Layer[] = [
    ...holderLayers(),
    ...softTissueLayers(skull, strands),
    { shape: subtract(skull, foramen), value: HOUNSFIELD.corticalBone + 250 },
    { shape: subtract(outerTable(cavity, 1.5), grow(cavity, 1.3)), value: (x, y, z) => 560 + 190 * diploe(x, y, z) },
    ...brainLayers({ cortex, cavity, mottle, leftStroke }),
    ...skullBaseLayers(diploe),
    ...orbitLayers(),
  ];
  return {
    paint(plane) {
      const image = new Float32Array(plane.columns * plane.rows).fill(HOUNSFIELD.air);
      for (const layer of layers) paintLayer(plane, image, layer);
      hardenBeam(plane, image);
      return image;
    },
  };
}

/** Scalp, temporal and chewing muscles, face, neck and ears. */
function softTissueLayers(skull: Shape, strands: Field): Layer[] {
  const face = loft([
    { z: -8, points: [[0, -96], [30, -92], [52, -72], [60, -40], [40, 0], [0, 20], [-40, 0], [-60, -40], [-52, -72], [-30, -92]] },
    { z: -24, points: [[0, -106], [24, -92], [52, -74], [66, -40], [66, 0], [0, 30], [-66, 0], [-66, -40], [-52, -74], [-24, -92]] },
    { z: -42, points: [[0, -118], [20, -98], [50, -82], [70, -44], [72, 0], [0, 40], [-72, 0], [-70, -44], [-50, -82], [-20, -98]] },
    { z: -60, points: [[0, -122], [22, -102], [48, -88], [68, -46], [70, 4], [0, 50], [-70, 4], [-68, -46], [-48, -88], [-22, -102]] },
    { z: -90, points: [[0, -108], [24, -104], [48, -84], [66, -44], [66, 8], [0, 60], [-66, 8], [-66, -44], [-48, -84], [-24, -104]] },
  ]);
  const neck = tube([[0, 26, -50, 52], [0, 26, -100, 56]], 1, 10);
  const scalp: Shape = {
    box: { minX: -96, maxX: 96, minY: -112, maxY: 112, minZ: -90, maxZ: 100 },
    at: (z) => {
      const section = skull.at(z);
      return (x, y) => {
        const temple = bell(Math.abs(x), 70, 22) * bell(y, -14, 34) * (1 - smoothStep(16, 46, z));
        return section(x, y) * 0.95 - 4.6 - 5.5 * temple;
      };
    },
  };
  const head = smoothUnion(7, scalp, face, neck);
  const ear = loft([
    { z: -62, points: [[72, 10], [78, 12], [80, 18], [76, 18]] },
    { z: -48, points: [[70, 6], [82, 12], [92, 26], [86, 24]] },
    { z: -30, points: [[70, 6], [82, 12], [97, 30], [92, 30]] },
    { z: -16, points: [[72, 8], [80, 14], [92, 26], [86, 24]] },
  ]);
  const temporalis = solid({ minX: -84, maxX: 84, minY: -58, maxY: 30, minZ: -50, maxZ: 40 }, () => -1);
  const muscleUnderScalp: Shape = {
    box: temporalis.box,
    at: (z) => {
      const section = skull.at(z);
      return (x, y) => {
        const temple = bell(Math.abs(x), 70, 22) * bell(y, -14, 30) * (1 - smoothStep(10, 40, z));
        return Math.max(section(x, y) - 7 * temple, 0.8 - temple * 3.2);
      };
    },
  };
  const both = (shape: Shape) => union(shape, mirror(shape));
  const masseter = both(tube([[56, -30, -54, 5], [59, -24, -70, 8], [58, -22, -95, 9]]));
  const pterygoid = both(smoothUnion(4, tube([[20, -22, -54, 5], [40, -8, -56, 7]]), tube([[20, -20, -62, 6], [38, -14, -90, 8]])));
  const nuchal = both(smoothUnion(3, tube([[14, 70, -46, 7], [18, 62, -66, 14], [20, 60, -100, 16]]), tube([[38, 58, -50, 6], [42, 50, -70, 9], [44, 46, -100, 10]])));
  const longus = both(tube([[8, 4, -62, 6], [9, 4, -100, 7]]));
  const fat: Field = (x, y, z) => HOUNSFIELD.fat + 8 * strands(x, y, z);
  const muscle: Field = (x, y, z) => HOUNSFIELD.muscle + 5 * strands(x, y, z);
  return [
    { shape: union(ear, mirror(ear)), value: -8 },
    { shape: head, value: 28 },
    { shape: grow(head, -2.1), value: fat },
    ...[muscleUnderScalp, masseter, pterygoid, nuchal, longus].map((shape): Layer => ({ shape, value: muscle })),
    { shape: both(ellipsoid([52, 6, -66], [12, 14, 16])), value: 5 },
    { shape: tube([[0, -12, -58, 22], [0, -8, -100, 22]]), value: 38, opacity: 0.85 },
  ];
}

/** The head rest: a shell around foam. */
function holderLayers(): Layer[] {
  const trough = (insetMm: number) => solid({ minX: -130, maxX: 130, minY: 0, maxY: 140, minZ: -400, maxZ: 400 }, (x, y) => {
    const radius = Math.hypot(x, y - 4);
    return Math.max(Math.abs(radius - 114) - 8 + insetMm, 24 + insetMm - y) * 0.95;
  });
  return [
    { shape: trough(0), value: -140 },
    { shape: trough(1.7), value: -955 },
    { shape: solid({ minX: -110, maxX: 110, minY: 20, maxY: 130, minZ: -400, maxZ: 400 }, (x, y) => Math.max(Math.hypot(x, y - 4) - 105, 97 - Math.hypot(x * 1.02, y), 40 - y)), value: -965 },
  ];
}

/** The dark band between the petrous bones that hardened beams leave (Hounsfield bar). */
function hardenBeam({ positionMm: [originX, originY, z], spacingMm, columns, rows }: ImagePlane, image: Float32Array): void {
  const level = 7 * bell(z, -37, 5.5);
  if (level < 0.3) return;
  for (let row = 0; row < rows; row += 1) {
    const y = originY + row * spacingMm;
    const band = level * (bell(y, 14, 5) + 0.5 * bell(y, 28, 4) - 0.35 * bell(y, 21, 3));
    if (Math.abs(band) < 0.1) continue;
    for (let column = 0; column < columns; column += 1) {
      const index = row * columns + column;
      const value = image[index] as number;
      const x = originX + column * spacingMm;
      if (value > -50 && value < 100 && Math.abs(x) < 44) image[index] = value - band * (1 - Math.abs(x) / 60);
    }
  }
}
