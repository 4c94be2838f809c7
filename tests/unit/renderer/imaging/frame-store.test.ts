import { expect, onTestFinished, test, vi } from 'vitest';
import type { FrameRef } from '#renderer/imaging/frame-ref.ts';
import type { FrameAnswer } from '#renderer/imaging/loader/fetch-frame.ts';
import { createFrameCache } from '#renderer/imaging/loader/frame-cache.ts';
import { createFrameStore } from '#renderer/imaging/loader/frame-store.ts';
import type { LoadedFrame } from '#renderer/imaging/loader/loaded-frame.ts';
import type { ArrivingFrames } from '#renderer/imaging/reading-source.ts';

const FILM = { studyId: 7, sopInstanceUid: '1.2.3.4' };
const frame = (frameNumber: number): FrameRef => ({ ...FILM, frameNumber });

/** A store in the page whose questions a test answers; a frame has one pixel. */
function openStore() {
  let tell: (arriving: ArrivingFrames) => void = () => {};
  const asked: { readonly frameNumber: number; readonly answer: (value: number | 'awaited') => void }[] = [];
  const store = createFrameStore({
    cache: createFrameCache(1_000), concurrency: 3,
    fetch: ({ frameNumber }) =>
      new Promise<FrameAnswer>((resolve) => {
        asked.push({ frameNumber, answer: (value) => resolve(value === 'awaited' ? { status: 'awaited' } : { status: 'held', bytes: Uint8Array.of(value), transferSyntaxUid: '1.2.840.10008.1.2.1' }) });
      }),
    decode: async (of, { bytes }) => ({ frame: of, pixels: { kind: 'grey', values: bytes }, overlays: [], hidden: undefined }) as unknown as LoadedFrame,
    onInstancesHeld: () => () => {},
    onFramesArriving: (listener) => {
      tell = listener;
      return () => {};
    },
  });
  onTestFinished(() => store.dispose());
  const arrive = (framesHere: number, givenUp: ArrivingFrames['givenUp'] = null) => tell({ ...FILM, seriesInstanceUid: '1.2.3.1', framesHere, givenUp });
  const load = (frameNumber: number) => store.load(frame(frameNumber), 'on-screen', new AbortController().signal).then(({ pixels }) => (pixels.kind === 'grey' ? pixels.values[0] : undefined));
  const answer = async (value: number | 'awaited') => {
    asked.at(-1)?.answer(value);
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { store, asked, arrive, load, answer };
}

test('a frame that is waited for is asked for again when so many frames are here, and not before', async () => {
  const { asked, arrive, load, answer } = openStore();
  const waiting = load(5);
  await answer('awaited');
  arrive(4);
  expect(asked.map(({ frameNumber }) => frameNumber)).toEqual([5]);
  arrive(5);
  await vi.waitFor(() => expect(asked).toHaveLength(2));
  await answer(50);
  expect(await waiting).toBe(50);
});

test('what a film had shown before it was given up is shown no more, and what was on its way is asked for again', async () => {
  const { store, asked, arrive, load, answer } = openStore();
  const first = load(1);
  await answer(10);
  expect(await first).toBe(10);
  const second = load(2);
  expect(asked).toHaveLength(2);
  arrive(0, 'broken-off');
  expect(store.peek(frame(1))).toBeUndefined();
  // The answer was of the former bytes.
  await answer(20);
  await vi.waitFor(() => expect(asked.map(({ frameNumber }) => frameNumber)).toEqual([1, 2, 2]));
  expect(store.peek(frame(2))).toBeUndefined();
  await answer(21);
  expect(await second).toBe(21);
});
