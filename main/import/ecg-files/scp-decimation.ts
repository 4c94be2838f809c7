/** Samples that kept the full rate, one-based, both ends with. */
export interface SampleZone {
  readonly from: number;
  readonly to: number;
}

interface Stretch {
  readonly length: number;
  readonly isProtected: boolean;
}

/** How many numbers a lead of `count` samples takes when all but its zones holds one for `factor` samples. EN 1064 5.9 and annex C */
export function storedSamples(firstSample: number, count: number, factor: number, zones: readonly SampleZone[]): number {
  return stretchesOf(firstSample, count, zones).reduce((sum, { length, isProtected }) => sum + (isProtected ? length : Math.ceil(length / factor)), 0);
}

/**
 * The samples of a lead again. Each stored number outside the zones is the mean of `factor` samples and stands in their middle; between two of them lies a straight line,
 * before the first and behind the last of a stretch their level. What was filtered away before the decimation does not come back.
 */
export function expandDecimated(stored: Int32Array, firstSample: number, count: number, factor: number, zones: readonly SampleZone[]): Int32Array {
  const result = new Int32Array(count);
  let taken = 0;
  let place = 0;
  for (const { length, isProtected } of stretchesOf(firstSample, count, zones)) {
    const numbers = isProtected ? length : Math.ceil(length / factor);
    for (let index = 0; index < length; index += 1) {
      if (isProtected) {
        result[place + index] = stored[taken + index] ?? 0;
        continue;
      }
      // The middle of the samples 0 to factor - 1 is (factor - 1) / 2.
      const position = Math.min(numbers - 1, Math.max(0, (index - (factor - 1) / 2) / factor));
      const before = Math.floor(position);
      const low = stored[taken + before] ?? 0;
      const high = stored[taken + Math.min(numbers - 1, before + 1)] ?? low;
      result[place + index] = Math.round(low + (high - low) * (position - before));
    }
    taken += numbers;
    place += length;
  }
  return result;
}

function stretchesOf(firstSample: number, count: number, zones: readonly SampleZone[]): readonly Stretch[] {
  const stretches: Stretch[] = [];
  const end = firstSample + count;
  let at = firstSample;
  for (const { from, to } of zones) {
    const begin = Math.max(at, from);
    const stop = Math.min(end, to + 1);
    if (stop <= begin) continue;
    if (begin > at) stretches.push({ length: begin - at, isProtected: false });
    stretches.push({ length: stop - begin, isProtected: true });
    at = stop;
  }
  if (at < end) stretches.push({ length: end - at, isProtected: false });
  return stretches;
}
