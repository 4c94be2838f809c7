import { expect, test } from 'vitest';
import { passportOfSeries } from '#shared/imaging-passport/passport.ts';
import { createFormatters } from '#renderer/text/formatters.ts';
import { passportSummary, reasonWords, stackWords } from '#renderer/text/passport-words.ts';
import { createTextEngine, translateWith, type Language } from '#renderer/text/text-engine.ts';
import type { Text } from '#renderer/text/use-text.ts';
import { madeSlice, madeSlices } from '#tests/support/passports/made-series.ts';

function textOf(language: Language): Text {
  const t = translateWith(createTextEngine(language));
  return { language, t, format: createFormatters(t, language) };
}
const chinese = textOf('zh-CN');
const english = textOf('en');

test('a green stack says how far its slices lie apart', () => {
  const { stacks } = passportOfSeries(madeSlices(10, 2.5));
  expect([passportSummary(chinese, stacks[0]!), passportSummary(english, stacks[0]!)]).toEqual(['层距 2.5 mm', 'Slices 2.5 mm apart']);
});

test('the gravest reason goes first, the others are counted', () => {
  const { stacks } = passportOfSeries([...madeSlices(20, 2.5).filter(({ instanceNumber }) => instanceNumber !== 9), madeSlice('again', 3, 5)]);
  expect([passportSummary(chinese, stacks[0]!), passportSummary(english, stacks[0]!)]).toEqual(['缺 1 层 · 另 1 条', '1 slice missing · 1 more']);
});

test('a reason carries its numbers in both languages', () => {
  expect(reasonWords(chinese, { code: 'irregular', grade: 'amber', smallestMm: 2.5, largestMm: 5 })).toBe('层距不均（2.5 至 5 mm）');
  expect(reasonWords(english, { code: 'tilted', grade: 'amber', degrees: 14.04 })).toBe('Slices tilted by 14°');
  expect(reasonWords(english, { code: 'lossy', grade: 'amber', ratio: undefined })).toBe('Lossy compression');
  expect(reasonWords(chinese, { code: 'laterality-conflict', grade: 'amber', laterality: 'R', text: '左膝' })).toBe('左右不一致：标记 R，序列名“左膝”');
});

test('each stack of a series says what sets it apart; an only stack says nothing', () => {
  const words = (images: Parameters<typeof passportOfSeries>[0]) => {
    const { stacks } = passportOfSeries(images);
    return stacks.map((stack, place) => stackWords(chinese, stack, place, stacks.length));
  };
  expect(words(madeSlices(3, 1))).toEqual(['']);
  const at = (name: string, number: number, z: number, b: number) => madeSlice(name, number, z, { DiffusionBValue: b });
  expect(words([at('a', 1, 0, 0), at('b', 2, 5, 0), at('c', 3, 0, 1000), at('d', 4, 5, 1000)])).toEqual(['b 0', 'b 1000']);
  const scout = madeSlice('s', 9, 0, { ImageType: ['ORIGINAL', 'PRIMARY', 'LOCALIZER'] });
  expect(words([...madeSlices(3, 1), madeSlice('c', 5, 0, { ImageOrientationPatient: [1, 0, 0, 0, 0, -1] }), madeSlice('g', 6, 0, { ImageOrientationPatient: [0, 1, 0, 0, 0, -1] }), scout])).toEqual(['轴位', '冠状位', '矢状位', '定位像']);
  // Two kinds of image at the same places: magnitude and phase.
  const kind = (name: string, number: number, z: number, letter: string) => madeSlice(name, number, z, { Modality: 'MR', ImageType: ['ORIGINAL', 'PRIMARY', letter, 'ND'] });
  expect(words([kind('a', 1, 0, 'M'), kind('b', 2, 5, 'M'), kind('c', 3, 0, 'P'), kind('d', 4, 5, 'P')])).toEqual(['类型 1/2 M ND', '类型 2/2 P ND']);
});
