/** The middle of the values, NaN left aside; NaN of nothing. */
export function medianOf(values: ArrayLike<number>): number {
  return quantileOf(values, 0.5);
}

/** @param part 0 to 1 */
export function quantileOf(values: ArrayLike<number>, part: number): number {
  const kept = new Float64Array(values.length);
  let count = 0;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] ?? NaN;
    if (!Number.isNaN(value)) kept[count++] = value;
  }
  const sorted = kept.subarray(0, count).sort();
  if (count === 0) return NaN;
  const place = part * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below] ?? NaN;
  return low + ((sorted[below + 1] ?? low) - low) * (place - below);
}

/** Mean of `width` values around each; at the ends of as many as there are. NaN counts as nothing; NaN of nothing. */
export function movingMean(values: Float64Array, width: number): Float64Array {
  const before = Math.floor(width / 2);
  const result = new Float64Array(values.length);
  let sum = 0;
  let count = 0;
  const take = (index: number, sign: 1 | -1) => {
    const value = values[index];
    if (value === undefined || Number.isNaN(value)) return;
    sum += sign * value;
    count += sign;
  };
  for (let index = 0; index < Math.min(values.length, width - before); index += 1) take(index, 1);
  for (let index = 0; index < values.length; index += 1) {
    result[index] = count > 0 ? sum / count : NaN;
    take(index + width - before, 1);
    take(index - before, -1);
  }
  return result;
}

/** mV per ms: the difference over `2 x reach` ms. 0 where a side is missing. */
export function slopeOf(values: Float64Array, reach: number): Float64Array {
  const result = new Float64Array(values.length);
  for (let index = 0; index < values.length; index += 1) {
    const left = Math.max(0, index - reach);
    const right = Math.min(values.length - 1, index + reach);
    const rise = ((values[right] ?? NaN) - (values[left] ?? NaN)) / Math.max(1, right - left);
    result[index] = Number.isNaN(rise) ? 0 : rise;
  }
  return result;
}

/** How fast the heart's vector moves, whatever its direction: root of the mean square of the leads' slopes, mV per ms. */
export function spatialVelocity(leads: Iterable<Float64Array>, reach: number): Float64Array {
  let total: Float64Array | undefined;
  let count = 0;
  for (const lead of leads) {
    const slope = slopeOf(lead, reach);
    total ??= new Float64Array(lead.length);
    for (let index = 0; index < slope.length; index += 1) total[index] = (total[index] ?? 0) + (slope[index] ?? 0) ** 2;
    count += 1;
  }
  return (total ?? new Float64Array()).map((value) => Math.sqrt(value / Math.max(1, count)));
}

/** Index of the greatest value in [from, end); -1 when there is none. */
export function indexOfGreatest(values: Float64Array, from: number, end: number): number {
  let best = -1;
  for (let index = Math.max(0, from); index < Math.min(values.length, end); index += 1) {
    if (best < 0 || (values[index] ?? -Infinity) > (values[best] ?? -Infinity)) best = index;
  }
  return best;
}
