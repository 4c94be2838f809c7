import { pinyinSyllable } from '../../language/pinyin-syllable.ts';

/** Where the first reading of a character is not the one that medicine uses. */
const READ_OTHERWISE: Readonly<Record<string, string>> = {
  膀: 'pang', 骺: 'hou', 腘: 'guo', 行: 'xing', 重: 'zhong', 长: 'chang', 调: 'tiao', 骶: 'di', 髂: 'qia', 髌: 'bin', 粥: 'zhou', 血: 'xue', 囟: 'xin', 脾: 'pi', 胰: 'yi', 胛: 'jia', 椎: 'zhui',
};

/** `胸部CT` gives `xiong bu c t`: a syllable for each Han character, letters and digits by themselves in lower case, all else left out. */
export function pinyinSyllables(text: string): readonly string[] {
  return Array.from(text, (character) => (/[a-z0-9]/iu.test(character) ? character.toLowerCase() : READ_OTHERWISE[character] ?? pinyinSyllable(character))).filter((syllable) => syllable !== '');
}

/** `胸部平扫正常` gives `xbpszc`; letters and digits stay, all else goes. */
export function pinyinInitials(text: string): string {
  return pinyinSyllables(text).map((syllable) => syllable.charAt(0)).join('');
}

/**
 * Whether letters are a text in pinyin, from its beginning or from a later character on. Each syllable is typed in full or by its initial, zh, ch and
 * sh with one letter or two, and the last one as far as the hand has come: 肺结节 by `feijiejie`, `fjj`, `feijj` and `feijieji`.
 */
export function pinyinMatch(text: string, typed: string): 'begins' | 'inside' | undefined {
  if (typed === '') return undefined;
  const syllables = pinyinSyllables(text);
  const place = syllables.findIndex((_syllable, from) => isTyped(syllables, from, typed));
  return place < 0 ? undefined : place === 0 ? 'begins' : 'inside';
}

function isTyped(syllables: readonly string[], from: number, typed: string): boolean {
  if (typed === '') return true;
  const syllable = syllables[from];
  if (syllable === undefined) return false;
  if (syllable.startsWith(typed)) return true;
  const parts = [syllable, ...(/^[zcs]h/u.test(syllable) ? [syllable.slice(0, 2)] : []), syllable.charAt(0)];
  return parts.some((part) => typed.startsWith(part) && isTyped(syllables, from + 1, typed.slice(part.length)));
}
