import { expect, test } from 'vitest';
import { passportOfSeries } from '#shared/imaging-passport/passport.ts';
import { planVolume } from '#shared/imaging-passport/volume-plan.ts';
import { createFrameCache } from '#renderer/imaging/loader/frame-cache.ts';
import { createFrameStore } from '#renderer/imaging/loader/frame-store.ts';
import type { LoadedFrame } from '#renderer/imaging/loader/loaded-frame.ts';
import { buildVolume } from '#renderer/imaging/volume/build-volume.ts';
import { madeSlices } from '#tests/support/passports/made-series.ts';

const SIZE = 4;
/** 4 * 4 pixels of 16 bits. */
const FRAME_BYTES = 32;
const SLICES = 200;

test('a volume of more frames than memory keeps asks for each of them once, and keeps no more than it may', async () => {
  const images = madeSlices(SLICES, 2, () => ({ Rows: SIZE, Columns: SIZE }));
  const byUid = new Map(images.map((image, index) => [image.sopInstanceUid, { image, index }]));
  const verdict = planVolume(passportOfSeries(images).stacks[0]!);
  if (verdict.status === 'refused') throw new Error(verdict.reason);
  const cache = createFrameCache(40 * FRAME_BYTES);
  let mostBytes = 0;
  const asked: string[] = [];
  const frames = createFrameStore({
    cache, concurrency: 3, onInstancesHeld: () => () => undefined, onFramesArriving: () => () => undefined,
    fetch: async ({ sopInstanceUid }) => {
      asked.push(sopInstanceUid);
      return { status: 'held' } as never;
    },
    decode: async (frame) => {
      const { image, index } = byUid.get(frame.sopInstanceUid)!;
      mostBytes = Math.max(mostBytes, cache.usedBytes());
      return { frame, image, description: image.frames[0], pixels: { kind: 'grey', values: new Int16Array(SIZE * SIZE).fill(index), minimum: index, maximum: index }, isLossy: false, hidden: undefined, overlays: [] } as unknown as LoadedFrame;
    },
  });
  const { volume } = await buildVolume({ studyId: 1, plan: verdict.plan, form: { factor: 1, isHalfPrecision: false }, frames, onProgress: () => undefined, signal: new AbortController().signal });
  expect([...asked].toSorted()).toEqual(images.map(({ sopInstanceUid }) => sopInstanceUid).toSorted());
  expect(mostBytes).toBe(40 * FRAME_BYTES);
  expect(Array.from({ length: SLICES }, (_, slice) => volume.values[slice * SIZE * SIZE])).toEqual(Array.from({ length: SLICES }, (_, slice) => slice));
});
