import { BRIGHTEST_LIGHT, DARKEST_LIGHT, lightOfStep, stepOfLight } from './grayscale-standard-display.ts';

/** Greys of the eighteen fields that are measured: every fifteenth of 0 to 255, as the luminance patterns of AAPM TG18 have them. */
export const LIGHT_LEVELS: readonly number[] = Array.from({ length: 18 }, (_, index) => index * 15);
/** The grey around a measured field. */
export const LIGHT_SURROUND = 153;

/** What somebody has measured on one screen with a photometer. A page cannot: it only calculates with it. */
export interface DisplayLight {
  /** As in `DisplayCheck`. */
  readonly monitor: string;
  readonly measuredBy: string;
  /** Day of the measurement, `YYYY-MM-DD`. */
  readonly measuredOn: string;
  readonly instrument: string;
  /** Light of the room that the dark screen throws back, cd/m². */
  readonly ambient: number;
  /** cd/m² of each of `LIGHT_LEVELS`, without the light of the room. */
  readonly luminances: readonly number[];
}

/** Acceptance of a reading display after AAPM TG18, section 4.3: contrast within 10 % of the standard, at least 170 cd/m² and 250 to 1. */
export const MOST_DEVIATION = 0.1;
export const LEAST_WHITE = 170;
export const LEAST_RATIO = 250;

export interface LightResponse {
  /** Greatest difference of a step's contrast from that of the standard, as a fraction. */
  readonly deviation: number;
  /** Greys between which it is. */
  readonly worst: readonly [from: number, to: number];
  /** cd/m² of white, with the light of the room. */
  readonly white: number;
  /** White to black, both with the light of the room. */
  readonly ratio: number;
  readonly isWithin: boolean;
}

/** `unfit`: the numbers are no measurement: too few, not rising, outside of what the standard defines. */
export type LightVerdict = { readonly status: 'measured'; readonly response: LightResponse } | { readonly status: 'unfit'; readonly reason: 'count' | 'range' | 'order' };

/**
 * Compares measured light with PS3.14: the steps of just noticeable differences from black to white are shared out evenly over the greys, and the
 * contrast of each two neighbours, (L2 - L1) / mean, is held against that of the standard.
 */
export function judgeLight({ luminances, ambient }: Pick<DisplayLight, 'luminances' | 'ambient'>): LightVerdict {
  if (luminances.length !== LIGHT_LEVELS.length || ![...luminances, ambient].every(Number.isFinite)) return { status: 'unfit', reason: 'count' };
  const seen = luminances.map((light) => light + ambient);
  const [black = 0] = seen;
  const white = seen.at(-1) ?? 0;
  if (ambient < 0 || black < DARKEST_LIGHT || white > BRIGHTEST_LIGHT) return { status: 'unfit', reason: 'range' };
  if (seen.some((light, index) => index > 0 && light <= (seen[index - 1] ?? 0))) return { status: 'unfit', reason: 'order' };
  const [first, last] = [stepOfLight(black), stepOfLight(white)];
  const wanted = LIGHT_LEVELS.map((level) => lightOfStep(first + (level / 255) * (last - first)));
  const deviations = LIGHT_LEVELS.slice(1).map((_, index) => contrast(seen, index) / contrast(wanted, index) - 1);
  const at = deviations.reduce((most, value, index) => (Math.abs(value) > Math.abs(deviations[most] ?? 0) ? index : most), 0);
  const deviation = Math.abs(deviations[at] ?? 0);
  const ratio = white / black;
  return {
    status: 'measured',
    response: {
      deviation, white, ratio, worst: [LIGHT_LEVELS[at] ?? 0, LIGHT_LEVELS[at + 1] ?? 0],
      isWithin: deviation <= MOST_DEVIATION && white >= LEAST_WHITE && ratio >= LEAST_RATIO,
    },
  };
}

function contrast(lights: readonly number[], index: number): number {
  const [low = 0, high = 0] = [lights[index], lights[index + 1]];
  return (2 * (high - low)) / (high + low);
}

/** Where the light of a screen stands: `never` measured, or the last measurement; `due` when it is older than a year. */
export type LightState =
  | { readonly kind: 'never' }
  | { readonly kind: 'within' | 'outside' | 'due'; readonly last: DisplayLight; readonly response: LightResponse };

const YEAR_MS = 365 * 86_400_000;

export function lightStateOf(measured: readonly DisplayLight[], monitor: string, now: Date): LightState {
  const last = measured.filter((one) => one.monitor === monitor).toSorted((left, right) => left.measuredOn.localeCompare(right.measuredOn)).at(-1);
  const verdict = last === undefined ? undefined : judgeLight(last);
  if (last === undefined || verdict?.status !== 'measured') return { kind: 'never' };
  const { response } = verdict;
  if (!response.isWithin) return { kind: 'outside', last, response };
  return { kind: now.getTime() - Date.parse(last.measuredOn) > YEAR_MS ? 'due' : 'within', last, response };
}
