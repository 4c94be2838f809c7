import { expect, test } from 'vitest';
import type { SeriesFrame } from '#shared/imaging-passport/series-frame.ts';
import type { VolumePlan } from '#shared/imaging-passport/volume-plan.ts';
import { toModalityValue } from '#shared/dicom/pixel/modality-transform.ts';
import { buildVolume, halvedStep } from '#renderer/imaging/volume/build-volume.ts';
import type { FrameStore } from '#renderer/imaging/loader/frame-store.ts';
import type { LoadedFrame } from '#renderer/imaging/loader/loaded-frame.ts';

/** Slices of PET, 2 x 2 pixels of 16 bits, each with a slope of its own, in Bq/ml. */
const slopes = [0.5, 2, 1];
const stored = [[0, 10, 20, 30_000], [5, 6, 7, 32_767], [100, 200, 300, 400]];

function frameOf(index: number): SeriesFrame {
  return {
    image: { sopInstanceUid: `1.2.${index}`, padding: undefined, format: { bitsAllocated: 16, bitsStored: 16, highBit: 15, isSigned: true } },
    frameNumber: 1,
    description: { transform: { kind: 'linear', slope: slopes[index], intercept: 0, unit: 'Bq/mL' } },
  } as unknown as SeriesFrame;
}

const layers: VolumePlan['layers'] = [{ kind: 'frame', frame: frameOf(0) }, { kind: 'frame', frame: frameOf(1) }, { kind: 'gap' }, { kind: 'frame', frame: frameOf(2) }];
const plan: VolumePlan = {
  layers, marks: [],
  grid: { columns: 2, rows: 2, slices: 4, originMm: [0, 0, 0], columnStepMm: [1, 0, 0], rowStepMm: [0, 1, 0], sliceStepMm: [0, 0, 1] },
};
const frames: Pick<FrameStore, 'load' | 'prefetch'> = {
  prefetch: () => undefined,
  load: async ({ sopInstanceUid }) => {
    const index = Number(sopInstanceUid.at(-1));
    const values = Int16Array.from(stored[index] ?? []);
    return { ...frameOf(index), pixels: { kind: 'grey', values, minimum: Math.min(...values), maximum: Math.max(...values) }, hidden: undefined, isLossy: false } as unknown as LoadedFrame;
  },
};

test('half precision takes half the bytes and is off by half a step at most, and what was not scanned stays nothing', async () => {
  const options = { studyId: 1, plan, form: { factor: 1, isHalfPrecision: false }, frames, onProgress: () => undefined, signal: new AbortController().signal };
  const whole = await buildVolume(options);
  const half = await buildVolume({ ...options, form: { factor: 1, isHalfPrecision: true } });
  expect([whole.volume.values.byteLength, half.volume.values.byteLength]).toEqual([64, 32]);
  // The largest value that a slice can hold: 32768 * 2; over 32767: 2.00006.
  const step = (32_768 * 2) / 32_767;
  expect(halvedStep(layers)).toBeCloseTo(step, 9);
  const values = [...half.volume.values].map((value) => toModalityValue(half.transform, value));
  for (const [index, value] of [...whole.volume.values].entries()) {
    if (Number.isNaN(value)) expect(half.volume.values[index]).toBe(-32_768);
    else expect(Math.abs((values[index] ?? Infinity) - value)).toBeLessThanOrEqual(step / 2 + 1e-6);
  }
  expect([whole.volume.hasNothing, half.volume.hasNothing]).toEqual([true, true]);
  expect(half.transform).toMatchObject({ kind: 'linear', intercept: 0, unit: 'Bq/mL' });
});

test('floats of the file and tables are never halved: nobody knows how large they may be', () => {
  const [first] = layers;
  if (first?.kind !== 'frame') throw new Error('the first layer is a frame');
  const asFloat = { ...first.frame, image: { ...first.frame.image, format: { ...first.frame.image.format, isFloat: true as const } } };
  expect(halvedStep([{ kind: 'frame', frame: asFloat }])).toBeUndefined();
});
