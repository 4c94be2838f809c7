import { measureEcg } from '#shared/ecg/measure-ecg.ts';
import { valueOf } from '#shared/ecg/measured.ts';
import type { SynEcg } from '#tests/support/ecgsyn.ts';
import { synIntervals, synRecording } from '#tests/support/syn-recording.ts';

/** One generated heart, and how it is recorded. */
export interface DelineationCase {
  readonly rrS: number;
  /** Times the usual width of the QRS, which is 94 ms. */
  readonly qrsWidth: number;
  readonly samplingFrequencyHz: number;
  /** undefined: no noise. */
  readonly signalToNoiseDb: number | undefined;
  readonly seed: number;
}

export interface DelineationResult {
  readonly known: { readonly qrs: number; readonly pr: number; readonly qt: number };
  /** Ours less the generator's, ms; undefined where we gave no number. */
  readonly off: { readonly qrs: number | undefined; readonly pr: number | undefined; readonly qt: number | undefined };
}

/** What the issue allows, ms. */
export const ALLOWED_MS = { qrs: 5, pr: 10, qt: 10 } as const;

/** Heart rates of 120 to 50 a minute, QRS of 75 to 178 ms; without noise at three rates, and at 20 dB with as many seeds as asked. */
export function delineationCases(seeds: number): readonly DelineationCase[] {
  const hearts = [0.5, 0.6, 0.75, 0.9, 1.2].flatMap((rrS) => [0.8, 1, 1.3, 1.6, 1.9].map((qrsWidth) => ({ rrS, qrsWidth })));
  return hearts.flatMap((heart) => [
    ...[250, 500, 1000].map((samplingFrequencyHz) => ({ ...heart, samplingFrequencyHz, signalToNoiseDb: undefined, seed: 1 })),
    ...Array.from({ length: seeds }, (_, index) => ({ ...heart, samplingFrequencyHz: 500, signalToNoiseDb: 20, seed: index + 1 })),
  ]);
}

export function tryDelineation({ rrS, qrsWidth, samplingFrequencyHz, signalToNoiseDb, seed }: DelineationCase): DelineationResult {
  const waves = heartOf(rrS, qrsWidth);
  const known = synIntervals(waves, rrS);
  const { qrs, pr, qt } = measureEcg(synRecording({ waves, rrS, samplingFrequencyHz, ...(signalToNoiseDb === undefined ? {} : { signalToNoiseDb, seed }) }));
  const off = (ours: Parameters<typeof valueOf>[0], expected: number) => {
    const value = valueOf(ours);
    return value === undefined ? undefined : value - expected;
  };
  return { known, off: { qrs: off(qrs, known.qrs), pr: off(pr, known.pr), qt: off(qt, known.qt) } };
}

/** ECGSYN's waves by their times: QT after the root of RR, PR shorter in a fast heart, all of the QRS wider or narrower alike. */
function heartOf(rrS: number, width: number): SynEcg['waves'] {
  const wave = (centreMs: number, sigmaMs: number, heightMv: number) => ({ angleDeg: (centreMs / 1000 / rrS) * 360, widthRad: (sigmaMs / 1000 / rrS) * 2 * Math.PI, heightMv });
  const tSigmaMs = 22 + 20 * rrS;
  const tEndMs = 405 * Math.sqrt(rrS) - 45 + 46 * (width - 1);
  const tight = Math.min(1, 0.45 + 0.7 * rrS);
  return {
    P: wave(-150 * tight - (width - 1) * 25, 17 * tight, 0.15), Q: wave(-28 * width, 6.5 * width, -0.12), R: wave(0, 9 * width, 1), S: wave(28 * width, 7.5 * width, -0.25),
    T: wave(tEndMs - 2 * tSigmaMs, tSigmaMs, 0.35),
  };
}
