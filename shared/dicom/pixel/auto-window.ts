import { toModalityValue, type ModalityTransform } from './modality-transform.ts';
import { isPadding, type PixelPadding } from './pixel-padding.ts';
import { extremesOf, type StoredValues } from './stored-values.ts';
import { NARROWEST_WINDOW, type VoiWindow } from './voi.ts';

/**
 * The window that shows the middle 98 % of a frame: the 1 % percentile (nearest rank) becomes black, the 99 % percentile white under
 * LINEAR. Padding does not count.
 * @returns undefined when nothing but padding is there
 */
export function autoWindow(values: StoredValues, transform: ModalityTransform, padding: PixelPadding | undefined): VoiWindow | undefined {
  const [minimum, maximum] = extremesOf(values);
  const counts = new Uint32Array(maximum - minimum + 1);
  let total = 0;
  for (const value of values) {
    if (isPadding(padding, value)) continue;
    counts[value - minimum] = (counts[value - minimum] ?? 0) + 1;
    total += 1;
  }
  if (total === 0) return undefined;
  const ends = [percentile(counts, total, 0.01), percentile(counts, total, 0.99)].map((index) => toModalityValue(transform, index + minimum));
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
