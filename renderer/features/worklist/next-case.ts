import type { WorklistRow } from '#shared/contract/services/worklist.contract.ts';
import type { Urgency } from '#shared/worklist/urgency.ts';

const RANK: Readonly<Record<Urgency, number>> = { 'green-channel': 0, emergency: 1, routine: 2 };

/**
 * The case to read next: all images here, nobody's draft on it and no colleague at it; green channel before emergency before routine, then the one that is due
 * first. @returns undefined when nothing is ready
 */
export function nextCase(rows: readonly WorklistRow[], notStudyIds: readonly number[] = []): WorklistRow | undefined {
  return rows
    .filter((row) => row.status === 'ready' && row.claim?.isMine !== false && !notStudyIds.includes(row.studyId))
    .toSorted((left, right) => RANK[left.urgency] - RANK[right.urgency] || dueTime(left) - dueTime(right) || left.studyId - right.studyId)[0];
}

function dueTime({ dueAt }: WorklistRow): number {
  return dueAt === null ? Number.POSITIVE_INFINITY : Date.parse(dueAt);
}
