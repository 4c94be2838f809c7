import { expect, test } from 'vitest';
import { showAll, showHeld, type ShownList } from '#renderer/features/worklist/held-rows.ts';

interface Row {
  readonly studyId: number;
  readonly status: string;
}
const rows = (...ids: number[]): Row[] => ids.map((studyId) => ({ studyId, status: 'ready' }));
const ids = (list: ShownList<Row>) => list.rows.map(({ row, hasLeft }) => (hasLeft ? -row.studyId : row.studyId));

test('without a hand the list is as main has it', () => {
  const list = showAll(rows(3, 2, 1));
  expect(ids(list)).toEqual([3, 2, 1]);
  expect(list.waiting).toBe(0);
});

test('new rows wait and the others keep their places', () => {
  const list = showHeld(showAll(rows(3, 2, 1)), rows(5, 4, 3, 2, 1));
  expect(ids(list)).toEqual([3, 2, 1]);
  expect(list.waiting).toBe(2);
});

test('a new row between two shown ones waits too', () => {
  const list = showHeld(showAll(rows(5, 2, 1)), rows(5, 3, 2, 1));
  expect(ids(list)).toEqual([5, 2, 1]);
  expect(list.waiting).toBe(1);
});

test('the next page joins at the end', () => {
  const list = showHeld(showAll(rows(5, 4)), rows(6, 5, 4, 3, 2));
  expect(ids(list)).toEqual([5, 4, 3, 2]);
  expect(list.waiting).toBe(1);
});

test('a row changes its content in its place', () => {
  const list = showHeld(showAll(rows(3, 2)), [{ studyId: 2, status: 'drafting' }, { studyId: 3, status: 'ready' }]);
  expect(list.rows.map(({ row }) => `${row.studyId} ${row.status}`)).toEqual(['3 ready', '2 drafting']);
});

test('a row that left the view stays where it was, marked, until the list may move', () => {
  const held = showHeld(showAll(rows(3, 2, 1)), rows(3, 1));
  expect(ids(held)).toEqual([3, -2, 1]);
  expect(ids(showAll(rows(3, 1)))).toEqual([3, 1]);
});

test('rows that wait are counted once however often the list is read', () => {
  const first = showHeld(showAll(rows(2, 1)), rows(3, 2, 1));
  expect(showHeld(first, rows(3, 2, 1)).waiting).toBe(1);
});

test('when every shown row has left, what is new waits', () => {
  const list = showHeld(showAll(rows(2, 1)), rows(9, 8));
  expect(ids(list)).toEqual([-2, -1]);
  expect(list.waiting).toBe(2);
});
