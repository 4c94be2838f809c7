import type { SqliteDatabase } from '../database/open-encrypted-database.ts';

export type ImportState = 'running' | 'done' | 'cancelled' | 'failed';

/** How an import stands, without what only its run knows. */
export interface StoredImport {
  readonly id: number;
  readonly path: string;
  /** Sent by a page: it cannot go on after a crash. */
  readonly isUpload: boolean;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly state: ImportState;
  /** JSON of its counts; '' before the end. */
  readonly outcome: string;
}

interface ImportRow {
  id: number;
  path: string;
  is_upload: number;
  started_at: string;
  finished_at: string | null;
  state: ImportState;
  outcome: string;
}

export class ImportRepository {
  readonly #start;
  readonly #finish;
  readonly #newest;
  readonly #running;

  constructor(database: SqliteDatabase) {
    this.#start = database.prepare("INSERT INTO import_job (path, is_upload, started_at, state, outcome) VALUES (?, ?, ?, 'running', '') RETURNING id");
    this.#finish = database.prepare('UPDATE import_job SET state = $state, finished_at = $now, outcome = $outcome WHERE id = $id');
    this.#newest = database.prepare<[number], ImportRow>('SELECT * FROM import_job ORDER BY id DESC LIMIT ?');
    this.#running = database.prepare<[], ImportRow>("SELECT * FROM import_job WHERE state = 'running' ORDER BY id");
  }

  /** @returns the number of the import */
  start(path: string, isUpload: boolean, now: string): number {
    return (this.#start.get(path, isUpload ? 1 : 0, now) as { id: number }).id;
  }

  finish(id: number, state: Exclude<ImportState, 'running'>, outcome: string, now: string): void {
    this.#finish.run({ id, state, outcome, now });
  }

  newest(limit: number): StoredImport[] {
    return this.#newest.all(limit).map(toImport);
  }

  /** Those that a crash or the end of the program interrupted. */
  interrupted(): StoredImport[] {
    return this.#running.all().map(toImport);
  }
}

function toImport(row: ImportRow): StoredImport {
  return { id: row.id, path: row.path, isUpload: row.is_upload === 1, startedAt: row.started_at, finishedAt: row.finished_at, state: row.state, outcome: row.outcome };
}
