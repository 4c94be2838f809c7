import type { LeadName } from '#shared/dicom/waveform/lead.ts';
import type { MedianBeat } from '#shared/ecg/beat/median-beat.ts';
import { ECG_MARKS, type EcgMark, type EcgMarks } from '#shared/ecg/delineation/ecg-marks.ts';

/** A small picture of a beat: CSS pixels. Time runs from the left edge, aligned on the QRS of both beats. */
export interface BeatScale {
  readonly widthPx: number;
  readonly heightPx: number;
  /** From the left edge to the QRS. */
  readonly fiducialPx: number;
  readonly pxPerMs: number;
  readonly pxPerMv: number;
  /** y of 0 mV. */
  readonly zeroPx: number;
}

/** Shows a beat from 300 ms before its QRS, as wide as it is long or the room is. */
const BEFORE_MS = 320;
const AFTER_MS = 560;

export function beatScale(widthPx: number, heightPx: number, beats: readonly (MedianBeat | undefined)[], leads: readonly LeadName[]): BeatScale {
  let least = -0.4;
  let greatest = 0.6;
  for (const beat of beats) {
    for (const lead of leads) {
      for (const millivolts of beat?.leads.get(lead) ?? []) {
        least = Math.min(least, millivolts);
        greatest = Math.max(greatest, millivolts);
      }
    }
  }
  const margin = 6;
  const pxPerMv = (heightPx - 2 * margin) / (greatest - least);
  const pxPerMs = widthPx / (BEFORE_MS + AFTER_MS);
  return { widthPx, heightPx, fiducialPx: BEFORE_MS * pxPerMs, pxPerMs, pxPerMv, zeroPx: margin + greatest * pxPerMv };
}

/** The curve of one lead as an SVG path; '' when the beat lacks it. */
export function beatPath(beat: MedianBeat | undefined, lead: LeadName, scale: BeatScale): string {
  const values = beat?.leads.get(lead);
  if (beat === undefined || values === undefined) return '';
  const msPerSample = 1000 / beat.samplingFrequencyHz;
  // No more points than pixels: a sample each half pixel is finer than the eye.
  const step = Math.max(1, Math.floor(0.5 / (scale.pxPerMs * msPerSample)));
  let path = '';
  for (let index = 0; index < values.length; index += step) {
    const x = markToPx(index * msPerSample, beat, scale);
    const value = values[index] ?? NaN;
    if (x < 0 || x > scale.widthPx || Number.isNaN(value)) continue;
    path += `${path === '' ? 'M' : 'L'}${tenths(x)} ${tenths(scale.zeroPx - value * scale.pxPerMv)}`;
  }
  return path;
}

/** A tenth of a pixel; `toFixed` takes ten times as long, and this is said twenty thousand times before the next ECG is seen. */
function tenths(px: number): number {
  return Math.round(px * 10) / 10;
}

export function markToPx(ms: number, beat: MedianBeat, scale: BeatScale): number {
  return scale.fiducialPx + (ms - beat.fiducialMs) * scale.pxPerMs;
}

export function pxToMark(px: number, beat: MedianBeat, scale: BeatScale): number {
  return Math.round(beat.fiducialMs + (px - scale.fiducialPx) / scale.pxPerMs);
}

/** A mark stays between its neighbours and inside the beat: onsets before offsets, in the order of time. */
export function clampMark(mark: EcgMark, ms: number, marks: EcgMarks, beat: MedianBeat): number {
  const place = ECG_MARKS.indexOf(mark);
  const before = ECG_MARKS.slice(0, place).map((other) => marks[other]).filter((other) => other !== undefined);
  const after = ECG_MARKS.slice(place + 1).map((other) => marks[other]).filter((other) => other !== undefined);
  const lastMs = ((beat.sampleCount - 1) * 1000) / beat.samplingFrequencyHz;
  return Math.min(Math.max(ms, Math.max(0, ...before.map((other) => other + 1))), Math.min(lastMs, ...after.map((other) => other - 1)));
}

/** Where a mark is put that the program did not find: where it usually lies. ms from the QRS's main deflection. */
const USUAL_MS: Readonly<Record<EcgMark, number>> = { pOnsetMs: -200, pOffsetMs: -100, qrsOnsetMs: -45, qrsOffsetMs: 50, tOffsetMs: 360 };

export function usualMark(mark: EcgMark, marks: EcgMarks, beat: MedianBeat): number {
  return clampMark(mark, beat.fiducialMs + USUAL_MS[mark], marks, beat);
}
