import { expect, test } from 'vitest';
import { buildDataSet } from '#shared/dicom/data-set/build-data-set.ts';
import { lookUp, lookupTableOf, paletteTableOf } from '#shared/dicom/pixel/lookup-table.ts';
import { applyPalette, paletteOf } from '#shared/dicom/pixel/palette.ts';

const withBytes = (tag: string, bytes: readonly number[]) => ({ [tag]: { vr: 'OW', InlineBinary: Buffer.from(bytes).toString('base64') } });

test('inputs outside a table take its first and last entry', () => {
  const table = lookupTableOf(buildDataSet({ LUTDescriptor: [3, 10, 12], LUTData: [0, 2048, 4095] }), false)!;
  expect([0, 10, 11, 12, 99].map((input) => lookUp(table, input))).toEqual([0, 0, 2048, 4095, 4095]);
});

test('entries of sixteen bits are read little endian from inline binary', () => {
  const item = { ...buildDataSet({ LUTDescriptor: [2, 0, 16] }), ...withBytes('00283006', [0x34, 0x12, 0xff, 0xff]) };
  // 0x1234 = 4660
  expect(lookupTableOf(item, false)).toMatchObject({ entries: [4660, 65_535], bits: 16 });
});

test('a table of 65536 entries is described by the number 0', () => {
  const item = { ...buildDataSet({ LUTDescriptor: [0, 0, 8] }), ...withBytes('00283006', Array.from({ length: 65_536 }, (_, index) => index % 256)) };
  expect(lookupTableOf(item, false)?.entries.length).toBe(65_536);
});

test('the first input of a signed table may be negative though it was sent unsigned', () => {
  // 64512 - 65536 = -1024
  expect(lookupTableOf(buildDataSet({ LUTDescriptor: [2, 64_512, 8], LUTData: [0, 255] }), true)?.firstInput).toBe(-1024);
});

test.each([
  ['no data', buildDataSet({ LUTDescriptor: [4, 0, 8] })],
  ['fewer entries than described', buildDataSet({ LUTDescriptor: [4, 0, 8], LUTData: [1, 2, 3] })],
  ['no descriptor', buildDataSet({ LUTData: [1, 2, 3] })],
])('a table with %s is none', (_, item) => {
  expect(lookupTableOf(item, false)).toBeUndefined();
});

test('a palette of sixteen bits gives its upper eight bits', () => {
  const colour = (name: 'Red' | 'Green' | 'Blue', value: number) => ({ [`${name}PaletteColorLookupTableDescriptor`]: [2, 5, 16], [`${name}PaletteColorLookupTableData`]: [0, value] });
  const palette = paletteOf(buildDataSet({ ...colour('Red', 0xff00), ...colour('Green', 0x8000), ...colour('Blue', 0x0100) }), false)!;
  // Input 5 is the first entry: black. Input 6: 0xFF, 0x80, 0x01.
  expect([...applyPalette(palette, Uint8Array.of(5, 6))]).toEqual([0, 0, 0, 255, 128, 1]);
});

test('a palette that says sixteen bits but fills eight is taken as eight', () => {
  const table = paletteTableOf(buildDataSet({ RedPaletteColorLookupTableDescriptor: [2, 0, 16], RedPaletteColorLookupTableData: [0, 200] }), 'Red', false);
  expect(table).toMatchObject({ bits: 8, entries: [0, 200] });
});
