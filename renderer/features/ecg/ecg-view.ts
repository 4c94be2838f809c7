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
};

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
