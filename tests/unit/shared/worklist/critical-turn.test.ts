import { expect, test } from 'vitest';
import { turnOf } from '#shared/worklist/critical-turn.ts';

const here = ['seat_1', 'seat_2', 'seat_3'];
const told = (step: number, raisedBy: string, present: readonly string[] = here) => here.filter((own) => turnOf({ step, raisedBy, here: present, own }));

test('before five minutes nobody is told; then the next seat after the one that found it; after ten minutes everybody else', () => {
  expect(told(0, 'seat_1')).toEqual([]);
  expect(told(1, 'seat_1')).toEqual(['seat_2']);
  // After the last comes the first.
  expect(told(1, 'seat_3')).toEqual(['seat_1']);
  expect(told(2, 'seat_1')).toEqual(['seat_2', 'seat_3']);
  expect(told(3, 'seat_2')).toEqual(['seat_1', 'seat_3']);
});

test('a seat that is not here is passed over, and one that found something and is gone is answered for by all', () => {
  expect(told(1, 'seat_1', ['seat_1', 'seat_3'])).toEqual(['seat_3']);
  expect(told(1, 'seat_1', ['seat_2', 'seat_3'])).toEqual(['seat_2', 'seat_3']);
});
