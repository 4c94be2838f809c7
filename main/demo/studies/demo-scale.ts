/** How much is generated. `small` keeps every study and every stack but few and coarse images, for tests. */
export interface DemoScale {
  /** Matrix of a CT image. */
  readonly ctMatrix: number;
  readonly chestSlices: number;
  readonly headSlices: number;
  readonly mrSagittalMatrix: number;
  readonly mrAxialMatrix: number;
  readonly mrSagittalSlices: number;
  readonly mrAxialSlices: number;
  /** Divides the matrix of radiographs. */
  readonly radiographDivisor: number;
  /** Sub-slices that are averaged over a thick slice. */
  readonly subSlices: number;
  readonly gridStepMm: number;
}

export const FULL_SCALE: DemoScale = {
  ctMatrix: 512, chestSlices: 140, headSlices: 32, mrSagittalMatrix: 320, mrAxialMatrix: 256, mrSagittalSlices: 15, mrAxialSlices: 18, radiographDivisor: 1, subSlices: 2, gridStepMm: 2.4,
};

export const SMALL_SCALE: DemoScale = {
  ctMatrix: 64, chestSlices: 15, headSlices: 6, mrSagittalMatrix: 128, mrAxialMatrix: 64, mrSagittalSlices: 5, mrAxialSlices: 5, radiographDivisor: 16, subSlices: 1, gridStepMm: 6,
};
