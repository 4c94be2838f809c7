import { CONDUCTION_STATEMENTS } from './conduction-statements.ts';
import { pinyinInitials } from './pinyin-initials.ts';
import { REPOLARISATION_STATEMENTS } from './repolarisation-statements.ts';
import { RHYTHM_STATEMENTS } from './rhythm-statements.ts';
import type { EcgStatement } from './statement.ts';

/** What the program brings along. A department changes it by edits; the built-in sentence is never lost. */
export const BUILT_IN_STATEMENTS: readonly EcgStatement[] = [...RHYTHM_STATEMENTS, ...CONDUCTION_STATEMENTS, ...REPOLARISATION_STATEMENTS];

/** What a department makes of one code: other words or another severity, a sentence of its own, or none. */
export type StatementEdit =
  | { readonly kind: 'put'; readonly code: string; readonly zh: string; readonly en: string; readonly group: EcgStatement['group']; readonly severity: EcgStatement['severity'] }
  | { readonly kind: 'hidden'; readonly code: string };

/** A statement with the letters it is found by. */
export interface DictionaryEntry extends EcgStatement {
  readonly initials: string;
}

/** A statement as it stands in a text. */
export interface FoundStatement {
  readonly statement: DictionaryEntry;
  /** Zero-based, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
}

export interface StatementDictionary {
  /** In the order of the groups; a department's own sentences at the end. */
  readonly entries: readonly DictionaryEntry[];
  /** By Chinese, English, our code, an AHA, SCP or SNOMED code, or pinyin initials; the nearest first. '' finds nothing. */
  readonly search: (query: string, limit: number) => readonly DictionaryEntry[];
  /** The statements that a line asserts, in their order. A longer sentence hides those inside it; what is denied (未见, 无, 不支持) is not found. */
  readonly findIn: (line: string) => readonly FoundStatement[];
}

export function createStatementDictionary(edits: readonly StatementEdit[] = []): StatementDictionary {
  const collator = new Intl.Collator('zh-Hans-CN-u-co-pinyin');
  const edited = new Map(edits.map((edit) => [edit.code, edit]));
  const builtIn = BUILT_IN_STATEMENTS.flatMap((statement): readonly EcgStatement[] => {
    const edit = edited.get(statement.code);
    if (edit === undefined) return [statement];
    return edit.kind === 'hidden' ? [] : [{ ...statement, zh: edit.zh, en: edit.en, group: edit.group, severity: edit.severity }];
  });
  const known = new Set(BUILT_IN_STATEMENTS.map(({ code }) => code));
  const own = edits.flatMap((edit): readonly EcgStatement[] => (edit.kind === 'hidden' || known.has(edit.code) ? [] : [toStatement(edit)]));
  const entries = [...builtIn, ...own].map((statement) => ({ ...statement, initials: pinyinInitials(statement.zh, collator) }));
  const byLength = entries.toSorted((left, right) => right.zh.length - left.zh.length);
  return {
    entries,
    search: (query, limit) => search(entries, query, limit),
    findIn: (line) => findIn(byLength, line),
  };
}

function toStatement({ code, zh, en, group, severity }: Extract<StatementEdit, { kind: 'put' }>): EcgStatement {
  return { code, zh, en, group, severity };
}

/** Nearest first: 0 the whole, 1 its start, 2 inside. A shorter sentence wins over a longer one. */
function search(entries: readonly DictionaryEntry[], query: string, limit: number): readonly DictionaryEntry[] {
  const wanted = query.trim().toLowerCase().replaceAll(/\s+/g, '');
  if (wanted === '') return [];
  return entries
    .map((entry, index) => ({ entry, index, rank: rankOf(entry, wanted) }))
    .filter(({ rank }) => rank < NOT_FOUND)
    .toSorted((left, right) => left.rank - right.rank || left.entry.zh.length - right.entry.zh.length || left.index - right.index)
    .slice(0, limit)
    .map(({ entry }) => entry);
}

const NOT_FOUND = 10;

function rankOf(entry: DictionaryEntry, wanted: string): number {
  const codes = [entry.code, entry.aha, entry.scp, entry.snomed].filter((code) => code !== undefined).map((code) => code.toLowerCase());
  const zh = entry.zh.toLowerCase();
  if (zh === wanted || codes.includes(wanted) || entry.initials === wanted) return 0;
  if (zh.startsWith(wanted) || entry.initials.startsWith(wanted)) return 1;
  if (codes.some((code) => code.startsWith(wanted))) return 2;
  if (zh.includes(wanted)) return 3;
  if (wanted.length >= 2 && entry.initials.includes(wanted)) return 4;
  if (wanted.length >= 3 && entry.en.toLowerCase().replaceAll(/\s+/g, '').includes(wanted)) return 5;
  return NOT_FOUND;
}

/** What stands right before a sentence and takes it back. */
const DENIAL = /(?:未见|没有|无|不支持|未提示|除外|排除|不考虑|已恢复|消失)(?:明显|确切|明确)?$/;

function findIn(byLength: readonly DictionaryEntry[], line: string): readonly FoundStatement[] {
  const found: FoundStatement[] = [];
  // What is written with or without spaces, with letters or Roman numerals of Unicode, is the same.
  const { text, places } = withoutSpaces(line);
  for (const statement of byLength) {
    const zh = withoutSpaces(statement.zh).text;
    for (let at = text.indexOf(zh); at >= 0; at = text.indexOf(zh, at + zh.length)) {
      const start = places[at] ?? 0;
      const end = (places[at + zh.length - 1] ?? start) + 1;
      if (found.some((other) => start < other.end && end > other.start)) continue;
      if (!DENIAL.test(text.slice(0, at))) found.push({ statement, start, end });
    }
  }
  return found.toSorted((left, right) => left.start - right.start);
}

/** Roman numerals of Unicode as letters. */
const ROMAN: Readonly<Record<string, string>> = { Ⅰ: 'I', Ⅱ: 'II', Ⅲ: 'III' };

/** The text without its spaces, and where each of its characters stood. */
function withoutSpaces(line: string): { readonly text: string; readonly places: readonly number[] } {
  const places: number[] = [];
  let text = '';
  for (let index = 0; index < line.length; index += 1) {
    const character = line[index] ?? '';
    if (/\s/.test(character)) continue;
    text += ROMAN[character] ?? character;
    while (places.length < text.length) places.push(index);
  }
  return { text, places };
}
