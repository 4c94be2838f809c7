import { COUNTY_REPORT_DAYS, countyReport, countyReportKey, openSteps, withStep, type CountyReport, type CountyStep, type CountyStepKind } from '#shared/collaboration/county-report.ts';
import type { TrackedReport } from '#shared/contract/services/deliveries.contract.ts';
import { displayPersonName, parsePersonName } from '#shared/dicom/values/person-name.ts';
import { AppError, isAppError } from '#shared/errors/app-error.ts';
import type { Clock } from '../platform/clock.ts';
import type { EventHub } from '../platform/event-hub.ts';
import type { Log } from '../platform/log.ts';
import type { StoredStudy } from '../studies/study.ts';
import type { KeptRecord, RecordKeeper } from './record-keeper.ts';

export interface CountyReportDependencies {
  readonly records: RecordKeeper;
  /** Versions that this seat signed: those on their way, and the newest of all. */
  readonly tracks: (show: 'open' | 'all', limit: number) => Promise<readonly TrackedReport[]>;
  readonly findStudies: (studyIds: readonly number[]) => Promise<readonly StoredStudy[]>;
  /** Writes into this seat's own record of the report. The first confirmation stays. */
  readonly acknowledge: (report: Pick<TrackedReport, 'requestId' | 'reportUid'>, about: 'report' | 'withdrawal', person: string, note: string) => Promise<void>;
  readonly audit: (at: string, report: CountyReport, step: CountyStep) => void;
  readonly events: EventHub;
  readonly clock: Clock;
  readonly log: Log;
}

export type CountyReportService = ReturnType<typeof createCountyReportService>;

const MOST_ON_PAGE = 60;
/** What moved is told within two seconds; what was lost in between, within a minute. */
const QUIET_MS = 2_000;
const EVERY_MS = 60_000;
const TIDY_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** Versions that are looked at after each event, and besides them each minute. */
const MOST_NEWEST = 60;
const MOST_OPEN = 500;
const NOTES: Readonly<Record<CountyStepKind, string>> = { received: '网页：收到', printed: '网页：已打印', 'handed-over': '网页：已交患者', withdrawal: '网页：确认撤回' };

/**
 * Hospitals confirm on their page what they were sent. The seat that signed tells of a version when all of it was read back, and when it is taken back;
 * the seat that serves the page writes what the hospital said, and the first seat puts it into its own record. Each of these may happen twice.
 */
export function createCountyReportService({ records, tracks, findStudies, acknowledge, audit, events, clock, log }: CountyReportDependencies) {
  let turning: Promise<void> | undefined;
  let soon: NodeJS.Timeout | undefined;

  const find = (siteId: string, reportUid: string) => records.find('county-report', countyReport, countyReportKey({ siteId, reportUid }));

  const tell = async (track: TrackedReport, study: StoredStudy): Promise<void> => {
    const { siteId, reportUid, requestId, withdrawal } = track;
    const readBack = track.objects.filter(({ station }) => station !== 'withheld').map(({ readBackAt }) => readBackAt);
    const known = await find(siteId, reportUid);
    // What never arrived cannot have been taken for true: its withdrawal is no matter of the page.
    const deliveredAt = known?.deliveredAt ?? (readBack.length === 0 || readBack.includes(null) ? undefined : readBack.flatMap((at) => at ?? []).toSorted((left, right) => left.localeCompare(right)).at(-1));
    if (deliveredAt === undefined || deliveredAt === null || Date.parse(deliveredAt) < clock.now().getTime() - COUNTY_REPORT_DAYS * DAY_MS) return;
    const taken = withdrawal === null ? null : { reason: withdrawal.reason, at: withdrawal.at };
    if (known === undefined || JSON.stringify(known.withdrawal) !== JSON.stringify(taken)) {
      await records.update('county-report', countyReport, countyReportKey(track), (before) => ({
        siteId, reportUid, studyInstanceUid: study.studyInstanceUid, patientName: displayPersonName(parsePersonName(study.patientName)), patientId: study.patientId,
        examination: track.procedureText === '' ? study.studyDescription : track.procedureText, accessionNumber: track.accessionNumber, version: track.version, kind: track.kind,
        signerName: track.signerName, signedAt: track.signedAt, deliveredAt, withdrawal: taken, steps: before?.steps ?? [],
      }));
    }
    const steps = known?.steps ?? [];
    const [first] = steps.filter(({ step }) => step !== 'withdrawal');
    if (first !== undefined && track.acknowledgement === null) await acknowledge({ requestId, reportUid }, 'report', first.by, NOTES[first.step]);
    const confirmed = steps.find(({ step }) => step === 'withdrawal');
    if (confirmed !== undefined && withdrawal !== null && !withdrawal.isAcknowledged) await acknowledge({ requestId, reportUid }, 'withdrawal', confirmed.by, NOTES.withdrawal);
  };
  const turn = async (isWhole: boolean): Promise<void> => {
    const found = new Map([...(await tracks('all', MOST_NEWEST)), ...(isWhole ? await tracks('open', MOST_OPEN) : [])].map((track) => [track.reportUid, track]));
    const studies = new Map((await findStudies([...new Set([...found.values()].map(({ studyId }) => studyId))])).map((study) => [study.id, study]));
    for (const track of found.values()) {
      const study = studies.get(track.studyId);
      if (study !== undefined) await tell(track, study);
    }
  };
  /** One turn at a time; the hub may be away, then the next turn tells the same. */
  const wake = (isWhole: boolean): Promise<void> =>
    (turning ??= turn(isWhole)
      .catch((error: unknown) => {
        if (!isAppError(error)) log.error('reports could not be told to the pages of hospitals', {}, error);
      })
      .finally(() => (turning = undefined)));
  const wakeSoon = () => {
    soon ??= setTimeout(() => {
      soon = undefined;
      void wake(false);
    }, QUIET_MS);
  };
  const tidy = () => {
    records.forgetBefore('county-report', clock.now().getTime() - COUNTY_REPORT_DAYS * DAY_MS).catch((error: unknown) => log.error('old reports of hospitals’ pages could not be removed', {}, error));
  };

  return {
    /** The newest of a hospital; what waits for its word first. */
    async ofSite(siteId: string): Promise<readonly KeptRecord<CountyReport>[]> {
      const found = await records.listOf('county-report', countyReport, `${siteId}|`, MOST_ON_PAGE);
      const rank = ({ content }: KeptRecord<CountyReport>) => (openSteps(content)[0] === 'withdrawal' ? 0 : openSteps(content).includes('received') ? 1 : 2);
      return found.toSorted((left, right) => rank(left) - rank(right) || right.content.signedAt.localeCompare(left.content.signedAt));
    },

    /** What the hospital said of a report, oldest first. */
    stepsOf: async (siteId: string, reportUid: string): Promise<readonly CountyStep[]> => (await find(siteId, reportUid))?.steps ?? [],

    /** @throws AppError `collaboration/unknown`, also for a report of another hospital; `collaboration/closed` for what may no longer be said; `hub/…` */
    async confirm(siteId: string, reportUid: string, step: CountyStepKind, by: string): Promise<void> {
      const said: CountyStep = { step, by, at: clock.now().toISOString() };
      let isFirst = false;
      const after = await records.update('county-report', countyReport, countyReportKey({ siteId, reportUid }), (before) => {
        if (before === undefined || before.siteId !== siteId) throw new AppError('collaboration/unknown', 'no such report of this hospital');
        const next = withStep(before, said);
        isFirst = next !== before;
        if (!isFirst && !before.steps.some((one) => one.step === step)) throw new AppError('collaboration/closed', 'the report was taken back, or stands');
        return isFirst ? next : undefined;
      });
      if (!isFirst || after === undefined) return;
      audit(said.at, after, said);
      // Where this seat signed it, its delivery page says so at once.
      await wake(true);
    },

    /** Tells of all that moved, and takes in what hospitals said. */
    turn: () => wake(true),

    start(): () => Promise<void> {
      const closing = new AbortController();
      const timer = setInterval(() => void wake(true), EVERY_MS);
      timer.unref();
      const tidying = setInterval(tidy, TIDY_MS);
      tidying.unref();
      const stopNews = records.onNews((news) => {
        if (news.some(({ kind }) => kind === 'county-report')) wakeSoon();
      });
      // A hint and no more: what it does not tell is found by the timer.
      const listening = (async () => {
        for await (const { event } of events.subscribe(undefined, closing.signal)) if (event.kind === 'report-changed') wakeSoon();
      })().catch((error: unknown) => log.error('the pages of hospitals hear of no report', {}, error));
      tidy();
      void wake(true);
      return async () => {
        closing.abort();
        clearInterval(timer);
        clearInterval(tidying);
        clearTimeout(soon);
        stopNews();
        await Promise.all([turning, listening]);
      };
    },
  };
}
