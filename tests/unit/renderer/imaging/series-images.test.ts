import { expect, onTestFinished, test, vi } from 'vitest';
import { readPart10 } from '#main/part10/read-part10.ts';
import { createImageRegistry } from '#renderer/imaging/loader/image-registry.ts';
import { followSeries, type RememberedSeries, type SeriesImages } from '#renderer/imaging/loader/series-images.ts';
import { createSeriesMemory } from '#renderer/imaging/loader/series-memory.ts';
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
        registry: createImageRegistry(), memory, wait: async () => {}, onInstancesHeld: () => () => {},
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
    { registry: createImageRegistry(), memory: createSeriesMemory<RememberedSeries>(), wait: async () => {}, onInstancesHeld: () => () => {}, fetchPath },
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
