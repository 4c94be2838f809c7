import { expect, test } from 'vitest';
import { lengthOf, combine, type Vector3 } from '#shared/dicom/geometry/vector3.ts';
import { registerRigid, SURE } from '#shared/dicom/registration/register-rigid.ts';
import { chained, inverseOf, moved, transformOf, turned } from '#shared/dicom/registration/rigid-transform.ts';
import { madePair, residualMm } from '../../../../support/registration/made-pairs.ts';

const apart = (one: Vector3, other: Vector3) => lengthOf(combine(one, 1, other, -1));

test('a turn about a point leaves the point where it is, then the shift moves it', () => {
  // 90 degrees about z through (10, 0, 0): (20, 0, 0) goes to (10, 10, 0), and 5 mm on along x to (15, 10, 0).
  const transform = transformOf([0, 0, Math.PI / 2, 5, 0, 0], [10, 0, 0]);
  expect(apart(moved(transform, [20, 0, 0]), [15, 10, 0])).toBeLessThan(1e-9);
  expect(apart(moved(transform, [10, 0, 0]), [15, 0, 0])).toBeLessThan(1e-9);
  expect(apart(turned(transform, [1, 0, 0]), [0, 1, 0])).toBeLessThan(1e-9);
});

test('there and back leads to where it began, and a chain is one after the other', () => {
  const one = transformOf([0.1, -0.2, 0.3, 4, 5, 6], [7, 8, 9]);
  const other = transformOf([-0.3, 0.1, 0.2, -1, 2, 30], [0, 0, 100]);
  const point: Vector3 = [12, -34, 56];
  expect(apart(moved(inverseOf(one), moved(one, point)), point)).toBeLessThan(1e-9);
  expect(apart(moved(chained(one, other), point), moved(other, moved(one, point)))).toBeLessThan(1e-9);
});

// Two of the fifty made pairs; `npm run registration` does all of them.
test('a head of 5 mm is found on one of 2 mm within 3 mm, and called sure', { timeout: 60_000 }, () => {
  const pair = madePair(0);
  const told: number[] = [];
  const found = registerRigid({ ...pair, onProgress: (share) => told.push(share) });
  expect(residualMm(pair, found.transform)).toBeLessThanOrEqual(3);
  expect(found.confidence).toBeGreaterThanOrEqual(SURE);
  expect(told).toEqual(told.toSorted((left, right) => left - right));
  expect(told.at(-1)).toBe(1);
});

test('a head laid on noise is never called sure', { timeout: 60_000 }, () => {
  const pair = madePair(0);
  let state = 5;
  const noise = pair.moving.values.map(() => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return ((state >> 8) % 1200) - 200;
  });
  expect(registerRigid({ ...pair, moving: { ...pair.moving, values: noise } }).confidence).toBeLessThan(SURE);
});
