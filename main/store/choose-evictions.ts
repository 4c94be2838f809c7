/** A study on the disk that may be given up. */
export interface EvictionCandidate {
  readonly studyId: number;
  readonly bytes: number;
  /** A case that nobody has read: it would only be fetched once more. */
  readonly isUnread: boolean;
  /** ISO 8601. */
  readonly lastUsedAt: string;
}

/**
 * Which studies to give up so that at least so many bytes become free: what was read and delivered and old priors first, the least recently used
 * before the others; unread cases only to make room for a study that somebody is reading, the newest first, because the oldest is due soonest.
 * @returns undefined when all of them together are not enough: then none is given up in vain
 */
export function chooseEvictions(candidates: readonly EvictionCandidate[], neededBytes: number, isForReading: boolean): readonly number[] | undefined {
  const read = candidates.filter(({ isUnread }) => !isUnread).sort((left, right) => compare(left.lastUsedAt, right.lastUsedAt) || left.studyId - right.studyId);
  const unread = candidates.filter(({ isUnread }) => isUnread).sort((left, right) => compare(right.lastUsedAt, left.lastUsedAt) || right.studyId - left.studyId);
  const chosen: number[] = [];
  let freed = 0;
  for (const { studyId, bytes } of isForReading ? [...read, ...unread] : read) {
    if (freed >= neededBytes) break;
    chosen.push(studyId);
    freed += bytes;
  }
  return freed >= neededBytes ? chosen : undefined;
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
