/**
 * The ECG generator ECGSYN: P. E. McSharry, G. D. Clifford, L. Tarassenko, L. A. Smith, "A dynamical model for generating synthetic
 * electrocardiogram signals", IEEE Trans Biomed Eng 2003;50:289-294, equations (1) to (3), written anew. A point runs round a circle once a
 * beat; near the angle of each wave it is pulled up or down: dz/dt = - sum of a_i d_i exp(-d_i^2 / 2 b_i^2) - (z - z0), d_i the angle to the wave.
 * Several leads: the same circle seen with other strengths, as in Sameni et al., EURASIP J Adv Signal Process 2007, 043407.
 */
export type SynWave = 'P' | 'Q' | 'R' | 'S' | 'T';

export interface SynWaveShape {
  /** On the circle, degrees; R is 0. */
  readonly angleDeg: number;
  /** Standard deviation of the wave, rad. */
  readonly widthRad: number;
  /** Height in the first lead, mV. */
  readonly heightMv: number;
}

export interface SynEcg {
  readonly waves: Readonly<Record<SynWave, SynWaveShape>>;
  readonly rrS: number;
  readonly seconds: number;
  readonly samplingFrequencyHz: number;
  /** Strength of P, QRS and T in each lead. */
  readonly leads: readonly { readonly p: number; readonly q: number; readonly r: number; readonly s: number; readonly t: number }[];
  /** White noise at this distance below the signal, each lead for itself; undefined: none. */
  readonly signalToNoiseDb?: number;
  readonly seed?: number;
  /** Of the first R, s. */
  readonly firstRS?: number;
}

/** Table I of the paper: angles, and widths at 60 beats a minute. Heights after the paper's scaling of the trace to about 1.2 mV. */
export const PAPER_WAVES: Readonly<Record<SynWave, SynWaveShape>> = {
  P: { angleDeg: -60, widthRad: 0.25, heightMv: 0.25 },
  Q: { angleDeg: -15, widthRad: 0.1, heightMv: -0.17 },
  R: { angleDeg: 0, widthRad: 0.1, heightMv: 1 },
  S: { angleDeg: 15, widthRad: 0.1, heightMv: -0.25 },
  T: { angleDeg: 90, widthRad: 0.4, heightMv: 0.4 },
};

const STRENGTH: Readonly<Record<SynWave, 'p' | 'q' | 'r' | 's' | 't'>> = { P: 'p', Q: 'q', R: 'r', S: 's', T: 't' };

/** mV of each lead. */
export function ecgsyn({ waves, rrS, seconds, samplingFrequencyHz, leads, signalToNoiseDb, seed = 1, firstRS = 0.5 }: SynEcg): Float64Array[] {
  const count = Math.round(seconds * samplingFrequencyHz);
  const random = gaussian(seed);
  // The equation is linear: a lead is the sum of its waves, each integrated once.
  const courses = (Object.entries(waves) as [SynWave, SynWaveShape][]).map(([name, wave]) => ({ key: STRENGTH[name], course: integrate(wave, rrS, firstRS, count, samplingFrequencyHz) }));
  return leads.map((strengths) => {
    const signal = new Float64Array(count);
    for (const { key, course } of courses) course.forEach((value, index) => { signal[index] = (signal[index] ?? 0) + strengths[key] * value; });
    if (signalToNoiseDb === undefined) return signal;
    const mean = signal.reduce((sum, value) => sum + value, 0) / count;
    const power = signal.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count;
    const noise = Math.sqrt(power / 10 ** (signalToNoiseDb / 10));
    return signal.map((value) => value + noise * random());
  });
}

/** One wave's part of z, by fourth-order Runge-Kutta as in the paper: steps of at most 1 ms, from a second before the start. */
function integrate({ angleDeg, widthRad, heightMv }: SynWaveShape, rrS: number, firstRS: number, count: number, samplingFrequencyHz: number): Float64Array {
  const omega = (2 * Math.PI) / rrS;
  const angle = (angleDeg * Math.PI) / 180;
  // A wave passed at omega reaches a b^2 / omega.
  const strength = (heightMv * omega) / widthRad ** 2;
  const rate = (timeS: number, z: number) => {
    const apart = wrap(omega * (timeS - firstRS) - angle);
    return strength * -apart * Math.exp(-0.5 * (apart / widthRad) ** 2) - z;
  };
  const steps = Math.max(1, Math.round(1000 / samplingFrequencyHz));
  const step = 1 / (samplingFrequencyHz * steps);
  const course = new Float64Array(count);
  let z = 0;
  for (let index = -samplingFrequencyHz * steps; index < count * steps; index += 1) {
    if (index >= 0 && index % steps === 0) course[index / steps] = z;
    const timeS = index * step;
    const k1 = rate(timeS, z);
    const k2 = rate(timeS + step / 2, z + (k1 * step) / 2);
    const k3 = rate(timeS + step / 2, z + (k2 * step) / 2);
    const k4 = rate(timeS + step, z + k3 * step);
    z += (step / 6) * (k1 + 2 * k2 + 2 * k3 + k4);
  }
  return course;
}

/** Centre of a wave after the R peak, and its standard deviation, ms. */
export function synTiming(wave: SynWaveShape, rrS: number): { readonly centreMs: number; readonly sigmaMs: number } {
  return { centreMs: (wave.angleDeg / 360) * rrS * 1000, sigmaMs: (wave.widthRad / (2 * Math.PI)) * rrS * 1000 };
}

function wrap(angle: number): number {
  return angle - 2 * Math.PI * Math.round(angle / (2 * Math.PI));
}

/** Normal deviates of a known seed (Lehmer's generator, Box and Muller). */
export function gaussian(seed: number): () => number {
  let state = (seed * 48_271) % 2_147_483_647 || 1;
  const uniform = () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}
