import { expect, test } from 'vitest';
import { damageWords } from '#renderer/features/imports/damage-words.ts';
import { createFormatters } from '#renderer/text/formatters.ts';
import { createTextEngine, translateWith } from '#renderer/text/text-engine.ts';
import type { Text } from '#renderer/text/use-text.ts';

const t = translateWith(createTextEngine('zh-CN'));
const chinese: Text = { language: 'zh-CN', t, format: createFormatters(t, 'zh-CN') };

test.each([
  ['Pixel Data has 8130 of the 8192 bytes of 1 frames', '像素只有 8130 字节，应有 8192 字节'],
  ['StudyInstanceUID is missing', '缺 StudyInstanceUID'],
  ['Rows is missing or zero', '缺 Rows'],
  ['SOPInstanceUID is no UID', 'SOPInstanceUID 不合规'],
  ['the file ends inside element 300A00B0', '文件中途断了'],
  ['the transfer syntax 1.2.840.113619.5.2 is private', '厂家私有的传输语法 1.2.840.113619.5.2'],
  ['the file meta information cannot be read', '文件中途断了'],
  ['no item at byte 190', '数据元素的结构错乱'],
  ['Pixel Data is encapsulated under a native transfer syntax', '像素与声明的传输语法不符'],
])('a technician reads in Chinese that %s', (reason, words) => {
  expect(damageWords(chinese, reason)).toBe(words);
});

test('a reason that nobody translated is shown as it is', () => {
  expect(damageWords(chinese, 'Bits Allocated is 48')).toBe('Bits Allocated is 48');
});
