import { expect, test } from 'vitest';
import { measuredValue, rowsOf } from '#renderer/features/study-documents/content-rows.ts';
import type { ContentNode, ContentValue } from '#shared/structured-report/read-content-tree.ts';

const code = (value: string, meaning: string) => ({ value, scheme: 'UCUM', meaning });
function node(path: string, value: ContentValue, concept = 'x'): ContentNode {
  return { path, relationship: 'CONTAINS', valueType: '', concept: code(concept, concept), value, refersTo: undefined, children: [] };
}
const number = (value: string, unit = code('mm', 'millimeter')): ContentValue => ({ kind: 'number', value, unit, qualifier: undefined });
const text: ContentValue = { kind: 'text', text: 'a' };
const reference: ContentValue = { kind: 'reference', references: [] };

test('numbers beside each other share a table; the order of the document stays', () => {
  const rows = rowsOf([node('1', number('1')), node('2', number('2')), node('3', text), node('4', number('4'))]);
  expect(rows.map((row) => (row.kind === 'node' ? row.node.path : row.nodes.map(({ path }) => path)))).toEqual([['1', '2'], '3', ['4']]);
});

test('references of one name share a line, of two names they do not', () => {
  const rows = rowsOf([node('1', reference, 'source'), node('2', reference, 'source'), node('3', reference, 'segment')]);
  expect(rows.map((row) => (row.kind === 'node' ? row.node.path : row.nodes.map(({ path }) => path)))).toEqual([['1', '2'], ['3']]);
});

test('a unit is written as UCUM writes it, one without a name as its meaning, and a pure number without any', () => {
  expect(measuredValue(node('1', number('15.80')))).toEqual({ value: '15.80', unit: 'mm' });
  expect(measuredValue(node('1', number('128', code('{pixels}', 'pixels'))))).toEqual({ value: '128', unit: 'pixels' });
  expect(measuredValue(node('1', number('3', code('1', 'no units'))))).toEqual({ value: '3', unit: '' });
});

test('a number that is not there says why, or shows that it is not', () => {
  expect(measuredValue(node('1', { kind: 'number', value: '', unit: undefined, qualifier: code('114000', 'Not a number') }))).toEqual({ value: 'Not a number', unit: '' });
  expect(measuredValue(node('1', { kind: 'number', value: '', unit: undefined, qualifier: undefined }))).toEqual({ value: '–', unit: '' });
});
