import { HOUNSFIELD } from '../hounsfield.ts';
import type { ImagePlane } from '../image-plane.ts';
import { createFractalField, createNoiseField, storeField, type Field } from '../noise-field.ts';
import { paintLayers, type Layer } from '../painter.ts';
import { paintSegments } from '../tree-painter.ts';
import { abdomenLayers } from './abdomen.ts';
import { couchLayers, createChestWall } from './chest-wall.ts';
import { createLungTrees, type LungTrees } from './lung-trees.ts';
import { createLungs, type Lungs } from './lungs.ts';
import { createHeart, createMediastinalSpace, mediastinumLayers, type Heart } from './mediastinum.ts';
import { noduleLayers, type Nodule } from './nodule.ts';
import { createChestSkeleton, skeletonLayers, type ChestSkeleton } from './skeleton.ts';
import { createCavity } from './thorax.ts';

/** What all patients of the demo have in common inside the chest. Costly to grow, so it is grown once. */
export interface ChestAnatomy {
  readonly marbling: Field;
  readonly strands: Field;
  readonly marrow: Field;
  readonly heart: Heart;
  readonly lungs: Lungs;
  readonly skeleton: ChestSkeleton;
  readonly trees: LungTrees;
}

export interface ChestPatient {
  readonly breasts: boolean;
  /** 1 is the usual layer of fat under the skin. */
  readonly fat: number;
  /** Calcium in arteries: 0 none, 1 that of a 67-year-old. */
  readonly calcification: number;
}

export interface ChestPhantom {
  /** Ideal CT numbers of a transverse plane: no noise, no blur. */
  readonly paint: (plane: ImagePlane, nodule?: Nodule) => Float32Array;
  /** The same without couch, bones and the branching vessels of the lungs, for a radiograph that projects those by themselves. */
  readonly paintSoftTissue: (plane: ImagePlane) => Float32Array;
  /** Bones alone. */
  readonly bones: readonly Layer[];
  readonly anatomy: ChestAnatomy;
}

/** @param branchSpacingMm see `createLungTrees` */
export function createChestAnatomy(seed: string, branchSpacingMm: number): ChestAnatomy {
  const haze = storeField(createNoiseField(`${seed}/haze`, 9), 1.6);
  const heart = createHeart();
  const lungs = createLungs(createMediastinalSpace(heart), haze);
  return {
    marbling: storeField(createFractalField(`${seed}/marbling`, 7, 3), 0.9),
    strands: storeField(createFractalField(`${seed}/strands`, 11, 3), 1.1),
    marrow: storeField(createFractalField(`${seed}/marrow`, 3.4, 2), 0.8),
    heart,
    lungs,
    skeleton: createChestSkeleton(),
    trees: createLungTrees(lungs, seed, branchSpacingMm),
  };
}

export function createChestPhantom(anatomy: ChestAnatomy, { breasts, fat, calcification }: ChestPatient): ChestPhantom {
  const { marbling, strands, marrow, heart, lungs, skeleton, trees } = anatomy;
  const couch = couchLayers();
  const trunk: Layer[] = [
    ...createChestWall({ fat, breasts, marbling, strands }).layers,
    { shape: createCavity(), value: HOUNSFIELD.mediastinalFat },
    ...abdomenLayers(marbling),
    { shape: lungs.right, value: lungs.value, edgeMm: 1.1 },
    { shape: lungs.left, value: lungs.value, edgeMm: 1.1 },
    ...lungs.fissures.map((shape): Layer => ({ shape, value: -560, edgeMm: 1.1, mode: 'brighter' })),
  ];
  const middle = mediastinumLayers(heart, { marbling, calcification });
  const bones = skeletonLayers(skeleton, marrow);
  const blank = (plane: ImagePlane) => new Float32Array(plane.columns * plane.rows).fill(HOUNSFIELD.air);
  return {
    bones,
    anatomy,
    paint(plane, nodule) {
      const image = blank(plane);
      const z = plane.positionMm[2];
      paintLayers(plane, image, couch);
      paintLayers(plane, image, trunk);
      paintSegments(plane, image, trees.vessels.near(z), { value: 38, mode: 'brighter', onlyBelow: 30 });
      paintSegments(plane, image, trees.bronchi.near(z), { value: -60, mode: 'brighter', growMm: 0.6, onlyBelow: 60 });
      paintSegments(plane, image, trees.bronchi.near(z), { value: -960, mode: 'darker' });
      paintLayers(plane, image, middle);
      paintLayers(plane, image, bones);
      if (nodule !== undefined) paintLayers(plane, image, noduleLayers(nodule, marbling));
      return image;
    },
    paintSoftTissue(plane) {
      const image = blank(plane);
      paintLayers(plane, image, trunk);
      paintLayers(plane, image, middle);
      return image;
    },
  };
}
