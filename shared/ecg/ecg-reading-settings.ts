import type { MarkOverrides } from './delineation/ecg-marks.ts';
import { DIAGNOSTIC_FILTERS, type FilterChoice } from './filter/ecg-filter.ts';
import { DEFAULT_GAIN, DEFAULT_PAPER_SPEED, type Gain, type LayoutKind, type PaperSpeed } from './layout.ts';
import type { QtcFormula } from './qtc.ts';

/** What a physician did to one recording, and how it is to be printed. The numbers follow from it and are never stored. */
export interface EcgReadingSettings {
  /** Marks of the median beat that were moved, ms after its start; null: the physician says that there is none. */
  readonly marks: { readonly [Mark in keyof MarkOverrides]?: number | null | undefined };
  readonly qtcFormula: QtcFormula;
  readonly filters: { readonly [Kind in keyof FilterChoice]: Exclude<FilterChoice[Kind], undefined> | null };
  /** null: what suits the recording. */
  readonly layout: LayoutKind | null;
  readonly paperSpeedMmPerS: PaperSpeed;
  readonly gainMmPerMv: Gain;
  readonly windowStartMs: number;
  /** The study of the earlier ECG that it was compared with. */
  readonly comparedStudyId: number | null;
}

/** Fridericia: Bazett over-corrects fast and slow hearts (AHA/ACC/HRS 2009, part IV). */
export const INITIAL_READING: EcgReadingSettings = {
  marks: {}, qtcFormula: 'fridericia', filters: nullsOf(DIAGNOSTIC_FILTERS), layout: null, paperSpeedMmPerS: DEFAULT_PAPER_SPEED, gainMmPerMv: DEFAULT_GAIN,
  windowStartMs: 0, comparedStudyId: null,
};

export function filterChoiceOf({ filters: { highPassHz, lowPassHz, notchHz } }: Pick<EcgReadingSettings, 'filters'>): FilterChoice {
  return { highPassHz: highPassHz ?? undefined, lowPassHz: lowPassHz ?? undefined, notchHz: notchHz ?? undefined };
}

export function overridesOf({ marks }: Pick<EcgReadingSettings, 'marks'>): MarkOverrides {
  return Object.fromEntries(Object.entries(marks).flatMap(([mark, ms]) => (ms === undefined ? [] : [[mark, ms ?? undefined]])));
}

/** JSON has no undefined. */
export function nullsOf({ highPassHz, lowPassHz, notchHz }: FilterChoice): EcgReadingSettings['filters'] {
  return { highPassHz: highPassHz ?? null, lowPassHz: lowPassHz ?? null, notchHz: notchHz ?? null };
}
