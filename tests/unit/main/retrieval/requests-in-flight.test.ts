import { describe, expect, test } from 'vitest';
import { backOffMs, requestsInFlight } from '#main/retrieval/requests-in-flight.ts';

describe('how many requests fill a line', () => {
  test('two at 8 Mbit/s with 207 KB images and 60 ms', () => {
    // 207,000 B * 8 / 8,000,000 bit/s = 207 ms an image; ceil(60 / 207) + 1 = 2.
    expect(requestsInFlight(60, 207)).toBe(2);
  });

  test('three when waiting takes longer than one image', () => {
    // ceil(150 / 83) + 1 = 2 + 1.
    expect(requestsInFlight(150, 83)).toBe(3);
  });

  test('never more than six, however fast the line', () => {
    expect(requestsInFlight(150, 0.5)).toBe(6);
  });

  test('two while nothing is measured', () => {
    expect(requestsInFlight(150, 0)).toBe(2);
  });
});

describe('the wait after failures', () => {
  test('doubles from one second to at most a minute', () => {
    const longest = [1, 2, 3, 7, 20].map((failures) => backOffMs(failures, () => 1));
    expect(longest).toEqual([1_000, 2_000, 4_000, 60_000, 60_000]);
  });

  test('differs by up to half, so that seats do not ask together', () => {
    expect(backOffMs(3, () => 0)).toBe(2_000);
  });
});
