import { afterEach, expect, test, vi } from 'vitest';
import type { ImageDescription } from '#shared/dicom/image/image-description.ts';
import { volumeBudgetBytes, type GraphicsLimits } from '#shared/dicom/volume/weigh-volume.ts';
import { isAppError } from '#shared/errors/app-error.ts';
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

/** What each stack of a series would take on a machine, asked before a byte of it is: the weighing ends there. */
async function weighedOn(gigabytes: number, series: readonly ImageDescription[]): Promise<readonly (number | string)[]> {
  return await Promise.all(passportOfSeries(series).stacks.map(async (passport) => {
    let weighed = 0;
    const onWeighed = (bytes: number) => {
      weighed = bytes;
      throw new Error('enough');
    };
    const refusal = await prepareVolume({ ...wanted(), passport }, { ...store, volumeStudyId: 9, machine: { budgetBytes: volumeBudgetBytes(gigabytes), graphics }, onWeighed }).then(() => 'built', (error: unknown) => (isAppError(error) ? error.code : 'weighed'));
    return refusal === 'weighed' ? weighed : refusal;
  }));
}

test('the heavy ones of a county: each is weighed as the stack that it is, and none takes more than an eighth of the machine', async () => {
  const thin = madeSlices(2000, 0.5, () => ({ Rows: 512, Columns: 512 }));
  // 512 * 512 * 2000 * 2 bytes; on 4 GB blocks of 2 x 2 pixels become one, on 1 GB (128 MiB) of 3 x 3: 171 * 171 * 2000 * 2.
  expect([await weighedOn(8, thin), await weighedOn(4, thin), await weighedOn(1, thin)]).toEqual([[1_048_576_000], [262_144_000], [116_964_000]]);
  // 1024 * 1024 * 1200 * 2 = 2.5e9 bytes: more than any page is given in one block.
  const fine = madeSlices(1200, 0.5, () => ({ Rows: 1024, Columns: 1024 }));
  expect([await weighedOn(64, fine), await weighedOn(2, fine)]).toEqual([[629_145_600], [157_286_400]]);
  // 3600 slices in one series are twelve phases, of 300 * 256 * 256 * 2 bytes each.
  const phases = Array.from({ length: 12 }, (_, phase) => madeSlices(300, 1, (index) => ({ Modality: 'MR', SOPClassUID: '1.2.840.10008.5.1.4.1.1.4', SOPInstanceUID: `p${phase}.${index}`, InstanceNumber: phase * 300 + index + 1, TemporalPositionIdentifier: phase + 1, Rows: 256, Columns: 256, RescaleIntercept: 0, RescaleType: 'US' }))).flat();
  expect(await weighedOn(8, phases)).toEqual(Array(12).fill(39_321_600));
  // PET of 24 beds in time, a slope for each slice: floats, 192 * 192 * 90 * 4 bytes; on 0.25 GB they take no half, for an eighth of that is 32 MiB.
  const dynamic = Array.from({ length: 24 }, (_, phase) => madeSlices(90, 3, (index) => ({ Modality: 'PT', SOPClassUID: '1.2.840.10008.5.1.4.1.1.128', SOPInstanceUID: `d${phase}.${index}`, InstanceNumber: phase * 90 + index + 1, TemporalPositionIdentifier: phase + 1, Rows: 192, Columns: 192, RescaleIntercept: 0, RescaleSlope: 1 + index / 100, Units: 'BQML', RescaleType: 'BQML' }))).flat();
  expect(await weighedOn(0.25, dynamic)).toEqual(Array(24).fill(13_271_040));
});
