import { expect, test } from 'vitest';
import { areSameLayers, NO_LAYERS } from '#renderer/imaging/objects/viewport-layers.ts';

test('layers that draw the same are told from others: nothing anew is nothing, one object less or in another order is something', () => {
  const [first, second] = [{}, {}] as never[];
  const both = { ...NO_LAYERS, segmentations: [first!, second!] };
  expect(areSameLayers(NO_LAYERS, { ...NO_LAYERS, segmentations: [], regions: [] })).toBe(true);
  expect(areSameLayers(both, { ...both, segmentations: [first!, second!] })).toBe(true);
  expect(areSameLayers(both, { ...both, segmentations: [second!, first!] })).toBe(false);
  expect(areSameLayers(both, { ...both, segmentations: [first!] })).toBe(false);
  expect(areSameLayers(both, { ...both, isOutlined: true })).toBe(false);
  expect(areSameLayers(NO_LAYERS, { ...NO_LAYERS, fusion: first! })).toBe(false);
});
