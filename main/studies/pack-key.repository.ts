import type { SqliteDatabase } from '../database/open-encrypted-database.ts';

export interface PackKey {
  readonly studyId: number;
  readonly studyInstanceUid: string;
  /** 32 bytes. */
  readonly key: Uint8Array;
}

/** A pack whose key was being changed when the program ended. */
export interface PackKeyUnderWay extends PackKey {
  readonly nextKey: Uint8Array;
}

interface KeyRow {
  id: number;
  study_instance_uid: string;
  pack_key: Buffer;
}

/** The keys of the packs, while they are changed one after the other. */
export class PackKeyRepository {
  readonly #database;
  readonly #newest;
  readonly #after;
  readonly #one;
  readonly #underWay;
  readonly #begin;
  readonly #end;
  readonly #setKey;
  readonly #putSetting;

  constructor(database: SqliteDatabase) {
    this.#database = database;
    this.#newest = database.prepare<[], number>('SELECT coalesce(max(id), 0) FROM study').pluck();
    this.#after = database.prepare<[number, number, number], number>('SELECT id FROM study WHERE id > ? AND id <= ? ORDER BY id LIMIT ?').pluck();
    this.#one = database.prepare<[number], KeyRow>('SELECT id, study_instance_uid, pack_key FROM study WHERE id = ?');
    this.#underWay = database.prepare<[], KeyRow & { next_key: Buffer }>('SELECT id, study_instance_uid, pack_key, next_key FROM pack_rotation JOIN study ON study.id = pack_rotation.study_id');
    this.#begin = database.prepare('INSERT INTO pack_rotation (study_id, next_key) VALUES (?, ?)');
    this.#end = database.prepare('DELETE FROM pack_rotation WHERE study_id = ?');
    this.#setKey = database.prepare('UPDATE study SET pack_key = ? WHERE id = ?');
    this.#putSetting = database.prepare("INSERT INTO setting (name, value) VALUES ('keyRotation', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value");
  }

  newestStudyId(): number {
    return this.#newest.get() ?? 0;
  }

  /** @param after, upTo study ids; the first is not among them, the last one is */
  studyIds(after: number, upTo: number, limit: number): number[] {
    return this.#after.all(after, upTo, limit);
  }

  find(studyIds: readonly number[]): PackKey[] {
    return studyIds.flatMap((studyId) => {
      const row = this.#one.get(studyId);
      return row === undefined ? [] : [toPackKey(row)];
    });
  }

  underWay(): PackKeyUnderWay[] {
    return this.#underWay.all().map((row) => ({ ...toPackKey(row), nextKey: new Uint8Array(row.next_key) }));
  }

  /** Before anything is done with the packs. */
  begin(keys: readonly { readonly studyId: number; readonly nextKey: Uint8Array }[]): void {
    this.#database.transaction(() => keys.forEach(({ studyId, nextKey }) => this.#begin.run(studyId, nextKey)))();
  }

  /** @param key null: the pack has its old key. @param state of the whole rotation, JSON, in the same transaction; null: as it was */
  end(keys: readonly { readonly studyId: number; readonly key: Uint8Array | null }[], state: string | null): void {
    this.#database.transaction(() => {
      for (const { studyId, key } of keys) {
        if (key !== null) this.#setKey.run(key, studyId);
        this.#end.run(studyId);
      }
      if (state !== null) this.#putSetting.run(state);
    })();
  }
}

function toPackKey(row: KeyRow): PackKey {
  return { studyId: row.id, studyInstanceUid: row.study_instance_uid, key: new Uint8Array(row.pack_key) };
}
