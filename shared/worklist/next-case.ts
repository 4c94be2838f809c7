import type { Urgency } from './urgency.ts';

/** An open case, as far as the choice of the next one looks at it. */
export interface NextCandidate {
  readonly studyId: number;
  readonly siteId: string;
  readonly modalities: readonly string[];
  readonly bodyPart: string;
  readonly urgency: Urgency;
  /** Milliseconds since 1970; null while images still arrive. */
  readonly dueAtMs: number | null;
  /** All images are on this machine and verified. */
  readonly isHere: boolean;
  /** Some are. */
  readonly hasImages: boolean;
  /** A prior of the patient is on the list. */
  readonly hasPrior: boolean;
  /** Somebody else reads it, or has signed it; or a draft lies on it here. */
  readonly isTaken: boolean;
}

/** What a seat may and likes to read. An empty list says "all". */
export interface ReadingRule {
  /** Nothing else is ever offered. */
  readonly mayReadModalities: readonly string[];
  readonly mayReadSiteIds: readonly string[];
  /** Offered before others of the same urgency and time. */
  readonly ownModalities: readonly string[];
  readonly ownBodyParts: readonly string[];
  readonly ownSiteIds: readonly string[];
}

export const READ_ALL: ReadingRule = { mayReadModalities: [], mayReadSiteIds: [], ownModalities: [], ownBodyParts: [], ownSiteIds: [] };

/** One line of the duty roster: who reads what from when to when. While a line of a seat runs, it takes the place of the seat's own hospitals and kinds. */
export interface DutyLine {
  readonly seatId: string;
  /** ISO 8601, UTC. */
  readonly from: string;
  readonly until: string;
  readonly modalities: readonly string[];
  readonly siteIds: readonly string[];
  /** The subspecialty, as parts of the body; absent or empty for all. */
  readonly bodyParts?: readonly string[] | undefined;
}

const URGENCY_RANK: Readonly<Record<Urgency, number>> = { 'green-channel': 0, emergency: 1, routine: 2 };
/** Minutes left that still count alike: within one of these the reader's own field decides. */
const DEADLINE_STEPS_MINUTES: readonly number[] = [0, 15, 30, 60];

/**
 * The best next case: what the seat may read and nobody has, by urgency, then by how little time is left, then the seat's own field and hospitals, then what is
 * wholly here, then what has a prior, then the earliest deadline. An urgent case is offered as soon as some of its images are here, others when all are.
 * @returns undefined when there is none
 */
export function chooseNextCase(candidates: readonly NextCandidate[], rule: ReadingRule, nowMs: number): NextCandidate | undefined {
  return candidates
    .filter((one) => !one.isTaken && mayRead(one, rule) && (one.isHere || (one.urgency !== 'routine' && one.hasImages)))
    .reduce<NextCandidate | undefined>((best, one) => (best === undefined || compare(one, best, rule, nowMs) < 0 ? one : best), undefined);
}

/** The rule of a seat while its duty lasts. */
export function ruleOnDuty(rule: ReadingRule, roster: readonly DutyLine[], seatId: string, nowMs: number): ReadingRule {
  const line = roster.find((one) => one.seatId === seatId && Date.parse(one.from) <= nowMs && nowMs < Date.parse(one.until));
  return line === undefined ? rule : { ...rule, ownModalities: line.modalities, ownSiteIds: line.siteIds, ownBodyParts: line.bodyParts ?? [] };
}

/** Whether a seat is on duty for a case now. */
export function isOnDuty(roster: readonly DutyLine[], seatId: string, { siteId, modalities, bodyPart }: Pick<NextCandidate, 'siteId' | 'modalities' | 'bodyPart'>, nowMs: number): boolean {
  return roster.some(
    (line) =>
      line.seatId === seatId && Date.parse(line.from) <= nowMs && nowMs < Date.parse(line.until) && (line.siteIds.length === 0 || line.siteIds.includes(siteId)) &&
      (line.modalities.length === 0 || modalities.some((modality) => line.modalities.includes(modality))) && (line.bodyParts === undefined || line.bodyParts.length === 0 || line.bodyParts.includes(bodyPart)),
  );
}

function mayRead({ modalities, siteId }: NextCandidate, { mayReadModalities, mayReadSiteIds }: ReadingRule): boolean {
  return (
    (mayReadModalities.length === 0 || modalities.some((modality) => mayReadModalities.includes(modality))) &&
    (mayReadSiteIds.length === 0 || mayReadSiteIds.includes(siteId))
  );
}

function compare(left: NextCandidate, right: NextCandidate, rule: ReadingRule, nowMs: number): number {
  return (
    URGENCY_RANK[left.urgency] - URGENCY_RANK[right.urgency] ||
    deadlineStep(left, nowMs) - deadlineStep(right, nowMs) ||
    Number(isOwnField(right, rule)) - Number(isOwnField(left, rule)) ||
    Number(isOwnSite(right, rule)) - Number(isOwnSite(left, rule)) ||
    Number(right.isHere) - Number(left.isHere) ||
    Number(right.hasPrior) - Number(left.hasPrior) ||
    dueTime(left) - dueTime(right) ||
    left.studyId - right.studyId
  );
}

function deadlineStep(candidate: NextCandidate, nowMs: number): number {
  const minutesLeft = (dueTime(candidate) - nowMs) / 60_000;
  const step = DEADLINE_STEPS_MINUTES.findIndex((minutes) => minutesLeft <= minutes);
  return step === -1 ? DEADLINE_STEPS_MINUTES.length : step;
}

/** Finite, so that two without a deadline are equal. */
function dueTime({ dueAtMs }: NextCandidate): number {
  return dueAtMs ?? Number.MAX_SAFE_INTEGER;
}

/** A seat without a field has none that another could lack. */
function isOwnField({ modalities, bodyPart }: NextCandidate, { ownModalities, ownBodyParts }: ReadingRule): boolean {
  if (ownModalities.length + ownBodyParts.length === 0) return false;
  return (ownModalities.length === 0 || modalities.some((modality) => ownModalities.includes(modality))) && (ownBodyParts.length === 0 || ownBodyParts.includes(bodyPart));
}

function isOwnSite({ siteId }: NextCandidate, { ownSiteIds }: ReadingRule): boolean {
  return ownSiteIds.includes(siteId);
}
