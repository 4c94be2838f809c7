/** What is known of one critical value (危急值), from the moment it was found. */
export interface CriticalNotice {
  /** What must be said and read back. */
  readonly message: string;
  /** Instant, ISO 8601, UTC. */
  readonly foundAt: string;
  readonly notifiedName: string;
  readonly department: string;
  /** Null until somebody was reached. */
  readonly notifiedAt: string | null;
  /** As the other side said it. */
  readonly readBack: string;
}

export type CriticalGap = 'notified-name' | 'department' | 'notified-at' | 'notified-before-found' | 'read-back' | 'read-back-differs';

/** What is missing before it can be closed; an empty list: it can. */
export function criticalGaps(notice: CriticalNotice): readonly CriticalGap[] {
  const gaps: CriticalGap[] = [];
  if (notice.notifiedName.trim() === '') gaps.push('notified-name');
  if (notice.department.trim() === '') gaps.push('department');
  if (notice.notifiedAt === null) gaps.push('notified-at');
  // To the minute, as hospitals record it: a call in the same minute is not before.
  else if (Math.floor(Date.parse(notice.notifiedAt) / 60_000) < Math.floor(Date.parse(notice.foundAt) / 60_000)) gaps.push('notified-before-found');
  if (notice.readBack.trim() === '') gaps.push('read-back');
  else if (!isReadBackEqual(notice.message, notice.readBack)) gaps.push('read-back-differs');
  return gaps;
}

/** The read-back says the same: every character counts but punctuation and white space; full-width letters and digits are narrow ones. */
export function isReadBackEqual(message: string, readBack: string): boolean {
  return essence(message) === essence(readBack);
}

function essence(text: string): string {
  return text.normalize('NFKC').toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
}

/** Minutes after which nobody answering is told on: the second seat, the head of department, the officer on duty. */
export const ESCALATION_MINUTES = [5, 10, 15] as const;

/** How many steps are due, 0 to 3. */
export function escalationStep(foundAt: string, now: Date): number {
  const minutes = (now.getTime() - Date.parse(foundAt)) / 60_000;
  return ESCALATION_MINUTES.filter((limit) => minutes >= limit).length;
}

/** The line of the report: who was told, by whom, when, and that it was read back. */
export function notificationText({ notifiedName, department, notifiedAtLocal }: { readonly notifiedName: string; readonly department: string; readonly notifiedAtLocal: string }): string {
  return `危急值已于${notifiedAtLocal.slice(0, 16).replace('T', ' ')}电话通知${department}${notifiedName}，对方复述一致。`;
}
