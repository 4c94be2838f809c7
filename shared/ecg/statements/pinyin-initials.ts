/** The first Han character of each initial in the order of pinyin; no syllable starts with i, u or v. */
const FIRST_OF_INITIAL: readonly (readonly [initial: string, first: string])[] = [
  ['a', '阿'], ['b', '八'], ['c', '嚓'], ['d', '哒'], ['e', '妸'], ['f', '发'], ['g', '旮'], ['h', '哈'], ['j', '讥'], ['k', '咔'], ['l', '垃'], ['m', '呣'],
  ['n', '拏'], ['o', '噢'], ['p', '妑'], ['q', '七'], ['r', '呥'], ['s', '仨'], ['t', '他'], ['w', '屲'], ['x', '夕'], ['y', '丫'], ['z', '帀'],
];

/**
 * The letters by which a physician types a sentence: 窦性心律 is dxxl, QT间期延长 is qtjqyz. Characters with several readings count with the
 * one that the collation of Unicode (CLDR, pinyin) gives them; everything but letters, digits and Han is left out.
 */
export function pinyinInitials(text: string, collator: Intl.Collator = new Intl.Collator('zh-Hans-CN-u-co-pinyin')): string {
  return Array.from(text, (character) => initialOf(character, collator)).join('');
}

function initialOf(character: string, collator: Intl.Collator): string {
  if (/[A-Za-z0-9]/.test(character)) return character.toLowerCase();
  if (!/\p{Script=Han}/u.test(character)) return '';
  return FIRST_OF_INITIAL.findLast(([, first]) => collator.compare(first, character) <= 0)?.[0] ?? '';
}
