/** QT correction formulas. PS3.16 CID 3678. */
export type QtcFormula = 'bazett' | 'fridericia' | 'framingham' | 'hodges';

export const QTC_FORMULAS = ['bazett', 'fridericia', 'framingham', 'hodges'] as const satisfies readonly QtcFormula[];

/**
 * QT corrected for rate, in ms, not rounded. With RR in seconds and QT in ms:
 * Bazett QT / RR^(1/2); Fridericia QT / RR^(1/3); Framingham QT + 154 (1 - RR); Hodges QT + 1.75 (60 / RR - 60).
 * @returns undefined when QT or RR is no positive number
 */
export function correctQt(formula: QtcFormula, qtMs: number, rrMs: number): number | undefined {
  if (!(Number.isFinite(qtMs) && qtMs > 0 && Number.isFinite(rrMs) && rrMs > 0)) return undefined;
  const rrS = rrMs / 1000;
  switch (formula) {
    case 'bazett': return qtMs / Math.sqrt(rrS);
    case 'fridericia': return qtMs / Math.cbrt(rrS);
    case 'framingham': return qtMs + 154 * (1 - rrS);
    case 'hodges': return qtMs + 1.75 * (heartRatePerMin(rrMs) - 60);
    default: return formula satisfies never;
  }
}

/** Beats a minute from one RR interval. @returns NaN unless the interval is a positive number */
export function heartRatePerMin(rrMs: number): number {
  return rrMs > 0 ? 60_000 / rrMs : NaN;
}
