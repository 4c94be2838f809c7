/** As the worklist judges it; the promises come with the call. */
type Urgency = 'green-channel' | 'emergency' | 'routine';

/** One signed version, as far as the figures need it. Instants are ISO 8601, UTC. */
export interface ReportFact {
  readonly siteName: string;
  readonly modality: string;
  readonly urgency: Urgency;
  readonly signerName: string;
  readonly arrivedAt: string;
  /** When all images were here; null when that was never known: then the time runs from `arrivedAt`. */
  readonly completeAt: string | null;
  readonly signedAt: string;
  /** When the last object was read back at the hospital; null while it is on its way. */
  readonly deliveredAt: string | null;
  readonly version: number;
  readonly kind: 'original' | 'amended' | 'addendum';
  readonly outcome: 'positive' | 'negative' | '';
  /** The final version of a preliminary emergency report: no revision. */
  readonly endsPreliminary: boolean;
}

export interface CriticalFact {
  readonly foundAt: string;
  readonly notifiedAt: string | null;
  readonly closedAt: string | null;
  /** 0 to 3. */
  readonly escalationStep: number;
}

export interface Spread {
  readonly count: number;
  /** Null of none. Minutes, not rounded. */
  readonly medianMinutes: number | null;
  readonly p90Minutes: number | null;
}

export interface GroupFigure extends Spread {
  readonly name: string;
  /** 0 to 1, of those whose images were all here; null of none. */
  readonly withinPromise: number | null;
  /** 0 to 1, of first versions. */
  readonly positive: number | null;
}

export const QUALITY_GROUPS = ['site', 'modality', 'physician', 'urgency'] as const;
export type QualityGroup = (typeof QUALITY_GROUPS)[number];

export interface QualityFigures {
  /** First versions that were signed in the time. */
  readonly total: GroupFigure;
  readonly groups: Readonly<Record<QualityGroup, readonly GroupFigure[]>>;
  /** One entry a day that has any, oldest first; the day on the wall clock of the hospitals. */
  readonly days: readonly (Spread & { readonly day: string })[];
  /** Amended versions for each first version, 0 to 1 or more; null of none. The final version of a preliminary report is none. */
  readonly revisionRate: number | null;
  readonly delivery: Spread & { readonly undelivered: number };
  readonly critical: { readonly found: number; readonly open: number; readonly toldOn: number; readonly notification: Spread };
}

/**
 * What a department is asked for each month.
 * @param promiseMinutes from "all images are here" to the signature, by urgency
 * @param localDay the day of an instant on the hospitals' wall clock, YYYY-MM-DD
 */
export function qualityFigures(facts: readonly ReportFact[], critical: readonly CriticalFact[], promiseMinutes: Readonly<Record<Urgency, number>>, localDay: (instant: string) => string): QualityFigures {
  const first = facts.filter(({ version }) => version === 1).map((fact): TimedFact => ({ fact, minutes: turnaround(fact) }));
  const amended = facts.filter(({ kind, endsPreliminary }) => kind === 'amended' && !endsPreliminary);
  const nameOf: Readonly<Record<QualityGroup, (timed: TimedFact) => string>> = {
    site: ({ fact }) => fact.siteName, modality: ({ fact }) => fact.modality, physician: ({ fact }) => fact.signerName, urgency: ({ fact }) => fact.urgency,
  };
  const groupsBy = (group: QualityGroup) =>
    [...Map.groupBy(first, nameOf[group])].map(([name, own]) => groupFigure(name, own, promiseMinutes)).toSorted((left, right) => right.count - left.count || (left.name < right.name ? -1 : 1));
  const delivered = facts.flatMap(({ signedAt, deliveredAt }) => (deliveredAt === null ? [] : [minutesBetween(signedAt, deliveredAt)]));
  return {
    total: groupFigure('', first, promiseMinutes),
    groups: { site: groupsBy('site'), modality: groupsBy('modality'), physician: groupsBy('physician'), urgency: groupsBy('urgency') },
    days: [...Map.groupBy(first, ({ fact }) => localDay(fact.signedAt))].map(([day, own]) => ({ day, ...spreadOf(own.map(({ minutes }) => minutes)) })).toSorted((left, right) => (left.day < right.day ? -1 : 1)),
    revisionRate: first.length === 0 ? null : amended.length / first.length,
    delivery: { ...spreadOf(delivered), undelivered: facts.length - delivered.length },
    critical: {
      found: critical.length,
      open: critical.filter(({ closedAt }) => closedAt === null).length,
      toldOn: critical.filter(({ escalationStep }) => escalationStep > 0).length,
      notification: spreadOf(critical.flatMap(({ foundAt, notifiedAt }) => (notifiedAt === null ? [] : [minutesBetween(foundAt, notifiedAt)]))),
    },
  };
}

/** A fact with its turnaround, reckoned once. */
interface TimedFact {
  readonly fact: ReportFact;
  readonly minutes: number;
}

function groupFigure(name: string, facts: readonly TimedFact[], promiseMinutes: Readonly<Record<Urgency, number>>): GroupFigure {
  const promised = facts.filter(({ fact }) => fact.completeAt !== null);
  return {
    name,
    ...spreadOf(facts.map(({ minutes }) => minutes)),
    withinPromise: shareOf(promised, ({ fact, minutes }) => minutes <= promiseMinutes[fact.urgency]),
    positive: shareOf(facts, ({ fact }) => fact.outcome === 'positive'),
  };
}

/** Minutes from "all images are here" to the signature: the line's delay is never the reader's. Never below 0. */
function turnaround({ completeAt, arrivedAt, signedAt }: ReportFact): number {
  return Math.max(0, minutesBetween(completeAt ?? arrivedAt, signedAt));
}

function shareOf<T>(all: readonly T[], isOne: (one: T) => boolean): number | null {
  return all.length === 0 ? null : all.filter(isOne).length / all.length;
}

function minutesBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 60_000;
}

function spreadOf(minutes: readonly number[]): Spread {
  // A typed array sorts numbers as numbers, and several times faster.
  const sorted = Float64Array.from(minutes).sort();
  return { count: sorted.length, medianMinutes: rank(sorted, 0.5), p90Minutes: rank(sorted, 0.9) };
}

/** Nearest rank: the smallest value that at least this share does not exceed. */
function rank(sorted: Float64Array, share: number): number | null {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
}
