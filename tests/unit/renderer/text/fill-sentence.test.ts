import { expect, test } from 'vitest';
import { fillSentence, placesIn } from '#renderer/text/fill-sentence.ts';

test('facts stand in their places', () => {
  expect(fillSentence('{{siteName}} {{since}} 起不通', { siteName: '北原县人民医院', since: '09:11' })).toBe('北原县人民医院 09:11 起不通');
});

test('a part in brackets stays when all its facts are known', () => {
  expect(fillSentence('口令不对[，还可试 {{triesLeft}} 次]', { triesLeft: 4 })).toBe('口令不对，还可试 4 次');
});

test('a part in brackets goes when one of its facts is missing', () => {
  expect(fillSentence('口令不对[，还可试 {{triesLeft}} 次，到 {{until}}]', { triesLeft: 4 })).toBe('口令不对');
});

test('a missing fact leaves no braces behind', () => {
  expect(fillSentence('{{siteName}}连不上')).toBe('连不上');
});

test('brackets without a fact are ordinary text', () => {
  expect(fillSentence('换挂片 [ ]')).toBe('换挂片 [ ]');
});

test('a fact that looks like a place is not filled again', () => {
  expect(fillSentence('{{file}} 已损坏', { file: '{{siteName}}', siteName: 'x' })).toBe('{{siteName}} 已损坏');
});

test('a negative number has a minus sign, not a hyphen', () => {
  expect(fillSentence('{{value}} HU', { value: -600 })).toBe('−600 HU');
});

test('places are named once, optional ones included', () => {
  expect(placesIn('{{a}} [{{b}} {{a}}]')).toEqual(['a', 'b']);
});
