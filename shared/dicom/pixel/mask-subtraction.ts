import { toModalityValue, type ModalityTransform } from './modality-transform.ts';
import type { StoredValues } from './stored-values.ts';

/** How frames of one image are shown as what they differ by from one of them. PS3.3 C.7.6.10. */
export interface MaskSubtraction {
  /** One-based: the frame before the contrast medium came. */
  readonly maskFrameNumber: number;
  /** By which the mask is moved before it is subtracted, in pixels, to the right and down; fractions allowed. Mask Sub-pixel Shift (0028,6114) has them the other way round. */
  readonly shiftPx: readonly [columns: number, rows: number];
}

/** What a stored value is before it is subtracted. */
export type SubtractedValue =
  /** Itself: LOG and DISP values. */
  | { readonly kind: 'stored' }
  /** Values in proportion to the beam: what tissue takes of it is a difference of logarithms. */
  | { readonly kind: 'logarithm' }
  /** What a presentation state makes of it. PS3.4 N.2.1. */
  | { readonly kind: 'transformed'; readonly transform: ModalityTransform };

export interface SubtractedFrames {
  readonly live: StoredValues;
  readonly mask: StoredValues;
  readonly columns: number;
  readonly rows: number;
  readonly value: SubtractedValue;
}

/** A difference of logarithms as numbers of the size of stored values. */
const LOGARITHM_SCALE = 1000;

/** What is subtracted of a value in proportion to the beam. */
export function subtractedLogarithm(value: number): number {
  return LOGARITHM_SCALE * Math.log(Math.max(1, value));
}

/**
 * The live frame less the mask, which is moved first: between pixels it is mixed from the four around; beyond its edge the edge goes on.
 * @returns row by row; what took up contrast is darker than nothing, below 0
 */
export function subtractMask({ live, mask, columns, rows, value: meaning }: SubtractedFrames, [right, down]: MaskSubtraction['shiftPx']): Float32Array {
  const difference = new Float32Array(columns * rows);
  const scaled = (values: StoredValues): StoredValues => {
    if (meaning.kind === 'stored') return values;
    return Float32Array.from(values, meaning.kind === 'logarithm' ? subtractedLogarithm : (value) => toModalityValue(meaning.transform, value));
  };
  const [now, before] = [scaled(live), scaled(mask)];
  const clamp = (value: number, most: number) => (value < 0 ? 0 : value > most ? most : value);
  // A shift is the same for all pixels: the four weights are, too.
  const [wholeRight, wholeDown] = [Math.floor(-right), Math.floor(-down)];
  const [fx, fy] = [-right - wholeRight, -down - wholeDown];
  for (let row = 0; row < rows; row += 1) {
    const upper = clamp(row + wholeDown, rows - 1) * columns;
    const lower = clamp(row + wholeDown + 1, rows - 1) * columns;
    for (let column = 0; column < columns; column += 1) {
      const left = clamp(column + wholeRight, columns - 1);
      const next = clamp(column + wholeRight + 1, columns - 1);
      const above = (before[upper + left] ?? 0) * (1 - fx) + (before[upper + next] ?? 0) * fx;
      const below = (before[lower + left] ?? 0) * (1 - fx) + (before[lower + next] ?? 0) * fx;
      difference[row * columns + column] = (now[row * columns + column] ?? 0) - (above * (1 - fy) + below * fy);
    }
  }
  return difference;
}

/** Of the values those that nearly all lie between: a handful at each end stands for nothing that is looked for. */
const OUTSIDE = 0.002;
const SAMPLES = 20_000;
/** A window with fewer values shows noise. */
const LEAST_WIDTH = 8;

/** The window for a difference: nothing in its middle third: what is darker and what is brighter than nothing are both seen. */
export function subtractionWindow(difference: Float32Array): { readonly windowCenter: number; readonly windowWidth: number } {
  const stride = Math.max(1, Math.floor(difference.length / SAMPLES));
  const some = Float32Array.from({ length: Math.ceil(difference.length / stride) }, (_, index) => difference[index * stride] ?? 0).sort();
  const least = some[Math.floor(OUTSIDE * some.length)] ?? 0;
  const most = some[Math.ceil((1 - OUTSIDE) * some.length) - 1] ?? 0;
  const [low, high] = [Math.min(least, -most / 2), Math.max(most, -least / 2)];
  return { windowCenter: (low + high) / 2, windowWidth: Math.max(LEAST_WIDTH, high - low) };
}
