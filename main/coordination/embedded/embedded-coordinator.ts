import type { ClaimHolder } from '#shared/worklist/case-claim.ts';
import type { Coordinator } from '#shared/worklist/coordinator.ts';
import type { Remote } from '../../database/remote-repositories.ts';
import type { Clock } from '../../platform/clock.ts';
import type { EmbeddedCoordinatorRepository } from './embedded-coordinator.repository.ts';

export interface EmbeddedCoordinatorDependencies {
  readonly repository: Remote<EmbeddedCoordinatorRepository>;
  readonly seat: ClaimHolder;
  /** The server's clock is this seat's: it is its own coordinator. */
  readonly clock: Clock;
}

/** A seat that is its own coordinator: the default. Its seat was entered with `enterSeat`. */
export function createEmbeddedCoordinator({ repository, seat, clock }: EmbeddedCoordinatorDependencies): Coordinator {
  const listeners = new Set<() => void>();
  const { seatId } = seat;
  const nowMs = () => clock.now().getTime();
  const telling = async <T>(answer: Promise<T>): Promise<T> => {
    const told = await answer;
    for (const listener of listeners) listener();
    return told;
  };
  return {
    kind: 'embedded',
    seat,
    serverNowMs: async () => nowMs(),
    claim: (caseKey, purpose) => telling(repository.claim(caseKey, seatId, purpose, nowMs())),
    renew: (caseKey, fence) => repository.renew(caseKey, seatId, fence, nowMs()),
    release: (caseKey, fence) => telling(repository.release(caseKey, seatId, fence)),
    handOver: (caseKey, fence, toSeatId) => telling(repository.handOver(caseKey, seatId, fence, toSeatId, nowMs())),
    accept: (caseKey, report, signerName, bundle) => telling(repository.accept(caseKey, seatId, report, signerName, bundle, nowMs())),
    markDelivered: (reportUid) => repository.markDelivered(reportUid, seatId),
    reports: (caseKey) => repository.reports(caseKey),
    undelivered: () => repository.undelivered(seatId),
    bundle: (reportUid) => repository.bundle(reportUid),
    saveDraft: (caseKey, fence, revision, text) => repository.saveDraft(caseKey, seatId, fence, revision, text, nowMs()),
    draft: (caseKey) => repository.draft(caseKey),
    caseState: (caseKey) => repository.caseState(caseKey),
    changes: (since) => repository.changes(since),
    held: () => repository.held(nowMs()),
    news: (since) => repository.news(since, nowMs()),
    sendMessage: (toSeatId, caseKey, text) => telling(repository.sendMessage(seatId, toSeatId, caseKey, text, nowMs())),
    messages: (afterMessageId) => repository.messages(seatId, afterMessageId),
    setPresence: (caseKey) => repository.setPresence(seatId, caseKey, nowMs()),
    presence: () => repository.presence(),
    putRecord: (kind, key, expectedRevision, content) => telling(repository.putRecord(seatId, kind, key, expectedRevision, content, nowMs())),
    records: (kind) => repository.records(kind),
    colleagues: (recordsSinceMs) => repository.colleagues(seatId, recordsSinceMs, nowMs()),
    recordsSince: (kind, sinceMs) => repository.recordsSince(kind, sinceMs),
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    // One seat reads with nobody.
    onView: () => () => undefined,
    close: async () => listeners.clear(),
  };
}
