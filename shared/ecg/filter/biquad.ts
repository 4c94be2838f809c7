import { medianOf } from '../beat/signal-math.ts';

/** A second-order section, a0 = 1: y = b0 x + b1 x' + b2 x'' - a1 y' - a2 y''. */
export interface Biquad {
  readonly b0: number;
  readonly b1: number;
  readonly b2: number;
  readonly a1: number;
  readonly a2: number;
}

/** A second-order Butterworth passed twice has the gain 1 / (1 + (f / fc)^4): -3 dB lies where (f / fc)^4 = sqrt(2) - 1. */
const TWO_PASS_CORNER = (Math.SQRT2 - 1) ** 0.25;
/** A notch passed twice has the gain x^2 / (1 + x^2), x = distance from the centre over half the bandwidth: -3 dB lies at x^2 = 1 + sqrt(2). */
const TWO_PASS_NOTCH = Math.sqrt(1 + Math.SQRT2);

/** Butterworth of second order by the bilinear transform; passed forwards and backwards it is 3 dB down at `cornerHz`. */
export function lowPass(cornerHz: number, samplingFrequencyHz: number): Biquad {
  const k = Math.tan((Math.PI * cornerHz) / samplingFrequencyHz) / TWO_PASS_CORNER;
  const norm = 1 / (1 + Math.SQRT2 * k + k * k);
  const b0 = k * k * norm;
  return { b0, b1: 2 * b0, b2: b0, a1: 2 * (k * k - 1) * norm, a2: (1 - Math.SQRT2 * k + k * k) * norm };
}

/** As `lowPass`. */
export function highPass(cornerHz: number, samplingFrequencyHz: number): Biquad {
  const k = Math.tan((Math.PI * cornerHz) / samplingFrequencyHz) * TWO_PASS_CORNER;
  const norm = 1 / (1 + Math.SQRT2 * k + k * k);
  return { b0: norm, b1: -2 * norm, b2: norm, a1: 2 * (k * k - 1) * norm, a2: (1 - Math.SQRT2 * k + k * k) * norm };
}

/** Nothing passes at `centreHz`; passed forwards and backwards it is 3 dB down at `halfWidthHz` to both sides. */
export function notch(centreHz: number, halfWidthHz: number, samplingFrequencyHz: number): Biquad {
  const bandwidthHz = (2 * halfWidthHz) / TWO_PASS_NOTCH;
  const k = Math.tan((Math.PI * bandwidthHz) / samplingFrequencyHz);
  const gain = 1 / (1 + k);
  const middle = -2 * gain * Math.cos((2 * Math.PI * centreHz) / samplingFrequencyHz);
  return { b0: gain, b1: middle, b2: gain, a1: middle, a2: 2 * gain - 1 };
}

/**
 * Forwards and backwards: no phase shift, the gain squared. The ends are continued point-symmetrically and the filter starts in its steady
 * state, so that a level at the start makes no swing.
 * @param reach samples that the filter remembers; as many are added at each end where there are so many
 * @param levelSamples samples whose median is the level at an end: 1 where the curve has to go on from its last sample; a second for a high-pass, which would
 *   carry the height of a QRS that the recording ends on far into it
 */
export function filterBothWays(values: Float64Array, section: Biquad, reach: number, levelSamples = 1): Float64Array {
  const { length } = values;
  if (length < 2) return Float64Array.from(values);
  const margin = Math.min(length - 1, Math.ceil(reach));
  const padded = new Float64Array(length + 2 * margin);
  padded.set(values, margin);
  const first = medianOf(values.subarray(0, levelSamples));
  const last = medianOf(values.subarray(-levelSamples));
  for (let index = 1; index <= margin; index += 1) {
    padded[margin - index] = 2 * first - (values[index] ?? 0);
    padded[margin + length - 1 + index] = 2 * last - (values[length - 1 - index] ?? 0);
  }
  run(padded, section, levelSamples);
  padded.reverse();
  run(padded, section, levelSamples);
  padded.reverse();
  return padded.slice(margin, margin + length);
}

/** Filters in place; transposed direct form II, started as if the first level had stood for ever. */
function run(values: Float64Array, { b0, b1, b2, a1, a2 }: Biquad, levelSamples: number): void {
  const level = medianOf(values.subarray(0, levelSamples));
  const gain = (b0 + b1 + b2) / (1 + a1 + a2);
  let second = (b2 - a2 * gain) * level;
  let first = (b1 - a1 * gain) * level + second;
  for (let index = 0; index < values.length; index += 1) {
    const input = values[index] ?? 0;
    const output = b0 * input + first;
    first = b1 * input - a1 * output + second;
    second = b2 * input - a2 * output;
    values[index] = output;
  }
}
