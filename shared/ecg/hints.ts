import type { LeadName } from '../dicom/waveform/lead.ts';
import type { MedianBeat } from './beat/median-beat.ts';
import type { EcgMeasurements } from './ecg-measurements.ts';
import type { EcgRecording } from './ecg-recording.ts';
import { amplitudesFrom } from './measure-amplitudes.ts';
import type { EcgAnalysis } from './measure-ecg.ts';

/**
 * Something that the physician should look at. Never a diagnosis. `arm-leads-reversed`: P, QRS and T of lead I point down and aVR's QRS up, while the chest leads look
 * usual (right and left arm exchanged; in dextrocardia the chest leads lose their R); `dextrocardia-pattern`: the same with R falling from V1 to V6;
 * `right-leg-reversed`: one limb lead is all but flat, an arm electrode sits on the right leg; `limb-leads-inconsistent`: III is not II - I, so the
 * limb leads were not recorded together or were changed; `chest-leads-reversed`: R rises, falls and rises again between neighbours.
 */
export type EcgHint =
  | { readonly kind: 'arm-leads-reversed' }
  | { readonly kind: 'dextrocardia-pattern' }
  | { readonly kind: 'right-leg-reversed'; readonly lead: 'I' | 'II' | 'III' }
  | { readonly kind: 'chest-leads-reversed'; readonly leads: readonly [LeadName, LeadName] }
  | { readonly kind: 'limb-leads-inconsistent' }
  /** ms after the start of the recording. */
  | { readonly kind: 'pacing-spikes'; readonly timesMs: readonly number[] };

/** A limb lead this flat while the others are this tall, mV peak to peak in the QRS: the potential between the legs. */
const FLAT_MV = 0.12;
const TALL_MV = 0.5;
/** III and II - I may differ by this much, mV, and this part of their height. */
const LEAST_DIFFERENCE_MV = 0.1;
const DIFFERENCE_PART = 0.2;
/** A fall and rise of R between neighbours that counts, in parts of the lower of the two others. */
const DIP_PART = 0.5;
const CHEST = ['V1', 'V2', 'V3', 'V4', 'V5', 'V6'] as const satisfies readonly LeadName[];

/** Hints of a measured recording. An empty list means that nothing was noticed, not that the leads are right. */
export function ecgHints(recording: EcgRecording, analysis: EcgAnalysis, measurements: EcgMeasurements): readonly EcgHint[] {
  const { medianBeat, marks } = measurements;
  const spikes = analysis.spikesMs ?? [];
  const pacing: readonly EcgHint[] = spikes.length > 1 ? [{ kind: 'pacing-spikes', timesMs: spikes }] : [];
  const consistency: readonly EcgHint[] = areLimbLeadsConsistent(recording, measurements.stretch) ? [] : [{ kind: 'limb-leads-inconsistent' }];
  if (medianBeat === undefined || marks.qrsOnsetMs === undefined || marks.qrsOffsetMs === undefined) return [...pacing, ...consistency];
  const wave = (lead: LeadName) => waveOf(medianBeat, measurements, lead);
  return [...pacing, ...consistency, ...limbHints(wave), ...chestHints(wave)];
}

interface LeadWave {
  readonly r: number;
  readonly s: number;
  /** Mean over the QRS, over P and over T, mV; 0 where the wave is not marked. */
  readonly qrs: number;
  readonly p: number;
  readonly t: number;
}

type WaveOf = (lead: LeadName) => LeadWave | undefined;

function limbHints(wave: WaveOf): readonly EcgHint[] {
  const [one, two, three, aVR, v1, v6] = [wave('I'), wave('II'), wave('III'), wave('aVR'), wave('V1'), wave('V6')];
  if (one === undefined || two === undefined || three === undefined) return [];
  const hints: EcgHint[] = [];
  const height = ({ r, s }: LeadWave) => r + s;
  const limbs = [['I', one], ['II', two], ['III', three]] as const;
  for (const [lead, flat] of limbs) {
    const others = limbs.filter(([other]) => other !== lead).map(([, each]) => height(each));
    if (height(flat) < FLAT_MV && Math.min(...others) > TALL_MV) hints.push({ kind: 'right-leg-reversed', lead });
  }
  // All three waves of I point down: an axis to the right alone leaves P upright.
  const isTurned = one.p < 0 && one.qrs < 0 && one.t < 0 && (aVR === undefined || aVR.qrs > 0);
  if (isTurned && hints.length === 0) {
    const isChestMirrored = v1 !== undefined && v6 !== undefined && v6.r < v1.r && v6.qrs < 0;
    hints.push({ kind: isChestMirrored ? 'dextrocardia-pattern' : 'arm-leads-reversed' });
  }
  return hints;
}

function chestHints(wave: WaveOf): readonly EcgHint[] {
  const rs = CHEST.map((lead) => wave(lead)?.r);
  return CHEST.slice(1, -2).flatMap((lead, place): readonly EcgHint[] => {
    const [before, here, next, after] = [rs[place], rs[place + 1], rs[place + 2], rs[place + 3]];
    const following = CHEST[place + 2];
    if (before === undefined || here === undefined || next === undefined || after === undefined || following === undefined) return [];
    // Exchanged neighbours: in their right order R would rise from `before` over `next` and `here` to `after`.
    const isExchanged = here > next && before < next && after > next + DIP_PART * (here - next) && here - next > DIP_PART * next && after > here;
    return isExchanged ? [{ kind: 'chest-leads-reversed', leads: [lead, following] }] : [];
  });
}

function waveOf(beat: MedianBeat, { marks }: EcgMeasurements, lead: LeadName): LeadWave | undefined {
  const values = amplitudesFrom(beat, marks, lead);
  if (values === undefined) return undefined;
  const mean = (from: number | undefined, to: number | undefined): number => {
    if (from === undefined || to === undefined) return 0;
    const part = values.slice(Math.max(0, Math.round(from)), Math.round(to) + 1);
    return part.reduce((sum, value) => sum + value, 0) / Math.max(1, part.length);
  };
  const qrs = values.slice(Math.round(marks.qrsOnsetMs ?? 0), Math.round(marks.qrsOffsetMs ?? 0) + 1);
  const tFromMs = marks.qrsOffsetMs === undefined || marks.tOffsetMs === undefined ? undefined : (marks.qrsOffsetMs + marks.tOffsetMs) / 2;
  return { r: Math.max(0, ...qrs), s: Math.max(0, ...qrs.map((value) => -value)), qrs: mean(marks.qrsOnsetMs, marks.qrsOffsetMs), p: mean(marks.pOnsetMs, marks.pOffsetMs), t: mean(tFromMs, marks.tOffsetMs) };
}

/** III = II - I (Einthoven) within what rounding and filters explain; true where it cannot be tried. */
function areLimbLeadsConsistent(recording: EcgRecording, { startMs, endMs }: EcgMeasurements['stretch']): boolean {
  const [one, two, three] = ['I', 'II', 'III'].map((key) => recording.traces.find((trace) => trace.key === key));
  if (one === undefined || two === undefined || three === undefined) return true;
  if ([two, three].some((other) => other.samplingFrequencyHz !== one.samplingFrequencyHz || other.startMs !== one.startMs)) return true;
  const first = Math.max(0, Math.floor(((startMs - one.startMs) * one.samplingFrequencyHz) / 1000));
  const end = Math.min(one.sampleCount, Math.ceil(((endMs - one.startMs) * one.samplingFrequencyHz) / 1000));
  const [ofOne, ofTwo, ofThree] = [one, two, three].map((trace) => trace.millivolts(first, end));
  if (ofOne === undefined || ofTwo === undefined || ofThree === undefined) return true;
  const rest = ofThree.map((value, index) => value - (ofTwo[index] ?? NaN) + (ofOne[index] ?? NaN)).filter((value) => !Number.isNaN(value));
  const middle = rest.reduce((sum, value) => sum + value, 0) / Math.max(1, rest.length);
  const spread = Math.sqrt(rest.reduce((sum, value) => sum + (value - middle) ** 2, 0) / Math.max(1, rest.length));
  const height = Math.sqrt(ofTwo.reduce((sum, value) => sum + (Number.isNaN(value) ? 0 : value * value), 0) / Math.max(1, ofTwo.length));
  return spread <= Math.max(LEAST_DIFFERENCE_MV, DIFFERENCE_PART * height);
}
