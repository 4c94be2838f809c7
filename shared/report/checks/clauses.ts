import type { CheckedReport } from './checked-report.ts';

export type WrittenSection = 'findings' | 'impression' | 'recommendation';
export const WRITTEN_SECTIONS: readonly WrittenSection[] = ['findings', 'impression', 'recommendation'];

/** A stretch of text between commas, and the sentence that it stands in. */
export interface Clause {
  readonly section: WrittenSection;
  /** As it was written, trimmed. */
  readonly original: string;
  /** Full-width letters and digits made narrow, white space taken out. */
  readonly text: string;
  /** Zero-based within the section; clauses of one sentence share it. */
  readonly sentenceIndex: number;
  /** The whole sentence, as `text` is written. */
  readonly sentence: string;
}

const SENTENCE_END = /[。！？!?；;\r\n]+|(?<![\d.A-Za-z])\.(?=\s|[\u4e00-\u9fff]|$)/u;
const CLAUSE_END = /[，,：:]/u;
/** `1.`, `2、`, `(3)`, `④` where a sentence begins. */
const NUMBERING = /^\s*(?:[(（]\d{1,2}[)）]|\d{1,2}(?:[、．]|\.(?!\d))|[①-⑳])\s*/u;

/** The clauses of one section, in order. */
export function clausesOf(report: CheckedReport, section: WrittenSection): readonly Clause[] {
  return sentencesOf(report[section]).flatMap((sentence, sentenceIndex) =>
    sentence
      .split(CLAUSE_END)
      .map((original) => original.trim())
      .filter((original) => original !== '')
      .map((original) => ({ section, original, text: plainText(original), sentenceIndex, sentence: plainText(sentence) })),
  );
}

/** Sentences without their numbers; an inline `2.` behind a Chinese word begins a sentence too. */
export function sentencesOf(text: string): readonly string[] {
  return text
    .replaceAll(/(?<=[\u4e00-\u9fff）)])\s*(?=\d{1,2}[.、．](?!\d)\s*[\u4e00-\u9fffA-Z])/gu, '\n')
    .split(SENTENCE_END)
    .map((sentence) => sentence.replace(NUMBERING, '').trim())
    .filter((sentence) => sentence !== '');
}

/** Narrow letters and digits, no white space. */
export function plainText(text: string): string {
  return text
    .replaceAll(/[\uff01-\uff5e]/gu, (character) => String.fromCodePoint((character.codePointAt(0) ?? 0) - 0xfee0))
    .replaceAll(/\s+/gu, '');
}

/** Words of history, of the request or of relatives: what they name was not seen in these images. */
const HISTORY = /临床(?:诊断|初步诊断|拟诊|疑|考虑|提示)|病史|既往|家族史|其母|其父|母亲|父亲|配偶|丈夫|妻子|爱人|伴侣|姐姐|妹妹|哥哥|弟弟|女儿|儿子|申请单|主诉|自述|检查目的|外伤后$|曾(?:行|因|有|患|做)|(?<!病)史[)）]?$/u;
export function isHistory(text: string): boolean {
  return HISTORY.test(text);
}

const RELATIVE = /家族史|其母|其父|母亲|父亲|配偶|丈夫|妻子|爱人|伴侣|姐姐|妹妹|哥哥|弟弟|女儿|儿子|其女|其子|其夫|其妻|胞[姐妹兄弟]/u;
export function isOfRelative(text: string): boolean {
  return RELATIVE.test(text);
}
