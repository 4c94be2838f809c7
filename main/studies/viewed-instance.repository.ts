import type { SqliteDatabase } from '../database/open-encrypted-database.ts';
import type { ViewedImage } from '#shared/contract/services/studies.contract.ts';

interface ViewedRow {
  sop_instance_uid: string;
  series_instance_uid: string;
  is_lossy: number;
  lossy_ratio: number | null;
  was_partial: number;
}

/** The worst state in which each image was on a screen of this seat. */
export class ViewedInstanceRepository {
  readonly #database;
  readonly #put;
  readonly #list;

  constructor(database: SqliteDatabase) {
    this.#database = database;
    // A worse state replaces a better one, never the other way round.
    this.#put = database.prepare(`
      INSERT INTO viewed_instance (study_id, sop_instance_uid, series_instance_uid, is_lossy, lossy_ratio, was_partial, first_viewed_at)
      VALUES ($studyId, $sopInstanceUid, $seriesInstanceUid, $isLossy, $lossyRatio, $isPartial, $now)
      ON CONFLICT (study_id, sop_instance_uid) DO UPDATE SET is_lossy = max(is_lossy, $isLossy), was_partial = max(was_partial, $isPartial),
        lossy_ratio = max(coalesce(lossy_ratio, $lossyRatio), coalesce($lossyRatio, lossy_ratio))`);
    this.#list = database.prepare<[number], ViewedRow>(
      'SELECT sop_instance_uid, series_instance_uid, is_lossy, lossy_ratio, was_partial FROM viewed_instance WHERE study_id = ? ORDER BY sop_instance_uid',
    );
  }

  record(studyId: number, images: readonly ViewedImage[], now: string): void {
    this.#database.transaction(() => {
      for (const { isLossy, isPartial, ...image } of images) this.#put.run({ studyId, ...image, isLossy: isLossy ? 1 : 0, isPartial: isPartial ? 1 : 0, now });
    })();
  }

  list(studyId: number): ViewedImage[] {
    return this.#list.all(studyId).map((row) => ({
      sopInstanceUid: row.sop_instance_uid,
      seriesInstanceUid: row.series_instance_uid,
      isLossy: row.is_lossy === 1,
      lossyRatio: row.lossy_ratio,
      isPartial: row.was_partial === 1,
    }));
  }
}
