import { expect, test } from 'vitest';
import { DEFAULT_MACROS } from '#shared/report/templates/macros.ts';
import { selectedGap, writingAct, type WritingField, type WritingKey } from '#renderer/features/report-editor/writing-keys.ts';

const press = (key: string, change: Partial<WritingKey> = {}): WritingKey => ({ key, shiftKey: false, hasModifier: false, isComposing: false, ...change });
const at = (text: string, selectionStart: number, selectionEnd = selectionStart): WritingField => ({ text, selectionStart, selectionEnd });
const TEXT = '【左侧|右侧】见结节，约【例:8 mm】。';

test('a space behind an abbreviation replaces it, a space elsewhere is a space', () => {
  expect(writingAct(press(' '), at('双肺;wjyc', 7), DEFAULT_MACROS)).toEqual({ kind: 'replace', from: 2, to: 7, text: '未见异常' });
  expect(writingAct(press(' '), at('双肺', 2), DEFAULT_MACROS)).toBeUndefined();
  expect(writingAct(press(' '), at('双肺;wjyc', 2, 7), DEFAULT_MACROS)).toBeUndefined();
});

test('Tab goes from gap to gap and round, Shift+Tab back', () => {
  expect(writingAct(press('Tab'), at(TEXT, 0), [])).toEqual({ kind: 'select', from: 0, to: 7 });
  expect(writingAct(press('Tab'), at(TEXT, 0, 7), [])).toEqual({ kind: 'select', from: 12, to: 20 });
  expect(writingAct(press('Tab'), at(TEXT, 12, 20), [])).toEqual({ kind: 'select', from: 0, to: 7 });
  expect(writingAct(press('Tab', { shiftKey: true }), at(TEXT, 12, 20), [])).toEqual({ kind: 'select', from: 0, to: 7 });
});

test('without a gap, or on the last one, Tab leaves the field as it always does', () => {
  expect(writingAct(press('Tab'), at('双肺清晰。', 2), [])).toBeUndefined();
  expect(writingAct(press('Tab'), at('【左侧|右侧】肺', 0, 7), [])).toBeUndefined();
});

test('a digit chooses in the selected gap and writes itself everywhere else', () => {
  expect(writingAct(press('2'), at(TEXT, 0, 7), [])).toEqual({ kind: 'replace', from: 0, to: 7, text: '右侧' });
  expect(writingAct(press('3'), at(TEXT, 0, 7), [])).toBeUndefined();
  // A gap that asks for a value takes the digit as the value's first.
  expect(writingAct(press('2'), at(TEXT, 12, 20), [])).toBeUndefined();
  expect(writingAct(press('2'), at(TEXT, 3), [])).toBeUndefined();
  expect(selectedGap(at(TEXT, 12, 20))?.example).toBe('8 mm');
});

test('an input method and the keys of the program keep their keys', () => {
  expect(writingAct(press(' ', { isComposing: true }), at('双肺;wjyc', 7), DEFAULT_MACROS)).toBeUndefined();
  expect(writingAct(press('2', { hasModifier: true }), at(TEXT, 0, 7), [])).toBeUndefined();
});
