import { HOUNSFIELD } from '../hounsfield.ts';
import type { ImagePlane } from '../image-plane.ts';
import { createFractalField, createNoiseField, storeField } from '../noise-field.ts';
import { paintLayers, type Layer } from '../painter.ts';
import { createCavity } from './thorax.ts';
import { abdomenLayers } from './abdomen.ts';
import { couchLayers, createChestWall } from './chest-wall.ts';
import { createLungTrees, type LungTrees } from './lung-trees.ts';
import { createLungs } from './lungs.ts';
import { createHeart, createMediastinalSpace, mediastinumLayers } from './mediastinum.ts';
import { noduleLayers, type Nodule } from './nodule.ts';
import { createChestSkeleton, skeletonLayers, type ChestSkeleton } from './skeleton.ts';
import { paintSegments } from '../tree-painter.ts';

export interface ChestPhantomOptions {
  readonly seed: string;
  readonly breasts: boolean;
  readonly fat: number;
  readonly calcification: number;
  readonly nodule?: Nodule;
}

export interface ChestPhantom {
  /** Ideal CT numbers of a transverse plane: no noise, no blur. */
  readonly paint: (plane: ImagePlane) => Float32Array;
  readonly skeleton: ChestSkeleton;
  readonly trees: LungTrees;
}

export function createChestPhantom({ seed, breasts, fat, calcification, nodule }: ChestPhantomOptions): ChestPhantom {
  const marbling = storeField(createFractalField(`${seed}/marbling`, 7, 3), 0.9);
  const strands = storeField(createFractalField(`${seed}/strands`, 11, 3), 1.1);
  const marrow = storeField(createFractalField(`${seed}/marrow`, 3.4, 2), 0.8);
  const haze = storeField(createNoiseField(`${seed}/haze`, 9), 1.6);
  const heart = createHeart();
  const space = createMediastinalSpace(heart);
  const lungs = createLungs(space, haze);
  const skeleton = createChestSkeleton();
  const trees = createLungTrees(lungs, seed);
  const before: Layer[] = [
    ...couchLayers(),
    ...createChestWall({ fat, breasts, marbling, strands }).layers,
    { shape: createCavity(), value: HOUNSFIELD.mediastinalFat },
    ...abdomenLayers(marbling),
    { shape: lungs.right, value: lungs.value, edgeMm: 1.1 },
    { shape: lungs.left, value: lungs.value, edgeMm: 1.1 },
  ];
  const fissures: Layer[] = lungs.fissures.map((shape) => ({ shape, value: -560, edgeMm: 1.1, mode: 'brighter' as const }));
  const after: Layer[] = [
    ...mediastinumLayers(heart, { marbling, calcification }),
    ...skeletonLayers(skeleton, marrow),
    ...(nodule === undefined ? [] : noduleLayers(nodule, marbling)),
  ];
  return {
    skeleton,
    trees,
    paint(plane) {
      const image = new Float32Array(plane.columns * plane.rows).fill(HOUNSFIELD.air);
      const z = plane.positionMm[2];
      paintLayers(plane, image, before);
      paintLayers(plane, image, fissures);
      paintSegments(plane, image, trees.vessels.near(z), { value: 38, mode: 'brighter', onlyBelow: 30 });
      paintSegments(plane, image, trees.bronchi.near(z), { value: -60, mode: 'brighter', growMm: 0.6, onlyBelow: 60 });
      paintSegments(plane, image, trees.bronchi.near(z), { value: -960, mode: 'darker' });
      paintLayers(plane, image, after);
      return image;
    },
  };
}
