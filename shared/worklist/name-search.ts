import { pinyinSyllable } from '../language/pinyin-syllable.ts';

/** Where a surname is read otherwise than the character, the reading of its bearers first; whoever reads it as the character finds it, too. */
const SURNAMES: Readonly<Record<string, readonly string[]>> = {
  曾: ['zeng', 'ceng'], 单: ['shan', 'dan'], 仇: ['qiu', 'chou'], 解: ['xie', 'jie'], 查: ['zha', 'cha'], 区: ['ou', 'qu'], 朴: ['piao', 'pu'], 乐: ['yue', 'le'], 盖: ['ge', 'gai'],
  任: ['ren'], 华: ['hua'], 覃: ['qin', 'tan'], 缪: ['miao', 'mou'], 尉: ['wei', 'yu'], 冼: ['xian'], 翟: ['zhai', 'di'], 洗: ['xian', 'xi'], 隗: ['wei', 'kui'], 种: ['chong', 'zhong'],
  折: ['she', 'zhe'], 召: ['shao', 'zhao'], 逄: ['pang'], 万: ['wan'], 宁: ['ning'], 员: ['yun', 'yuan'], 牟: ['mu', 'mou'], 郇: ['xun', 'huan'], 秘: ['bi', 'mi'], 繁: ['po', 'fan'],
  薄: ['bo', 'bao'], 柏: ['bai', 'bo'], 卜: ['bu', 'bo'], 谌: ['chen', 'shen'], 车: ['che', 'ju'], 祭: ['zhai', 'ji'], 句: ['gou', 'ju'], 黑: ['he', 'hei'], 哈: ['ha'], 石: ['shi'], 佴: ['nai', 'er'],
  钭: ['tou', 'dou'], 撒: ['sa'], 眭: ['sui'], 瞿: ['qu'], 芮: ['rui'], 訾: ['zi'], 幺: ['yao'], 那: ['na'], 曲: ['qu'], 燕: ['yan'], 应: ['ying'], 纪: ['ji'], 过: ['guo'], 葛: ['ge'], 俞: ['yu'],
};
const DOUBLE_SURNAMES: Readonly<Record<string, readonly string[]>> = {
  尉迟: ['yuchi', 'weichi'], 万俟: ['moqi', 'wansi'], 长孙: ['zhangsun', 'changsun'], 单于: ['chanyu', 'shanyu', 'danyu'], 澹台: ['tantai', 'dantai'], 鲜于: ['xianyu'], 令狐: ['linghu'], 呼延: ['huyan'],
};
/** Characters of given names that are read in two ways. */
const TWO_READINGS: Readonly<Record<string, readonly string[]>> = {
  乐: ['le', 'yue'], 茜: ['qian', 'xi'], 朝: ['chao', 'zhao'], 长: ['chang', 'zhang'], 行: ['xing', 'hang'], 重: ['chong', 'zhong'], 晟: ['sheng', 'cheng'], 娜: ['na', 'nuo'], 蔚: ['wei', 'yu'],
  拓: ['tuo', 'ta'], 颉: ['jie', 'xie'], 柏: ['bai', 'bo'], 藏: ['cang', 'zang'], 曾: ['zeng', 'ceng'], 单: ['dan', 'shan'], 强: ['qiang'], 莎: ['sha', 'suo'], 都: ['du', 'dou'], 卡: ['ka', 'qia'], 系: ['xi', 'ji'],
  的: ['de', 'di'], 提: ['ti', 'di'], 翟: ['zhai', 'di'], 参: ['can', 'shen'], 传: ['chuan', 'zhuan'], 阿: ['a', 'e'], 说: ['shuo', 'yue'], 洗: ['xi', 'xian'], 解: ['jie', 'xie'], 露: ['lu'], 绿: ['lv', 'lu'],
};
/** Readings of one name that are kept: what is beyond them nobody types. */
const MOST_READINGS = 8;

/** All readings of a name, syllable by syllable; the usual one first. ü is typed v and, as in passports, yu. */
function readingsOf(characters: readonly string[]): string[][] {
  const double = DOUBLE_SURNAMES[characters.slice(0, 2).join('')];
  const choices = characters.slice(double === undefined ? 0 : 2).map((character, place) => {
    const read = (double === undefined && place === 0 ? SURNAMES : TWO_READINGS)[character] ?? [pinyinSyllable(character)];
    return read.flatMap((syllable) => (syllable === 'lv' || syllable === 'nv' ? [syllable, `${syllable.charAt(0)}yu`] : [syllable]));
  });
  const start = double?.map((read) => [...(read.match(SYLLABLE) ?? [read])]) ?? [[]];
  return choices.reduce<string[][]>((found, choice) => choice.flatMap((syllable) => found.map((before) => (syllable === '' ? before : [...before, syllable]))).slice(0, MOST_READINGS), start);
}
/** Parts the double surnames above into their two syllables. */
const SYLLABLE = /^(?:yu|wei|mo|wan|zhang|chang|chan|shan|dan|tan|xian|ling|hu)|.+/gu;

/**
 * What a name is searched by beside itself: pinyin, its initials, and the surname with the initials of the rest (`zhangsf`), of the Latin letters where the
 * hospital sends them and of the characters in all their readings.
 * @param personName a DICOM person name, alphabetic=ideographic=phonetic (PS3.5 6.2.1); @returns lower case words, each once
 */
export function nameSearchWords(personName: string): string[] {
  const [alphabetic = '', ideographic = ''] = /\p{Script=Han}/u.test(personName.split('=')[0] ?? '') ? ['', personName.split('=')[0]] : personName.split('=');
  const latin = alphabetic.toLowerCase().replaceAll('ü', 'v').split(/[\^\s\-']+/u).filter((part) => /^[a-z]+$/u.test(part));
  const characters = Array.from((ideographic ?? '').replaceAll(/[\^\s]/gu, ''));
  const readings = readingsOf(characters);
  const initials = (syllables: readonly string[]) => syllables.map((syllable) => syllable.charAt(0)).join('');
  const surnameLength = DOUBLE_SURNAMES[characters.slice(0, 2).join('')] === undefined ? 1 : 2;
  const words = [
    initials(latin),
    ...readings.flatMap((syllables) => [syllables.join(''), initials(syllables)]),
    // Of two syllables the whole begins so anyway.
    ...readings.filter(({ length }) => length > surnameLength + 1).map((syllables) => `${syllables.slice(0, surnameLength).join('')}${initials(syllables.slice(surnameLength))}`),
  ];
  return [...new Set(words.filter((word) => word.length > 1))];
}
