import { expect, test } from 'vitest';
import { buildDataSet } from '#shared/dicom/data-set/build-data-set.ts';
import { applyPalette, paletteColour, paletteOf, supplementalPaletteOf } from '#shared/dicom/pixel/palette.ts';
import { expandSegments } from '#shared/dicom/pixel/segmented-palette.ts';

test('a discrete segment lists its values', () => {
  expect(expandSegments([0, 3, 7, 8, 9], 2)).toEqual([7, 8, 9]);
});

test('a linear segment goes to its end in equal steps', () => {
  // From 10 in four steps to 50: 20, 30, 40, 50
  expect(expandSegments([0, 1, 10, 1, 4, 50], 2)).toEqual([10, 20, 30, 40, 50]);
});

test('an indirect segment repeats earlier ones, counted in bytes', () => {
  // The linear segment stands at word 3, byte 6: once more 2 steps to 20 from 20 gives 20, 20
  expect(expandSegments([0, 1, 10, 1, 2, 20, 2, 1, 6, 0], 2)).toEqual([10, 15, 20, 20, 20]);
  // In bytes, with four of them for the offset
  expect(expandSegments([0, 1, 10, 1, 2, 20, 2, 1, 3, 0, 0, 0], 1)).toEqual([10, 15, 20, 20, 20]);
});

test.each([
  ['begins with a line', [1, 2, 5]], ['ends inside a list', [0, 3, 1]], ['names a kind that does not exist', [7, 1, 1]],
  ['refers to itself without end', [0, 1, 5, 2, 1, 6, 0]], ['is longer than any table', [0, 1, 5, 1, 65_536, 9]],
])('a table that %s is not read', (_, words) => {
  expect(expandSegments(words, 2)).toBeUndefined();
});

const words = (...values: readonly number[]) => ({ vr: 'OW', InlineBinary: Buffer.from(Uint16Array.from(values).buffer).toString('base64') });

test('a palette in segments gives the colours of the expanded one', () => {
  const descriptor = [3, 10, 16];
  const dataSet = {
    ...buildDataSet({ RedPaletteColorLookupTableDescriptor: descriptor, GreenPaletteColorLookupTableDescriptor: descriptor, BluePaletteColorLookupTableDescriptor: descriptor }),
    // 0, 0x8000, 0xff00 as a line; then constants
    '00281221': words(0, 1, 0, 1, 2, 0xff00), '00281222': words(0, 3, 0x1000, 0x2000, 0x3000), '00281223': words(0, 3, 0, 0, 0xffff),
  };
  // 0xff00 / 2 = 0x7f80; the highest eight bits are 0x7f. Values below and above the table take its ends.
  expect([...applyPalette(paletteOf(dataSet, false)!, Uint8Array.of(0, 10, 11, 12, 200))]).toEqual([0, 0x10, 0, 0, 0x10, 0, 0x7f, 0x20, 0, 0xff, 0x30, 0xff, 0xff, 0x30, 0xff]);
});

test('a supplemental palette belongs to a grey image that says it is coloured', () => {
  const tables = {
    RedPaletteColorLookupTableDescriptor: [2, 100, 8], GreenPaletteColorLookupTableDescriptor: [2, 100, 8], BluePaletteColorLookupTableDescriptor: [2, 100, 8],
    PhotometricInterpretation: 'MONOCHROME2',
  } as const;
  const data = { '00281201': words(0x20_10), '00281202': words(0x40_30), '00281203': words(0x60_50) };
  expect(supplementalPaletteOf({ ...buildDataSet(tables), ...data }, false)).toBeUndefined();
  const palette = supplementalPaletteOf({ ...buildDataSet({ ...tables, PixelPresentation: 'COLOR' }), ...data }, false)!;
  expect(palette.red.firstInput).toBe(100);
  expect([paletteColour(palette, 100), paletteColour(palette, 101)]).toEqual([[0x10, 0x30, 0x50], [0x20, 0x40, 0x60]]);
});
