import { expect, test } from 'vitest';
import { chosenByKey } from '#renderer/features/report-editor/field-keys.ts';

const LOBES = ['右肺上叶', '右肺中叶', '左肺上叶'];

test('a digit chooses by place, Backspace chooses none, a digit behind the last one means nothing', () => {
  expect(chosenByKey(LOBES, '', '2')).toEqual({ index: 1, typed: '' });
  expect(chosenByKey(LOBES, 'y', 'Backspace')).toEqual({ index: null, typed: '' });
  expect(chosenByKey(LOBES, '', '4')).toBeUndefined();
  expect(chosenByKey(LOBES, '', 'Tab')).toBeUndefined();
});

test('letters choose by pinyin initials and go on until they fit nothing, then begin anew', () => {
  // 右肺上叶 yfsy, 右肺中叶 yfzy, 左肺上叶 zfsy
  const keys = ['y', 'f', 'z', 'z', 'q'];
  const chosen = keys.reduce<{ typed: string; indices: (number | null | undefined)[] }>((so, key) => {
    const next = chosenByKey(LOBES, so.typed, key);
    return { typed: next?.typed ?? '', indices: [...so.indices, next?.index] };
  }, { typed: '', indices: [] });
  expect(chosen.indices).toEqual([0, 0, 1, 2, undefined]);
});
