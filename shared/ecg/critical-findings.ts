import type { EcgMeasurements } from './ecg-measurements.ts';
import { valueOf } from './measured.ts';
import type { QtcFormula } from './qtc.ts';
import type { StatementDictionary } from './statements/statement-dictionary.ts';

/**
 * When a finding is critical. Hospitals differ (provincial lists: supraventricular tachycardia from 180, 200 or 230), so every number is a
 * department's to set; these are drafts until its head approves them. Rates a minute, ms, mV.
 */
export interface CriticalThresholds {
  /** Supraventricular tachycardia and any other fast rhythm that is not ventricular. */
  readonly fastRate: number;
  /** Atrial fibrillation and flutter. */
  readonly fastFibrillationRate: number;
  readonly slowRate: number;
  readonly pauseMs: number;
  readonly qtcMs: number;
  /** ST elevation at the J point in two neighbouring leads: limb leads and V4 to V6, V1 to V3. */
  readonly stLimbMv: number;
  readonly stChestMv: number;
}

/** Zhejiang and Shandong (DB37/T 4565-2022, appendix E) where the provincial texts agree, the stricter where they do not. */
export const DRAFT_THRESHOLDS: CriticalThresholds = {
  fastRate: 180, fastFibrillationRate: 180, slowRate: 35, pauseMs: 3000, qtcMs: 550, stLimbMv: 0.1, stChestMv: 0.3,
};

/** A rule that fired. `value` and `limit` in the unit of the rule. */
export type CriticalFinding =
  | { readonly kind: 'statement'; readonly statement: string }
  | { readonly kind: 'fast-rate' | 'slow-rate' | 'pause' | 'qtc'; readonly value: number; readonly limit: number }
  | { readonly kind: 'st-elevation'; readonly leads: readonly string[]; readonly value: number; readonly limit: number };

/** Leads beside each other in the frontal plane and on the chest. */
const NEIGHBOURS: readonly (readonly string[])[] = [['aVL', 'I'], ['II', 'aVF', 'III'], ['V1', 'V2', 'V3'], ['V3', 'V4', 'V5', 'V6']];
const CHEST_LEADS: readonly string[] = ['V1', 'V2', 'V3'];

/** What the numbers alone say, before anybody has written a word. A child's rates have other limits: only pauses count then. */
export function criticalMeasurements(measurements: EcgMeasurements, formula: QtcFormula, thresholds: CriticalThresholds, isAdult: boolean): readonly CriticalFinding[] {
  const found: CriticalFinding[] = [];
  const rate = valueOf(measurements.heartRate);
  const longest = valueOf(measurements.rrLongest);
  const qtc = valueOf(measurements.qtc[formula]);
  if (isAdult && rate !== undefined && rate >= thresholds.fastRate) found.push({ kind: 'fast-rate', value: rate, limit: thresholds.fastRate });
  if (isAdult && rate !== undefined && rate <= thresholds.slowRate) found.push({ kind: 'slow-rate', value: rate, limit: thresholds.slowRate });
  if (longest !== undefined && longest >= thresholds.pauseMs) found.push({ kind: 'pause', value: longest, limit: thresholds.pauseMs });
  if (qtc !== undefined && qtc >= thresholds.qtcMs) found.push({ kind: 'qtc', value: qtc, limit: thresholds.qtcMs });
  return isAdult ? [...found, ...stElevations(measurements, thresholds)] : found;
}

/** Sentences of the highest severity, and fibrillation with a rate above its limit. */
export function criticalStatements(dictionary: StatementDictionary, impression: readonly string[], ratePerMin: number | undefined, thresholds: CriticalThresholds): readonly CriticalFinding[] {
  const statements = impression.flatMap((line) => dictionary.findIn(line).map(({ statement }) => statement));
  const red = [...new Set(statements.filter(({ severity }) => severity === 'red').map(({ zh }) => zh))];
  const isFibrillating = statements.some(({ rhythm }) => rhythm === 'fibrillation' || rhythm === 'flutter');
  const isFast = isFibrillating && ratePerMin !== undefined && ratePerMin >= thresholds.fastFibrillationRate;
  return [
    ...red.map((statement): CriticalFinding => ({ kind: 'statement', statement })),
    ...(isFast ? [{ kind: 'fast-rate', value: ratePerMin, limit: thresholds.fastFibrillationRate } as const] : []),
  ];
}

function stElevations({ st }: EcgMeasurements, { stLimbMv, stChestMv }: CriticalThresholds): readonly CriticalFinding[] {
  const levels = new Map(st.map(({ lead, j }) => [lead as string, valueOf(j)]));
  const limitOf = (lead: string) => (CHEST_LEADS.includes(lead) ? stChestMv : stLimbMv);
  const isHigh = (lead: string) => (levels.get(lead) ?? 0) >= limitOf(lead);
  const runs = NEIGHBOURS.map((row) => row.filter((lead, index) => isHigh(lead) && (isHigh(row[index - 1] ?? '') || isHigh(row[index + 1] ?? ''))));
  const [leads] = runs.toSorted((left, right) => right.length - left.length);
  if (leads === undefined || leads.length < 2) return [];
  const value = Math.max(...leads.map((lead) => levels.get(lead) ?? 0));
  return [{ kind: 'st-elevation', leads, value, limit: Math.min(...leads.map(limitOf)) }];
}
