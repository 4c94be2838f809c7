import { expect, test } from 'vitest';
import { createSlabAverage } from '#main/demo/studies/slab-average.ts';

test('slices of 2 mm make slabs of 5 mm, each slice by its share', () => {
  // The first slice reaches from 11 to 9, so slabs reach from 11 to 6 and from 6 to 1. Slices at 10, 8, 6, 4, 2 carry 1, 2, 3, 4, 5.
  const average = createSlabAverage(10, 2, 5);
  const slabs = [10, 8, 6, 4, 2].flatMap((z, index) => average.add(z, Float32Array.of(index + 1)));
  // First slab: 2 mm of 1, 2 mm of 2, 1 mm of 3 = (2 + 4 + 3) / 5 = 1.8. Second: 1 mm of 3, 2 mm of 4, 2 mm of 5 = (3 + 8 + 10) / 5 = 4.2.
  expect(slabs.map(({ index, centerZ }) => [index, centerZ])).toEqual([[0, 8.5], [1, 3.5]]);
  expect(slabs[0]!.mean[0]).toBeCloseTo(1.8, 5);
  expect(slabs[1]!.mean[0]).toBeCloseTo(4.2, 5);
});

test('slices as thick as slabs pass through', () => {
  const average = createSlabAverage(0, 5, 5);
  expect(average.add(0, Float32Array.of(7)).map(({ centerZ, mean }) => [centerZ, mean[0]])).toEqual([[0, 7]]);
});
