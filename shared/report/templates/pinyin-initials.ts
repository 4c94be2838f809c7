/** The first character of each initial in the order of pinyin; i, u and v begin no syllable. */
const BORDERS: readonly (readonly [initial: string, first: string])[] = [
  ['a', '阿'], ['b', '八'], ['c', '嚓'], ['d', '咑'], ['e', '妸'], ['f', '发'], ['g', '旮'], ['h', '哈'], ['j', '丌'], ['k', '咔'], ['l', '垃'], ['m', '妈'],
  ['n', '拏'], ['o', '噢'], ['p', '妑'], ['q', '七'], ['r', '呥'], ['s', '仨'], ['t', '他'], ['w', '穵'], ['x', '夕'], ['y', '丫'], ['z', '帀'],
];
/** Where the first reading of a character is not the one that medicine uses. */
const READ_OTHERWISE: Readonly<Record<string, string>> = { 膀: 'p', 骺: 'h', 腘: 'g', 行: 'x', 重: 'z', 长: 'c', 调: 't', 骶: 'd', 髂: 'q', 髌: 'b', 粥: 'z', 血: 'x', 囟: 'x', 脾: 'p', 胰: 'y', 胛: 'j', 椎: 'z' };

const byPinyin = new Intl.Collator('zh-Hans-CN-u-co-pinyin');

/** `胸部平扫正常` gives `xbpszc`; letters and digits stay, all else goes. */
export function pinyinInitials(text: string): string {
  return Array.from(text, initialOf).join('');
}

function initialOf(character: string): string {
  if (/[a-z0-9]/iu.test(character)) return character.toLowerCase();
  if (!/\p{Script=Han}/u.test(character)) return '';
  const known = READ_OTHERWISE[character];
  return known ?? BORDERS.findLast(([, first]) => byPinyin.compare(character, first) >= 0)?.[0] ?? 'a';
}
