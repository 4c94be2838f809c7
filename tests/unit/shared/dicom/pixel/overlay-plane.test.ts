import { expect, test } from 'vitest';
import type { DataElement, DataSet } from '#shared/dicom/data-set/data-set.ts';
import { embeddedOverlayBits, forEachOverlayPixel, overlayBitsOf, overlayPlanesOf } from '#shared/dicom/pixel/overlay-plane.ts';

const IMAGE = { rows: 4, columns: 4, bitsAllocated: 16 };
const us = (...Value: readonly number[]): DataElement => ({ vr: 'US', Value });

function overlay(group: string, bytes: readonly number[], more: Readonly<Record<string, DataElement>> = {}): DataSet {
  const elements = { '0010': us(2), '0011': us(2), '0040': { vr: 'CS', Value: ['G'] }, '0050': { vr: 'SS', Value: [1, 1] }, '0100': us(1), '0102': us(0), '3000': { vr: 'OW', InlineBinary: Buffer.from(bytes).toString('base64') }, ...more };
  return Object.fromEntries(Object.entries(elements).map(([number, element]) => [`${group}${number}`, element]));
}

function drawn(dataSet: DataSet, frameIndex = 0, embedded: ReadonlyMap<number, Uint8Array> = new Map()): readonly number[] {
  const places: number[] = [];
  for (const bits of overlayBitsOf(overlayPlanesOf(dataSet, IMAGE), frameIndex, embedded)) forEachOverlayPixel(bits, IMAGE.rows, IMAGE.columns, (place) => places.push(place));
  return places;
}

test('bits fill bytes from the lowest on', () => {
  // 0b0110: columns 1 of row 0 and 0 of row 1 of the 2 x 2 overlay: places 1 and 4 of the 4 x 4 image
  expect(drawn(overlay('6000', [0b0110]))).toEqual([1, 4]);
});

test('an origin outside the image cuts the overlay off', () => {
  // Origin row 0, column 4: overlay pixel (1, 0) lies on image row 0, column 3; the others lie outside
  expect(drawn(overlay('6000', [0b1111], { '0050': { vr: 'SS', Value: [0, 4] } }))).toEqual([3]);
});

test('sixteen groups are read, others are not', () => {
  const planes = overlayPlanesOf({ ...overlay('6000', [1]), ...overlay('601E', [1]), ...overlay('6020', [1]), ...overlay('6001', [1]) }, IMAGE);
  expect(planes.map(({ group }) => group)).toEqual(['6000', '601E']);
});

test('a multi-frame overlay begins at its image frame', () => {
  // Two overlay frames of 4 bits, on the second and third image frame: 0b0001, then 0b1000
  const two = overlay('6000', [0b1000_0001], { '0015': { vr: 'IS', Value: [2] }, '0051': us(2) });
  expect([0, 1, 2, 3].map((frameIndex) => drawn(two, frameIndex))).toEqual([[], [0], [5], []]);
});

test('an overlay without frames lies on every frame', () => {
  expect([0, 7].map((frameIndex) => drawn(overlay('6000', [1]), frameIndex))).toEqual([[0], [0]]);
});

test('an embedded overlay is as large as the image and names its bit', () => {
  const dataSet: DataSet = { '60000040': { vr: 'CS', Value: ['R'] }, '60000100': us(16), '60000102': us(12), '60001500': { vr: 'LO', Value: ['ROI'] } };
  const planes = overlayPlanesOf(dataSet, IMAGE);
  expect(planes).toMatchObject([{ kind: 'roi', rows: 4, columns: 4, label: 'ROI', source: { kind: 'embedded', bitPosition: 12 } }]);
  expect(embeddedOverlayBits(planes)).toEqual([12]);
  expect(drawn(dataSet, 0, new Map([[12, Uint8Array.of(0, 0, 1, ...Array.from({ length: 13 }, () => 0))]]))).toEqual([2]);
});

test.each([
  ['too few bits', overlay('6000', [])],
  ['no size', overlay('6000', [1], { '0010': us(0) })],
  ['a bit that no word has', { '60000100': us(16), '60000102': us(16) }],
  ['data that did not come', { ...overlay('6000', [1]), '60003000': { vr: 'OW', BulkDataURI: '60003000' } }],
])('an overlay with %s is left out', (_, dataSet) => {
  expect(overlayPlanesOf(dataSet, IMAGE)).toEqual([]);
});
