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
  const omega = (2 * Math.PI) / rrS;
  const count = Math.round(seconds * samplingFrequencyHz);
  const random = gaussian(seed);
  return leads.map((strengths) => {
    const pulls = (Object.entries(waves) as [SynWave, SynWaveShape][]).map(([name, { angleDeg, widthRad, heightMv }]) => ({
      angle: (angleDeg * Math.PI) / 180,
      width: widthRad,
      // A wave passed at omega reaches a b^2 / omega.
      strength: (heightMv * strengths[STRENGTH[name]] * omega) / widthRad ** 2,
    }));
    const rate = (timeS: number, z: number) => {
      const angle = omega * (timeS - firstRS);
      return pulls.reduce((sum, pull) => {
        const apart = wrap(angle - pull.angle);
        return sum - pull.strength * apart * Math.exp(-0.5 * (apart / pull.width) ** 2);
      }, -z);
    };
    // Fourth-order Runge-Kutta as in the paper, from a second before the start, steps of at most 1 ms.
    const steps = Math.max(1, Math.round(1000 / samplingFrequencyHz));
    const step = 1 / (samplingFrequencyHz * steps);
    const signal = new Float64Array(count);
    let z = 0;
    const advance = (timeS: number) => {
      const k1 = rate(timeS, z);
      const k2 = rate(timeS + step / 2, z + (k1 * step) / 2);
      const k3 = rate(timeS + step / 2, z + (k2 * step) / 2);
      const k4 = rate(timeS + step, z + k3 * step);
      z += (step / 6) * (k1 + 2 * k2 + 2 * k3 + k4);
    };
    const leadIn = samplingFrequencyHz * steps;
    for (let index = -leadIn; index < 0; index += 1) advance(index * step);
    for (let sample = 0; sample < count; sample += 1) {
      signal[sample] = z;
      for (let part = 0; part < steps; part += 1) advance((sample * steps + part) * step);
    }
    if (signalToNoiseDb === undefined) return signal;
    const mean = signal.reduce((sum, value) => sum + value, 0) / count;
    const power = signal.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count;
    const noise = Math.sqrt(power / 10 ** (signalToNoiseDb / 10));
    return signal.map((value) => value + noise * random());
  });
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
