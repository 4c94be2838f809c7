import { expect, test } from 'vitest';
import { textChanges } from '#shared/report/text-changes.ts';

const marks = { same: '', added: '+', removed: '-' } as const;
const show = (before: string, after: string) => textChanges(before, after).map(({ kind, text }) => `${marks[kind]}${text}`);

test('a changed side is one character that went and one that came', () => {
  expect(show('左肺上叶结节。', '右肺上叶结节。')).toEqual(['-左', '+右', '肺上叶结节。']);
});

test('a number is one word, with its decimals', () => {
  expect(show('直径 12.5 mm', '直径 15.5 mm')).toEqual(['直径 ', '-12.5', '+15.5', ' mm']);
});

test('words that were put in and words that were taken out are found between what stayed', () => {
  // The common end, 。, is taken first.
  expect(show('未见肿大淋巴结。心影正常。', '纵隔未见肿大淋巴结。')).toEqual(['+纵隔', '未见肿大淋巴结', '-。心影正常', '。']);
});

test('equal texts have no change, and of an empty text everything came', () => {
  expect([show('未见异常。', '未见异常。'), show('', '新'), show('', '')]).toEqual([['未见异常。'], ['+新'], []]);
});

test('both texts can be read back from the changes', () => {
  const [before, after] = ['双肺纹理增多，未见实变。CT 值 31 HU。', '双肺纹理稍增多，右下肺见实变。CT 值 35.2 HU，增强后强化。'];
  const changes = textChanges(before, after);
  const read = (skipped: 'added' | 'removed') => changes.filter(({ kind }) => kind !== skipped).map(({ text }) => text).join('');
  expect([read('added'), read('removed')]).toEqual([before, after]);
});
