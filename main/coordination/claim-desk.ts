import { AppError, isAppError } from '#shared/errors/app-error.ts';
import { LEASE_MS, type Acceptance, type CaseState, type ClaimAnswer, type ClaimPurpose, type FinalReport, type ClaimRefusal, type ReportStanding } from '#shared/worklist/case-claim.ts';
import type { Coordinator } from '#shared/worklist/coordinator.ts';
import type { Remote } from '../database/remote-repositories.ts';
import type { Log } from '../platform/log.ts';
import type { AcceptanceRepository, ReportIntent, WaitingReport } from './acceptance.repository.ts';

/** How a seat stands to a case. `alone`: the hub is away, so nobody can say who else reads it. */
export type CaseStanding =
  | { readonly kind: 'mine'; readonly fence: number }
  | { readonly kind: 'refused'; readonly reason: ClaimRefusal; readonly state: CaseState }
  | { readonly kind: 'alone' };

/** What a report is signed under. */
export interface SigningClaim {
  /** 0 when none was ever had. */
  readonly fence: number;
  readonly isOffline: boolean;
}

export interface ClaimDeskDependencies {
  readonly coordinator: Coordinator;
  readonly acceptances: Pick<Remote<AcceptanceRepository>, 'intend' | 'settle' | 'drop' | 'goOffline' | 'waiting'>;
  /** Writes a signature that the coordinator has and this catalogue has not. @returns false while its request is not known here */
  readonly adopt: (bundle: Uint8Array) => Promise<boolean>;
  /** `absent`: the signature does not stand in this catalogue. `delivered`: all its objects are at the hospital. */
  readonly deliveryOf: (reportUid: string) => Promise<'absent' | 'waiting' | 'delivered'>;
  /** The standing of these cases has moved. */
  readonly onMoved: (caseKeys: readonly string[]) => void;
  /** The final report of a case as this seat saw it last: a hub that was restored from an older copy may have forgotten it. */
  readonly finalSeen?: (caseKey: string) => Promise<FinalReport | undefined>;
  readonly log: Log;
}

export interface ClaimDesk {
  /** Claims cases for reading, or says who has them. */
  readonly open: (caseKeys: readonly string[], purpose: ClaimPurpose) => Promise<readonly CaseStanding[]>;
  /** Gives cases back. */
  readonly close: (caseKeys: readonly string[]) => Promise<void>;
  readonly standing: (caseKey: string) => CaseStanding | undefined;
  /** @throws AppError `claim/held`, `claim/lost`, `claim/final` */
  readonly prepareSigning: (caseKey: string, purpose: ClaimPurpose) => Promise<SigningClaim>;
  /**
   * Asks for a signed report to be final. What it answers is settled with `settle` when the report stands in this catalogue.
   * @throws AppError `claim/lost`, `claim/final`: nothing was signed
   */
  readonly accept: (intent: ReportIntent) => Promise<'waiting' | ReportStanding>;
  /** The report stands in this catalogue, or its recording failed. */
  readonly settle: (reportUid: string, standing: 'waiting' | ReportStanding) => Promise<void>;
  /** @throws AppError `claim/lost`, `hub/unknown-seat`, `hub/unreachable` */
  readonly handOver: (caseKey: string, toSeatId: string) => Promise<void>;
  /** Keeps a draft at the coordinator as well. @returns false while it could not */
  readonly keepDraft: (caseKey: string, revision: number, text: string) => Promise<boolean>;
  /** Makes the claims longer; one that ran out is claimed anew. */
  readonly beat: () => Promise<void>;
  /** Brings to the coordinator what waits for it, and fetches what it has of this seat. */
  readonly flush: () => Promise<void>;
}

/** How often a claim is renewed: four times in a lease, so that three may get lost. */
export const BEAT_MS = LEASE_MS / 4;

/** The claims of this seat. Its own clock decides nothing here: only the coordinator knows the time. */
export function createClaimDesk({ coordinator, acceptances, adopt, deliveryOf, onMoved, finalSeen, log }: ClaimDeskDependencies): ClaimDesk {
  const standings = new Map<string, CaseStanding>();
  const purposes = new Map<string, ClaimPurpose>();
  /** Being signed right now: neither waiting nor forgotten. */
  const inHand = new Set<string>();
  let flushing: Promise<void> | undefined;

  const put = (caseKey: string, standing: CaseStanding): CaseStanding => {
    const before = standings.get(caseKey);
    standings.set(caseKey, standing);
    if (JSON.stringify(before) !== JSON.stringify(standing)) onMoved([caseKey]);
    return standing;
  };

  /** What was final once is never read anew, whatever a hub has forgotten. */
  const unlessFinal = async (caseKey: string, purpose: ClaimPurpose, answer: ClaimAnswer): Promise<ClaimAnswer> => {
    if (answer.status === 'refused' || purpose !== 'reading' || finalSeen === undefined) return answer;
    const final = await finalSeen(caseKey);
    if (final === undefined) return answer;
    const { state } = await coordinator.release(caseKey, answer.state.fence);
    return { status: 'refused', reason: 'final', state: { ...state, final } };
  };

  const claim = async (caseKey: string, purpose: ClaimPurpose): Promise<CaseStanding> => {
    purposes.set(caseKey, purpose);
    try {
      const answer = await unlessFinal(caseKey, purpose, await coordinator.claim(caseKey, purpose));
      return put(caseKey, answer.status === 'granted' ? { kind: 'mine', fence: answer.state.fence } : { kind: 'refused', reason: answer.reason, state: answer.state });
    } catch (error) {
      // A claim that is held stays held for its lease, although nobody answers now.
      const before = standings.get(caseKey);
      return isAway(error) ? (before?.kind === 'mine' ? before : put(caseKey, { kind: 'alone' })) : refuse(error);
    }
  };

  const renew = async (caseKey: string, fence: number): Promise<void> => {
    const answer = await coordinator.renew(caseKey, fence);
    if (answer.status === 'granted' || standings.get(caseKey)?.kind !== 'mine') return;
    if (answer.reason === 'lost') await claim(caseKey, purposes.get(caseKey) ?? 'reading');
    else put(caseKey, { kind: 'refused', reason: answer.reason, state: answer.state });
  };

  const flushOne = async (waiting: WaitingReport): Promise<void> => {
    const { reportUid, caseKey } = waiting;
    if (inHand.has(reportUid)) return;
    if (!waiting.isRecorded) {
      // The program ended between the coordinator's answer and this catalogue. What was accepted is taken in, what was not was never signed.
      const isKnown = (await coordinator.reports(caseKey)).some((report) => report.reportUid === reportUid);
      if (!isKnown) return acceptances.drop(reportUid);
      if (!(await adopt(waiting.bundle))) return;
    }
    const answer = await coordinator.accept(caseKey, waiting, waiting.signer, waiting.bundle);
    if (answer.status === 'refused') return acceptances.goOffline(reportUid);
    await acceptances.settle(reportUid, answer.standing);
    onMoved([caseKey]);
  };

  const compareUndelivered = async (): Promise<void> => {
    for (const report of await coordinator.undelivered()) {
      if (inHand.has(report.reportUid)) continue;
      const delivery = await deliveryOf(report.reportUid);
      if (delivery === 'delivered') await coordinator.markDelivered(report.reportUid);
      if (delivery !== 'absent') continue;
      const bundle = await coordinator.bundle(report.reportUid);
      if (bundle === undefined || bundle.length === 0) continue;
      if (await adopt(bundle)) onMoved([report.caseKey]);
    }
  };

  const flush = async (): Promise<void> => {
    for (const waiting of await acceptances.waiting()) await flushOne(waiting);
    await compareUndelivered();
  };

  return {
    open: (caseKeys, purpose) => Promise.all(caseKeys.map((caseKey) => claim(caseKey, purpose))),

    async close(caseKeys) {
      for (const caseKey of caseKeys) {
        const standing = standings.get(caseKey);
        standings.delete(caseKey);
        purposes.delete(caseKey);
        if (standing?.kind !== 'mine') continue;
        // A hub that is away frees the case by itself when the lease ends.
        await coordinator.release(caseKey, standing.fence).catch((error: unknown) => (isAway(error) ? undefined : refuse(error)));
      }
    },

    standing: (caseKey) => standings.get(caseKey),

    async prepareSigning(caseKey, purpose) {
      const standing = standings.get(caseKey);
      try {
        const answer = standing?.kind === 'mine' ? await coordinator.renew(caseKey, standing.fence) : await unlessFinal(caseKey, purpose, await coordinator.claim(caseKey, purpose));
        if (answer.status === 'granted') {
          purposes.set(caseKey, purpose);
          put(caseKey, { kind: 'mine', fence: answer.state.fence });
          return { fence: answer.state.fence, isOffline: false };
        }
        put(caseKey, { kind: 'refused', reason: answer.reason, state: answer.state });
        throw claimError(answer.reason, answer.state);
      } catch (error) {
        if (!isAway(error)) throw error;
        return { fence: standing?.kind === 'mine' ? standing.fence : 0, isOffline: true };
      }
    },

    async accept(intent) {
      inHand.add(intent.reportUid);
      try {
        await acceptances.intend(intent);
        if (intent.isOffline) return 'waiting';
        const answer = await askToAccept(intent);
        if (answer === undefined) return 'waiting';
        if (answer.status === 'refused') {
          await acceptances.drop(intent.reportUid);
          put(intent.caseKey, { kind: 'refused', reason: answer.reason, state: answer.state });
          throw claimError(answer.reason, answer.state);
        }
        // The claim has done its work: a correction takes one of its own.
        standings.delete(intent.caseKey);
        return answer.standing;
      } catch (error) {
        inHand.delete(intent.reportUid);
        throw error;
      }
    },

    async settle(reportUid, standing) {
      inHand.delete(reportUid);
      if (standing !== 'waiting') await acceptances.settle(reportUid, standing);
    },

    async handOver(caseKey, toSeatId) {
      const standing = standings.get(caseKey);
      if (standing?.kind !== 'mine') throw new AppError('claim/lost', 'the case is not claimed here');
      const answer = await coordinator.handOver(caseKey, standing.fence, toSeatId);
      if (answer.status === 'refused') {
        put(caseKey, { kind: 'refused', reason: answer.reason, state: answer.state });
        throw claimError(answer.reason, answer.state);
      }
      put(caseKey, { kind: 'refused', reason: 'held', state: answer.state });
    },

    async keepDraft(caseKey, revision, text) {
      const standing = standings.get(caseKey);
      if (standing?.kind !== 'mine') return false;
      try {
        return await coordinator.saveDraft(caseKey, standing.fence, revision, text);
      } catch (error) {
        if (isAway(error)) return false;
        throw error;
      }
    },

    async beat() {
      for (const [caseKey, standing] of standings) {
        try {
          if (standing.kind === 'mine') await renew(caseKey, standing.fence);
          else if (standing.kind === 'alone' || standing.reason === 'held' || standing.reason === 'lost') await claim(caseKey, purposes.get(caseKey) ?? 'reading');
        } catch (error) {
          if (!isAway(error)) throw error;
          log.warn('the hub gives no answer', {}, error);
          return;
        }
      }
    },

    async flush() {
      flushing ??= flush().finally(() => (flushing = undefined));
      try {
        await flushing;
      } catch (error) {
        if (!isAway(error)) throw error;
      }
    },
  };

  /** @returns undefined when nobody answers: what was asked may have happened, so the report waits and is asked for again */
  async function askToAccept(intent: ReportIntent): Promise<Acceptance | undefined> {
    try {
      return await coordinator.accept(intent.caseKey, intent, intent.signer, intent.bundle);
    } catch (error) {
      if (!isAway(error)) throw error;
      await acceptances.goOffline(intent.reportUid);
      return undefined;
    }
  }
}

function isAway(error: unknown): boolean {
  return isAppError(error, 'hub/unreachable');
}

function refuse(error: unknown): never {
  throw error;
}

/** Facts name the colleague, never the patient. */
function claimError(reason: ClaimRefusal, state: CaseState): AppError {
  const colleague = reason === 'final' ? state.final?.person : state.holder?.person;
  return new AppError(`claim/${reason}`, 'the case is not this seat’s to sign', { facts: colleague === undefined ? {} : { person: colleague } });
}
