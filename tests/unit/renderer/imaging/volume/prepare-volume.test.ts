import { afterEach, expect, test, vi } from 'vitest';
import type { ImageDescription } from '#shared/dicom/image/image-description.ts';
import type { GraphicsLimits } from '#shared/dicom/volume/weigh-volume.ts';
import { passportOfSeries } from '#shared/imaging-passport/passport.ts';
import type { FrameStore } from '#renderer/imaging/loader/frame-store.ts';
import { createImageRegistry } from '#renderer/imaging/loader/image-registry.ts';
import type { LoadedFrame } from '#renderer/imaging/loader/loaded-frame.ts';
import { prepareVolume } from '#renderer/imaging/volume/prepare-volume.ts';
import { createVolumeShelf } from '#renderer/imaging/volume/volume-shelf.ts';
import { madeSlices } from '#tests/support/passports/made-series.ts';

const ROWS = 16;
const COLUMNS = 16;
const SLICES = 6;
/** 16 * 16 * 6 voxels of two bytes. */
const WHOLE_BYTES = 3072;
/** 8 * 8 * 6 of them. */
const QUARTER_BYTES = 768;
const graphics: GraphicsLimits = { isSoftware: true, largestEdge: 2048, largestPicture: 8192 };

const images: readonly ImageDescription[] = madeSlices(SLICES, 2, () => ({ Rows: ROWS, Columns: COLUMNS }));
const wanted = () => ({ studyId: 1, passport: passportOfSeries(images).stacks[0]!, onProgress: () => undefined, signal: new AbortController().signal });
/** What each pixel holds. */
let stored = 7;
const store = {
  registry: createImageRegistry(),
  frames: {
    prefetch: () => undefined,
    load: async (frame: { readonly sopInstanceUid: string }) => {
      const image = images.find(({ sopInstanceUid }) => sopInstanceUid === frame.sopInstanceUid)!;
      return { image, description: image.frames[0], pixels: { kind: 'grey', values: new Int32Array(ROWS * COLUMNS).fill(stored), minimum: stored, maximum: stored }, isLossy: false, hidden: undefined } as unknown as LoadedFrame;
    },
  } as unknown as FrameStore,
};

/** A page whose worker does nothing, and which gives no block of memory above a limit. */
function stubPage(mostBytes: number): number[] {
  const asked: number[] = [];
  class ScarceBuffer extends ArrayBuffer {
    constructor(bytes: number) {
      if (bytes >= QUARTER_BYTES) asked.push(bytes);
      if (bytes > mostBytes) throw new RangeError('Array buffer allocation failed');
      super(bytes);
    }
  }
  vi.stubGlobal('ArrayBuffer', ScarceBuffer);
  vi.stubGlobal('navigator', { hardwareConcurrency: 2 });
  vi.stubGlobal('Worker', class { postMessage(): void {} addEventListener(): void {} terminate(): void {} });
  return asked;
}
afterEach(() => {
  stored = 7;
  vi.unstubAllGlobals();
});

test('a volume that fits is whole, and says why the processor draws it', async () => {
  stubPage(Infinity);
  const volume = await prepareVolume(wanted(), { ...store, volumeStudyId: 9, machine: { budgetBytes: WHOLE_BYTES, graphics } });
  expect([volume.factor, volume.grid.columns, volume.grid.slices, volume.drawnBecause]).toEqual([1, COLUMNS, SLICES, 'no-card']);
});

test('memory that was reckoned with and is not given leads to the next lighter volume, which says so', async () => {
  const asked = stubPage(1000);
  const weighed: number[] = [];
  const volume = await prepareVolume(wanted(), { ...store, volumeStudyId: 9, machine: { budgetBytes: 1e9, graphics }, onWeighed: (bytes) => weighed.push(bytes) });
  expect([volume.factor, volume.grid.columns]).toEqual([2, 8]);
  // Stored values first, floats of the same weight never: the rung is left at its first refusal.
  expect([weighed, asked]).toEqual([[WHOLE_BYTES, QUARTER_BYTES], [WHOLE_BYTES, QUARTER_BYTES]]);
});

test('a machine that gives nothing at all is told so in the end', async () => {
  stubPage(0);
  await expect(prepareVolume(wanted(), { ...store, volumeStudyId: 9, machine: { budgetBytes: 1e9, graphics } })).rejects.toMatchObject({ code: 'imaging/no-memory' });
});

test('two volumes share what one may take, and what is closed is given back', async () => {
  stubPage(Infinity);
  const shelf = createVolumeShelf(store, { budgetBytes: WHOLE_BYTES + QUARTER_BYTES, graphics });
  const first = await shelf.open(wanted());
  // 768 bytes are left, a quarter of 3840 is 960: neither holds 3072, both hold 768.
  const second = await shelf.open(wanted());
  expect([first.factor, second.factor]).toEqual([1, 2]);
  expect(first.studyId).not.toBe(second.studyId);
  first.dispose();
  second.dispose();
  expect((await shelf.open(wanted())).factor).toBe(1);
});

test('a volume that is given up while it is built takes nothing from the next one', async () => {
  stubPage(Infinity);
  const shelf = createVolumeShelf(store, { budgetBytes: WHOLE_BYTES, graphics });
  const ending = new AbortController();
  const given = shelf.open({ ...wanted(), signal: ending.signal });
  ending.abort(new DOMException('Nobody waits.', 'AbortError'));
  await expect(given).rejects.toMatchObject({ name: 'AbortError' });
  expect((await shelf.open(wanted())).factor).toBe(1);
});

test('stored values that turn out too large for 16 bits are weighed again as what they take then', async () => {
  stubPage(Infinity);
  stored = 40_000;
  const weighed: number[] = [];
  // Floats would take 6144 bytes; the values of a signed 16-bit image are known to lie within 33,792, so that halved they take 3072.
  const volume = await prepareVolume(wanted(), { ...store, volumeStudyId: 9, machine: { budgetBytes: WHOLE_BYTES, graphics }, onWeighed: (bytes) => weighed.push(bytes) });
  expect([volume.factor, volume.isHalfPrecision, weighed]).toEqual([1, true, [WHOLE_BYTES, WHOLE_BYTES]]);
  const roomy = await prepareVolume(wanted(), { ...store, volumeStudyId: 9, machine: { budgetBytes: 2 * WHOLE_BYTES, graphics } });
  expect([roomy.factor, roomy.isHalfPrecision]).toEqual([1, false]);
});
