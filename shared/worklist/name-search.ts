import { pinyinSyllable } from '../language/pinyin-syllable.ts';

/** Where a surname is read otherwise than the character. */
const SURNAMES: Readonly<Record<string, string>> = {
  曾: 'zeng', 单: 'shan', 仇: 'qiu', 解: 'xie', 查: 'zha', 区: 'ou', 朴: 'piao', 乐: 'yue', 盖: 'ge', 任: 'ren', 华: 'hua', 覃: 'qin', 缪: 'miao', 尉: 'wei', 冼: 'xian', 翟: 'zhai', 洗: 'xian', 隗: 'wei', 种: 'chong', 折: 'she', 召: 'shao', 逄: 'pang', 万: 'wan', 宁: 'ning',
};

/**
 * What a name is searched by beside itself: pinyin and its initials, of the Latin letters where the hospital sends them and of the characters.
 * @param personName a DICOM person name, alphabetic=ideographic=phonetic (PS3.5 6.2.1); @returns lower case words, each once
 */
export function nameSearchWords(personName: string): string[] {
  const [alphabetic = '', ideographic = ''] = /\p{Script=Han}/u.test(personName.split('=')[0] ?? '') ? ['', personName.split('=')[0]] : personName.split('=');
  const latin = alphabetic.toLowerCase().split(/[\^\s\-']+/u).filter((part) => /^[a-z]+$/u.test(part));
  const characters = Array.from((ideographic ?? '').replaceAll(/[\^\s]/gu, ''));
  const syllables = characters.map((character, place) => (place === 0 ? SURNAMES[character] : undefined) ?? pinyinSyllable(character)).filter((syllable) => syllable !== '');
  const words = [latin.map((part) => part.charAt(0)).join(''), syllables.join(''), syllables.map((syllable) => syllable.charAt(0)).join('')];
  return [...new Set(words.filter((word) => word.length > 1))];
}
