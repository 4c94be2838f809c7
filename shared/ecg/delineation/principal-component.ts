const ROUNDS = 40;

/**
 * The leads' strongest common courses in a window, each as one signal over the whole beat: sums of the leads with the weights (length 1, at right angles) of the
 * window's first principal components about zero. In mV of the vector's length. A heart far away is a dipole: three hold nearly all of a QRS, and the
 * noise of the other directions is left behind.
 * @returns at most `count`, the strongest first
 */
export function principalSignals(leads: readonly Float64Array[], from: number, end: number, count: number): readonly Float64Array[] {
  const products = leads.map((left) => leads.map((right) => {
    let sum = 0;
    for (let index = from; index < end; index += 1) sum += (left[index] ?? 0) * (right[index] ?? 0);
    return sum;
  }));
  const signals: Float64Array[] = [];
  while (signals.length < Math.min(count, leads.length)) {
    const weights = strongestDirection(products);
    if (weights === undefined) break;
    signals.push(weightedSum(leads, weights));
    const strength = dot(weights, products.map((row) => dot(row, weights)));
    products.forEach((row, left) => row.forEach((value, right) => {
      row[right] = value - strength * (weights[left] ?? 0) * (weights[right] ?? 0);
    }));
  }
  return signals;
}

/** The first of them, its sign such that its greatest excursion in the window is upwards. */
export function principalSignal(leads: readonly Float64Array[], from: number, end: number): Float64Array {
  const [signal = new Float64Array(leads[0]?.length ?? 0)] = principalSignals(leads, from, end, 1);
  let extreme = 0;
  for (let index = from; index < end; index += 1) if (Math.abs(signal[index] ?? 0) > Math.abs(extreme)) extreme = signal[index] ?? 0;
  return extreme < 0 ? signal.map((value) => -value) : signal;
}

/** By von Mises' iteration, from the row of the strongest lead. */
function strongestDirection(products: readonly (readonly number[])[]): readonly number[] | undefined {
  const strongest = products.reduce((best, row, lead) => ((row[lead] ?? 0) > (products[best]?.[best] ?? 0) ? lead : best), 0);
  let weights: readonly number[] = products[strongest] ?? [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const length = Math.hypot(...weights);
    if (!(length > 0)) return undefined;
    const unit = weights.map((value) => value / length);
    weights = round + 1 < ROUNDS ? products.map((row) => dot(row, unit)) : unit;
  }
  return weights;
}

function dot(left: readonly number[], right: readonly number[]): number {
  return left.reduce((sum, value, index) => sum + value * (right[index] ?? 0), 0);
}

function weightedSum(leads: readonly Float64Array[], weights: readonly number[]): Float64Array {
  const signal = new Float64Array(leads[0]?.length ?? 0);
  leads.forEach((values, lead) => {
    const weight = weights[lead] ?? 0;
    for (let index = 0; index < signal.length; index += 1) signal[index] = (signal[index] ?? 0) + weight * (values[index] ?? 0);
  });
  return signal;
}
