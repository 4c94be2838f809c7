import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { WantedInstance } from '#main/retrieval/choose-next.ts';
import { createRetrieval, type StudyToFetch } from '#main/retrieval/retrieval.ts';
import { silentLog } from '#main/platform/log.ts';
import { createSiteLinks } from '#main/sites/site-links.ts';
import { AppError } from '#shared/errors/app-error.ts';

const head: StudyToFetch = { studyId: 1, siteId: 'qingling', studyInstanceUid: '1.1', purpose: 'worklist', urgency: 'routine', arrivedAt: '2026-11-20T01:00:00Z' };
const slices = (count: number): WantedInstance[] =>
  Array.from({ length: count }, (_, index) => ({ sopInstanceUid: `1.1.${index + 1}`, seriesInstanceUid: '1', instanceNumber: index + 1 }));

/** A hospital whose answers the test gives by hand. */
function scriptedHospital() {
  const asked: string[] = [];
  const open = new Map<string, { resolve: (bytes: Uint8Array) => void; reject: (error: unknown) => void }>();
  const stored: string[] = [];
  let storeFailure: Error | undefined;
  const clock = { now: () => new Date() };
  const links = createSiteLinks(clock, () => {});
  const onDiskFull = vi.fn();
  const retrieval = createRetrieval({
    fetchInstance: (_siteId, _study, instance, signal) =>
      new Promise((resolve, reject) => {
        asked.push(instance.sopInstanceUid);
        open.set(instance.sopInstanceUid, { resolve, reject });
        signal.addEventListener('abort', () => reject(signal.reason as Error));
      }),
    storeInstance: async (_studyId, _part10, instance) => {
      if (storeFailure !== undefined) throw storeFailure;
      stored.push(instance.sopInstanceUid);
    },
    links, clock, log: silentLog, random: () => 1, onDiskFull,
  });
  const settle = () => vi.advanceTimersByTimeAsync(0);
  return {
    asked, stored, retrieval, links, onDiskFull,
    failToStore: (error: Error | undefined) => (storeFailure = error),
    deliver: async (uid: string) => {
      open.get(uid)!.resolve(new Uint8Array(1_000));
      await settle();
    },
    fail: async (uid: string, error: unknown) => {
      open.get(uid)!.reject(error);
      await settle();
    },
  };
}

beforeEach(() => void vi.useFakeTimers({ now: Date.parse('2026-11-20T01:00:00Z') }));
afterEach(() => void vi.useRealTimers());

describe('fetching a study', () => {
  test('asks for as much at once as fills the line, and goes on as answers come', async () => {
    const { retrieval, asked, stored, deliver } = scriptedHospital();
    retrieval.want(head, slices(4));
    expect(asked).toEqual(['1.1.1', '1.1.2']);
    await deliver('1.1.1');
    expect(asked).toEqual(['1.1.1', '1.1.2', '1.1.3']);
    await deliver('1.1.2');
    await deliver('1.1.3');
    await deliver('1.1.4');
    expect(stored).toEqual(['1.1.1', '1.1.2', '1.1.3', '1.1.4']);
    expect(retrieval.missingCount(1)).toBe(0);
  });

  test('turns to the image under the eye with the very next request', async () => {
    const { retrieval, asked, deliver } = scriptedHospital();
    retrieval.want({ ...head, purpose: 'reading' }, slices(50));
    retrieval.look(1, [{ seriesInstanceUid: '1', instanceNumber: 40, direction: 'forward', isActive: true }]);
    await deliver('1.1.1');
    expect(asked.at(-1)).toBe('1.1.40');
  });

  test('does not ask twice for what is under way when the list is read anew', async () => {
    const { retrieval, asked, deliver } = scriptedHospital();
    retrieval.want(head, slices(2));
    retrieval.want(head, slices(2));
    await deliver('1.1.1');
    await deliver('1.1.2');
    expect(asked).toEqual(['1.1.1', '1.1.2']);
  });

  test('gives up nothing when it is closed, and aborts what is under way', async () => {
    const { retrieval, stored } = scriptedHospital();
    retrieval.want(head, slices(2));
    await retrieval.close();
    expect(stored).toEqual([]);
    expect(retrieval.missingCount(1)).toBe(2);
  });
});

describe('when the line breaks', () => {
  const down = new AppError('site/unreachable', 'reset', { facts: { site: '青岭县人民医院' } });

  test('a single probe goes out after the wait, and all go on when it is answered', async () => {
    const { retrieval, asked, deliver, fail, links } = scriptedHospital();
    retrieval.want(head, slices(4));
    await fail('1.1.1', down);
    await fail('1.1.2', down);
    expect(links.of('qingling').state).toBe('unreachable');
    asked.length = 0;
    // Two failures: two seconds.
    await vi.advanceTimersByTimeAsync(1_999);
    expect(asked).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(asked).toHaveLength(1);
    await deliver(asked[0]!);
    expect(links.of('qingling').state).toBe('reachable');
    expect(asked.length).toBeGreaterThan(1);
  });

  test('a site that names its own waiting time gets it', async () => {
    const { retrieval, asked, fail } = scriptedHospital();
    retrieval.want(head, slices(1));
    await fail('1.1.1', new AppError('site/too-many-requests', 'busy', { facts: { retryAfterSeconds: 20 } }));
    await vi.advanceTimersByTimeAsync(19_999);
    expect(asked).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(asked).toHaveLength(2);
  });

  test('a poll that finds the site awake ends the wait at once', async () => {
    const { retrieval, asked, fail } = scriptedHospital();
    retrieval.want(head, slices(1));
    await fail('1.1.1', down);
    retrieval.wake('qingling');
    expect(asked).toHaveLength(2);
  });
});

describe('when one instance is bad', () => {
  test('the others come, and it is asked for again later', async () => {
    const { retrieval, asked, stored, deliver, fail, links } = scriptedHospital();
    retrieval.want(head, slices(3));
    await fail('1.1.1', new AppError('file/damaged', 'half a frame'));
    await deliver('1.1.2');
    await deliver('1.1.3');
    expect(stored).toEqual(['1.1.2', '1.1.3']);
    expect(links.of('qingling').state).toBe('reachable');
    // First failure of an instance: the third step of the back-off, four seconds.
    await vi.advanceTimersByTimeAsync(4_000);
    expect(asked.at(-1)).toBe('1.1.1');
    expect(asked).toHaveLength(4);
  });
});

describe('when a server falls over one instance', () => {
  test('with an error, the next instance is asked for at once', async () => {
    const { retrieval, asked, fail } = scriptedHospital();
    retrieval.want(head, slices(5));
    await fail('1.1.1', new AppError('site/server-error', '500', { facts: { status: 500 } }));
    expect(asked).toEqual(['1.1.1', '1.1.2']);
    await fail('1.1.2', new AppError('file/damaged', 'half a frame'));
    expect(asked).toEqual(['1.1.1', '1.1.2', '1.1.3']);
  });

  test('by breaking the connection every time, all the others are fetched', async () => {
    const { retrieval, asked, stored, deliver, fail } = scriptedHospital();
    retrieval.want(head, slices(4));
    const broken = new AppError('site/unreachable', 'reset');
    await deliver('1.1.2');
    for (let minute = 0; minute < 3; minute += 1) {
      if (asked.at(-1) === '1.1.1' || minute === 0) await fail('1.1.1', broken);
      await vi.advanceTimersByTimeAsync(60_000);
      for (const uid of ['1.1.3', '1.1.4']) if (asked.includes(uid) && !stored.includes(uid)) await deliver(uid);
    }
    expect(stored.toSorted()).toEqual(['1.1.2', '1.1.3', '1.1.4']);
  });
});

describe('when the disk is full', () => {
  test('fetching pauses with a word to the windows, and resumes when there is room', async () => {
    const { retrieval, stored, deliver, onDiskFull, failToStore, asked } = scriptedHospital();
    retrieval.want(head, slices(1));
    failToStore(new AppError('store/disk-full', 'full'));
    await deliver('1.1.1');
    expect(onDiskFull).toHaveBeenCalledOnce();
    failToStore(undefined);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(asked).toHaveLength(2);
    await deliver('1.1.1');
    expect(stored).toEqual(['1.1.1']);
  });
});
