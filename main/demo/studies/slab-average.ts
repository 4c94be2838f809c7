/** A thick slice made of thin ones. */
export interface Slab {
  /** Zero-based from the top. */
  readonly index: number;
  readonly centerZ: number;
  readonly mean: Float32Array;
}

export interface SlabAverage {
  /** Takes the next thin slice, from the top down; gives the slabs that it completes. */
  readonly add: (z: number, image: Float32Array) => readonly Slab[];
}

/**
 * Averages a descending stack of slices `stepMm` apart into contiguous slabs. A slice counts for as much of a slab as it reaches into it.
 * @param topZ centre of the first thin slice; the first slab begins at its upper surface
 */
export function createSlabAverage(topZ: number, stepMm: number, slabMm: number): SlabAverage {
  const upperEdge = topZ + stepMm / 2;
  const open = new Map<number, { readonly sum: Float32Array; weight: number }>();
  return {
    add(z, image) {
      const done: Slab[] = [];
      const first = Math.max(0, Math.floor((upperEdge - (z + stepMm / 2) + 1e-6) / slabMm));
      const last = Math.floor((upperEdge - (z - stepMm / 2) - 1e-6) / slabMm);
      for (let index = first; index <= last; index += 1) {
        const top = upperEdge - index * slabMm;
        const weight = Math.min(top, z + stepMm / 2) - Math.max(top - slabMm, z - stepMm / 2);
        if (weight <= 1e-9) continue;
        const slab = open.get(index) ?? { sum: new Float32Array(image.length), weight: 0 };
        for (let at = 0; at < image.length; at += 1) slab.sum[at] = (slab.sum[at] as number) + weight * (image[at] as number);
        slab.weight += weight;
        open.set(index, slab);
        if (slab.weight < slabMm - 1e-6) continue;
        open.delete(index);
        done.push({ index, centerZ: top - slabMm / 2, mean: slab.sum.map((value) => value / slab.weight) });
      }
      return done;
    },
  };
}
