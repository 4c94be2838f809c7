import type { MarkOverrides } from './delineation/ecg-marks.ts';
import type { FilterSummary } from './filter-summary.ts';
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

/**
 * What is left to do when the device has filtered before us: a recording that starts at 0.05 Hz gains nothing from another 0.05 Hz, and its ends would
 * suffer. The tighter limit of the two always holds.
 */
export function remainingFilters({ filters }: Pick<EcgReadingSettings, 'filters'>, recorded: FilterSummary): EcgReadingSettings['filters'] {
  const { highPassHz, lowPassHz, notchHz } = filters;
  const hasHighPass = recorded.isUniform && highPassHz !== null && (recorded.lowFrequencyHz ?? 0) >= highPassHz;
  const hasLowPass = recorded.isUniform && lowPassHz !== null && (recorded.highFrequencyHz ?? Infinity) <= lowPassHz;
  const hasNotch = recorded.isUniform && notchHz !== null && recorded.notchFrequencyHz === notchHz;
  return { highPassHz: hasHighPass ? null : highPassHz, lowPassHz: hasLowPass ? null : lowPassHz, notchHz: hasNotch ? null : notchHz };
}
