import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Gaze, StudyToFetch, WantedInstance } from '#main/retrieval/choose-next.ts';
import type { TransferWatch } from '#main/retrieval/fetch-instance.ts';
import { createRetrieval } from '#main/retrieval/retrieval.ts';
import type { WholeSeries } from '#main/retrieval/retrieval-dependencies.ts';
import { silentLog } from '#main/platform/log.ts';
import { createSiteLinks } from '#main/sites/site-links.ts';
import { DEFAULT_LINE_RULE, type LineRule } from '#main/sites/site-line.repository.ts';
import { AppError } from '#shared/errors/app-error.ts';

const head: StudyToFetch = { studyId: 1, siteId: 'qingling', studyInstanceUid: '1.1', purpose: 'worklist', urgency: 'routine', arrivedAt: '2026-11-20T01:00:00Z' };
const eyeOn = (instanceNumber: number): Gaze => ({ seriesInstanceUid: '1', instanceNumber, direction: 'forward', isActive: true });
const slices = (count: number): WantedInstance[] =>
  Array.from({ length: count }, (_, index) => ({ sopInstanceUid: `1.1.${index + 1}`, seriesInstanceUid: '1', instanceNumber: index + 1 }));

/** A hospital whose answers the test gives by hand. @param answersAtOnce the first byte comes with the request */
function scriptedHospital(answersAtOnce = true, { hasFellows = false, random = (): number => 1, whole }: { readonly hasFellows?: boolean; readonly random?: () => number; readonly whole?: WholeSeries } = {}) {
  const flights = new Map<string, TransferWatch>();
  const asked: string[] = [];
  const open = new Map<string, { resolve: (bytes: Uint8Array) => void; reject: (error: unknown) => void }>();
  const stored: string[] = [];
  let storeFailure: Error | undefined;
  const clock = { now: () => new Date() };
  const links = createSiteLinks(clock, () => {});
  const onDiskFull = vi.fn();
  let rule: LineRule = DEFAULT_LINE_RULE;
  const retrieval = createRetrieval({
    fetchInstance: (_siteId, _study, instance, signal, flight) =>
      new Promise((resolve, reject) => {
        asked.push(instance.sopInstanceUid);
        flights.set(instance.sopInstanceUid, flight);
        if (answersAtOnce) queueMicrotask(flight.answered);
        open.set(instance.sopInstanceUid, { resolve, reject });
        signal.addEventListener('abort', () => reject(signal.reason as Error));
      }),
    whole,
    storeInstance: async (_studyId, _part10, instance) => {
      if (storeFailure !== undefined) throw storeFailure;
      stored.push(instance.sopInstanceUid);
    },
    links, rule: () => rule, clock, log: silentLog, random, hasFellows, onDiskFull,
  });
  const settle = () => vi.advanceTimersByTimeAsync(0);
  return {
    asked, stored, retrieval, links, onDiskFull, flights, settle,
    setRule: (changed: LineRule) => (rule = changed),
    failToStore: (error: Error | undefined) => (storeFailure = error),
    deliver: async (uid: string, sizeBytes = 1_000) => {
      open.get(uid)!.resolve(new Uint8Array(sizeBytes));
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
    const { retrieval, asked, stored, deliver, settle } = scriptedHospital();
    retrieval.want(head, slices(4));
    await settle();
    expect(asked).toEqual(['1.1.1', '1.1.2']);
    await deliver('1.1.1');
    expect(asked).toEqual(['1.1.1', '1.1.2', '1.1.3']);
    await deliver('1.1.2');
    await deliver('1.1.3');
    await deliver('1.1.4');
    expect(stored).toEqual(['1.1.1', '1.1.2', '1.1.3', '1.1.4']);
    expect(retrieval.missingCount(1)).toBe(0);
  });

  test('asks for the image under the eye at once, on a full line, and the others stand still until it is here', async () => {
    const { retrieval, asked, deliver, flights, settle } = scriptedHospital();
    retrieval.want({ ...head, purpose: 'reading' }, slices(50));
    await settle();
    expect(asked).toEqual(['1.1.1', '1.1.2']);
    retrieval.look(1, [eyeOn(40)]);
    expect(asked.at(-1)).toBe('1.1.40');
    expect(flights.get('1.1.40')!.hold()).toBeUndefined();
    const held = flights.get('1.1.1')!.hold()!;
    const isHeld = vi.fn(() => 'goes on');
    void held.then(isHeld);
    await settle();
    expect(isHeld).not.toHaveBeenCalled();
    await deliver('1.1.40');
    expect(isHeld).toHaveBeenCalledOnce();
    expect(flights.get('1.1.2')!.hold()).toBeUndefined();
  });

  test('asks for the first picture of a study that is opened at once, on a full line, and the others stand still until it is here', async () => {
    const { asked, retrieval, flights, deliver, settle } = scriptedHospital();
    retrieval.want(head, slices(4));
    await settle();
    expect(asked).toEqual(['1.1.1', '1.1.2']);
    for (const uid of asked) flights.get(uid)?.received(600);
    const other = { sopInstanceUid: '1.2.1', seriesInstanceUid: '2', instanceNumber: 1, isFirstPicture: true };
    retrieval.want({ ...head, studyId: 2, studyInstanceUid: '1.2', purpose: 'reading' }, [other]);
    await settle();
    expect(asked).toEqual(['1.1.1', '1.1.2', '1.2.1']);
    expect(flights.get('1.1.1')?.hold()).toBeInstanceOf(Promise);
    await deliver('1.2.1');
    expect(flights.get('1.1.1')?.hold()).toBeUndefined();
  });

  test('leaves the line to the questions about a study that is opened, begins nothing meanwhile, and goes on afterwards', async () => {
    const { asked, retrieval, flights, deliver, settle } = scriptedHospital();
    retrieval.want(head, slices(4));
    await settle();
    for (const uid of asked) flights.get(uid)?.received(600);
    const speak = retrieval.hush('qingling', 1);
    expect(flights.get('1.1.2')?.hold()).toBeInstanceOf(Promise);
    await deliver('1.1.1');
    await deliver('1.1.2');
    expect(asked).toEqual(['1.1.1', '1.1.2']);
    speak();
    await settle();
    expect(asked).toEqual(['1.1.1', '1.1.2', '1.1.3', '1.1.4']);
  });

  test('breaks off what nobody waits for and has hardly begun when a study is opened, calls it no failure, and asks for it again afterwards', async () => {
    const { asked, retrieval, flights, links, deliver, settle } = scriptedHospital();
    retrieval.want(head, slices(4));
    await settle();
    await deliver('1.1.1');
    expect(asked).toEqual(['1.1.1', '1.1.2', '1.1.3']);
    // An image has 1000 bytes: 501 of it are more than half, 500 are not.
    flights.get('1.1.2')?.received(501);
    flights.get('1.1.3')?.received(500);
    const other = { sopInstanceUid: '1.2.1', seriesInstanceUid: '2', instanceNumber: 1, isFirstPicture: true };
    retrieval.want({ ...head, studyId: 2, studyInstanceUid: '1.2', purpose: 'reading' }, [other]);
    await settle();
    expect(asked.slice(3)).toEqual(['1.2.1']);
    await deliver('1.2.1');
    await deliver('1.1.2');
    expect(asked.slice(4)).toEqual(['1.1.3', '1.1.4']);
    expect(links.of('qingling').failure).toBeNull();
  });

  test('breaks off nothing of the study that is opened, however little of it is here', async () => {
    const { asked, retrieval, flights, settle } = scriptedHospital();
    retrieval.want({ ...head, purpose: 'reading' }, slices(4));
    await settle();
    retrieval.hush('qingling', 1);
    await settle();
    expect(asked).toEqual(['1.1.1', '1.1.2']);
    expect(flights.get('1.1.1')?.hold()).toBeInstanceOf(Promise);
  });

  test('breaks off what has hardly begun of a study that is open behind the one that is opened, and goes on with it afterwards', async () => {
    const { asked, retrieval, flights, deliver, settle } = scriptedHospital();
    retrieval.want({ ...head, purpose: 'reading' }, slices(4));
    await settle();
    await deliver('1.1.1');
    flights.get('1.1.2')?.received(501);
    flights.get('1.1.3')?.received(500);
    const speak = retrieval.hush('qingling', 2);
    await settle();
    expect(asked).toEqual(['1.1.1', '1.1.2', '1.1.3']);
    speak();
    await settle();
    expect(asked.slice(3)).toEqual(['1.1.3']);
    await deliver('1.1.2');
    await deliver('1.1.3');
    await deliver('1.1.4');
    expect(retrieval.missingCount(1)).toBe(0);
  });

  test('lets the image that the eye has left stand still for the one that it is on now', async () => {
    const { retrieval, asked, flights, settle } = scriptedHospital();
    retrieval.want({ ...head, purpose: 'reading' }, slices(50));
    await settle();
    retrieval.look(1, [eyeOn(40)]);
    retrieval.look(1, [eyeOn(20)]);
    expect(asked.slice(2)).toEqual(['1.1.40', '1.1.20']);
    expect(flights.get('1.1.40')!.hold()).toBeInstanceOf(Promise);
    expect(flights.get('1.1.20')!.hold()).toBeUndefined();
  });

  test('asks for one image at a time while none is being carried, so that all never wait at once', async () => {
    const { retrieval, asked, flights, settle } = scriptedHospital(false);
    retrieval.want(head, slices(4));
    await settle();
    expect(asked).toEqual(['1.1.1']);
    flights.get('1.1.1')!.answered();
    expect(asked).toEqual(['1.1.1', '1.1.2']);
  });

  test('begins a routine study elsewhere than its fellows do, and a stroke at its beginning', async () => {
    const { retrieval, asked } = scriptedHospital(false, { hasFellows: true, random: () => 0.5 });
    retrieval.want(head, slices(10));
    expect(asked).toEqual(['1.1.6']);
    retrieval.want({ ...head, studyId: 2, siteId: 'yunxiu', urgency: 'green-channel' }, [1, 2].map((number) => ({ sopInstanceUid: `2.${number}`, seriesInstanceUid: '2', instanceNumber: number })));
    expect(asked.at(-1)).toBe('2.1');
  });

  test('lets a stroke go before a routine case that fills the line', async () => {
    const { retrieval, asked, flights, settle } = scriptedHospital();
    retrieval.want(head, slices(50));
    await settle();
    retrieval.want({ ...head, studyId: 2, urgency: 'green-channel' }, [{ sopInstanceUid: '2.1', seriesInstanceUid: '2', instanceNumber: 1 }]);
    expect(asked).toEqual(['1.1.1', '1.1.2', '2.1']);
    expect(flights.get('1.1.1')!.hold()).toBeInstanceOf(Promise);
  });

  test('a study that waits its turn and is opened has its first picture asked for in the same moment, and what has just begun before it is broken off', async () => {
    const { retrieval, asked, flights, deliver, settle } = scriptedHospital();
    retrieval.want(head, slices(50));
    await settle();
    await deliver('1.1.1');
    retrieval.want({ ...head, studyId: 2 }, [{ sopInstanceUid: '2.1', seriesInstanceUid: '2', instanceNumber: 1, isFirstPicture: true }]);
    await settle();
    expect(asked).toEqual(['1.1.1', '1.1.2', '1.1.3']);
    // Of an image of 1,000 bytes 900 are here: it stays. Of the other nothing is.
    flights.get('1.1.2')!.received(900);
    retrieval.changePurpose(2, 'reading');
    expect(asked).toEqual(['1.1.1', '1.1.2', '1.1.3', '2.1']);
    await settle();
    await deliver('2.1');
    await deliver('1.1.2');
    expect(asked.slice(4)).toEqual(['1.1.3', '1.1.4']);
  });

  test('nobody is held for longer than a server waits', async () => {
    const { retrieval, flights, settle } = scriptedHospital();
    retrieval.want({ ...head, purpose: 'reading' }, slices(50));
    await settle();
    retrieval.look(1, [eyeOn(40)]);
    const goesOn = vi.fn();
    void flights.get('1.1.1')!.hold()!.then(goesOn);
    await vi.advanceTimersByTimeAsync(14_999);
    expect(goesOn).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(goesOn).toHaveBeenCalledOnce();
  });

  test('does not ask twice for what is under way when the list is read anew', async () => {
    const { retrieval, asked, deliver } = scriptedHospital();
    retrieval.want(head, slices(2));
    retrieval.want(head, slices(2));
    await deliver('1.1.1');
    await deliver('1.1.2');
    expect(asked).toEqual(['1.1.1', '1.1.2']);
  });

  test('the same study at a hospital that fails holds up none of its images at another one', async () => {
    const { retrieval, asked, stored, fail, deliver, settle } = scriptedHospital();
    retrieval.want(head, slices(1));
    await settle();
    // Its list names an object that it does not give: the image rests there.
    await fail('1.1.1', new AppError('site/not-found', 'gone'));
    retrieval.want({ ...head, studyId: 2, siteId: 'yunxiu' }, slices(1));
    await settle();
    expect(asked).toEqual(['1.1.1', '1.1.1']);
    await deliver('1.1.1');
    expect([stored, retrieval.missingCount(1), retrieval.missingCount(2)]).toEqual([['1.1.1'], 1, 0]);
  });

  test('of a hospital that was removed nothing more comes over its line: what is under way is broken off, also what stands still, and nothing is asked again', async () => {
    const { retrieval, asked, stored, flights, links, settle } = scriptedHospital();
    retrieval.want({ ...head, purpose: 'reading' }, slices(50));
    await settle();
    retrieval.look(1, [eyeOn(40)]);
    await settle();
    expect(asked).toEqual(['1.1.1', '1.1.2', '1.1.40']);
    const standing = flights.get('1.1.1')!.hold()!;
    retrieval.forgetSite('qingling');
    await standing;
    await vi.advanceTimersByTimeAsync(120_000);
    expect([asked.length, stored]).toEqual([3, []]);
    // It did not fail: a person ended it.
    expect(links.of('qingling').failure).toBeNull();
    // The same hospital, added again with another password.
    retrieval.want(head, slices(1));
    await settle();
    expect(asked.at(-1)).toBe('1.1.1');
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
    const { retrieval, asked, deliver, fail, links, settle } = scriptedHospital();
    retrieval.want(head, slices(4));
    await settle();
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

  test('a site that named its own waiting time gets it although a search is answered meanwhile', async () => {
    const { retrieval, asked, fail } = scriptedHospital();
    retrieval.want(head, slices(1));
    await fail('1.1.1', new AppError('site/too-many-requests', 'busy', { facts: { retryAfterSeconds: 20 } }));
    retrieval.wake('qingling');
    expect(asked).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(20_000);
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

describe('the share of a line', () => {
  test('of one third leaves the line to others twice as long as it is used', async () => {
    const { retrieval, asked, deliver, setRule } = scriptedHospital();
    setRule({ isPaused: false, daySharePercent: 33, nightSharePercent: 33 });
    retrieval.want(head, slices(5));
    await vi.advanceTimersByTimeAsync(3_000);
    await deliver('1.1.1');
    // Three seconds for the first image: 3 * (1 / 0.33 - 1) = 6.09 s.
    await deliver('1.1.2');
    expect(asked).toEqual(['1.1.1', '1.1.2']);
    await vi.advanceTimersByTimeAsync(12_170);
    expect(asked).toEqual(['1.1.1', '1.1.2']);
    await vi.advanceTimersByTimeAsync(20);
    expect(asked).toContain('1.1.3');
  });

  test('does not slow what is open, nor an emergency', async () => {
    const { retrieval, asked, deliver, setRule } = scriptedHospital();
    setRule({ isPaused: false, daySharePercent: 5, nightSharePercent: 5 });
    retrieval.want(head, slices(9));
    await vi.advanceTimersByTimeAsync(1_000);
    await deliver('1.1.1');
    await deliver('1.1.2');
    retrieval.want({ ...head, studyId: 2, urgency: 'emergency' }, [{ sopInstanceUid: '2.1', seriesInstanceUid: '2', instanceNumber: 1 }]);
    expect(asked.at(-1)).toBe('2.1');
  });

  test('a paused line fetches what is opened and a green channel, and nothing else until it is resumed', async () => {
    const { retrieval, asked, deliver, setRule, settle } = scriptedHospital();
    setRule({ isPaused: true, daySharePercent: 100, nightSharePercent: 100 });
    const one = (studyId: number): WantedInstance => ({ sopInstanceUid: `${studyId}.1`, seriesInstanceUid: '1', instanceNumber: 1 });
    retrieval.want(head, slices(1));
    retrieval.want({ ...head, studyId: 2, urgency: 'emergency' }, [one(2)]);
    retrieval.want({ ...head, studyId: 3, urgency: 'green-channel' }, [one(3)]);
    retrieval.want({ ...head, studyId: 4, purpose: 'reading' }, [one(4)]);
    await deliver('3.1');
    await deliver('4.1');
    expect(asked).toEqual(['3.1', '4.1']);
    setRule({ isPaused: false, daySharePercent: 100, nightSharePercent: 100 });
    retrieval.reconsider('qingling');
    await settle();
    expect(asked.slice(2)).toEqual(['2.1', '1.1.1']);
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
    const { retrieval, asked, stored, deliver, fail, settle } = scriptedHospital();
    retrieval.want(head, slices(4));
    await settle();
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

describe('a whole series in one answer', () => {
  const untouched = (count: number) => slices(count).map((one) => ({ ...one, isSeriesUntouched: true }));

  /** A line that does better with series; each instance comes when the test says so. */
  function seriesLine() {
    const askedSeries: string[] = [];
    const records: string[] = [];
    let arrive: (uid: string | undefined) => void = () => {};
    let fail: (error: unknown) => void = () => {};
    const whole: WholeSeries = {
      chooseMode: () => 'series',
      record: (_siteId, mode, { outcome }) => void (mode === 'series' && records.push(outcome)),
      async *fetch(_siteId, _study, { seriesInstanceUid }, signal, flight) {
        askedSeries.push(seriesInstanceUid);
        flight.answered();
        for (;;) {
          const uid = await new Promise<string | undefined>((resolve, reject) => {
            arrive = resolve;
            fail = reject;
            signal.addEventListener('abort', () => reject(signal.reason as Error));
          });
          if (uid === undefined) return;
          yield { sopInstanceUid: uid, part10: new Uint8Array(1_000) };
        }
      },
    };
    const hospital = scriptedHospital(true, { whole });
    const step = async (act: () => void) => {
      act();
      await hospital.settle();
    };
    return { ...hospital, askedSeries, records, arrive: (uid?: string) => step(() => arrive(uid)), failSeries: (error: unknown) => step(() => fail(error)) };
  }

  test('is asked for where the line does better with it, and its images are kept as they come', async () => {
    const { retrieval, asked, askedSeries, stored, arrive, records, settle } = seriesLine();
    retrieval.want(head, untouched(8));
    await settle();
    expect([askedSeries, asked]).toEqual([['1'], []]);
    for (const { sopInstanceUid } of slices(8)) await arrive(sopInstanceUid);
    await arrive();
    expect(stored).toHaveLength(8);
    expect(retrieval.missingCount(1)).toBe(0);
    expect(records).toEqual(['works']);
  });

  test('gives way when the study is opened: what came is kept, the rest is asked for image by image', async () => {
    const { retrieval, asked, stored, arrive, settle } = seriesLine();
    retrieval.want(head, untouched(8));
    await settle();
    await arrive('1.1.1');
    retrieval.changePurpose(1, 'reading');
    await settle();
    expect(stored).toEqual(['1.1.1']);
    expect(asked).toEqual(['1.1.2', '1.1.3']);
  });

  test('ends with its hospital, that was removed: what came stays, and the rest is not asked for', async () => {
    const { retrieval, asked, askedSeries, stored, arrive, records, settle } = seriesLine();
    retrieval.want(head, untouched(8));
    await settle();
    await arrive('1.1.1');
    retrieval.forgetSite('qingling');
    await vi.advanceTimersByTimeAsync(120_000);
    await arrive('1.1.2');
    expect([stored, asked, askedSeries, records]).toEqual([['1.1.1'], [], ['1'], []]);
  });

  test('gives way to a stroke of the same hospital', async () => {
    const { retrieval, asked, settle } = seriesLine();
    retrieval.want(head, untouched(8));
    await settle();
    retrieval.want({ ...head, studyId: 2, studyInstanceUid: '1.2', urgency: 'green-channel' }, [{ sopInstanceUid: '1.2.1', seriesInstanceUid: '2', instanceNumber: 1 }]);
    await settle();
    expect(asked[0]).toBe('1.2.1');
  });

  test('that a server refuses is recorded, and its images come one by one without a rest', async () => {
    const { retrieval, asked, failSeries, records, links, settle } = seriesLine();
    retrieval.want(head, untouched(8));
    await settle();
    await failSeries(new AppError('site/invalid-answer', 'answered 406', { facts: { status: 406 } }));
    expect(records).toEqual(['refused']);
    expect(links.of('qingling').failure).toBeNull();
    expect(asked).toEqual([]);
  });

  test('is not asked for when some of it is here, when it is small, or while somebody reads', async () => {
    const { retrieval, askedSeries, asked, settle } = seriesLine();
    retrieval.want(head, slices(20));
    retrieval.want({ ...head, studyId: 2, siteId: 'other', purpose: 'reading' }, untouched(20));
    retrieval.want({ ...head, studyId: 3, siteId: 'third' }, untouched(7));
    await settle();
    expect(askedSeries).toEqual([]);
    expect(asked.length).toBeGreaterThan(0);
  });
});

test('a first picture is awaited from the moment its study is opened until it is here', async () => {
  const { retrieval, deliver, settle } = scriptedHospital();
  expect(retrieval.isFirstPictureAwaited('qingling')).toBe(false);
  const speak = retrieval.hush('qingling', 1);
  expect(retrieval.isFirstPictureAwaited('qingling')).toBe(true);
  expect(retrieval.isFirstPictureAwaited('beiyuan')).toBe(false);
  const [first, second] = slices(2);
  retrieval.want({ ...head, purpose: 'reading' }, [{ ...first!, isFirstPicture: true }, second!]);
  speak();
  await settle();
  expect(retrieval.isFirstPictureAwaited('qingling')).toBe(true);
  await deliver('1.1.1');
  expect(retrieval.isFirstPictureAwaited('qingling')).toBe(false);
});

test('the time left of a study is told by the size of its own images, not by that of the radiograph before it', async () => {
  const { retrieval, links, deliver, settle } = scriptedHospital();
  const radiograph = { sopInstanceUid: '1.9.1', seriesInstanceUid: '9', instanceNumber: 1 };
  retrieval.want({ ...head, studyId: 9, studyInstanceUid: '1.9' }, [radiograph]);
  await settle();
  links.recordBusy('qingling', true);
  await vi.advanceTimersByTimeAsync(1_000);
  links.recordBytes('qingling', 1_000_000);
  await vi.advanceTimersByTimeAsync(1_000);
  await deliver('1.9.1', 10_000_000);
  const speed = links.of('qingling').throughputBitsPerSecond!;
  expect(speed).toBeGreaterThan(0);
  retrieval.want(head, slices(101));
  await settle();
  // Nothing of it is known yet: as large as what came before. 101 images of 10 MB.
  expect(retrieval.secondsToReady(1)).toBeCloseTo((101 * 10_000_000 * 8) / speed, 3);
  await deliver('1.1.1', 200_000);
  // 100 images of 200 kB.
  const now = links.of('qingling').throughputBitsPerSecond!;
  expect(retrieval.secondsToReady(1)).toBeCloseTo((100 * 200_000 * 8) / now, 3);
  expect(retrieval.secondsToEmpty('qingling')).toBeCloseTo((100 * 200_000 * 8) / now, 3);
});

test('a clock that is set back by a day does not make a resting line rest for a day', async () => {
  const { retrieval, asked, fail, deliver, settle } = scriptedHospital();
  retrieval.want(head, slices(1));
  await settle();
  await fail('1.1.1', new AppError('site/unreachable', 'refused', { facts: {} }));
  expect(asked).toHaveLength(1);
  vi.setSystemTime(Date.parse('2026-11-19T01:00:00Z'));
  // Rests after a first failure for one second at most.
  await vi.advanceTimersByTimeAsync(1_000);
  expect(asked).toHaveLength(2);
  await deliver('1.1.1');
  expect(retrieval.missingCount(1)).toBe(0);
});
