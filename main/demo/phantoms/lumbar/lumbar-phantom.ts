import type { ImagePlane } from '../image-plane.ts';
import type { SpinEcho } from '../mr-signal.ts';
import { createFractalField, createNoiseField, storeField, type Field } from '../noise-field.ts';
import { paintChannels } from '../painter.ts';
import { remember } from '../shape.ts';
import { canalLayers } from './canal.ts';
import { resolveLayers, type MrLayer } from './mr-layer.ts';
import { softTissueLayers } from './soft-tissue.ts';
import { createSpineColumn, type SpineColumn } from './spine-column.ts';
import { archLayers, bodyLayers, discLayers, foramenLayers, ligamentLayers } from './spine-layers.ts';

export interface LumbarPhantom {
  readonly column: SpineColumn;
  /**
   * Prepares sequences; the painter gives one image for each, of the same plane, without noise and shading. With `sameLevels` it
   * keeps what it worked out for a level: for sagittal slices, whose rows all lie at the same levels.
   */
  readonly forSequences: (sequences: readonly SpinEcho[], options?: { readonly sameLevels: boolean }) => (plane: ImagePlane) => Float32Array[];
}

/** A lumbar spine with a worn disc L4/5 that bulges to the left of the midline. */
export function createLumbarPhantom(seed: string): LumbarPhantom {
  const column = createSpineColumn();
  const coarse = createNoiseField(`${seed}/marrow`, 9);
  const fine = storeField(createFractalField(`${seed}/trabeculae`, 3, 2), 0.7);
  const fatShare: Field = (x, y, z) => 0.48 + 0.18 * coarse(x, y, z) + 0.1 * fine(x, y, z);
  const { behindDiscs, roots } = canalLayers(column);
  const layers: readonly MrLayer[] = [
    ...softTissueLayers(seed),
    ...ligamentLayers(column),
    ...foramenLayers(column),
    ...behindDiscs,
    ...archLayers(column, fatShare),
    ...roots,
    ...bodyLayers(column, fatShare),
    ...discLayers(column, fine),
  ];
  return {
    column,
    forSequences(sequences, { sameLevels } = { sameLevels: false }) {
      const kept = sameLevels ? layers.map((layer) => ({ ...layer, shape: remember(layer.shape) })) : layers;
      const resolved = resolveLayers(kept, sequences);
      return (plane) => {
        const images = sequences.map(() => new Float32Array(plane.columns * plane.rows));
        paintChannels(plane, images, resolved);
        return images;
      };
    },
  };
}

/** The band in front of the spine where protons are saturated, so that breathing and bowel do not smear over it: factor of the signal. */
export function saturationBand(y: number, z: number): number {
  const edge = -44 + 0.0011 * (z + 20) * (z + 20);
  return 0.17 + 0.83 / (1 + Math.exp((edge - y) / 3));
}

/** Sensitivity of the coil in the table: strong at the back. */
export function spineCoilSensitivity(x: number, y: number, z: number): number {
  const depth = Math.max(0, 105 - y);
  return (0.5 + 0.75 * Math.exp(-depth / 90)) * (1 - 0.0000045 * (z + 10) ** 2) * (1 - 0.000006 * x * x);
}
