import { isAppError } from '#shared/errors/app-error.ts';
import { parseCanonicalReport } from '#shared/report/canonical-report.ts';
import type { Remote } from '../database/remote-repositories.ts';
import type { DocumentMaker } from '../documents/document-maker.ts';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import type { TimeStampAuthority } from '../signing/time-stamp-authority.ts';
import type { EvidenceRepository } from './evidence.repository.ts';

export interface TimeStampKeeperDependencies {
  readonly evidence: Remote<EvidenceRepository>;
  readonly documents: DocumentMaker;
  /** undefined where the seat has none: then nothing waits for a stamp. */
  readonly authority: TimeStampAuthority | undefined;
  /** Something may leave earlier than it was to. */
  readonly onStamped: () => void;
  readonly clock: Clock;
  readonly log: Log;
}

/** Has signed reports stamped, and their validation data kept: at once when the line is there, later when it is back. */
export interface TimeStampKeeper {
  readonly wake: () => void;
  readonly close: () => Promise<void>;
}

const REPORTS_AT_ONCE = 20;
const RETRY_MS = 60_000;
/** What an authority has not published in a week it will not publish for this report. */
const PROOF_DAYS = 7;

export function startTimeStampKeeper({ evidence, documents, authority, onStamped, clock, log }: TimeStampKeeperDependencies): TimeStampKeeper {
  let running: Promise<void> | undefined;
  let isAskedAgain = false;
  let isClosed = false;
  let timer: NodeJS.Timeout | undefined;

  const stampAll = async (ask: TimeStampAuthority): Promise<void> => {
    for (const report of await evidence.unstamped(REPORTS_AT_ONCE)) {
      if (isClosed) return;
      const { token, stamp } = await ask(await documents.stampDigest(report.pdf));
      const stamped = await documents.stamp(parseCanonicalReport(new TextDecoder().decode(report.content)), report.pdf, token);
      const isLeaving = await evidence.recordStamp({
        signedReportId: report.id, token, ...stamped, provedAt: stamp.at.toISOString(), recordedAt: clock.now().toISOString(),
      });
      log.info('a report has its time stamp', { signedReportId: report.id, leaves: isLeaving ? 1 : 0 });
      onStamped();
    }
  };

  const proveAll = async (): Promise<void> => {
    const since = new Date(clock.now().getTime() - PROOF_DAYS * 86_400_000).toISOString();
    for (const { id, pdf } of await evidence.unproved(since, REPORTS_AT_ONCE)) {
      if (isClosed) return;
      const before = Uint8Array.from(pdf);
      const proved = await documents.prove(pdf, clock.now().toISOString());
      if (proved === undefined) continue;
      await evidence.recordProof(id, proved.slice(before.length), proved, clock.now().toISOString());
      log.info('a report has its validation data', { signedReportId: id });
    }
  };

  const wake = (): void => {
    if (authority === undefined || isClosed) return;
    if (running !== undefined) {
      isAskedAgain = true;
      return;
    }
    clearTimeout(timer);
    running = stampAll(authority)
      .then(proveAll)
      .catch((error: unknown) => {
        if (isAppError(error)) log.warn('reports wait for a time stamp', {}, error);
        else log.error('the time-stamp keeper stumbled', {}, error);
      })
      .finally(() => {
        running = undefined;
        if (isClosed) return;
        timer = setTimeout(wake, isAskedAgain ? 0 : RETRY_MS);
        timer.unref();
        isAskedAgain = false;
      });
  };

  wake();
  return {
    wake,
    async close() {
      isClosed = true;
      clearTimeout(timer);
      await running;
    },
  };
}
