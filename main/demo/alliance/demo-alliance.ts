import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openEncryptedDatabase } from '../../database/open-encrypted-database.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Site } from '../../sites/site.ts';
import type { DemoStudyPlan } from '../studies/demo-studies.ts';
import { DEMO_SITES, toSite } from './demo-sites.ts';
import { OriginArchiveRepository } from './origin-archive.repository.ts';
import { ORIGIN_ROOT, startOriginServer, type OriginServer } from './origin-server.ts';
import { startSlowLinkRelay, type SlowLinkRelay } from './slow-link-relay.ts';

export interface DemoAlliance {
  readonly sites: readonly Site[];
  /** Study Instance UIDs of what a scanner has not finished yet; what comes later in the day is among them. */
  readonly arriving: ReadonlySet<string>;
  /** Resolves when every study of the day has arrived at its hospital. */
  readonly allArrived: Promise<void>;
  readonly close: () => Promise<void>;
}

export interface DemoAllianceOptions {
  readonly folder: string;
  /** 32 bytes. */
  readonly key: Uint8Array;
  readonly plans: readonly DemoStudyPlan[];
  readonly clock: Clock;
  /** Told when the scanner has sent the last object of a study. */
  readonly onArrived?: (studyInstanceUid: string) => void;
}

interface RunningHospital {
  readonly key: string;
  readonly origin: OriginServer;
  readonly relay: SlowLinkRelay;
}

/**
 * Starts the member hospitals: each an archive behind a slow line, into which its scanners send the day's studies.
 * What an archive holds survives a restart, our own reports among it.
 */
export async function startDemoAlliance({ folder, key, plans, clock, onArrived }: DemoAllianceOptions): Promise<DemoAlliance> {
  mkdirSync(folder, { recursive: true });
  const closing = new AbortController();
  const databases = DEMO_SITES.map((site) => openEncryptedDatabase({ file: join(folder, `${site.key}.sqlite`), key, durability: 'normal' }));
  const hospitals = await Promise.all(
    DEMO_SITES.map(async (site, index): Promise<RunningHospital> => {
      const database = databases[index];
      if (database === undefined) throw new Error('every demo hospital has an archive');
      const origin = await startOriginServer(new OriginArchiveRepository(database));
      return { key: site.key, origin, relay: await startSlowLinkRelay(origin.port, site.link) };
    }),
  );
  const now = clock.now();
  const relayPort = (siteKey: string) => hospitals.find((hospital) => hospital.key === siteKey)?.relay.port ?? 0;
  const arriving = new Set(plans.map(({ studyInstanceUid }) => studyInstanceUid));
  const finish = (studyInstanceUid: string) => {
    arriving.delete(studyInstanceUid);
    onArrived?.(studyInstanceUid);
  };
  const allArrived = arriveAll(plans, hospitals, closing.signal, finish);
  allArrived.catch(() => {});

  return {
    sites: DEMO_SITES.map((site) => toSite(site, relayPort(site.key), ORIGIN_ROOT, now)),
    arriving,
    allArrived,
    async close() {
      closing.abort();
      await allArrived.catch(() => {});
      await Promise.all(hospitals.flatMap(({ relay, origin }) => [relay.close(), origin.close()]));
      for (const database of databases) database.close();
    },
  };
}

/** The first studies of the plan are emergencies: they are whole before the others go on. */
const EMERGENCIES = 2;

/**
 * First one image of each study, so that every row is on the list within seconds; then the emergencies, then all others side by side. Studies
 * that arrive while one watches come at their time.
 */
async function arriveAll(plans: readonly DemoStudyPlan[], hospitals: readonly RunningHospital[], signal: AbortSignal, finish: (studyInstanceUid: string) => void): Promise<void> {
  const startedAt = performance.now();
  const originOf = (plan: DemoStudyPlan) => hospitals.find((hospital) => hospital.key === plan.siteId)?.origin;
  const arrivePresent = async () => {
    const arrivals = plans.filter(({ arrival }) => arrival === 'present').map((plan) => openArrival(plan, originOf(plan), signal, finish));
    // A study of one object, a radiograph, takes as long as fifty slices: it waits for its turn.
    for (const arrival of arrivals) if (arrival.instanceCount > 1) await arrival.receiveNext();
    for (const arrival of arrivals.slice(0, EMERGENCIES)) await receiveRest(arrival, 0, signal);
    await Promise.all(arrivals.slice(EMERGENCIES).map((arrival) => receiveRest(arrival, 0, signal)));
  };
  const arriveLater = async (plan: DemoStudyPlan) => {
    if (plan.arrival === 'present') return;
    await pause(plan.arrival.afterSeconds * 1_000 - (performance.now() - startedAt), signal);
    await receiveRest(openArrival(plan, originOf(plan), signal, finish), 1_000 / plan.arrival.instancesPerSecond, signal);
  };
  await Promise.all([arrivePresent(), ...plans.map(arriveLater)]);
}

interface Arrival {
  readonly instanceCount: number;
  /** @returns whether there may be more */
  readonly receiveNext: () => Promise<boolean>;
}

/** A study on its way from the scanner into the archive. One that the archive has already is not computed again. */
function openArrival(plan: DemoStudyPlan, origin: OriginServer | undefined, signal: AbortSignal, finish: (studyInstanceUid: string) => void): Arrival {
  let isDone = origin === undefined || origin.holdsAll(plan.studyInstanceUid, plan.instanceCount);
  const instances = plan.generate()[Symbol.asyncIterator]();
  if (isDone) finish(plan.studyInstanceUid);
  return {
    instanceCount: plan.instanceCount,
    async receiveNext() {
      if (isDone || signal.aborted) return false;
      const { done, value } = await instances.next();
      isDone = done === true;
      if (isDone) finish(plan.studyInstanceUid);
      else if (!signal.aborted) origin?.receive(value.part10);
      return !isDone;
    },
  };
}

async function receiveRest(arrival: Arrival, everyMs: number, signal: AbortSignal): Promise<void> {
  // The archive answers requests between two instances.
  while (await arrival.receiveNext()) await pause(everyMs, signal);
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, Math.max(0, ms));
    signal.addEventListener('abort', done);
    if (signal.aborted) done();
  });
}
