/** A long string (LO) holds 64 characters (PS3.5 6.2); what goes on for pages is no description, and no pattern is to search it. */
const MOST_CHARACTERS = 512;

/**
 * A description made ready for reading: full-width signs as half-width, `AbdPortVenous` and `AxT2` as single words, lower case, Chinese and Latin
 * apart. Words stay in their order.
 */
export function seriesText(raw: string): string {
  return raw
    .slice(0, MOST_CHARACTERS)
    .normalize('NFKC')
    // Every dash and star there is, and signs without width.
    .replaceAll(/[\u2010-\u2015\u2212\u02D7]/g, '-')
    .replaceAll(/[\u2217\u22C6\u204E]/g, '*')
    .replaceAll(/[\u200B-\u200D\u2060\uFEFF]/g, '')
    .replaceAll('強', '强')
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z])(Scout|Sag|Cor|Head|Survey|Loc)(?=[^a-z]|$|[ai])/g, '$1 $2')
    .toLowerCase()
    .replaceAll(/(?<![a-z])(sag|cor|ax|tra)(t[12]|pd|stir|flair|dwi)/g, '$1 $2')
    .replaceAll(/(?<![a-z])(f?se|tse)(t[12])/g, '$1 $2')
    .replaceAll(/(?<![a-z0-9])(t[12])(?:wi?)?(?=c\+|(?!wi?(?![a-z]))[a-z]{2,})/g, '$1 ')
    .replaceAll(/(?<![a-z])(pd)w?(?=tse|fse|fs|se|spair|sag|cor|tra|ax|spc)/g, '$1 ')
    .replaceAll(/(?<![a-z])(stir|flair|dwi|adc)(?=sag|cor|ax|tra|map)/g, '$1 ')
    .replaceAll(/(?<![a-z0-9])[a-z0-9]{4,}(?![a-z0-9])/g, apart)
    .replaceAll(/([a-z0-9+*])(?=\p{Script=Han})/gu, '$1 ')
    .replaceAll(/(\p{Script=Han})(?=[a-z0-9+])/gu, '$1 ')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replaceAll(/(?<=动脉|静脉|门脉|延迟|实质|平衡|[皮髓]质)[其起齐]/gu, '期')
    .replaceAll(/增[墙抢]/gu, '增强')
    .replaceAll(MISSPELT, (found) => SPELT[found] ?? found);
}

/** What is typed beside the word again and again. */
const SPELT: Readonly<Record<string, string>> = {
  aterial: 'arterial', arteral: 'arterial', artrial: 'arterial', arterail: 'arterial', artieral: 'arterial',
  enchanced: 'enhanced', enhaced: 'enhanced', enhanched: 'enhanced', ehanced: 'enhanced', enhnaced: 'enhanced',
  contast: 'contrast', constrast: 'contrast', contrst: 'contrast', veinous: 'venous', venuos: 'venous', venos: 'venous', delyed: 'delayed', dealyed: 'delayed', dalayed: 'delayed',
};
const MISSPELT = new RegExp(`(?<![a-z])(?:${Object.keys(SPELT).join('|')})(?![a-z])`, 'g');

/** What technicians write without a space between. No word that is read may be made of these alone: `trace`, `stir`. */
const SHORT_WORDS = '(?:o?ax|tra|o?sag|o?cor|obl|t[12](?:wi?)?|pd(?:wi?)?|t2flair|flair|stir|tirm|dwi|adc|swi|tof|fs|fatsat|spair|spir|fse|frfse|tse|[ev]?[23]d|mpr|mip|bh|lava|vibe|bravo|cube|dixon|gd)';
const GLUED = new RegExp(`^${SHORT_WORDS}{2,}$`);

/** `axt2fs` is three words when all of it is made of such. */
function apart(run: string): string {
  return GLUED.test(run) ? run.replaceAll(new RegExp(SHORT_WORDS, 'g'), '$& ').trim() : run;
}

/**
 * One of these Latin words, with nothing but letters around it forbidden: `art` is in `art_25s` but not in `heart`.
 * @param alternatives parts of a regular expression, without groups that capture
 */
export function word(...alternatives: readonly string[]): RegExp {
  return new RegExp(`(?<![a-z])(?:${alternatives.join('|')})(?![a-z])`);
}

/** A run of Chinese signs that says this and nothing else: `动脉` in `肾上腺 增强 动脉`, not in `肺动脉`. */
export function whole(...alternatives: readonly string[]): RegExp {
  return new RegExp(`(?<!\\p{Script=Han})(?:${alternatives.join('|')})(?!\\p{Script=Han})`, 'u');
}

/** What of the text one of these patterns found, the first pattern first. */
export function heard(text: string, patterns: readonly RegExp[]): string | undefined {
  for (const pattern of patterns) {
    const found = pattern.exec(text)?.[0].trim();
    if (found !== undefined && found !== '') return found;
  }
  return undefined;
}

export function says(text: string, ...patterns: readonly RegExp[]): boolean {
  return patterns.some((pattern) => pattern.test(text));
}
