/** Relaxation of a tissue at 1.5 T: times in ms, proton density relative to water. After the tables of Bottomley 1984 and Stanisz 2005. */
interface Relaxation {
  readonly t1: number;
  readonly t2: number;
  readonly density: number;
}

const FAT: Relaxation = { t1: 250, t2: 122, density: 0.95 };

const TISSUES = {
  fat: FAT,
  cerebrospinalFluid: { t1: 3000, t2: 1500, density: 1 },
  cord: { t1: 920, t2: 80, density: 0.78 },
  nerve: { t1: 850, t2: 72, density: 0.72 },
  muscle: { t1: 950, t2: 43, density: 0.8 },
  nucleus: { t1: 1150, t2: 108, density: 0.86 },
  agedNucleus: { t1: 1000, t2: 78, density: 0.78 },
  annulus: { t1: 720, t2: 27, density: 0.42 },
  degenerateDisc: { t1: 760, t2: 36, density: 0.46 },
  fissureFluid: { t1: 2000, t2: 320, density: 0.85 },
  compact: { t1: 500, t2: 6, density: 0.1 },
  ligament: { t1: 600, t2: 14, density: 0.3 },
  marrowWater: { t1: 720, t2: 62, density: 0.6 },
  vein: { t1: 1300, t2: 190, density: 0.85 },
  flow: { t1: 1200, t2: 9, density: 0.25 },
  skin: { t1: 500, t2: 30, density: 0.5 },
  kidney: { t1: 960, t2: 92, density: 0.82 },
  bowel: { t1: 1100, t2: 80, density: 0.75 },
  cartilage: { t1: 900, t2: 38, density: 0.7 },
  air: { t1: 1000, t2: 1, density: 0 },
} as const satisfies Record<string, Relaxation>;

export type Tissue = keyof typeof TISSUES;

/** Timing of a spin-echo sequence, ms. With an inversion time it is an inversion recovery (STIR). */
export interface SpinEcho {
  readonly repetitionTimeMs: number;
  readonly echoTimeMs: number;
  readonly inversionTimeMs?: number;
}

/** Magnitude of a tissue's signal; pure water at its best is 1000. */
export function spinEchoSignal(tissue: Tissue, sequence: SpinEcho): number {
  return 1000 * relativeSignal(TISSUES[tissue], sequence);
}

/** Marrow is water and fat side by side. @param fatShare 0 to 1 */
export function marrowSignal(fatShare: number, sequence: SpinEcho): number {
  return fatShare * spinEchoSignal('fat', sequence) + (1 - fatShare) * spinEchoSignal('marrowWater', sequence);
}

/** The spin-echo equation: density × recovery in TR (or after inversion) × decay in TE. */
function relativeSignal({ t1, t2, density }: Relaxation, { repetitionTimeMs, echoTimeMs, inversionTimeMs }: SpinEcho): number {
  const recovered = inversionTimeMs === undefined
    ? 1 - Math.exp(-repetitionTimeMs / t1)
    : Math.abs(1 - 2 * Math.exp(-inversionTimeMs / t1) + Math.exp(-repetitionTimeMs / t1));
  return density * recovered * Math.exp(-echoTimeMs / t2);
}
