import { expect, test } from 'vitest';
import { joined } from '#renderer/features/report-editor/insert-at-cursor.ts';

test('Chinese needs no space', () => expect(joined('大小约', '15.8 mm')).toBe('15.8 mm'));
test('Latin gets one', () => expect(joined('measures', '15.8 mm')).toBe(' 15.8 mm'));
test('a Chinese sentence after Latin needs none', () => expect(joined('CT', '右肺')).toBe('右肺'));
test('nothing is put at the start', () => expect(joined('', '15.8 mm')).toBe('15.8 mm'));
test('nor behind a space or an opening bracket', () => {
  expect(joined('size ', '15.8 mm')).toBe('15.8 mm');
  expect(joined('（', '15.8 mm')).toBe('15.8 mm');
});
