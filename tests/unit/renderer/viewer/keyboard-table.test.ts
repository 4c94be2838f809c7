import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { KEY_MAP } from '#renderer/app/keyboard/key-map.ts';
import type { StackViewport } from '#renderer/imaging/engine/viewport-acts.ts';
import { means, type KeyPress } from '#renderer/ui/keyboard/key-action.ts';
import type { ViewerKeyActs } from '#renderer/features/viewer/keys/viewer-key-acts.ts';
import { TABLE_ACTIONS } from '#renderer/features/viewer/keys/use-viewer-keys.ts';
import { viewerTable } from '#renderer/features/viewer/keys/viewer-table.ts';

/** The keys that physicians were promised, as data: key, action, and for the pictures what is called with what. */
const ROWS = readFileSync(new URL('../../../fixtures/keyboard-table.tsv', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .slice(1)
  .map((line) => line.split('\t') as [key: string, action: string, does: string]);

/** A press on a keyboard of the United States, where a digit with Shift is the sign above it. */
function pressOf(key: string, more: Partial<KeyPress> = {}): KeyPress {
  const parts = key.split('+');
  const plain = parts.at(-1)!;
  const has = (modifier: string) => parts.slice(0, -1).includes(modifier);
  const isDigit = /^[0-9]$/.test(plain);
  const sign = has('Shift') && isDigit ? ')!@#$%^&*('.charAt(Number(plain)) : plain === 'Space' ? ' ' : plain;
  const typed = /^[A-Z]$/.test(sign) && !has('Shift') ? sign.toLowerCase() : sign;
  return { key: typed, code: isDigit ? `Digit${plain}` : '', ctrlKey: has('Ctrl'), metaKey: false, altKey: has('Alt'), shiftKey: has('Shift'), repeat: false, isComposing: false, keyCode: 0, ...more };
}

const READING = KEY_MAP.filter(({ pages }) => pages.includes('images')).flatMap(({ actions }) => actions);
const onPicture = { context: 'reading', isTyping: false, isOnControl: false } as const;

function recorded(): { readonly calls: string[]; readonly table: ReturnType<typeof viewerTable> } {
  const calls: string[] = [];
  const recorder: unknown = new Proxy({}, { get: (_target, name) => (...values: unknown[]) => void calls.push([String(name), ...values.map(String)].join(' ')) });
  return { calls, table: viewerTable(recorder as ViewerKeyActs, () => calls.push('escape'), () => recorder as StackViewport) };
}

test.each(ROWS)('%s is %s and does it: %s', (key, label, does) => {
  const meant = READING.filter((action) => means(action, pressOf(key), onPicture));
  expect(meant.map((action) => action.label)).toEqual([label]);
  const { calls, table } = recorded();
  table.get(meant[0]!)?.();
  expect(calls.join()).toBe(does);
});

test.each(ROWS)('%s (%s) does nothing while an input method composes', (key) => {
  expect(READING.filter((action) => means(action, pressOf(key, { isComposing: true }), onPicture))).toEqual([]);
  expect(READING.filter((action) => means(action, pressOf(key, { keyCode: 229 }), onPicture))).toEqual([]);
});

test('in a text field only keys that no text can mean act', () => {
  const acting = ROWS.filter(([key]) => READING.some((action) => means(action, pressOf(key), { ...onPicture, isTyping: true }))).map(([key]) => key);
  expect(acting).toEqual(['Ctrl+P', 'Ctrl+ArrowDown', 'F2', 'F9', 'F8']);
});

test('Tab belongs to a button that has the focus', () => {
  expect(READING.filter((action) => means(action, pressOf('Tab'), { ...onPicture, isOnControl: true }))).toEqual([]);
});

test('every action of the pictures does something, and none stands in the table twice', () => {
  const { calls, table } = recorded();
  for (const [, act] of table) act();
  expect(calls.length).toBe(table.size);
  expect(new Set(calls).size).toBe(calls.length);
});

test('no key is taken that does nothing: what is bound for the table is in it', () => {
  const { table } = recorded();
  expect(TABLE_ACTIONS.filter((action) => !table.has(action)).map(({ label }) => label)).toEqual([]);
});
