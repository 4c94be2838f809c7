import { expect, test } from 'vitest';
import { nextQuadrant, quadrantMove } from '#renderer/features/viewer/pointing/quadrant-walk.ts';

test('the walk goes around the four quarters and ends at the whole picture', () => {
  expect([undefined, 0, 1, 2, 3].map((now) => nextQuadrant(now as 0 | undefined))).toEqual([0, 1, 2, 3, undefined]);
});

test('a quarter of a picture beside a chest wall comes to the middle, as large as the viewport allows', () => {
  // The picture is 400 x 800 at the left of a viewport of 800 x 800: a quarter of it is 200 x 400, so 400 fills 800 twice: min(800/200, 800/400) = 2.
  // Its lower right quarter has its middle at (300, 600): 2 x (300 - 400) = -200 and 2 x (600 - 400) = 400 from the middle after the zoom; that much is taken back.
  expect(quadrantMove(2, [[0, 0], [400, 800]], { width: 800, height: 800 })).toEqual({ factor: 2, by: [200, -400] });
});

test('a mirrored picture walks through the same places of the screen', () => {
  expect(quadrantMove(0, [[400, 0], [0, 800]], { width: 800, height: 800 })).toEqual(quadrantMove(0, [[0, 0], [400, 800]], { width: 800, height: 800 }));
});
