import { noisyCt } from './noisy-ct.ts';
import { openTestLine, TEST_SITE, untilTrue } from './test-line.ts';

export interface BrokenLineResult {
  /** SOP Instance UIDs in the order in which they were stored. */
  readonly stored: readonly string[];
  readonly wanted: readonly string[];
  readonly imageBytes: number;
  /** What crossed the line beyond the images themselves and the headers of the answers. */
  readonly bytesTwice: number;
}

/** Of an answer with one part: status line, headers, boundaries. */
const ANSWER_BYTES = 400;

/**
 * Fetches a study over a line that breaks again and again while images are on it, and counts at the line. The line is fast, so that it is
 * over soon: where in an image it breaks is what matters, not how long that takes.
 */
export async function fetchOverBrokenLine({ slices, breaks, seed }: { readonly slices: number; readonly breaks: number; readonly seed: number }): Promise<BrokenLineResult> {
  const ct = noisyCt({ slices, side: 128 });
  const files = Array.from({ length: slices }, (_, index) => ct.slice(index + 1));
  const { relay, retrieval, stored, close } = await openTestLine(files, { bitsPerSecond: 16_000_000, roundTripMs: 4 });
  const wanted = files.map((_, index) => ct.sopInstanceUid(index + 1));
  retrieval.want(
    { studyId: 1, siteId: TEST_SITE, studyInstanceUid: ct.studyInstanceUid, purpose: 'worklist', urgency: 'routine', arrivedAt: '2026-11-20T01:00:00Z' },
    wanted.map((sopInstanceUid, index) => ({ sopInstanceUid, seriesInstanceUid: ct.seriesInstanceUid, instanceNumber: index + 1 })),
  );
  const imageBytes = files[0]?.length ?? 0;
  const place = mulberry(seed);
  for (let count = 0; count < breaks; count += 1) {
    // Somewhere within the next two images.
    const breakAt = relay.bytesDown() + Math.ceil(place() * 2 * imageBytes);
    await untilTrue(() => relay.bytesDown() >= breakAt || retrieval.missingCount(1) === 0);
    relay.cut();
    relay.restore();
    // As a poll does that finds the hospital awake.
    retrieval.wake(TEST_SITE);
  }
  await untilTrue(() => {
    retrieval.wake(TEST_SITE);
    return retrieval.missingCount(1) === 0;
  });
  const bytesTwice = relay.bytesDown() - slices * imageBytes - (slices + breaks * 3) * ANSWER_BYTES;
  await close();
  return { stored, wanted, imageBytes, bytesTwice };
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
