import { toModalityValue, type ModalityTransform } from './modality-transform.ts';
import { fitsLookup } from './grey-lookup.ts';
import { isPadding, type PixelPadding } from './pixel-padding.ts';
import { extremesOf, type StoredValues } from './stored-values.ts';
import { NARROWEST_WINDOW, type VoiWindow } from './voi.ts';

/** What lies below and above is left to black and white. */
const LOW = 0.01;
const HIGH = 0.99;

/**
 * The window that shows the middle 98 % of a frame: the 1 % percentile (nearest rank) becomes black, the 99 % percentile white under
 * LINEAR. Padding does not count.
 * @returns undefined when nothing but padding is there
 */
export function autoWindow(values: StoredValues, transform: ModalityTransform, padding: PixelPadding | undefined, hidden?: Uint8Array): VoiWindow | undefined {
  const [minimum, maximum] = extremesOf(values);
  const isWhole = !(values instanceof Float32Array || values instanceof Float64Array);
  if (!fitsLookup(minimum, maximum, isWhole)) return windowBySorting(values, transform, padding, hidden);
  const counts = new Uint32Array(maximum - minimum + 1);
  let total = 0;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] ?? 0;
    if (isPadding(padding, value) || hidden?.[index] === 1) continue;
    counts[value - minimum] = (counts[value - minimum] ?? 0) + 1;
    total += 1;
  }
  if (total === 0) return undefined;
  return windowBetween([percentile(counts, total, LOW) + minimum, percentile(counts, total, HIGH) + minimum], transform);
}

/** For values that are too many to count, or no whole numbers. */
function windowBySorting(values: StoredValues, transform: ModalityTransform, padding: PixelPadding | undefined, hidden: Uint8Array | undefined): VoiWindow | undefined {
  const sorted = Float64Array.from(values).filter((value, index) => Number.isFinite(value) && !isPadding(padding, value) && hidden?.[index] !== 1).sort();
  if (sorted.length === 0) return undefined;
  const at = (fraction: number) => sorted[Math.max(1, Math.ceil(fraction * sorted.length)) - 1] ?? 0;
  const ends = [at(LOW), at(HIGH)].map((value) => toModalityValue(transform, value));
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  // Dose and diffusion maps lie between 0 and 1: the width is what the values are, not one more.
  return { windowCenter: (low + high) / 2, windowWidth: high > low ? high - low : NARROWEST_WINDOW };
}

function windowBetween(stored: readonly number[], transform: ModalityTransform): VoiWindow {
  const ends = stored.map((value) => toModalityValue(transform, value));
  const low = Math.min(...ends);
  const high = Math.max(...ends);
  // LINEAR is black up to c - 0.5 - (w-1)/2 and white above c - 0.5 + (w-1)/2.
  return { windowCenter: (low + high) / 2 + 0.5, windowWidth: Math.max(NARROWEST_WINDOW, high - low + 1) };
}

function percentile(counts: Uint32Array, total: number, fraction: number): number {
  const rank = Math.max(1, Math.ceil(fraction * total));
  let seen = 0;
  for (let index = 0; index < counts.length; index += 1) {
    seen += counts[index] ?? 0;
    if (seen >= rank) return index;
  }
  return counts.length - 1;
}
