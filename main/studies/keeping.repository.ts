import type { SqliteDatabase } from '../database/open-encrypted-database.ts';
import type { StoredStudy } from './study.ts';

/** A study that may be taken off this machine, without regard to windows that show it. */
export interface EvictableStudy {
  readonly studyId: number;
  /** Nobody has read it yet. */
  readonly isUnread: boolean;
  /** When it was opened last, else when this seat first heard of it. */
  readonly lastUsedAt: string;
}

/** What stays on this machine and what was taken off it. */
export class KeepingRepository {
  readonly #database;
  readonly #setKeep;
  readonly #evictable;
  readonly #evict;
  readonly #evictSeries;
  readonly #evicted;
  readonly #setNeedsIndex;
  readonly #without;
  readonly #lose;

  constructor(database: SqliteDatabase) {
    this.#database = database;
    this.#setKeep = database.prepare('UPDATE study SET keep = $keep WHERE id = $id AND keep <> $keep');
    // What was imported has no hospital to fetch it from again.
    const isEvictable = `held_instances > 0 AND keep = 'no' AND reading_state IN ('unread', 'delivered')
      AND NOT EXISTS (SELECT 1 FROM legal_hold WHERE legal_hold.study_id = study.id)
      AND EXISTS (SELECT 1 FROM site WHERE site.id = study.site_id AND site.base_url <> '')`;
    this.#evictable = database.prepare<[], { id: number; is_unread: number; last_used_at: string }>(`
      SELECT id, is_case = 1 AND reading_state = 'unread' AS is_unread, coalesce(last_opened_at, arrived_at) AS last_used_at
      FROM study WHERE ${isEvictable}`);
    // Its counts say at once that nothing of it is here; the empty pack has its list read anew when somebody opens it.
    this.#evict = database.prepare(`UPDATE study SET held_instances = 0, evicted_at = $now, pack_key = $nextKey WHERE id = $id AND ${isEvictable}`);
    this.#evictSeries = database.prepare('UPDATE series SET held_instances = 0 WHERE study_id = ?');
    this.#evicted = database.prepare<[], { id: number }>('SELECT id FROM study WHERE evicted_at IS NOT NULL AND held_instances = 0');
    this.#setNeedsIndex = database.prepare('UPDATE study SET needs_index = 1 WHERE id = ?');
    this.#without = database.prepare<[string], { id: number }>('SELECT id FROM study WHERE held_instances > 0 AND id NOT IN (SELECT value FROM json_each(?))');
    this.#lose = database.prepare('UPDATE study SET held_instances = 0, needs_index = 1 WHERE id = ?');
  }

  /** @returns whether it was otherwise before */
  setKeep(studyId: number, keep: StoredStudy['keep']): boolean {
    return this.#setKeep.run({ id: studyId, keep }).changes === 1;
  }

  /** Neither kept, nor begun, nor waiting to be delivered. */
  evictable(): EvictableStudy[] {
    return this.#evictable.all().map((row) => ({ studyId: row.id, isUnread: row.is_unread === 1, lastUsedAt: row.last_used_at }));
  }

  /**
   * Says that nothing of a study is held, before its pack is deleted, and destroys its key: whatever a disk keeps of the deleted files is noise.
   * @param nextKey for the pack that may come, 32 random bytes
   * @returns false when it may not be evicted any more
   */
  markEvicted(studyId: number, now: string, nextKey: Uint8Array): boolean {
    return this.#database.transaction(() => {
      if (this.#evict.run({ id: studyId, now, nextKey }).changes === 0) return false;
      this.#evictSeries.run(studyId);
      return true;
    })();
  }

  /** Studies whose pack must be gone. */
  evicted(): number[] {
    return this.#evicted.all().map((row) => row.id);
  }

  /**
   * Studies whose packs somebody else has taken away are not said to be here, and their lists are read anew.
   * @param present studies that have a pack @returns those that had none
   */
  markLost(present: readonly number[]): number[] {
    return this.#database.transaction(() => {
      const lost = this.#without.all(JSON.stringify(present)).map((row) => row.id);
      for (const id of lost) {
        this.#lose.run(id);
        this.#evictSeries.run(id);
      }
      return lost;
    })();
  }

  /** The hospital's list must be read again: the pack forgot it. */
  markNeedsIndex(studyId: number): void {
    this.#setNeedsIndex.run(studyId);
  }
}
