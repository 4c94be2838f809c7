import { pausedBetween, type ClockPause } from '../../worklist/service-level.ts';
import type { Urgency } from '../../worklist/urgency.ts';

/** When the clock of a case stood still. */
export type FactPause = Pick<ClockPause, 'pausedAtMs' | 'resumedAtMs'>;

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
  /** Absent of one whose clock never stood still. */
  readonly pauses?: readonly FactPause[];
  /** Taken back, with every version up to it. */
  readonly isWithdrawn?: boolean;
}

/** What is counted of a version. Instants are ISO 8601, UTC. */
export interface CountedFact extends Pick<ReportFact, 'siteName' | 'modality' | 'urgency' | 'signerName' | 'signedAt' | 'deliveredAt'> {
  /** When all images were here, or, where that was never known, when the first came. */
  readonly since: string;
  readonly isComplete: boolean;
  readonly isFirst: boolean;
  readonly isRevision: boolean;
  readonly isPositive: boolean;
  /** Its outcome counts: written afresh, and not taken back. */
  readonly isJudged: boolean;
  readonly pauses: readonly FactPause[];
}

/** @returns minutes from "all images are here" to the signature that were promised for this one, its pauses not counted */
export type PromiseOf = (fact: Pick<CountedFact, 'siteName' | 'modality' | 'urgency'>) => number;

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
  /** 0 to 1, of what was written afresh and stands; null of none. */
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
  /** Reports taken back in the time; they are counted elsewhere than the versions. */
  readonly withdrawn?: number | undefined;
  readonly delivery: Spread & { readonly undelivered: number };
  readonly critical: { readonly found: number; readonly open: number; readonly toldOn: number; readonly notification: Spread };
}

/** What a department is asked for each month, as `countFigures` counts it. */
export function qualityFigures(facts: readonly ReportFact[], critical: readonly CriticalFact[], promiseOf: PromiseOf, localDay: (instant: string) => string): QualityFigures {
  return countFigures(facts.map(counted), critical, promiseOf, localDay);
}

function counted({ arrivedAt, completeAt, version, kind, endsPreliminary, outcome, pauses = [], isWithdrawn = false, ...fact }: ReportFact): CountedFact {
  return { ...fact, pauses, isJudged: kind === 'original' && !isWithdrawn, since: completeAt ?? arrivedAt, isComplete: completeAt !== null, isFirst: version === 1, isRevision: kind === 'amended' && !endsPreliminary, isPositive: outcome === 'positive' };
}

/**
 * All figures in one pass.
 * @param promiseOf asked once for each first version whose images were all here
 * @param localDay the day of an instant on the hospitals' wall clock, YYYY-MM-DD
 */
export function countFigures(facts: Iterable<CountedFact>, critical: readonly CriticalFact[], promiseOf: PromiseOf, localDay: (instant: string) => string): QualityFigures {
  const total = newTally();
  const tallies: Readonly<Record<QualityGroup, Map<string, Tally>>> = { site: new Map(), modality: new Map(), physician: new Map(), urgency: new Map() };
  const days = new Map<string, number[]>();
  const delivered: number[] = [];
  let versions = 0;
  let revisions = 0;
  for (const fact of facts) {
    const signedMs = Date.parse(fact.signedAt);
    versions += 1;
    if (fact.isRevision) revisions += 1;
    if (fact.deliveredAt !== null) delivered.push((Date.parse(fact.deliveredAt) - signedMs) / MINUTE_MS);
    // What is written anew for a report that was taken back has an outcome; its time is no turnaround.
    if (!fact.isFirst && !fact.isJudged) continue;
    const groups = [total, entryOf(tallies.site, fact.siteName, newTally), entryOf(tallies.modality, fact.modality, newTally), entryOf(tallies.physician, fact.signerName, newTally), entryOf(tallies.urgency, fact.urgency, newTally)];
    if (fact.isJudged) {
      for (const tally of groups) {
        tally.judged += 1;
        if (fact.isPositive) tally.positive += 1;
      }
    }
    if (!fact.isFirst) continue;
    // From "all images are here" to the signature: the line's delay is never the reader's. Never below 0.
    const sinceMs = Date.parse(fact.since);
    const minutes = Math.max(0, (signedMs - sinceMs) / MINUTE_MS);
    const pausedMs = fact.pauses.length === 0 ? 0 : pausedBetween(fact.pauses, sinceMs, signedMs);
    const isKept = fact.isComplete && signedMs - sinceMs - pausedMs <= promiseOf(fact) * MINUTE_MS;
    for (const tally of groups) {
      tally.minutes.push(minutes);
      if (fact.isComplete) tally.promised += 1;
      if (isKept) tally.kept += 1;
    }
    entryOf(days, localDay(fact.signedAt), () => []).push(minutes);
  }
  const groupsOf = (group: QualityGroup) =>
    [...tallies[group]].map(([name, tally]) => groupFigure(name, tally)).toSorted((left, right) => right.count - left.count || (left.name < right.name ? -1 : 1));
  return {
    total: groupFigure('', total),
    groups: { site: groupsOf('site'), modality: groupsOf('modality'), physician: groupsOf('physician'), urgency: groupsOf('urgency') },
    days: [...days].map(([day, minutes]) => ({ day, ...spreadOf(minutes) })).toSorted((left, right) => (left.day < right.day ? -1 : 1)),
    revisionRate: shareOf(revisions, total.minutes.length),
    delivery: { ...spreadOf(delivered), undelivered: versions - delivered.length },
    critical: {
      found: critical.length,
      open: critical.filter(({ closedAt }) => closedAt === null).length,
      toldOn: critical.filter(({ escalationStep }) => escalationStep > 0).length,
      notification: spreadOf(critical.flatMap(({ foundAt, notifiedAt }) => (notifiedAt === null ? [] : [(Date.parse(notifiedAt) - Date.parse(foundAt)) / MINUTE_MS]))),
    },
  };
}

const MINUTE_MS = 60_000;

/** First versions of one group while they are counted. */
interface Tally {
  readonly minutes: number[];
  /** Those whose images were all here, and of these the ones within the promise. */
  promised: number;
  kept: number;
  /** Those whose outcome counts, and of these the positive ones. */
  judged: number;
  positive: number;
}

function newTally(): Tally {
  return { minutes: [], promised: 0, kept: 0, judged: 0, positive: 0 };
}

function entryOf<T>(entries: Map<string, T>, name: string, make: () => T): T {
  const known = entries.get(name);
  if (known !== undefined) return known;
  const made = make();
  entries.set(name, made);
  return made;
}

function groupFigure(name: string, { minutes, promised, kept, judged, positive }: Tally): GroupFigure {
  return { name, ...spreadOf(minutes), withinPromise: shareOf(kept, promised), positive: shareOf(positive, judged) };
}

function shareOf(count: number, all: number): number | null {
  return all === 0 ? null : count / all;
}

function spreadOf(minutes: readonly number[]): Spread {
  // A typed array sorts numbers as numbers, and several times faster.
  const sorted = new Float64Array(minutes).sort();
  return { count: sorted.length, medianMinutes: rank(sorted, 0.5), p90Minutes: rank(sorted, 0.9) };
}

/** Nearest rank: the smallest value that at least this share does not exceed. */
function rank(sorted: Float64Array, share: number): number | null {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
}
