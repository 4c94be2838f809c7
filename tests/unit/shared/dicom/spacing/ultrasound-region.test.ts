import { describe, expect, test } from 'vitest';
import { buildDataSet } from '#shared/dicom/data-set/build-data-set.ts';
import { describeImage } from '#shared/dicom/image/image-description.ts';
import { measureShape, type MeasurableFrame } from '#shared/dicom/measurement/measure-shape.ts';
import { ultrasoundRegionsOf } from '#shared/dicom/spacing/ultrasound-region.ts';

interface Box {
  readonly x: readonly [number, number];
  readonly y?: readonly [number, number];
  /** PS3.3 C.8.5.5.1.15: 3 cm, 4 s, 5 Hz, 7 cm/s, 1 per cent. */
  readonly units: readonly [number, number];
  readonly delta: readonly [number, number];
  /** PS3.3 C.8.5.5.1.1: 1 2D, 2 M-mode, 3 spectral. */
  readonly format?: number;
  readonly flags?: number;
}

const region = ({ x, y = [0, 99], units, delta, format = 1, flags = 0 }: Box) =>
  buildDataSet({
    RegionSpatialFormat: format, RegionFlags: flags, RegionLocationMinX0: x[0], RegionLocationMinY0: y[0], RegionLocationMaxX1: x[1], RegionLocationMaxY1: y[1],
    PhysicalUnitsXDirection: units[0], PhysicalUnitsYDirection: units[1], PhysicalDeltaX: delta[0], PhysicalDeltaY: delta[1],
  });
const frame = (...boxes: readonly Box[]): MeasurableFrame => ({
  spacing: { kind: 'none', reason: 'no-ultrasound-region' }, pixelShape: { width: 1, height: 1 }, grey: undefined,
  ultrasoundRegions: ultrasoundRegionsOf(buildDataSet({ SequenceOfUltrasoundRegions: boxes.map(region) })),
});

/** The picture on the left, Doppler under it, M-mode on the right. */
const PICTURE: Box = { x: [0, 99], units: [3, 3], delta: [0.02, 0.03] };
const DOPPLER: Box = { x: [0, 99], y: [100, 199], units: [4, 7], delta: [0.005, -0.5], format: 3 };
const M_MODE: Box = { x: [100, 199], units: [4, 3], delta: [0.01, 0.02], format: 2 };
const screen = frame(PICTURE, DOPPLER, M_MODE);

describe('a line in a region', () => {
  test('of the picture is a length in millimetres, each axis with its own scale', () => {
    // 30 columns * 0.2 mm = 6; 40 rows * 0.3 mm = 12; root of 36 + 144 = 13.4164
    const measured = measureShape('length', [[10, 10], [40, 50]], screen);
    expect(measured?.quantities).toHaveLength(1);
    expect(measured?.quantities[0]).toMatchObject({ quantity: 'length', unit: 'mm' });
    expect(measured?.quantities[0]?.value).toBeCloseTo(Math.sqrt(180), 10);
    expect(measured?.spacing.kind).toBe('patient');
  });

  test('of Doppler is a time in seconds and a velocity in cm/s', () => {
    // 40 columns * 0.005 s = 0.2 s; 60 rows * 0.5 cm/s = 30 cm/s, though the axis runs upward
    const measured = measureShape('length', [[10, 180], [50, 120]], screen);
    expect(measured).toEqual({
      quantities: [{ quantity: 'time', value: 0.2, unit: 's' }, { quantity: 'velocity', value: 30, unit: 'cm/s' }], spacing: { kind: 'ultrasound-axes' },
    });
  });

  test('of an M-mode is a time and a depth in millimetres', () => {
    // 50 * 0.01 s = 0.5 s; 20 * 0.2 mm = 4 mm
    expect(measureShape('length', [[110, 10], [160, 30]], screen)?.quantities).toEqual([
      { quantity: 'time', value: 0.5, unit: 's' }, { quantity: 'length', value: 4, unit: 'mm' },
    ]);
  });

  test('whose axes have no distance is in pixels, and says why', () => {
    const measured = measureShape('length', [[10, 10], [40, 50]], frame({ x: [0, 99], units: [1, 1], delta: [1, 1] }));
    expect(measured).toEqual({ quantities: [{ quantity: 'length', value: 50, unit: '{px}' }], spacing: { kind: 'none', reason: 'no-ultrasound-region' } });
  });

  test('into another region is no millimetre, and says why', () => {
    const measured = measureShape('length', [[10, 90], [10, 110]], screen);
    expect(measured).toEqual({ quantities: [{ quantity: 'length', value: 20, unit: '{px}' }], spacing: { kind: 'none', reason: 'across-ultrasound-regions' } });
  });

  test('out of all regions is no millimetre', () => {
    expect(measureShape('length', [[10, 90], [10, 250]], screen)?.spacing).toEqual({ kind: 'none', reason: 'across-ultrasound-regions' });
  });
});

describe('regions that lie over each other', () => {
  const INSET: Box = { x: [20, 49], y: [20, 49], units: [3, 3], delta: [0.01, 0.01], flags: 1 };

  test('the one of high priority counts where both are', () => {
    // 20 pixels * 0.1 mm = 2, not 4
    expect(measureShape('length', [[25, 30], [45, 30]], frame(PICTURE, INSET))?.quantities[0]?.value).toBeCloseTo(2, 10);
  });

  test('a line from the inset into the picture around it is refused', () => {
    expect(measureShape('length', [[25, 30], [80, 30]], frame(PICTURE, INSET))?.spacing).toEqual({ kind: 'none', reason: 'across-ultrasound-regions' });
  });

  test('a colour box of the same scale as its picture does not cut a line', () => {
    // 55 * 0.2 mm = 11
    expect(measureShape('length', [[25, 30], [80, 30]], frame(PICTURE, { ...INSET, delta: [0.02, 0.03], flags: 0 }))?.quantities[0]?.value).toBeCloseTo(11, 10);
  });
});

test('each frame of a loop has the scale of its own regions', () => {
  const frames = [0.02, 0.04].map((delta) => buildDataSet({ SequenceOfUltrasoundRegions: [region({ ...PICTURE, delta: [delta, delta] })] }));
  const { frames: described } = describeImage(buildDataSet({ Modality: 'US', Rows: 200, Columns: 200, NumberOfFrames: 2, PerFrameFunctionalGroupsSequence: frames }));
  const lengths = described.map((one) => measureShape('length', [[0, 0], [50, 0]], { ...one, grey: undefined })?.quantities[0]?.value);
  // 50 * 0.2 mm and 50 * 0.4 mm
  expect(lengths).toEqual([10, 20]);
});
