import { isAppError } from '#shared/errors/app-error.ts';
import { parseCanonicalReport } from '#shared/report/canonical-report.ts';
import type { CaseState, ClaimHolder } from '#shared/worklist/case-claim.ts';
import { NEWS_PAGE, type Coordinator } from '#shared/worklist/coordinator.ts';
import { withArchiveSteps, type ArchiveStepsDependencies } from '../coordination/archive-steps.ts';
import { BEAT_MS, createClaimDesk, type ClaimDesk } from '../coordination/claim-desk.ts';
import { createEmbeddedCoordinator } from '../coordination/embedded/embedded-coordinator.ts';
import type { HubAddress } from '../coordination/hub/hub-address.ts';
import { askHubPerson, createHubCoordinator } from '../coordination/hub/hub-coordinator.ts';
import type { RemoteRepositories } from '../database/remote-repositories.ts';
import type { Clock } from '../platform/clock.ts';
import type { EventHub } from '../platform/event-hub.ts';
import type { Log } from '../platform/log.ts';
import { readBundle } from '../reports/signature-bundle.ts';
import { tellRestoredHub } from '../reports/restored-hub.ts';
import type { ReportWords } from '../worklist/coordination.service.ts';
import type { CatalogueRepositories } from './catalogue-repositories.ts';

export interface CoordinationDependencies {
  readonly catalogue: RemoteRepositories<CatalogueRepositories>;
  /** Undefined: this seat is its own coordinator. */
  readonly hub: { readonly address: HubAddress; readonly person: string } | undefined;
  readonly adopt: (bundle: Uint8Array) => Promise<boolean>;
  /** The worklist service of a case's hospital. */
  readonly archiveOf: ArchiveStepsDependencies['archiveOf'];
  /** A case has become this seat's, by opening it or from a colleague. */
  readonly onMine: (caseKey: string) => Promise<void>;
  /** While the hub answers, after cases were copied: what else is asked of it. */
  readonly onTurn: () => Promise<void>;
  /** The hub was restored from an older copy: what was told it once is told it again. */
  readonly onRestored: () => void;
  /** What waited may leave. */
  readonly onAccepted: () => void;
  readonly events: EventHub;
  readonly clock: Clock;
  readonly log: Log;
}

/** How a seat stands to its hub. */
export interface HubState {
  readonly person: string;
  readonly isReachable: boolean;
  /** ISO 8601, UTC; null while it answers. */
  readonly unreachableSince: string | null;
  /** Reports that were signed and that the hub has not accepted yet. */
  readonly waitingReports: number;
}

export interface Coordination {
  readonly coordinator: Coordinator;
  readonly desk: ClaimDesk;
  /** Null without a hub. */
  readonly hubState: () => Promise<HubState | null>;
  /** A study's claims are renewed, what waits is brought to the hub, and the hub's cases are copied: at once, and then again and again. */
  readonly start: () => void;
  readonly wake: () => void;
  readonly close: () => Promise<void>;
}

/** The seat of a profile that has no hub. */
const ONLY_SEAT: ClaimHolder = { seatId: 'this-seat', person: '' };

export async function openCoordination({ catalogue, hub, adopt, archiveOf, onMine, onTurn, onRestored, onAccepted, events, clock, log }: CoordinationDependencies): Promise<Coordination> {
  const { caseCopies, acceptances } = catalogue;
  if (hub === undefined) await catalogue.coordinator.enterSeat(ONLY_SEAT, 'administrator');
  let presentCase: string | null = null;
  const bare = hub === undefined
    ? createEmbeddedCoordinator({ repository: catalogue.coordinator, seat: ONLY_SEAT, clock })
    : createHubCoordinator(hub.address, hub.person);
  const steps = withArchiveSteps({ coordinator: bare, archiveOf, log });
  const coordinator: Coordinator = {
    ...steps,
    setPresence: (caseKey) => {
      presentCase = caseKey;
      return bare.setPresence(caseKey);
    },
  };
  let unreachableSince: string | null = null;
  let copiedNumber = 0;
  let turning: Promise<void> | undefined;
  let isTurnWanted = false;
  let isClosed = false;
  let lastBeatMs = 0;
  let timer: NodeJS.Timeout | undefined;

  const desk = createClaimDesk({
    coordinator,
    acceptances,
    adopt,
    deliveryOf: (reportUid) => acceptances.deliveryOf(reportUid),
    ...(hub === undefined ? {} : { finalSeen: (caseKey: string) => caseCopies.finalOf(caseKey) }),
    onMoved: (caseKeys) => {
      // A seat by itself has no colleague whose screen could differ from its own.
      if (hub === undefined) return onAccepted();
      for (const caseKey of caseKeys) if (desk.standing(caseKey)?.kind === 'mine') void onMine(caseKey).catch(reportBug);
      void caseCopies.refresh(caseKeys).then((studyIds) => {
        events.publish({ kind: 'claims-changed', studyIds });
        events.publish({ kind: 'report-changed', studyIds });
        onAccepted();
      }, reportBug);
    },
    log,
  });

  /** @returns true when a case that is open here has moved */
  const copyCases = async (): Promise<boolean> => {
    if (hub === undefined) return false;
    const changed: CaseState[] = [];
    for (;;) {
      const { cases, held, number, isAwaited, isMore } = await coordinator.news(copiedNumber);
      changed.push(...cases);
      if (isAwaited === true) await tellRestored();
      copiedNumber = number;
      if (isMore ?? cases.length === NEWS_PAGE) continue;
      const studyIds = await caseCopies.take(changed, held);
      if (studyIds.length > 0) {
        events.publish({ kind: 'worklist-changed', studyIds });
        events.publish({ kind: 'claims-changed', studyIds });
      }
      break;
    }
    return changed.some(({ caseKey }) => desk.standing(caseKey) !== undefined);
  };

  /** A hub that was restored from an older copy is told what this seat knows, before anything else is asked of it. */
  const tellRestored = async (): Promise<void> => {
    if (coordinator.restored === undefined) return;
    const { presented, lost, remembered } = await tellRestoredHub({ hub: coordinator.restored, acceptances, copies: caseCopies, records: catalogue.sharedCopies, signatureOf: (reportUid) => catalogue.reports.signature(reportUid) });
    log.warn('the hub was restored from an older copy and was told what this seat knows', { presented, remembered, lost: lost.length });
    if (lost.length > 0) events.publish({ kind: 'report-changed', studyIds: await caseCopies.refresh(lost) });
    copiedNumber = 0;
    onRestored();
  };

  const say = (isReachable: boolean) => {
    if (isReachable === (unreachableSince === null)) return;
    unreachableSince = isReachable ? null : clock.now().toISOString();
    log.info(isReachable ? 'the hub answers again' : 'the hub gives no answer');
    events.publish({ kind: 'worklist-changed', studyIds: [] });
  };

  const turn = async (): Promise<void> => {
    try {
      const hasMoved = await copyCases();
      say(true);
      if (hasMoved || performance.now() - lastBeatMs >= BEAT_MS / 2) {
        lastBeatMs = performance.now();
        await bare.setPresence(presentCase);
        await desk.beat();
      }
      await desk.flush();
      await onTurn();
    } catch (error) {
      if (!isAppError(error)) throw error;
      log.warn('the hub could not be asked', {}, error);
      say(false);
    }
  };

  const wake = () => {
    if (isClosed) return;
    isTurnWanted = true;
    turning ??= (async () => {
      do {
        isTurnWanted = false;
        await turn();
      } while (isTurnWanted);
    })().catch(reportBug).finally(() => (turning = undefined));
  };
  function reportBug(error: unknown): void {
    if (!isClosed) log.error('coordination stumbled', {}, error);
  }

  return {
    coordinator,
    desk,
    async hubState() {
      if (hub === undefined) return null;
      const waiting = (await acceptances.waiting()).filter(({ isRecorded }) => isRecorded);
      return { person: hub.person, isReachable: unreachableSince === null, unreachableSince, waitingReports: waiting.length };
    },
    start() {
      if (hub !== undefined) coordinator.onChange(wake);
      wake();
      timer = setInterval(wake, TURN_MS);
      timer.unref();
    },
    wake,
    async close() {
      isClosed = true;
      clearInterval(timer);
      await turning;
      await coordinator.close();
    },
  };
}

/** The name that the hub has for this seat, or what was known of it before. */
export async function hubSeat(address: HubAddress, settings: RemoteRepositories<CatalogueRepositories>['settings'], log: Log): Promise<{ readonly address: HubAddress; readonly person: string }> {
  try {
    const person = await askHubPerson(address);
    await settings.write('hubPerson', person);
    return { address, person };
  } catch (error) {
    if (!isAppError(error)) throw error;
    log.warn('the hub could not be asked for the name of this seat', {}, error);
    const { hubPerson } = await settings.read();
    return { address, person: hubPerson === '' ? address.user : hubPerson };
  }
}

/** A hub that is away is asked so often; one that answers says itself when something moves. */
const TURN_MS = 5_000;

/** The words of a report that another seat has signed. */
export function wordsOfBundle(bundle: Uint8Array): ReportWords {
  const { findings, impression, recommendation } = parseCanonicalReport(new TextDecoder().decode(readBundle(bundle).signature.content));
  return { findings, impression: impression.join('\n'), recommendation };
}
