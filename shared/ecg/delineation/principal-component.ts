const ROUNDS = 30;

/**
 * The leads' strongest common course in a window, as one signal over the whole beat: their sum with the weights (length 1) of the window's first
 * principal component about zero. Its sign is such that its greatest excursion in the window is upwards. In mV of the vector's length.
 */
export function principalSignal(leads: readonly Float64Array[], from: number, end: number): Float64Array {
  const count = leads.length;
  const products = leads.map((left) => leads.map((right) => {
    let sum = 0;
    for (let index = from; index < end; index += 1) sum += (left[index] ?? 0) * (right[index] ?? 0);
    return sum;
  }));
  let weights = products.map((row, lead) => Math.sign(row[0] ?? 1) * Math.sqrt(row[lead] ?? 0) || 1e-9);
  for (let round = 0; round < ROUNDS; round += 1) {
    const next = products.map((row) => row.reduce((sum, product, lead) => sum + product * (weights[lead] ?? 0), 0));
    const length = Math.hypot(...next);
    if (!(length > 0)) return new Float64Array(leads[0]?.length ?? 0);
    weights = next.map((value) => value / length);
  }
  const signal = new Float64Array(leads[0]?.length ?? 0);
  for (let lead = 0; lead < count; lead += 1) {
    const values = leads[lead];
    for (let index = 0; index < signal.length; index += 1) signal[index] = (signal[index] ?? 0) + (weights[lead] ?? 0) * (values?.[index] ?? 0);
  }
  let extreme = 0;
  for (let index = from; index < end; index += 1) if (Math.abs(signal[index] ?? 0) > Math.abs(extreme)) extreme = signal[index] ?? 0;
  return extreme < 0 ? signal.map((value) => -value) : signal;
}
