import type { RecognitionItem } from '#shared/report/recognition/recognition-mark.ts';
import type { SqliteDatabase } from '../database/open-encrypted-database.ts';

/** Devices whose examinations other hospitals recognise (互认). */
export class RecognitionRepository {
  readonly #database;
  readonly #all;
  readonly #insert;

  constructor(database: SqliteDatabase) {
    this.#database = database;
    this.#all = database.prepare<[], RecognitionItem>(`
      SELECT site_id AS siteId, station_name AS stationName, modality, body_part AS bodyPart, region, valid_from AS validFrom, valid_to AS validTo
      FROM recognition_item ORDER BY position`);
    this.#insert = database.prepare(`
      INSERT INTO recognition_item (position, site_id, station_name, modality, body_part, region, valid_from, valid_to)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)`);
  }

  items(): RecognitionItem[] {
    return this.#all.all();
  }

  replace(items: readonly RecognitionItem[]): void {
    this.#database.transaction(() => {
      this.#database.exec('DELETE FROM recognition_item');
      for (const [index, item] of items.entries()) {
        this.#insert.run(index + 1, item.siteId, item.stationName, item.modality, item.bodyPart, item.region, item.validFrom, item.validTo);
      }
    }).immediate();
  }
}
