import { bodyPartInChinese } from '#shared/dicom/values/body-part.ts';
import { nameSearchWords } from '#shared/worklist/name-search.ts';
import type { SqliteDatabase } from '../database/open-encrypted-database.ts';

/** Longer pieces of a word are found by their first letters. As in the migration that made the index. */
const LONGEST_ENDING = 16;

export interface SearchedStudy {
  readonly patientName: string;
  readonly accessionNumber: string;
  readonly patientId: string;
  readonly studyDescription: string;
  readonly bodyPart: string;
}

/** Grows with each change of `searchTextOf` or `nameSearchWords`: what older rows are found by is then made anew, `search-renewal.ts`. */
export const SEARCH_RULE = 1;

/** What a study is found by, in lower case: its name in all readings, its numbers, its examination as sent and as the list shows it. */
export function searchTextOf({ patientName, accessionNumber, patientId, studyDescription, bodyPart }: SearchedStudy): string {
  const part = bodyPartInChinese(bodyPart);
  return [patientName.replaceAll('^', ''), ...nameSearchWords(patientName), accessionNumber, patientId, studyDescription, bodyPart, ...(part === bodyPart ? [] : [part])].join(' ').toLowerCase();
}

interface SearchedRow {
  readonly id: number;
  readonly patient_name: string;
  readonly accession_number: string;
  readonly patient_id: string;
  readonly study_description: string;
  readonly body_part: string;
  readonly search_text: string;
}
const SEARCHED = 'id, patient_name, accession_number, patient_id, study_description, body_part, search_text';

/** Keeps the index behind the search in step with `study.search_text`. Called inside the transaction that changes it. */
export class SearchTextRepository {
  readonly #forget;
  readonly #put;
  readonly #row;
  readonly #rows;
  readonly #set;
  readonly #database;

  constructor(database: SqliteDatabase) {
    this.#database = database;
    this.#row = database.prepare<[number], SearchedRow>(`SELECT ${SEARCHED} FROM study WHERE id = ?`);
    this.#rows = database.prepare<[number, number], SearchedRow>(`SELECT ${SEARCHED} FROM study WHERE id > ? ORDER BY id LIMIT ?`);
    this.#set = database.prepare('UPDATE study SET search_text = ? WHERE id = ?');
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

  /** Something that the study is found by has changed in its row. */
  refresh(studyId: number): void {
    const row = this.#row.get(studyId);
    if (row !== undefined) this.#renew(row);
  }

  /** Brings the next `limit` studies in step with the rule of today. @returns the last of them; null when there was none */
  renewAfter(studyId: number, limit: number): number | null {
    return this.#database.transaction(() => {
      const rows = this.#rows.all(studyId, limit);
      for (const row of rows) this.#renew(row);
      return rows.at(-1)?.id ?? null;
    })();
  }

  #renew(row: SearchedRow): void {
    const text = searchTextOf({ patientName: row.patient_name, accessionNumber: row.accession_number, patientId: row.patient_id, studyDescription: row.study_description, bodyPart: row.body_part });
    if (text === row.search_text) return;
    this.#set.run(text, row.id);
    this.replace(row.id, text);
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
