import { expect, test } from 'vitest';
import { readJpeg2000Header } from '#shared/dicom/codec/jpeg2000-header.ts';
import { mendJpeg2000Size } from '#shared/dicom/codec/mend-jpeg2000-size.ts';

/** SOC, SIZ of one component of 16 bits in one tile, EOC. ISO/IEC 15444-1 A.5.1. */
function codestream(columns: number, rows: number): Uint8Array {
  const bytes = new Uint8Array(47);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0xff4fff51);
  view.setUint16(4, 41);
  for (const [index, value] of [columns, rows, 0, 0, columns, rows, 0, 0].entries()) view.setUint32(8 + index * 4, value);
  view.setUint16(40, 1);
  bytes.set([15, 1, 1], 42);
  view.setUint16(45, 0xffd9);
  return bytes;
}
function overwritten(columns: number, rows: number): Uint8Array {
  const bytes = codestream(columns, rows);
  bytes.set([0xfe, 0xff, 0xdd, 0xe0], 6);
  return bytes;
}

test('an item delimiter over the capabilities and the upper half of the width is taken out again', () => {
  // 0xDDE0 0100: 56,800 * 65,536 + 256 = 3,722,445,056 columns, where there were 256.
  const bytes = overwritten(256, 1024);
  expect(readJpeg2000Header(bytes).columns).toBe(3_722_445_056);
  expect(mendJpeg2000Size(bytes, 256)).toEqual(codestream(256, 1024));
  expect(readJpeg2000Header(mendJpeg2000Size(bytes, 256))).toMatchObject({ columns: 256, rows: 1024 });
});

test('nothing is mended where the rest of the header does not say the same width', () => {
  expect(mendJpeg2000Size(overwritten(256, 1024), 512)).toEqual(overwritten(256, 1024));
  const tiled = overwritten(256, 1024);
  new DataView(tiled.buffer).setUint32(24, 128);
  expect(mendJpeg2000Size(tiled, 256)).toBe(tiled);
  const sound = codestream(256, 1024);
  expect(mendJpeg2000Size(sound, 256)).toBe(sound);
});
