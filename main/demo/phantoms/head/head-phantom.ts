import { bell } from '../curve.ts';
import { HOUNSFIELD } from '../hounsfield.ts';
import type { ImagePlane } from '../image-plane.ts';
import { loft } from '../loft.ts';
import { createFractalField, createNoiseField, storeField, type Field } from '../noise-field.ts';
import { paintLayers, type Layer } from '../painter.ts';
import { ellipsoid, grow, intersect, mirror, smoothUnion, solid, subtract, union, type Shape } from '../shape.ts';
import { tube } from '../tube.ts';
import { brainLayers } from './brain.ts';
import { createCranialCavity, createSkullThickness, createTemple, outerTable } from './cranium.ts';
import { createFoldedCortex, type FoldedCortex } from './folded-cortex.ts';
import { orbitLayers, skullBaseLayers } from './skull-base.ts';

/** What does not depend on the illness. Costly to fold, so it is folded once. */
export interface HeadAnatomy {
  readonly cavity: Shape;
  readonly cortex: FoldedCortex;
  readonly mottle: Field;
  readonly around: readonly Layer[];
  readonly inFront: readonly Layer[];
}

export interface HeadPhantom {
  /** Ideal CT numbers of a transverse plane: no noise, no blur. */
  readonly paint: (plane: ImagePlane) => Float32Array;
}

/** @param stepMm of the stored fields: 2.4 shows nothing, more is quicker */
export function createHeadAnatomy(seed: string, stepMm: number): HeadAnatomy {
  const cavity = createCranialCavity(stepMm);
  const diploe = storeField(createFractalField(`${seed}/diploe`, 3.2, 2), 0.7);
  const strands = storeField(createNoiseField(`${seed}/strands`, 6), 1);
  const thickness = createSkullThickness(1.7 * stepMm);
  const skull = outerTable(cavity, thickness, 0);
  const foramen = tube([[0, 30, -54, 14], [0, 33, -90, 14]]);
  return {
    cavity,
    cortex: createFoldedCortex(seed, stepMm),
    mottle: storeField(createFractalField(`${seed}/mottle`, 8, 2), 1),
    around: [
      ...holderLayers(),
      ...softTissueLayers(skull, createTemple(1.7 * stepMm), strands),
      { shape: subtract(skull, foramen), value: HOUNSFIELD.corticalBone + 250 },
      { shape: subtract(outerTable(cavity, thickness, 1.5), grow(cavity, 1.3)), value: (x, y, z) => 560 + 190 * diploe(x, y, z) },
    ],
    inFront: [...skullBaseLayers(diploe), ...orbitLayers()],
  };
}

/** @param leftStroke an early infarction of the left middle cerebral artery */
export function createHeadPhantom({ cavity, cortex, mottle, around, inFront }: HeadAnatomy, leftStroke: boolean): HeadPhantom {
  const layers: readonly Layer[] = [...around, ...brainLayers({ cortex, cavity, mottle, leftStroke }), ...inFront];
  return {
    paint(plane) {
      const image = new Float32Array(plane.columns * plane.rows).fill(HOUNSFIELD.air);
      paintLayers(plane, image, layers);
      hardenBeam(plane, image);
      return image;
    },
  };
}

/** Scalp, temporal and chewing muscles, face, neck and ears. */
function softTissueLayers(skull: Shape, temple: Field, strands: Field): Layer[] {
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
      return (x, y) => section(x, y) * 0.95 - 4.6 - 5.5 * temple(x, y, z);
    },
  };
  const head = smoothUnion(7, scalp, face, neck);
  const ear = loft([
    { z: -62, points: [[62, 4], [74, 8], [78, 18], [66, 18]] },
    { z: -48, points: [[62, 0], [80, 9], [91, 25], [84, 24]] },
    { z: -30, points: [[62, 0], [81, 9], [95, 29], [90, 29]] },
    { z: -16, points: [[64, 4], [80, 13], [90, 25], [84, 24]] },
  ]);
  const muscleUnderScalp: Shape = {
    box: { minX: -84, maxX: 84, minY: -58, maxY: 30, minZ: -50, maxZ: 40 },
    at: (z) => {
      const section = skull.at(z);
      return (x, y) => {
        const cover = temple(x, y, z);
        return Math.max(section(x, y) - 7 * cover, 0.8 - cover * 3.2);
      };
    },
  };
  const both = (shape: Shape) => union(shape, mirror(shape));
  const masseter = both(loft([
    { z: -95, points: [[54, -34], [66, -30], [66, -14], [58, -6], [53, -14], [52, -26]] },
    { z: -66, points: [[53, -36], [66, -34], [68, -20], [60, -8], [54, -14], [52, -28]] },
    { z: -50, points: [[56, -40], [64, -40], [67, -28], [62, -18], [57, -20], [54, -32]] },
  ]));
  const temporal = both(loft([
    { z: -62, points: [[44, -34], [50, -34], [52, -24], [48, -14], [44, -18], [42, -28]] },
    { z: -46, points: [[44, -42], [56, -42], [62, -26], [62, -8], [54, -10], [46, -28]] },
    { z: -30, points: [[54, -46], [62, -42], [70, -20], [70, 0], [64, -2], [60, -24]] },
  ]));
  const pterygoid = both(smoothUnion(4, loft([
    { z: -95, points: [[18, -24], [30, -26], [44, -18], [46, -8], [34, -8], [22, -14]] },
    { z: -62, points: [[18, -24], [30, -28], [42, -22], [46, -8], [34, -6], [22, -12]] },
    { z: -50, points: [[18, -26], [30, -32], [44, -26], [48, -8], [36, -6], [24, -14]] },
  ])));
  const nuchal = both(smoothUnion(3, tube([[14, 70, -44, 7], [18, 64, -60, 13], [20, 62, -100, 16]]), tube([[36, 58, -48, 7], [40, 50, -66, 11], [42, 46, -100, 11]]), tube([[56, 34, -58, 5], [58, 30, -76, 8], [58, 26, -100, 9]])));
  const longus = both(tube([[8, 4, -60, 6], [9, 4, -100, 7]]));
  const parotid = both(ellipsoid([60, 8, -64], [10, 14, 18]));
  const cheek = both(tube([[30, -84, -46, 2.5], [42, -78, -58, 3.2], [46, -74, -90, 3.2]], 1.5));
  const lids = intersect(both(ellipsoid([34, -82, -28], [17, 5.5, 14])), grow(head, -1));
  const fat: Field = (x, y, z) => HOUNSFIELD.fat + 8 * strands(x, y, z);
  const muscle: Field = (x, y, z) => HOUNSFIELD.muscle + 5 * strands(x, y, z);
  return [
    { shape: union(ear, mirror(ear)), value: -8 },
    { shape: head, value: 28 },
    { shape: grow(head, -2.1), value: fat },
    ...[muscleUnderScalp, masseter, temporal, pterygoid, nuchal, longus, cheek, lids].map((shape): Layer => ({ shape, value: muscle })),
    { shape: parotid, value: 2 },
    { shape: tube([[0, -12, -58, 22], [0, -8, -100, 22]]), value: 38, opacity: 0.85 },
  ];
}

/** The head rest: a shell around foam. */
function holderLayers(): Layer[] {
  const trough = (insetMm: number) => solid({ minX: -130, maxX: 130, minY: 0, maxY: 140, minZ: -400, maxZ: 400 }, (x, y) => {
    const radius = Math.hypot(x, y - 4);
    return Math.max(Math.abs(radius - 114) - 8 + insetMm, 24 - y) * 0.95;
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
