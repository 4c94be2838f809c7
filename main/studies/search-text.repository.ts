import type { SqliteDatabase } from '../database/open-encrypted-database.ts';

/** Longer pieces of a word are found by their first letters. As in the migration that made the index. */
const LONGEST_ENDING = 16;

/** Keeps the index behind the search in step with `study.search_text`. Called inside the transaction that changes it. */
export class SearchTextRepository {
  readonly #forget;
  readonly #put;

  constructor(database: SqliteDatabase) {
    this.#forget = database.prepare('DELETE FROM study_text WHERE rowid = ?');
    this.#put = database.prepare('INSERT INTO study_text (rowid, endings) VALUES (?, ?)');
  }

  insert(studyId: number, searchText: string): void {
    if (searchText !== '') this.#put.run(studyId, endingsOf(searchText).join(' '));
  }

  replace(studyId: number, searchText: string): void {
    this.#forget.run(studyId);
    this.insert(studyId, searchText);
  }
}

/** Every ending of every word: `abc d` gives `abc bc c d`. */
export function endingsOf(searchText: string): string[] {
  return searchText.split(' ').flatMap((word) => {
    const characters = Array.from(word);
    return characters.map((_, at) => characters.slice(at, at + LONGEST_ENDING).join(''));
  });
}

/** The question to the index: every word of the search begins an ending. Signs alone find nothing. @returns undefined when nothing was typed */
export function searchExpression(search: string): string | undefined {
  if (search.trim() === '') return undefined;
  const words = search.toLowerCase().replaceAll('ü', 'v').match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.length === 0 ? '""' : words.map((word) => `"${Array.from(word).slice(0, LONGEST_ENDING).join('')}"*`).join(' AND ');
}
