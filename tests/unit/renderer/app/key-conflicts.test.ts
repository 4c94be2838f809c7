import { expect, test } from 'vitest';
import { bindingsWith, conflictsIn, objectionTo } from '#renderer/app/keyboard/key-conflicts.ts';
import { APP_KEYS } from '#renderer/app/keyboard/app-keys.ts';
import { ECG_ACTIONS } from '#renderer/features/ecg/ecg-actions.ts';
import { REPORT_KEYS } from '#renderer/features/report-editor/report-keys.ts';
import { VIEWER_KEYS } from '#renderer/features/viewer/keys/viewer-keys.ts';
import { keysOf } from '#renderer/ui/keyboard/key-bindings.tsx';

test('the keys that the program comes with do not conflict', () => {
  expect(conflictsIn({})).toEqual([]);
});

test('a key of the same page is taken, and it is said by what', () => {
  expect(objectionTo(VIEWER_KEYS.angle, 'D', {})).toEqual({ kind: 'taken', by: [VIEWER_KEYS.length] });
});

test('keys of a page that is never beside this one are free', () => {
  // V is the voltage caliper of the ECG page; pictures and traces are never read with the same keys.
  expect(ECG_ACTIONS.voltageCaliper.keys).toContain('V');
  expect(objectionTo(VIEWER_KEYS.angle, 'V', {})).toBeUndefined();
});

test('what holds everywhere conflicts with each page', () => {
  expect(objectionTo(VIEWER_KEYS.angle, 'F8', {})).toEqual({ kind: 'taken', by: [APP_KEYS.next] });
});

test('an action that acts while text is typed takes no key that text can mean', () => {
  expect(objectionTo(REPORT_KEYS.sign, 'J', {})).toEqual({ kind: 'typed' });
  expect(objectionTo(REPORT_KEYS.sign, 'Alt+J', {})).toBeUndefined();
});

test('a key that is given away is taken from who had it, and nothing is left in conflict', () => {
  const bindings = bindingsWith({}, VIEWER_KEYS.angle, 'D');
  expect(keysOf(VIEWER_KEYS.angle, bindings)).toEqual(['D']);
  expect(keysOf(VIEWER_KEYS.length, bindings)).toEqual([]);
  expect(conflictsIn(bindings)).toEqual([]);
  // A is free again.
  expect(objectionTo(VIEWER_KEYS.length, 'A', bindings)).toBeUndefined();
});

test('an imported profile that names a key twice is told', () => {
  expect(conflictsIn({ [VIEWER_KEYS.angle.label]: ['D'] })).toEqual([{ key: 'D', actions: [VIEWER_KEYS.length, VIEWER_KEYS.angle] }]);
});
