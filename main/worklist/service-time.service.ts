import type { LedgerCase as SentLedgerCase, ReadyCase, WorklistRow } from '#shared/contract/services/worklist.contract.ts';
import { AppError, isAppError } from '#shared/errors/app-error.ts';
import type { Coordinator } from '#shared/worklist/coordinator.ts';
import { isOnDuty } from '#shared/worklist/next-case.ts';
import { ESCALATION_PERCENTS, escalationOf, isToldOf, serviceClock, serviceMinutes, type EscalationPercent, type PauseReason } from '#shared/worklist/service-level.ts';
import type { Remote } from '../database/remote-repositories.ts';
import type { Clock } from '../platform/clock.ts';
import type { EventHub } from '../platform/event-hub.ts';
import type { Log } from '../platform/log.ts';
import type { CentreRulesService } from './centre-rules.service.ts';
import type { RunningCase, ServiceTimeRepository } from './service-time.repository.ts';
import type { WorklistService } from './worklist.service.ts';

export interface ServiceTimeDependencies {
  readonly times: Remote<ServiceTimeRepository>;
  readonly worklist: Pick<WorklistService, 'row'>;
  readonly rules: Pick<CentreRulesService, 'current'>;
  readonly coordinator: Pick<Coordinator, 'kind' | 'seat' | 'presence' | 'sendMessage'>;
  readonly caseKeysOf: (studyId: number) => Promise<readonly string[]>;
  /** Whether this seat has claimed the case. */
  readonly hasCase: (caseKey: string) => boolean;
  /** The pauses of a study have changed here: other seats hear of it. */
  readonly onPaused: (studyId: number) => void;
  /** Who sits here, by the name that is shown. */
  readonly person: () => string;
  /** The coordinator's time. */
  readonly clock: Clock;
  readonly events: EventHub;
  readonly log: Log;
}

export interface ServiceTimeService {
  /** The clock of a case stands still. @throws AppError `study/unknown` */
  readonly pauseClock: (studyId: number, reason: PauseReason, note: string) => Promise<WorklistRow>;
  readonly resumeClock: (studyId: number) => Promise<WorklistRow>;
  /** @param siteIds hospitals that the person reads for; null or absent for all */
  readonly unheard: (siteIds?: readonly string[] | null) => Promise<ReadyCase[]>;
  readonly hear: (studyIds: readonly number[]) => Promise<void>;
  readonly ledger: (from: string, until: string, siteIds?: readonly string[] | null) => Promise<SentLedgerCase[]>;
  readonly stations: (studyId: number) => Promise<{ kind: string; at: string; person: string }[]>;
  readonly noteOpened: (studyId: number) => Promise<void>;
  /** Looks again and again for cases that may be read, for first images and for time that runs out. @returns its end */
  readonly start: () => () => void;
  /** One look of each kind; `start` calls them. */
  readonly noticeReady: () => Promise<void>;
  readonly escalate: () => Promise<void>;
}

/** A tone sounds within five seconds of a case being ready: this is the longest that one is not noticed. */
const READY_LOOK_MS = 1_000;
const ESCALATION_LOOK_MS = 10_000;
/** A step that was passed longer ago, while the program was closed, is written down and nobody is called. */
const NEWS_MS = 10 * 60_000;

/** The time of cases: pauses with a reason, escalation, stations of the green channel, and what has to ring. */
export function createServiceTimeService(dependencies: ServiceTimeDependencies): ServiceTimeService {
  const { times, worklist, rules, coordinator, clock, events, log } = dependencies;
  const reached = new Map<number, EscalationPercent | 0>();
  const now = () => clock.now().toISOString();

  const noticeReady = async (): Promise<void> => {
    const studyIds = await times.noticeReady(now());
    if (studyIds.length === 0) return;
    const cases = new Map((await times.unheard()).map((one) => [one.studyId, one]));
    for (const studyId of studyIds) {
      const one = cases.get(studyId);
      if (one !== undefined) events.publish({ kind: 'case-ready', studyId, urgency: one.urgency });
    }
  };

  const escalate = async (): Promise<void> => {
    const nowMs = clock.now().getTime();
    const running = await times.running();
    const watched = new Set(running.map(({ studyId }) => studyId));
    for (const studyId of reached.keys()) if (!watched.has(studyId)) reached.delete(studyId);
    for (const one of running) {
      const minutes = serviceMinutes(rules.current().serviceLevels, one);
      const time = serviceClock(Date.parse(one.completeAt), minutes, one.pauses, nowMs);
      if (time.kind !== 'running') continue;
      const percent = escalationOf(time.fraction);
      const before = reached.get(one.studyId) ?? one.reached;
      reached.set(one.studyId, percent);
      if (percent === 0 || percent <= before) continue;
      for (const step of ESCALATION_PERCENTS) if (step <= percent && step > before) await times.noteStation(one.studyId, `used-${step}`, now(), '');
      const passedMs = (time.fraction - percent / 100) * minutes * 60_000;
      if (passedMs <= NEWS_MS) await tell(one, percent, nowMs);
    }
  };

  const tell = async (one: RunningCase, percent: EscalationPercent, nowMs: number): Promise<void> => {
    const row = await worklist.row(one.studyId);
    const keys = await dependencies.caseKeysOf(one.studyId);
    const hasCase = coordinator.kind === 'embedded' || keys.some(dependencies.hasCase);
    const { roster } = rules.current();
    const isForMe = isToldOf(percent, { hasCase, isOnDuty: isOnDuty(roster, coordinator.seat.seatId, row, nowMs) });
    events.publish({ kind: 'service-escalated', studyId: one.studyId, percent, isForMe });
    events.publish({ kind: 'worklist-changed', studyIds: [one.studyId] });
    if (coordinator.kind === 'embedded' || percent < 75) return;
    // Every seat that has the case sees its time run out by itself; one that has not is written to, once, by the seat that comes first.
    try {
      const seats = await coordinator.presence();
      const first = hasCase ? coordinator.seat.seatId : seats.map(({ seatId }) => seatId).toSorted()[0];
      if (first !== coordinator.seat.seatId) return;
      const words = `${row.siteName} ${row.modalities.join(' ')} ${row.studyDescription || row.bodyPart}：报告时限已用 ${percent}%`;
      for (const { seatId } of seats) {
        if (seatId !== first && isToldOf(percent, { hasCase: false, isOnDuty: isOnDuty(roster, seatId, row, nowMs) })) await coordinator.sendMessage(seatId, keys[0] ?? null, words);
      }
    } catch (error) {
      if (!isAppError(error)) throw error;
      log.warn('an escalation could not be sent over the hub', { studyId: one.studyId }, error);
    }
  };

  const changed = async (studyId: number): Promise<WorklistRow> => {
    dependencies.onPaused(studyId);
    events.publish({ kind: 'worklist-changed', studyIds: [studyId] });
    return worklist.row(studyId);
  };

  /** When the first image of each case came. */
  const watchFirstImages = async (signal: AbortSignal): Promise<void> => {
    const noted = new Set<number>();
    for await (const { event } of events.subscribe(undefined, signal)) {
      if (event.kind !== 'instances-held' || noted.has(event.studyId)) continue;
      noted.add(event.studyId);
      await times.noteStation(event.studyId, 'first-image', now(), '');
    }
  };

  return {
    async pauseClock(studyId, reason, note) {
      await worklist.row(studyId);
      if (reason === 'other' && note.trim() === '') throw new AppError('report/incomplete', 'another reason is given in words', { facts: { field: 'note' } });
      await times.pause(studyId, reason, note, dependencies.person(), now());
      return changed(studyId);
    },
    async resumeClock(studyId) {
      await worklist.row(studyId);
      await times.resume(studyId, dependencies.person(), now());
      return changed(studyId);
    },
    async unheard(siteIds = null) {
      const cases = (await times.unheard()).filter(({ siteId }) => siteIds?.includes(siteId) !== false);
      return cases.map(({ studyId, siteName, urgency, modalities, bodyPart, readyAt }) => ({ studyId, siteName, urgency, modalities: [...modalities], bodyPart, readyAt }));
    },
    hear: (studyIds) => times.hear(studyIds, now()),
    async ledger(from, until, siteIds = null) {
      const cases = (await times.ledger(new Date(from).toISOString(), new Date(until).toISOString())).filter(({ siteId }) => siteIds?.includes(siteId) !== false);
      return cases.map((one) => ({
        studyId: one.studyId, siteName: one.siteName, reason: one.reason, modalities: [...one.modalities], examination: one.studyDescription || one.bodyPart,
        times: {
          arrived: one.arrivedAt, 'first-image': one.firstImageAt, complete: one.completeAt, opened: one.openedAt, called: one.calledAt, signed: one.signedAt, delivered: one.deliveredAt,
        },
        openedBy: one.openedBy ?? '', signedBy: one.signedBy ?? '', hasCriticalValue: one.hasCriticalValue,
      }));
    },
    async stations(studyId) {
      await worklist.row(studyId);
      return (await times.stations(studyId)).map((station) => ({ ...station }));
    },
    async noteOpened(studyId) {
      if (await times.noteStation(studyId, 'opened', now(), dependencies.person())) events.publish({ kind: 'worklist-changed', studyIds: [studyId] });
    },
    noticeReady,
    escalate,
    start() {
      const ending = new AbortController();
      const again = (work: () => Promise<void>, everyMs: number, what: string): NodeJS.Timeout => {
        let isAtWork = false;
        const timer = setInterval(() => {
          if (isAtWork) return;
          isAtWork = true;
          work()
            .catch((error: unknown) => {
              if (!ending.signal.aborted) log.error(what, {}, error);
            })
            .finally(() => (isAtWork = false));
        }, everyMs);
        timer.unref();
        return timer;
      };
      const timers = [again(noticeReady, READY_LOOK_MS, 'ready cases could not be noticed'), again(escalate, ESCALATION_LOOK_MS, 'the time of cases could not be looked at')];
      watchFirstImages(ending.signal).catch((error: unknown) => {
        if (!ending.signal.aborted) log.error('first images are no longer noted', {}, error);
      });
      return () => {
        ending.abort();
        timers.forEach((timer) => clearInterval(timer));
      };
    },
  };
}
