import { AppError, isAppError } from '#shared/errors/app-error.ts';
import type { Remote } from '../database/remote-repositories.ts';
import type { DicomWebSite } from '../dicomweb/dicom-web-site.ts';
import { sameDataSet } from '../part10/data-set-digest.ts';
import type { Clock } from '../platform/clock.ts';
import type { EventHub } from '../platform/event-hub.ts';
import type { Log } from '../platform/log.ts';
import type { SiteLinks } from '../sites/site-links.ts';
import type { Delivery, DeliveryRepository, DeliveryStep } from './delivery.repository.ts';

export interface OutboxDependencies {
  readonly deliveries: Remote<DeliveryRepository>;
  readonly webSite: (siteId: string) => DicomWebSite | undefined;
  readonly siteName: (siteId: string) => string;
  readonly links: SiteLinks;
  /** The hospital gave back what it was sent, byte for byte. */
  readonly onReadBack: (delivery: Delivery) => void;
  readonly events: EventHub;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  /** How long the first attempt may be put off after the signature; 0 unless told. */
  readonly longestFirstWaitMs?: number;
}

/** Sends what was signed, reads it back and compares: at least once, with fixed UIDs, so exactly once. */
export interface Outbox {
  /** Something new is due, or a hospital answers again. */
  readonly wake: () => void;
  readonly close: () => Promise<void>;
}

const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 5 * 60_000;
/** The longest sleep: a clock that was set back is noticed behind it. */
const LONGEST_SLEEP_MS = 30_000;

export function startOutbox(dependencies: OutboxDependencies): Outbox {
  const { deliveries, links, events, clock, log } = dependencies;
  const closing = new AbortController();
  const busySites = new Map<string, Promise<void>>();
  let timer: NodeJS.Timeout | undefined;

  const look = async (): Promise<void> => {
    clearTimeout(timer);
    if (closing.signal.aborted) return;
    const now = clock.now();
    // No attempt is put off for longer: what lies further away was written before the clock was set back.
    await deliveries.pullIn(new Date(now.getTime() + Math.max(LONGEST_WAIT_MS, dependencies.longestFirstWaitMs ?? 0)).toISOString());
    const due = await deliveries.due(now.toISOString());
    for (const [siteId, ofSite] of Map.groupBy(due, (delivery) => delivery.siteId)) {
      if (busySites.has(siteId)) continue;
      const sending = sendAll(ofSite).finally(() => {
        busySites.delete(siteId);
        void look().catch(reportBug);
      });
      busySites.set(siteId, sending);
    }
    await sleepUntilDue();
  };

  const sleepUntilDue = async () => {
    const nextAt = await deliveries.nextDueAt();
    if (nextAt === null || closing.signal.aborted) return;
    const waitMs = Math.min(LONGEST_SLEEP_MS, Math.max(250, Date.parse(nextAt) - clock.now().getTime()));
    clearTimeout(timer);
    timer = setTimeout(() => void look().catch(reportBug), waitMs);
    timer.unref();
  };

  /** One after the other: the objects are small and the line is slow. */
  const sendAll = async (due: readonly Delivery[]): Promise<void> => {
    for (const delivery of due) {
      if (closing.signal.aborted) return;
      await deliver(delivery);
    }
  };

  const deliver = async (delivery: Delivery): Promise<void> => {
    const web = dependencies.webSite(delivery.siteId);
    if (web === undefined) return recordFailure(delivery, new AppError('site/unreachable', 'the site is not configured', { facts: { site: dependencies.siteName(delivery.siteId) } }));
    try {
      // Once it is on its way its bytes are frozen; before, a time stamp may still be put into it.
      if (delivery.attempts === 0) await record(delivery, { station: 'sent', attempts: 1, failure: delivery.failure });
      const part10 = await deliveries.part10(delivery.id);
      // After an interrupted attempt the object may be there although nobody told us.
      const found = delivery.attempts === 0 ? 'absent' : await readBack(web, delivery, part10);
      if (found === 'absent') {
        if (delivery.attempts > 0) await record(delivery, { station: 'sent', attempts: delivery.attempts + 1, failure: delivery.failure });
        await store(web, delivery, part10);
        await record(delivery, { station: 'stored', attempts: delivery.attempts + 1, failure: null });
      }
      await settle(delivery, found === 'absent' ? await readBack(web, delivery, part10) : found);
    } catch (error) {
      if (!closing.signal.aborted) await recordFailure(delivery, error);
    }
  };

  const store = async (web: DicomWebSite, delivery: Delivery, part10: Uint8Array): Promise<void> => {
    const answers = await web.storeInstances(delivery.studyInstanceUid, [part10], closing.signal);
    const answer = answers.find((one) => one.sopInstanceUid === delivery.sopInstanceUid);
    // A UID that the hospital knows already is refused by some servers: the comparison afterwards decides.
    if (answer?.outcome === 'failed' && !DUPLICATE_REASONS.has(answer.reason ?? -1)) {
      throw new AppError('site/refused-object', 'the site refused the object', {
        facts: { site: dependencies.siteName(delivery.siteId), reason: answer.reason ?? 0 },
      });
    }
    links.recordAnswer(delivery.siteId);
  };

  const readBack = async (web: DicomWebSite, delivery: Delivery, part10: Uint8Array): Promise<'same' | 'other' | 'absent'> => {
    try {
      const { studyInstanceUid, seriesInstanceUid, sopInstanceUid } = delivery;
      return sameDataSet(await web.retrieveInstance(studyInstanceUid, seriesInstanceUid, sopInstanceUid, closing.signal), part10) ? 'same' : 'other';
    } catch (error) {
      if (isAppError(error, 'site/not-found')) return 'absent';
      throw error;
    }
  };

  const settle = async (delivery: Delivery, found: 'same' | 'other' | 'absent'): Promise<void> => {
    const attempts = Math.max(1, delivery.attempts + 1);
    if (found === 'same') {
      await record(delivery, { station: 'read-back', attempts, failure: null });
      return dependencies.onReadBack(delivery);
    }
    if (found === 'absent') throw new AppError('site/not-found', 'the site does not give back what it took', { facts: { site: dependencies.siteName(delivery.siteId) } });
    log.error('a site holds other content under our UID', { siteId: delivery.siteId, sopInstanceUid: delivery.sopInstanceUid });
    const failure = { code: 'delivery/conflict', facts: { site: dependencies.siteName(delivery.siteId), sopInstanceUid: delivery.sopInstanceUid } };
    return record(delivery, { station: 'conflict', attempts, failure });
  };

  const recordFailure = async (delivery: Delivery, error: unknown): Promise<void> => {
    if (!isAppError(error)) log.error('a delivery failed for a reason nobody expected', { siteId: delivery.siteId, deliveryId: delivery.id }, error);
    else {
      log.warn('a delivery waits', { siteId: delivery.siteId, deliveryId: delivery.id, attempts: delivery.attempts + 1 }, error);
      links.recordFailure(delivery.siteId, error);
    }
    const attempts = delivery.attempts + 1;
    const isRefused = isAppError(error, 'site/refused-object');
    await record(delivery, {
      station: isRefused ? 'failed' : delivery.station === 'stored' ? 'stored' : 'signed',
      attempts,
      waitMs: waitMs(attempts, isAppError(error) ? error.facts['retryAfterSeconds'] : undefined),
      failure: isAppError(error) ? { code: error.code, facts: error.facts } : { code: 'internal', facts: {} },
    });
  };

  const waitMs = (attempts: number, retryAfterSeconds: string | number | undefined): number => {
    if (typeof retryAfterSeconds === 'number') return Math.min(retryAfterSeconds * 1_000, LONGEST_WAIT_MS);
    return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(10, attempts - 1)) * (0.5 + dependencies.random() / 2);
  };

  const record = async (
    delivery: Delivery,
    step: Pick<DeliveryStep, 'station' | 'attempts'> & { readonly waitMs?: number; readonly failure: DeliveryStep['failure'] },
  ): Promise<void> => {
    const now = clock.now();
    const isDone = step.station === 'read-back' || step.station === 'conflict';
    const studyIds = await deliveries.recordStep(delivery.id, {
      station: step.station,
      attempts: step.attempts,
      nextAttemptAt: isDone ? null : new Date(now.getTime() + (step.waitMs ?? 0)).toISOString(),
      at: now.toISOString(),
      failure: step.failure,
    });
    events.publish({ kind: 'report-changed', studyIds });
    events.publish({ kind: 'worklist-changed', studyIds });
  };

  const reportBug = (error: unknown) => log.error('the outbox stumbled', {}, error);

  void look().catch(reportBug);
  return {
    wake: () => void look().catch(reportBug),
    async close() {
      closing.abort();
      clearTimeout(timer);
      await Promise.allSettled(busySites.values());
    },
  };
}

/** Failure Reason (0008,1197) values that mean "this UID is here already": duplicate SOP Instance, and the codes of some archives. */
const DUPLICATE_REASONS: ReadonlySet<number> = new Set([0x0111, 45070]);
