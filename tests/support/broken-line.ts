import { startOriginServer } from '#main/demo/alliance/origin-server.ts';
import type { OriginArchiveRepository } from '#main/demo/alliance/origin-archive.repository.ts';
import { startSlowLinkRelay } from '#main/demo/alliance/slow-link-relay.ts';
import { createDicomWebSite } from '#main/dicomweb/dicom-web-site.ts';
import { silentLog } from '#main/platform/log.ts';
import { createInstanceFetcher } from '#main/retrieval/fetch-instance.ts';
import { createRetrieval, type StudyToFetch } from '#main/retrieval/retrieval.ts';
import { DEFAULT_LINE_RULE } from '#main/sites/site-line.repository.ts';
import { createSiteLinks } from '#main/sites/site-links.ts';
import type { SiteProfiles } from '#main/sites/site-profiles.ts';
import { noisyCt } from './noisy-ct.ts';

export interface BrokenLineResult {
  /** SOP Instance UIDs in the order in which they were stored. */
  readonly stored: readonly string[];
  readonly wanted: readonly string[];
  readonly imageBytes: number;
  /** What crossed the line beyond the images themselves and the headers of the answers. */
  readonly bytesTwice: number;
}

/** Of an answer of the demo's server with one part: status line, headers, boundaries. */
const ANSWER_BYTES = 400;

/**
 * Fetches a study over a line that breaks again and again while images are on it, and counts at the line. The line is fast, so that it is
 * over soon: where in an image it breaks is what matters, not how long that takes.
 */
export async function fetchOverBrokenLine({ slices, breaks, seed }: { readonly slices: number; readonly breaks: number; readonly seed: number }): Promise<BrokenLineResult> {
  const ct = noisyCt({ slices: slices, side: 128 });
  const files = new Map(Array.from({ length: slices }, (_, index) => [ct.sopInstanceUid(index + 1), ct.slice(index + 1)] as const));
  const archive = { all: () => [], put: () => true, part10: (uid: string) => files.get(uid) } as unknown as OriginArchiveRepository;
  const origin = await startOriginServer(archive);
  for (const file of files.values()) origin.receive(file);
  const relay = await startSlowLinkRelay(origin.port, { bitsPerSecond: 16_000_000, roundTripMs: 4 });

  const clock = { now: () => new Date() };
  const links = createSiteLinks(clock, () => {});
  // Every image is asked for as it is kept: what the server can do is not the matter here.
  const profiles: SiteProfiles = {
    ready: Promise.resolve(), capabilities: () => [{ siteId: 'a', sopClassUid: '', form: 'kept', outcome: 'works', answers: 1, sizeShare: 1, waitMs: 5, checkedAt: '2026-11-20T01:00:00Z' }],
    chooseForm: () => 'kept', record: () => {}, forget: async () => {}, rule: () => DEFAULT_LINE_RULE, setRule: async () => {},
  };
  const web = createDicomWebSite({ name: '北原县人民医院', baseUrl: `http://127.0.0.1:${relay.port}/dicom-web`, noProgressTimeoutMs: 5_000 });
  const stored: string[] = [];
  const retrieval = createRetrieval({
    fetchInstance: createInstanceFetcher({ webSite: () => web, profiles, links, near: undefined }),
    storeInstance: async (_studyId, _part10, { sopInstanceUid }) => void stored.push(sopInstanceUid),
    links, rule: () => DEFAULT_LINE_RULE, clock, log: silentLog, hasFellows: false, random: () => 0, onDiskFull: () => {},
  });
    const study: StudyToFetch = { studyId: 1, siteId: 'a', studyInstanceUid: ct.studyInstanceUid, purpose: 'worklist', urgency: 'routine', arrivedAt: '2026-11-20T01:00:00Z' };
  retrieval.want(study, [...files.keys()].map((sopInstanceUid, index) => ({ sopInstanceUid, seriesInstanceUid: ct.seriesInstanceUid, instanceNumber: index + 1 })));

  const imageBytes = files.get(ct.sopInstanceUid(1))!.length;
  const place = mulberry(seed);
  for (let count = 0; count < breaks; count += 1) {
    // Somewhere within the next two images.
    const breakAt = relay.bytesDown() + Math.ceil(place() * 2 * imageBytes);
    await untilTrue(() => relay.bytesDown() >= breakAt || retrieval.missingCount(1) === 0);
    relay.cut();
    relay.restore();
    // As a poll does that finds the hospital awake.
    retrieval.wake('a');
  }
  await untilTrue(() => {
    retrieval.wake('a');
    return retrieval.missingCount(1) === 0;
  });

  const bytesTwice = relay.bytesDown() - slices * imageBytes - (slices + breaks * 3) * ANSWER_BYTES;
  await retrieval.close();
  await relay.close();
  await origin.close();
  return { stored, wanted: [...files.keys()], imageBytes, bytesTwice };
}

async function untilTrue(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 1));
}

/** Mulberry32. */
function mulberry(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
