/** What the reports and deliveries of a study's requests have come to; of several requests, the one least done. */
export type ReadingState = 'unread' | 'drafting' | 'signed' | 'sending' | 'delivered' | 'conflict';

export type CaseStatus = 'queued' | 'arriving' | 'ready' | 'drafting' | 'signed' | 'sending' | 'delivered' | 'conflict';

/** What waits for a physician first. */
export const CASE_STATUSES = ['ready', 'drafting', 'arriving', 'queued', 'signed', 'sending', 'delivered', 'conflict'] as const satisfies readonly CaseStatus[];

/** `contract/vocabulary.ts` describes the statuses. A draft outranks the images: the physician looks for the word 草稿. */
export function caseStatus(
  readingState: ReadingState,
  images: { readonly expected: number; readonly held: number; readonly isComplete: boolean },
): CaseStatus {
  if (readingState !== 'unread') return readingState;
  if (images.isComplete && images.expected > 0 && images.held >= images.expected) return 'ready';
  return images.held === 0 ? 'queued' : 'arriving';
}

const ORDER: readonly ReadingState[] = ['conflict', 'unread', 'drafting', 'signed', 'sending', 'delivered'];

/** The state of a study whose requests are in the given states. A conflict outranks all, because a person must look. */
export function leastDone(states: readonly ReadingState[]): ReadingState {
  return ORDER.find((state) => states.includes(state)) ?? 'unread';
}

/** `withheld`: taken back before it left, and never sent. */
export type DeliveryStation = 'signed' | 'sent' | 'stored' | 'read-back' | 'failed' | 'conflict' | 'withheld';

/** The state of one request from its draft and the stations of its newest report's objects. */
export function requestState(hasDraft: boolean, stations: readonly DeliveryStation[] | undefined): ReadingState {
  if (stations === undefined) return hasDraft ? 'drafting' : 'unread';
  if (stations.includes('conflict')) return 'conflict';
  if (stations.every((station) => station === 'read-back')) return 'delivered';
  return stations.every((station) => station === 'signed') ? 'signed' : 'sending';
}
