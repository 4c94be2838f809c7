import type { DataSet } from '#shared/dicom/data-set/data-set.ts';
import type { SqliteDatabase } from '../../database/open-encrypted-database.ts';

/** An object of a demo hospital's archive. */
export interface ArchivedObject {
  readonly sopInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly studyInstanceUid: string;
  readonly sopClassUid: string;
  /** DICOM JSON without bulk data. */
  readonly metadata: DataSet;
}

interface ObjectRow {
  sop_instance_uid: string;
  series_instance_uid: string;
  study_instance_uid: string;
  sop_class_uid: string;
  metadata: string;
}

/**
 * The archive of one demo hospital, encrypted like everything in the profile: it stands for a machine elsewhere, and what it was sent must
 * survive a restart of the program.
 */
export class OriginArchiveRepository {
  readonly #insert;
  readonly #all;
  readonly #bytes;

  constructor(database: SqliteDatabase) {
    database.exec(`
      CREATE TABLE IF NOT EXISTS archived_object (
        sop_instance_uid    TEXT PRIMARY KEY,
        series_instance_uid TEXT NOT NULL,
        study_instance_uid  TEXT NOT NULL,
        sop_class_uid       TEXT NOT NULL,
        metadata            TEXT NOT NULL, -- DICOM JSON
        part10              BLOB NOT NULL
      ) STRICT`);
    this.#insert = database.prepare(`
      INSERT INTO archived_object VALUES ($sopInstanceUid, $seriesInstanceUid, $studyInstanceUid, $sopClassUid, $metadata, $part10)
      ON CONFLICT (sop_instance_uid) DO NOTHING`);
    this.#all = database.prepare<[], ObjectRow>(
      'SELECT sop_instance_uid, series_instance_uid, study_instance_uid, sop_class_uid, metadata FROM archived_object ORDER BY rowid',
    );
    this.#bytes = database.prepare<[string], { part10: Buffer }>('SELECT part10 FROM archived_object WHERE sop_instance_uid = ?');
  }

  /** Keeps an object. An object with the same UID stays as it was, as in most archives. @returns whether it is new */
  put(object: ArchivedObject, part10: Uint8Array): boolean {
    return this.#insert.run({ ...object, metadata: JSON.stringify(object.metadata), part10 }).changes === 1;
  }

  all(): ArchivedObject[] {
    return this.#all.all().map((row) => ({
      sopInstanceUid: row.sop_instance_uid,
      seriesInstanceUid: row.series_instance_uid,
      studyInstanceUid: row.study_instance_uid,
      sopClassUid: row.sop_class_uid,
      metadata: JSON.parse(row.metadata) as DataSet,
    }));
  }

  part10(sopInstanceUid: string): Uint8Array | undefined {
    return this.#bytes.get(sopInstanceUid)?.part10;
  }
}
