import { expect, test } from 'vitest';
import { firstBelow } from '#renderer/features/viewer/toolbar/use-overflow.ts';

test('what fell to a second line of a bar has no room, and all that follows it', () => {
  // A line is 46 px high: buttons of 38 px stand 4 px below its edge, rules of 22 px 12 px below; the fourth child starts the second line.
  expect(firstBelow([4, 4, 12, 46 + 4, 46 + 12], 46)).toBe(3);
  expect(firstBelow([4, 12, 8], 46)).toBe(3);
  expect(firstBelow([], 46)).toBe(0);
});
