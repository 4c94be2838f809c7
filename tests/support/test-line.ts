import { startOriginServer } from '#main/demo/alliance/origin-server.ts';
import type { OriginArchiveRepository } from '#main/demo/alliance/origin-archive.repository.ts';
import { startSlowLinkRelay, type LinkProfile, type SlowLinkRelay } from '#main/demo/alliance/slow-link-relay.ts';
import { createDicomWebSite } from '#main/dicomweb/dicom-web-site.ts';
import { silentLog } from '#main/platform/log.ts';
import { readIdentity } from '#main/part10/read-identity.ts';
import { createInstanceFetcher } from '#main/retrieval/fetch-instance.ts';
import { createRetrieval, type Retrieval } from '#main/retrieval/retrieval.ts';
import { DEFAULT_LINE_RULE } from '#main/sites/site-line.repository.ts';
import { createSiteLinks } from '#main/sites/site-links.ts';
import type { SiteProfiles } from '#main/sites/site-profiles.ts';

export const TEST_SITE = 'beiyuan';

/** The program's own retrieval at a real server behind a county line, without a program around it. */
export interface TestLine {
  readonly relay: SlowLinkRelay;
  readonly retrieval: Retrieval;
  /** SOP Instance UIDs in the order in which they were stored. */
  readonly stored: readonly string[];
  /** When the first byte of an answer came, ms of `performance.now`. */
  readonly answeredAt: ReadonlyMap<string, number>;
  readonly close: () => Promise<void>;
}

/** Everything is asked for as it is kept: what a server can do is not the matter here. */
const AS_KEPT: SiteProfiles = {
  ready: Promise.resolve(), chooseForm: () => 'kept', record: () => {}, modes: () => [], chooseMode: () => 'instance', recordMode: () => {}, forget: async () => {}, rule: () => DEFAULT_LINE_RULE, setRule: async () => {},
  capabilities: () => [{ siteId: TEST_SITE, sopClassUid: '', form: 'kept', outcome: 'works', answers: 1, sizeShare: 1, waitMs: 5, checkedAt: '2026-11-20T01:00:00Z' }],
};

export async function openTestLine(files: readonly Uint8Array[], profile: LinkProfile): Promise<TestLine> {
  const byUid = new Map(files.map((file) => [readIdentity(file).sopInstanceUid, file]));
  const archive = { all: () => [], put: () => true, part10: (uid: string) => byUid.get(uid) } as unknown as OriginArchiveRepository;
  const origin = await startOriginServer(archive);
  for (const file of files) origin.receive(file);
  const relay = await startSlowLinkRelay(origin.port, profile);
  const clock = { now: () => new Date() };
  const links = createSiteLinks(clock, () => {});
  const web = createDicomWebSite({
    name: '北原县人民医院', baseUrl: `http://127.0.0.1:${relay.port}/dicom-web`, noProgressTimeoutMs: 5_000, onBytes: (count) => links.recordBytes(TEST_SITE, count),
  });
  const stored: string[] = [];
  const answeredAt = new Map<string, number>();
  const fetchInstance = createInstanceFetcher({ webSite: () => web, profiles: AS_KEPT, links, near: undefined });
  const retrieval = createRetrieval({
    whole: undefined,
    fetchInstance: (siteId, study, instance, signal, flight) =>
      fetchInstance(siteId, study, instance, signal, {
        hold: flight.hold,
        received: flight.received,
        answered() {
          answeredAt.set(instance.sopInstanceUid, performance.now());
          flight.answered();
        },
      }),
    storeInstance: async (_studyId, _part10, { sopInstanceUid }) => void stored.push(sopInstanceUid),
    links, rule: () => DEFAULT_LINE_RULE, clock, log: silentLog, hasFellows: false, random: () => 0, onDiskFull: () => {},
  });
  return {
    relay, retrieval, stored, answeredAt,
    async close() {
      await retrieval.close();
      await relay.close();
      await origin.close();
    },
  };
}

/** The caller's own time-out is the watchdog. */
export async function untilTrue(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 1));
}
