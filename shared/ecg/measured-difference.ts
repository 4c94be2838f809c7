import type { Measured } from './measured.ts';

/** Places behind the point that a value is shown with. */
const DECIMALS = { ms: 0, '/min': 0, deg: 0, mV: 2 } as const;

/**
 * What has changed from the previous ECG, of the values as they are shown, so that the three numbers below each other agree; undefined when one of
 * them was not measured. Axes turn the shorter way: from 170 to -170 degrees is +20.
 */
export function measuredDifference(before: Measured | undefined, now: Measured | undefined): number | undefined {
  if (before?.status !== 'measured' || now?.status !== 'measured' || before.unit !== now.unit) return undefined;
  const decimals = DECIMALS[now.unit];
  return valueDifference(now.unit, Number(before.value.toFixed(decimals)), Number(now.value.toFixed(decimals)));
}

/** As `measuredDifference`, of values that are rounded already. */
export function valueDifference(unit: keyof typeof DECIMALS, before: number, now: number): number {
  const difference = Number((now - before).toFixed(DECIMALS[unit]));
  if (unit !== 'deg') return difference;
  return difference > 180 ? difference - 360 : difference <= -180 ? difference + 360 : difference;
}
