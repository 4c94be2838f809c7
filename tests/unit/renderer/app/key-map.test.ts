import { expect, test } from 'vitest';
import { KEY_MAP, shownKeys, type KeyPage } from '#renderer/app/keyboard/key-map.ts';
import { APP_KEYS } from '#renderer/app/keyboard/app-keys.ts';
import { REPORT_KEYS } from '#renderer/features/report-editor/report-keys.ts';

const PAGES: readonly KeyPage[] = ['worklist', 'images', 'ecg', 'sites'];

test.each(PAGES)('on the page of %s no key has two meanings', (page) => {
  const keys = KEY_MAP.filter(({ pages }) => pages.includes(page)).flatMap(({ actions }) => actions.flatMap((action) => action.keys));
  expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
});

test('only keys that no text can mean act while text is typed', () => {
  const typing = KEY_MAP.flatMap(({ actions }) => actions).filter(({ whileTyping }) => whileTyping).flatMap(({ keys }) => keys);
  expect(typing.filter((key) => !/^(Ctrl|Alt)\+|^F\d+$/.test(key))).toEqual([]);
});

test('a held key neither signs nor goes on to the next case', () => {
  expect(REPORT_KEYS.sign.repeats).toBe(false);
  expect(APP_KEYS.next.repeats).toBe(false);
});

test.each(PAGES)('the status bar of %s shows the way to all keys', (page) => {
  expect(shownKeys(page).map(({ keys }) => keys[0])).toContain('?');
});
