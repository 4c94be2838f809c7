import { expect, test } from 'vitest';
import { MOST_RECORD_BYTES, recordRefusal } from '#shared/worklist/record-limits.ts';
import { testImage } from '#tests/support/marked-image.ts';

test('a question with the state of its image passes; the bytes of a picture do not, whatever they are called', () => {
  const question = { text: '右侧标记在左边，请核对。The marker is on the wrong side of the patient.', image: testImage, answers: [] };
  expect(recordRefusal('technician-request', JSON.stringify(question))).toBeUndefined();
  const jpeg = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(3_000, 0x5a)]).toString('base64');
  expect(recordRefusal('technician-request', JSON.stringify({ ...question, text: jpeg }))).toBe('picture');
  expect(recordRefusal('consultation', JSON.stringify({ ...question, picture: '' }))).toBe('picture');
  expect(recordRefusal('consultation', JSON.stringify({ ...question, text: 'data:image/png;base64,AA' }))).toBe('picture');
  // A word that only speaks of a picture is one.
  expect(recordRefusal('consultation', JSON.stringify({ ...question, text: '"picture": 3' }))).toBeUndefined();
});

test('bytes are counted as UTF-8 has them', () => {
  // 3 bytes each: 682 x 3 = 2,046, and one more is 2,049 of 2,048.
  expect(recordRefusal('shared-view', '看'.repeat(682))).toBeUndefined();
  expect(recordRefusal('shared-view', '看'.repeat(683))).toBe('too-long');
  // A letter of four bytes is two units of a string: 512 x 4 = 2,048.
  expect(recordRefusal('shared-view', '𠮷'.repeat(512))).toBeUndefined();
  expect(recordRefusal('shared-view', `${'𠮷'.repeat(512)}a`)).toBe('too-long');
});

test('the centre’s own data, logos among them, are no matter of these limits', () => {
  expect(MOST_RECORD_BYTES.letterhead).toBeUndefined();
  expect(recordRefusal('letterhead', JSON.stringify({ logo: 'A'.repeat(90_000) }))).toBeUndefined();
});
