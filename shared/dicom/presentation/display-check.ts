/** What a person has seen on the test pattern. A page cannot measure light: it can only ask. */
export interface DisplayCheck {
  /** Pixels and scale of the screen, such as `2560x1440@1`: all that a page knows of it. */
  readonly monitor: string;
  readonly checkedBy: string;
  readonly checkedAt: string;
  readonly seesNearBlack: boolean;
  readonly seesNearWhite: boolean;
  readonly seesSteps: boolean;
  readonly seesLines: boolean;
}

/** `never`, or when and with what result; `due` when it was too long ago. */
export type DisplayState =
  | { readonly kind: 'never' }
  | { readonly kind: 'good' | 'failed' | 'due'; readonly last: DisplayCheck };

/** A quarter of a year: the interval of the constancy test of a reading display. */
export const DISPLAY_CHECK_DAYS = 90;
const DAY_MS = 86_400_000;

export function isGoodDisplay({ seesNearBlack, seesNearWhite, seesSteps, seesLines }: DisplayCheck): boolean {
  return seesNearBlack && seesNearWhite && seesSteps && seesLines;
}

/** Where a screen stands. A failed check stays failed until a good one, however old it is. */
export function displayStateOf(checks: readonly DisplayCheck[], monitor: string, now: Date): DisplayState {
  const last = checks.filter((check) => check.monitor === monitor).toSorted((left, right) => left.checkedAt.localeCompare(right.checkedAt)).at(-1);
  if (last === undefined) return { kind: 'never' };
  if (!isGoodDisplay(last)) return { kind: 'failed', last };
  return { kind: now.getTime() - Date.parse(last.checkedAt) > DISPLAY_CHECK_DAYS * DAY_MS ? 'due' : 'good', last };
}
