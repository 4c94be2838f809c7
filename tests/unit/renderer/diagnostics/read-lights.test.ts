import { expect, test } from 'vitest';
import { readLights } from '#renderer/features/diagnostics/read-lights.ts';

test.each([
  ['1.02 2.1\n3', [1.02, 2.1, 3]],
  ['1,02; 2,10; 3', [1.02, 2.1, 3]],
  ['0.5 cd/m2\t1 cd/m²', [0.5, 1]],
  ['', []],
])('readings are taken from %j', (typed, lights) => {
  expect(readLights(typed)).toEqual(lights);
});
