import { expect, test } from 'vitest';
import { imageNumbers } from '#renderer/features/viewer/measuring/use-image-numbers.ts';
import type { DisplayStack } from '#renderer/imaging/engine/viewport-state.ts';

const stackOf = (...frames: readonly (readonly [string, number])[]) =>
  ({ frames: frames.map(([sopInstanceUid, frameNumber]) => ({ frame: { studyId: 1, sopInstanceUid, frameNumber } })) }) as unknown as DisplayStack;

test('an image is called by its place in its own stack: slices of one frame each, and frames of one object', () => {
  const numbers = imageNumbers([stackOf(['1.1', 1], ['1.2', 1], ['1.3', 1]), stackOf(['2.1', 1], ['2.1', 2])]);
  expect(['1.1/1', '1.3/1', '2.1/1', '2.1/2', '9/1'].map((key) => numbers.get(key))).toEqual([1, 3, 1, 2, undefined]);
});
