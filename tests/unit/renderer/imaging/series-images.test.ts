import { expect, onTestFinished, test, vi } from 'vitest';
import { readPart10 } from '#main/part10/read-part10.ts';
import { createImageRegistry } from '#renderer/imaging/loader/image-registry.ts';
import { followSeries, type RememberedSeries, type SeriesImages } from '#renderer/imaging/loader/series-images.ts';
import { createSeriesMemory } from '#renderer/imaging/loader/series-memory.ts';
import type { ArrivingFrames, HeldInstances } from '#renderer/imaging/reading-source.ts';
import { isPlaceHere } from '#renderer/imaging/engine/viewport-state.ts';
import { part10, pixelDescription, raw, SYNTAX, withIdentity, write } from '#tests/support/build-part10.ts';
import { ctSlice } from '#tests/support/instances.ts';

/** A store whose series has the slices that a test says. */
function openSeries() {
  const memory = createSeriesMemory<RememberedSeries>();
  let slices: readonly number[] = [1, 2];
  const asked = vi.fn();
  const follow = () => {
    const told: SeriesImages[] = [];
    const stop = followSeries(
      {
        registry: createImageRegistry(), memory, wait: async () => {}, onInstancesHeld: () => () => {}, onFramesArriving: () => () => {},
        fetchPath: async () => {
          asked();
          return new Response(JSON.stringify(slices.map((number) => readPart10(ctSlice(number, { ImagePositionPatient: [0, 0, number], ImageOrientationPatient: [1, 0, 0, 0, 1, 0], PixelSpacing: [1, 1] })).metadata)));
        },
      },
      7, '1.2.3.1', (images) => told.push(images),
    );
    onTestFinished(stop);
    return { told, stop };
  };
  return { memory, follow, asked, hold: (...numbers: readonly number[]) => (slices = numbers) };
}
const frameCount = (images: SeriesImages | undefined) => images?.stacks.flatMap(({ frames }) => frames).length;

test('a series that is opened again is there at once, and asked for anew all the same', async () => {
  const { follow, asked } = openSeries();
  const first = follow();
  expect(first.told).toEqual([]);
  await vi.waitFor(() => expect(frameCount(first.told[0])).toBe(2));
  first.stop();
  const again = follow();
  // Nothing is heard while the caller does not hold the way to stop.
  expect(again.told).toEqual([]);
  await Promise.resolve();
  expect(again.told).toEqual([{ ...first.told[0], status: 'loading' }]);
  await vi.waitFor(() => expect(asked).toHaveBeenCalledTimes(2));
  await vi.waitFor(() => expect(again.told.map(({ status }) => status)).toEqual(['loading', 'known']));
  expect(again.told[1]?.stacks).toBe(again.told[0]?.stacks);
});

test('what came meanwhile follows', async () => {
  const { follow, hold } = openSeries();
  const first = follow();
  await vi.waitFor(() => expect(first.told).toHaveLength(1));
  first.stop();
  hold(1, 2, 3);
  const again = follow();
  await vi.waitFor(() => expect(again.told.map(frameCount)).toEqual([2, 3]));
  expect(again.told.map(({ status }) => status)).toEqual(['loading', 'known']);
});

test('of a study that was closed nothing is remembered', async () => {
  const { follow, memory } = openSeries();
  const first = follow();
  await vi.waitFor(() => expect(first.told).toHaveLength(1));
  first.stop();
  memory.forgetStudy(7);
  expect(follow().told).toEqual([]);
});

test('a report that a device filed among its pictures is none of them', async () => {
  const told: SeriesImages[] = [];
  const report = { ...readPart10(ctSlice(3)).metadata, '00080016': { vr: 'UI', Value: ['1.2.840.10008.5.1.4.1.1.88.33'] } };
  const fetchPath = async () => new Response(JSON.stringify([report, readPart10(ctSlice(1)).metadata]));
  const stop = followSeries(
    { registry: createImageRegistry(), memory: createSeriesMemory<RememberedSeries>(), wait: async () => {}, onInstancesHeld: () => () => {}, onFramesArriving: () => () => {}, fetchPath },
    7, '1.2.3.1', (images) => told.push(images),
  );
  onTestFinished(stop);
  await vi.waitFor(() => expect(told.at(-1)?.status).toBe('known'));
  expect(told.at(-1)?.stacks.flatMap(({ frames }) => frames.map(({ frame }) => frame.sopInstanceUid))).toEqual(['1.2.3.1.1']);
});

test('the first picture that comes while the list is being asked for is asked for at once, the next ones after a pause', async () => {
  let tell: (held: { studyId: number; sopInstanceUids: readonly string[] }) => void = () => undefined;
  const answers: ((numbers: readonly number[]) => void)[] = [];
  const pauses: number[] = [];
  const told: SeriesImages[] = [];
  const stop = followSeries(
    {
      registry: createImageRegistry(), memory: createSeriesMemory<RememberedSeries>(),
      // A pause that has not ended: what comes behind it would not be seen.
      wait: (durationMs) => {
        pauses.push(durationMs);
        return new Promise(() => {});
      },
      onFramesArriving: () => () => {},
      onInstancesHeld: (listener) => {
        tell = listener;
        return () => {};
      },
      fetchPath: () => new Promise((resolve) => answers.push((numbers) => resolve(new Response(JSON.stringify(numbers.map((number) => readPart10(ctSlice(number)).metadata)))))),
    },
    7, '1.2.3.1', (images) => told.push(images),
  );
  onTestFinished(stop);
  tell({ studyId: 7, sopInstanceUids: ['1.2.3.1.1'] });
  answers[0]?.([]);
  await vi.waitFor(() => expect(answers).toHaveLength(2));
  expect(pauses).toEqual([]);
  tell({ studyId: 7, sopInstanceUids: ['1.2.3.1.2'] });
  answers[1]?.([1]);
  await vi.waitFor(() => expect(pauses).toEqual([500]));
  expect(told.map(frameCount)).toEqual([0, 1]);
  expect(answers).toHaveLength(2);
});

/** A series of one film of three frames, whose arrival a test tells of. */
function openFilm() {
  const film = readPart10(part10(SYNTAX.explicit, write([...withIdentity(...pixelDescription(2, 2, { frames: '3' })), raw(0x7fe00010, 'OB', Array.from({ length: 12 }, () => 1))], 'explicit'))).metadata;
  const [arrivals, holds] = [new Set<(arriving: ArrivingFrames) => void>(), new Set<(held: HeldInstances) => void>()];
  let [isListed, framesHere] = [false, 0];
  const told: SeriesImages[] = [];
  const memory = createSeriesMemory<RememberedSeries>();
  const stop = followSeries(
    {
      registry: createImageRegistry(), memory, wait: async () => {},
      onInstancesHeld: (listener) => (holds.add(listener), () => void holds.delete(listener)),
      onFramesArriving: (listener) => (arrivals.add(listener), () => void arrivals.delete(listener)),
      fetchPath: async () => new Response(JSON.stringify(isListed ? [film] : []), framesHere === 0 ? {} : { headers: { 'x-arriving-frames': `1.2.3.4=${framesHere}` } }),
    },
    7, '1.2.3.1', (images) => told.push(images),
  );
  onTestFinished(stop);
  const arrive = (count: number, givenUp: ArrivingFrames['givenUp'] = null) => {
    [isListed, framesHere] = [givenUp === null, count];
    for (const tell of arrivals) tell({ studyId: 7, seriesInstanceUid: '1.2.3.1', sopInstanceUid: '1.2.3.4', framesHere: count, givenUp });
  };
  const hold = () => {
    [isListed, framesHere] = [true, 0];
    for (const tell of holds) tell({ studyId: 7, sopInstanceUids: ['1.2.3.4'] });
  };
  return { told, arrive, hold, memory };
}

test('a film that arrives is a stack of all its frames, of which it is known how many are here; when it is held it is the same stack', async () => {
  const { told, arrive, hold, memory } = openFilm();
  await vi.waitFor(() => expect(told.map(frameCount)).toEqual([0]));
  arrive(1);
  await vi.waitFor(() => expect(told).toHaveLength(2));
  expect([frameCount(told[1]), told[1]?.stacks[0]?.arriving]).toEqual([3, new Map([['1.2.3.4', 1]])]);
  // No other question is asked for the next frames.
  arrive(2);
  expect([told.length, told[2]?.stacks[0]?.arriving]).toEqual([3, new Map([['1.2.3.4', 2]])]);
  expect([0, 1, 2].map((place) => isPlaceHere(told[2]?.stacks[0], place))).toEqual([true, true, false]);
  // What may still go is not remembered for the next opening.
  expect(memory.recall(7, '1.2.3.1')).toBeUndefined();
  hold();
  await vi.waitFor(() => expect(told).toHaveLength(4));
  expect([frameCount(told[3]), told[3]?.stacks[0]?.arriving, isPlaceHere(told[3]?.stacks[0], 2)]).toEqual([3, undefined, true]);
  expect(told[3]?.stacks[0]?.passport).toBe(told[2]?.stacks[0]?.passport);
  expect(memory.recall(7, '1.2.3.1')).toBeDefined();
});

test('a film that is given up goes at once, with the reason, until it comes again', async () => {
  const { told, arrive } = openFilm();
  await vi.waitFor(() => expect(told).toHaveLength(1));
  arrive(2);
  await vi.waitFor(() => expect(frameCount(told[1])).toBe(3));
  arrive(0, 'refused');
  expect([told.length, frameCount(told[2]), told[2]?.givenUp]).toEqual([3, 0, 'refused']);
  arrive(1);
  await vi.waitFor(() => expect([frameCount(told.at(-1)), told.at(-1)?.givenUp]).toEqual([3, undefined]));
});
