import { createRaster, markStale, type Raster } from './raster.ts';

/** The memory in which papers are drawn, kept from one ECG to the next: its grid is the same, and 25 MB are not asked for anew. Of one paper at a time. */
export interface PaperPress {
  /** Of this size in device pixels; all of it has to be brought to the canvas, since the canvas is another one. */
  readonly rasterFor: (width: number, height: number) => Raster;
}

export function createPaperPress(): PaperPress {
  let kept: Raster | undefined;
  return {
    rasterFor: (width, height) => {
      if (kept?.width !== width || kept.height !== height) kept = createRaster(width, height);
      markStale(kept, 0, height);
      return kept;
    },
  };
}
