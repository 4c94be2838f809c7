import { expect, test } from 'vitest';
import type { WorklistRow } from '#shared/contract/services/worklist.contract.ts';
import { listItems } from '#renderer/features/worklist/list-items.ts';

const row = (studyId: number, siteName: string) => ({ row: { studyId, siteName } as WorklistRow, hasLeft: false });
const rows = [row(1, '云岫'), row(2, '云岫'), row(3, '青岭')];
const shown = (items: ReturnType<typeof listItems>) => items.map((item) => (item.kind === 'row' ? item.shown.row.studyId : `${item.key} ${item.count ?? '?'}`));

test('a group stands before its cases; where all cases are here they are counted at once', () => {
  expect(shown(listItems(rows, 'site', [], new Set(), true))).toEqual(['云岫 2', 1, 2, '青岭 1', 3]);
});

test('of a list that goes on main counts, and until it has nobody says a number', () => {
  expect(shown(listItems(rows, 'site', [{ key: '云岫', count: 40 }], new Set(), false))).toEqual(['云岫 40', 1, 2, '青岭 ?', 3]);
});

test('a closed group shows its head alone', () => {
  expect(shown(listItems(rows, 'site', [], new Set(['云岫']), true))).toEqual(['云岫 2', '青岭 1', 3]);
});
