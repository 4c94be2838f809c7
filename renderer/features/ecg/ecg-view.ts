import { INITIAL_READING, type EcgReadingSettings } from '#shared/ecg/ecg-reading-settings.ts';
import { DEFAULT_GAIN, DEFAULT_PAPER_SPEED, GAINS, PAPER_SPEEDS, type Gain, type LayoutKind, type PaperSpeed } from '#shared/ecg/layout.ts';
import type { ScreenScale } from '#shared/ecg/screen-scale.ts';
import type { Caliper } from '#shared/ecg/caliper.ts';

export type Magnification = 1 | 1.25 | 1.5 | 2;
const MAGNIFICATIONS: readonly Magnification[] = [1, 1.25, 1.5, 2];

/** How an ECG is looked at. */
export interface EcgView {
  /** undefined: what suits the recording. */
  readonly layoutKind: LayoutKind | undefined;
  readonly paperSpeedMmPerS: PaperSpeed;
  readonly gainMmPerMv: Gain;
  readonly isBrightPaper: boolean;
  /** The caliper that the pointer draws. */
  readonly tool: Caliper['kind'] | undefined;
  /** Limb leads that the recording lacks are computed from I and II. */
  readonly derivesLimbLeads: boolean;
  /** Times the true size, for a far eye or a wide pane. Only at 1 can a millimetre be true. */
  readonly magnification: Magnification;
  /** First moment on the paper, ms after the start of the recording. */
  readonly windowStartMs: number;
  /** What the program does to the curves; nothing of it is in the numbers. */
  readonly filters: EcgReadingSettings['filters'];
  /** Marks of the median beat that the physician moved. */
  readonly marks: EcgReadingSettings['marks'];
  readonly qtcFormula: EcgReadingSettings['qtcFormula'];
  /** The interval of the time caliper is repeated over its row. */
  readonly marchesOut: boolean;
  /** How the previous ECG is shown. `over`: on the median beats; `beside`: on a paper of its own as well. */
  readonly comparison: 'none' | 'over' | 'beside';
}

export const INITIAL_VIEW: EcgView = {
  layoutKind: undefined,
  paperSpeedMmPerS: DEFAULT_PAPER_SPEED,
  gainMmPerMv: DEFAULT_GAIN,
  isBrightPaper: false,
  tool: undefined,
  derivesLimbLeads: false,
  magnification: 1,
  windowStartMs: 0,
  filters: INITIAL_READING.filters,
  marks: {},
  qtcFormula: INITIAL_READING.qtcFormula,
  marchesOut: false,
  comparison: 'over',
};

/** The order in which a key steps through them. */
export const COMPARISONS = ['over', 'beside', 'none'] as const satisfies readonly EcgView['comparison'][];

/** The filters that a key goes round: for diagnosis, the same without the mains, against muscles, none. */
export const FILTER_PRESETS = [
  { name: 'diagnostic', filters: { highPassHz: 0.05, lowPassHz: 150, notchHz: null } },
  { name: 'notch', filters: { highPassHz: 0.05, lowPassHz: 150, notchHz: 50 } },
  { name: 'baseline', filters: { highPassHz: 0.5, lowPassHz: 100, notchHz: 50 } },
  { name: 'muscle', filters: { highPassHz: 0.05, lowPassHz: 40, notchHz: 50 } },
  { name: 'none', filters: { highPassHz: null, lowPassHz: null, notchHz: null } },
] as const satisfies readonly { readonly name: string; readonly filters: EcgReadingSettings['filters'] }[];

export type FilterPresetName = (typeof FILTER_PRESETS)[number]['name'];

/** The preset that is on; undefined for filters that came from elsewhere. */
export function filterPresetOf({ filters }: Pick<EcgView, 'filters'>): FilterPresetName | undefined {
  return FILTER_PRESETS.find((preset) => isSameFilter(preset.filters, filters))?.name;
}

export function withNextFilter(view: EcgView): EcgView {
  const index = FILTER_PRESETS.findIndex((preset) => isSameFilter(preset.filters, view.filters));
  return { ...view, filters: (FILTER_PRESETS[(index + 1) % FILTER_PRESETS.length] ?? FILTER_PRESETS[0]).filters };
}

function isSameFilter(left: EcgReadingSettings['filters'], right: EcgReadingSettings['filters']): boolean {
  return left.highPassHz === right.highPassHz && left.lowPassHz === right.lowPassHz && left.notchHz === right.notchHz;
}

/** What of a view belongs to the recording and its paper, and is kept with it. */
export function readingOf(view: EcgView, comparedStudyId: number | null): EcgReadingSettings {
  return {
    marks: view.marks, qtcFormula: view.qtcFormula, filters: view.filters, layout: view.layoutKind ?? null, paperSpeedMmPerS: view.paperSpeedMmPerS,
    gainMmPerMv: view.gainMmPerMv, windowStartMs: view.windowStartMs, comparedStudyId,
  };
}

export function viewOfReading({ marks, qtcFormula, filters, layout, paperSpeedMmPerS, gainMmPerMv, windowStartMs }: EcgReadingSettings): Partial<EcgView> {
  return { marks, qtcFormula, filters, layoutKind: layout ?? undefined, paperSpeedMmPerS, gainMmPerMv, windowStartMs };
}

/** The one after the present one, round and round; the first when the present one is none of them. */
export function nextOf<Value>(values: readonly Value[], present: Value): Value {
  return values[(values.indexOf(present) + 1) % values.length] ?? present;
}

export function withNextSpeed(view: EcgView): EcgView {
  return { ...view, paperSpeedMmPerS: nextOf<PaperSpeed>(PAPER_SPEEDS, view.paperSpeedMmPerS) };
}

export function withNextGain(view: EcgView): EcgView {
  return { ...view, gainMmPerMv: nextOf<Gain>(GAINS, view.gainMmPerMv) };
}

export function withNextMagnification(view: EcgView): EcgView {
  return { ...view, magnification: nextOf(MAGNIFICATIONS, view.magnification) };
}

/** The scale that the paper is drawn at. Enlarged paper has no true millimetres, even on a calibrated monitor. */
export function drawnScale(screenScale: ScreenScale, magnification: Magnification): ScreenScale {
  return { pixelsPerMm: screenScale.pixelsPerMm * magnification, isCalibrated: screenScale.isCalibrated && magnification === 1 };
}

/** Takes a caliper in the hand, or puts it away. */
export function withToolToggled(view: EcgView, tool: Caliper['kind']): EcgView {
  return { ...view, tool: view.tool === tool ? undefined : tool };
}
