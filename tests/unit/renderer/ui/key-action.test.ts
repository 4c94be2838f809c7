import { describe, expect, test } from 'vitest';
import { keyName, means, printedKey, type KeyAction, type KeyPress, type KeySituation } from '#renderer/ui/keyboard/key-action.ts';

const press = (key: string, change: Partial<KeyPress> = {}): KeyPress => ({
  key, code: '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, repeat: false, isComposing: false, keyCode: 0, ...change,
});
const inReading: KeySituation = { context: 'reading', isTyping: false, isOnControl: false };
const action = (change: Partial<KeyAction>): KeyAction => ({
  keys: ['K'], contexts: ['reading'], label: 'app.key.help', whileTyping: false, repeats: false, isShown: false, ...change,
});

describe('the name of a press', () => {
  test.each([
    ['a letter, however it is shifted by caps lock', press('k'), 'K'],
    ['Control', press('p', { ctrlKey: true }), 'Ctrl+P'],
    ['Command counts as Control', press('p', { metaKey: true }), 'Ctrl+P'],
    ['Shift with a letter', press('I', { shiftKey: true }), 'Shift+I'],
    ['Shift with a named key', press('ArrowUp', { shiftKey: true }), 'Shift+ArrowUp'],
    ['a question mark, wherever the keyboard has it', press('?', { shiftKey: true }), '?'],
    ['a full-width question mark', press('？', { shiftKey: true }), '?'],
    ['a digit with Alt by its place', press('¡', { altKey: true, code: 'Digit1' }), 'Alt+1'],
    ['the space bar', press(' '), 'Space'],
  ])('%s', (_what, pressed, name) => expect(keyName(pressed)).toBe(name));
});

describe('an action', () => {
  test('acts on each of its keys', () => {
    const next = action({ keys: ['F8', 'Ctrl+ArrowDown'] });
    expect(means(next, press('F8'), inReading)).toBe(true);
    expect(means(next, press('ArrowDown', { ctrlKey: true }), inReading)).toBe(true);
    expect(means(next, press('ArrowDown'), inReading)).toBe(false);
  });

  test('acts in its contexts only', () => {
    expect(means(action({}), press('k'), { ...inReading, context: 'worklist' })).toBe(false);
    expect(means(action({}), press('k'), { ...inReading, context: 'dialog' })).toBe(false);
  });

  test('does not act while text is typed, unless it is marked', () => {
    expect(means(action({}), press('k'), { ...inReading, isTyping: true })).toBe(false);
    expect(means(action({ keys: ['F9'], whileTyping: true }), press('F9'), { ...inReading, isTyping: true })).toBe(true);
  });

  test('never acts while an input method composes', () => {
    const marked = action({ keys: ['F9'], whileTyping: true });
    expect(means(marked, press('F9', { isComposing: true }), inReading)).toBe(false);
    expect(means(marked, press('F9', { keyCode: 229 }), inReading)).toBe(false);
  });

  test('ignores a key that is held down, unless it may repeat', () => {
    expect(means(action({ keys: ['F9'] }), press('F9', { repeat: true }), inReading)).toBe(false);
    expect(means(action({ keys: ['ArrowDown'], repeats: true }), press('ArrowDown', { repeat: true }), inReading)).toBe(true);
  });

  test('leaves Enter and Space to a button that has the focus', () => {
    const open = action({ keys: ['Enter', 'Space'] });
    expect(means(open, press('Enter'), { ...inReading, isOnControl: true })).toBe(false);
    expect(means(open, press(' '), { ...inReading, isOnControl: true })).toBe(false);
    expect(means(action({}), press('k'), { ...inReading, isOnControl: true })).toBe(true);
  });
});

test('keys are printed as they stand on the keyboard', () => {
  expect(printedKey('Ctrl+ArrowDown')).toBe('Ctrl ↓');
  expect(printedKey('Escape')).toBe('Esc');
});
