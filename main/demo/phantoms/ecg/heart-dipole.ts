/** A vector of the heart's electrical source, mV: X to the left, Y to the feet, Z to the back (Frank). */
export type DipoleVector = readonly [x: number, y: number, z: number];

/** One bump of the source: a Gaussian in time. */
interface Wave {
  /** Centre, ms from the R peak. */
  readonly atMs: number;
  /** Standard deviation, ms. */
  readonly widthMs: number;
  readonly vector: DipoleVector;
}

export interface HeartModel {
  /** Of one beat, P to T. */
  readonly waves: readonly Wave[];
  /** Current of injury between the end of QRS and the T wave; zero in health. */
  readonly injury: DipoleVector;
  readonly rateBpm: number;
  /** From the start of P to the start of QRS, ms. */
  readonly prIntervalMs: number;
  /** How far breathing moves the rate, as a share. */
  readonly sinusArrhythmia: number;
}

/** Where QRS begins and ends, and where T ends, ms from the R peak. */
export const QRS_ONSET_MS = -40;
export const J_POINT_MS = 52;

/**
 * The source at a time within a beat. A sum of Gaussians after McSharry et al., IEEE Trans Biomed Eng 2003, in three dimensions as
 * Sameni et al., EURASIP J Adv Signal Process 2007.
 * @param ms from the R peak
 */
export function dipoleAt({ waves, injury }: HeartModel, ms: number): DipoleVector {
  let x = 0;
  let y = 0;
  let z = 0;
  for (const { atMs, widthMs, vector } of waves) {
    const t = (ms - atMs) / widthMs;
    if (Math.abs(t) > 5) continue;
    const height = Math.exp(-0.5 * t * t);
    x += vector[0] * height;
    y += vector[1] * height;
    z += vector[2] * height;
  }
  const plateau = 1 / (1 + Math.exp((34 - ms) / 6)) / (1 + Math.exp((ms - 268) / 22));
  return [x + injury[0] * plateau, y + injury[1] * plateau, z + injury[2] * plateau];
}

function pWaves(prIntervalMs: number, strength: number): Wave[] {
  const onset = QRS_ONSET_MS - prIntervalMs;
  return [
    { atMs: onset + 42, widthMs: 17, vector: [0.045 * strength, 0.085 * strength, -0.03 * strength] },
    { atMs: onset + 66, widthMs: 18, vector: [0.07 * strength, 0.06 * strength, 0.035 * strength] },
  ];
}

/** Sinus bradycardia, first-degree block and a fresh inferior infarction. */
export const INFERIOR_INFARCTION: HeartModel = {
  waves: [
    ...pWaves(212, 1),
    { atMs: -21, widthMs: 6.5, vector: [-0.12, -0.3, -0.2] },
    { atMs: -1, widthMs: 10, vector: [1.02, 0.62, 0.12] },
    { atMs: 16, widthMs: 9.5, vector: [0.22, -0.14, 0.86] },
    { atMs: 32, widthMs: 8, vector: [-0.12, -0.12, 0.16] },
    { atMs: 232, widthMs: 46, vector: [0.1, 0.13, -0.17] },
    { atMs: 270, widthMs: 35, vector: [0.16, 0.17, -0.2] },
  ],
  injury: [-0.078, 0.228, 0.1],
  rateBpm: 58,
  prIntervalMs: 212,
  sinusArrhythmia: 0.012,
};

/** A healthy adult at rest. */
export const NORMAL_ADULT: HeartModel = {
  waves: [
    ...pWaves(156, 1),
    { atMs: -22, widthMs: 6, vector: [-0.14, -0.06, -0.22] },
    { atMs: -1, widthMs: 10, vector: [1.0, 0.72, 0.14] },
    { atMs: 16, widthMs: 9.5, vector: [0.24, -0.06, 0.84] },
    { atMs: 32, widthMs: 8, vector: [-0.16, -0.1, 0.16] },
    { atMs: 206, widthMs: 46, vector: [0.14, 0.1, -0.16] },
    { atMs: 240, widthMs: 29, vector: [0.2, 0.15, -0.16] },
  ],
  injury: [0, 0, 0],
  rateBpm: 72,
  prIntervalMs: 156,
  sinusArrhythmia: 0.03,
};
