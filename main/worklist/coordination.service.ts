import type { CaseStandingView } from '#shared/contract/services/coordination.contract.ts';
import type { WorklistRow } from '#shared/contract/services/worklist.contract.ts';
import { AppError, isAppError } from '#shared/errors/app-error.ts';
import { LEASE_MS } from '#shared/worklist/case-claim.ts';
import type { Coordinator } from '#shared/worklist/coordinator.ts';
import { chooseNextCase, READ_ALL, ruleOnDuty, type DutyLine, type NextCandidate, type ReadingRule } from '#shared/worklist/next-case.ts';
import type { AcceptanceRepository } from '../coordination/acceptance.repository.ts';
import type { CaseStanding, ClaimDesk } from '../coordination/claim-desk.ts';
import type { Remote } from '../database/remote-repositories.ts';
import type { Clock } from '../platform/clock.ts';
import type { CaseCopyRepository } from './case-copy.repository.ts';
import type { WorklistService } from './worklist.service.ts';

/** The words of a signed report. */
export interface ReportWords {
  readonly findings: string;
  readonly impression: string;
  readonly recommendation: string;
}

export interface CoordinationServiceDependencies {
  readonly coordinator: Coordinator;
  readonly desk: ClaimDesk;
  readonly copies: Remote<CaseCopyRepository>;
  readonly acceptances: Remote<AcceptanceRepository>;
  readonly worklist: WorklistService;
  readonly wordsOf: (bundle: Uint8Array) => ReportWords;
  readonly hasDraft: (requestId: number) => Promise<boolean>;
  readonly clock: Clock;
}

export interface CoordinationService {
  readonly standing: (studyId: number) => Promise<CaseStandingView>;
  readonly claim: (studyId: number) => Promise<CaseStandingView>;
  readonly handOver: (studyId: number, toSeatId: string) => Promise<CaseStandingView>;
  readonly next: (notStudyIds: readonly number[]) => Promise<number | null>;
  /** The physician opened the study. */
  readonly opened: (studyId: number) => Promise<void>;
  /** The physician closed it: what has no draft is given back. */
  readonly closed: (studyId: number) => Promise<void>;
}

const PAGE_ROWS = 500;
/** Ten thousand open cases are not a list but a breakdown; the newest are searched. */
const MOST_PAGES = 20;
/** Of the best cases so many may be claimed by others in the same moment. */
const TRIES = 8;

/** Claims as the page meets them. */
export function createCoordinationService(dependencies: CoordinationServiceDependencies): CoordinationService {
  const { coordinator, desk, copies, worklist, clock } = dependencies;
  const ownSeatId = coordinator.seat.seatId;

  const ofHub = async <T>(ask: () => Promise<T>, whenAway: T): Promise<T> => {
    try {
      return await ask();
    } catch (error) {
      if (isAppError(error, 'hub/unreachable') || isAppError(error, 'hub/not-allowed')) return whenAway;
      throw error;
    }
  };

  const claimAll = async (studyId: number): Promise<void> => {
    const cases = await copies.casesOf(studyId);
    await desk.open(cases.map(({ caseKey }) => caseKey), 'reading');
    await ofHub(() => coordinator.setPresence(cases[0]?.caseKey ?? null), undefined);
  };

  const reportsOf = async (caseKey: string): Promise<CaseStandingView['reports']> => {
    const known = await ofHub(() => coordinator.reports(caseKey), []);
    const waiting = (await dependencies.acceptances.waiting()).filter((one) => one.caseKey === caseKey && one.isRecorded && !known.some(({ reportUid }) => reportUid === one.reportUid));
    const shown = known.map(async (report) => {
      // A report of one's own is on the screen already.
      const bundle = report.seatId === ownSeatId ? undefined : await ofHub(() => coordinator.bundle(report.reportUid), undefined);
      return {
        reportUid: report.reportUid, person: report.person, isMine: report.seatId === ownSeatId, standing: report.standing, isOffline: report.isOffline,
        acceptedAt: new Date(report.acceptedAtMs).toISOString(), ...(bundle === undefined || bundle.length === 0 ? NO_WORDS : dependencies.wordsOf(bundle)),
      };
    });
    return [
      ...(await Promise.all(shown)),
      ...waiting.map(({ reportUid, signer }) => ({ reportUid, person: signer, isMine: true, standing: 'waiting' as const, isOffline: true, acceptedAt: null, ...NO_WORDS })),
    ];
  };

  const describe = async (studyId: number): Promise<CaseStandingView> => {
    await worklist.row(studyId);
    const cases = await copies.casesOf(studyId);
    const isHub = coordinator.kind === 'hub';
    const [presence, reports] = await Promise.all([
      isHub ? ofHub(() => coordinator.presence(), []) : [],
      Promise.all(cases.map(({ caseKey }) => reportsOf(caseKey))),
    ]);
    // Last, after all that waits for the hub: a claim that was made meanwhile has told the page already, which then had nothing to ask for again.
    const standings = cases.map(({ caseKey }) => desk.standing(caseKey));
    const worst = standings.toSorted((left, right) => rankOf(left) - rankOf(right))[0];
    const serverNowMs = Math.max(0, ...presence.map(({ seenAtMs }) => seenAtMs));
    return {
      mode: coordinator.kind,
      standing: worst === undefined ? 'none' : worst.kind === 'refused' ? worst.reason : worst.kind,
      person: worst?.kind !== 'refused' ? '' : ((worst.reason === 'final' ? worst.state.final?.person : worst.state.holder?.person) ?? ''),
      seats: presence.filter(({ seatId }) => seatId !== ownSeatId).map(({ seatId, person, seenAtMs }) => ({ seatId, person, isHere: serverNowMs - seenAtMs < LEASE_MS })),
      reports: reports.flat(),
    };
  };

  const openCases = async (): Promise<WorklistRow[]> => {
    const rows: WorklistRow[] = [];
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const last = rows.at(-1);
      const answer = await worklist.list({
        view: 'open', search: '', modalities: [], siteIds: [], limit: PAGE_ROWS, after: last === undefined ? null : { arrivedAt: last.arrivedAt, studyId: last.studyId },
      });
      rows.push(...answer.rows);
      if (!answer.hasMore) break;
    }
    // An addendum belongs to who signed.
    return rows.filter(({ needsAddendum }) => !needsAddendum);
  };

  const ownRule = async (): Promise<ReadingRule> => {
    const [rules, rosters] = await Promise.all([ofHub(() => coordinator.records('assignment-rule'), []), ofHub(() => coordinator.records('duty-roster'), [])]);
    const own = rules.find(({ key }) => key === ownSeatId);
    const rule: ReadingRule = own === undefined ? READ_ALL : { ...READ_ALL, ...(JSON.parse(own.content) as Partial<ReadingRule>) };
    return ruleOnDuty(rule, rosters.flatMap(({ content }) => JSON.parse(content) as DutyLine[]), ownSeatId, clock.now().getTime());
  };

  return {
    standing: describe,
    async claim(studyId) {
      await claimAll(studyId);
      return describe(studyId);
    },
    async handOver(studyId, toSeatId) {
      for (const { caseKey } of await copies.casesOf(studyId)) if (desk.standing(caseKey)?.kind === 'mine') await desk.handOver(caseKey, toSeatId);
      return describe(studyId);
    },
    async next(notStudyIds) {
      const rule = await ownRule();
      let candidates = (await openCases()).filter(({ studyId }) => !notStudyIds.includes(studyId)).map(toCandidate);
      for (let attempt = 0; attempt < TRIES; attempt += 1) {
        const best = chooseNextCase(candidates, rule, clock.now().getTime());
        if (best === undefined) return null;
        const cases = await copies.casesOf(best.studyId);
        const standings = await desk.open(cases.map(({ caseKey }) => caseKey), 'reading');
        // Somebody pressed the same key a moment earlier: the next best one.
        if (standings.every(({ kind }) => kind !== 'refused')) return best.studyId;
        await desk.close(cases.map(({ caseKey }) => caseKey));
        candidates = candidates.filter(({ studyId }) => studyId !== best.studyId);
      }
      return null;
    },
    async opened(studyId) {
      try {
        await claimAll(studyId);
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
      }
    },
    async closed(studyId) {
      const cases = await copies.casesOf(studyId);
      const drafted = await Promise.all(cases.map(({ requestId }) => dependencies.hasDraft(requestId)));
      await desk.close(cases.filter((_, index) => drafted[index] !== true).map(({ caseKey }) => caseKey));
      await ofHub(() => coordinator.setPresence(null), undefined);
    },
  };
}

const NO_WORDS: ReportWords = { findings: '', impression: '', recommendation: '' };

/** What keeps from signing first. */
function rankOf(standing: CaseStanding | undefined): number {
  if (standing === undefined) return 5;
  if (standing.kind === 'refused') return { final: 0, held: 1, lost: 2 }[standing.reason];
  return standing.kind === 'alone' ? 3 : 4;
}

function toCandidate(row: WorklistRow): NextCandidate {
  return {
    studyId: row.studyId, siteId: row.siteId, modalities: row.modalities, bodyPart: row.bodyPart, urgency: row.urgency, dueAtMs: row.dueAt === null ? null : Date.parse(row.dueAt),
    isHere: row.status === 'ready', hasImages: row.heldInstances > 0, hasPrior: row.priorCount > 0,
    // A case whose clock stands still waits for somebody else.
    isTaken: !['ready', 'arriving', 'queued'].includes(row.status) || (row.service !== undefined && row.service.pause !== null) || (row.claim !== undefined && row.claim !== null && !row.claim.isMine),
  };
}
