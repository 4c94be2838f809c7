import type { ReportPicture } from '#shared/report/canonical-report.ts';
import type { KeyImage, KeyImageView } from '#shared/contract/services/measurements.contract.ts';
import type { SqliteDatabase } from '../database/open-encrypted-database.ts';

/** A sealed JPEG with what the report says of it. */
export interface StoredPicture extends ReportPicture {
  readonly jpeg: Uint8Array;
}

/** A frame that a physician marked, and what was on the screen then. */
export interface PicturedKeyImage extends KeyImage {
  readonly picture: ReportPicture | null;
}

interface PictureRow {
  sha256: string;
  width_px: number;
  height_px: number;
}

interface KeyImageRow {
  series_instance_uid: string;
  sop_instance_uid: string;
  frame_number: number;
  /** JSON. */
  view: string | null;
}

/** Pictures of papers: key images and the hospitals' logos. */
export class ReportPictureRepository {
  readonly #keyImages;
  readonly #putKeyImage;
  readonly #logo;
  readonly #putLogo;
  readonly #removeLogo;
  readonly #bytes;

  constructor(database: SqliteDatabase) {
    this.#keyImages = database.prepare<[number], KeyImageRow & (PictureRow | Record<keyof PictureRow, null>)>(`
      SELECT key_image.series_instance_uid, key_image.sop_instance_uid, key_image.frame_number, view, sha256, width_px, height_px
      FROM key_image LEFT JOIN key_image_picture USING (study_id, sop_instance_uid, frame_number)
      WHERE key_image.study_id = ? ORDER BY key_image.marked_at, key_image.sop_instance_uid, key_image.frame_number`);
    this.#putKeyImage = database.prepare(`
      INSERT INTO key_image_picture (study_id, sop_instance_uid, frame_number, sha256, width_px, height_px, jpeg, taken_at)
      SELECT study_id, sop_instance_uid, frame_number, $sha256, $widthPx, $heightPx, $jpeg, $takenAt FROM key_image
      WHERE study_id = $studyId AND sop_instance_uid = $sopInstanceUid AND frame_number = $frameNumber
      ON CONFLICT (study_id, sop_instance_uid, frame_number) DO UPDATE SET sha256 = excluded.sha256, width_px = excluded.width_px,
        height_px = excluded.height_px, jpeg = excluded.jpeg, taken_at = excluded.taken_at`);
    this.#logo = database.prepare<[string], PictureRow & { jpeg: Buffer }>('SELECT sha256, width_px, height_px, jpeg FROM site_logo WHERE site_id = ?');
    this.#putLogo = database.prepare(`
      INSERT INTO site_logo (site_id, sha256, width_px, height_px, jpeg, changed_at) VALUES ($siteId, $sha256, $widthPx, $heightPx, $jpeg, $changedAt)
      ON CONFLICT (site_id) DO UPDATE SET sha256 = excluded.sha256, width_px = excluded.width_px, height_px = excluded.height_px,
        jpeg = excluded.jpeg, changed_at = excluded.changed_at`);
    this.#removeLogo = database.prepare('DELETE FROM site_logo WHERE site_id = ?');
    this.#bytes = database.prepare<[string, string], { jpeg: Buffer }>(
      'SELECT jpeg FROM key_image_picture WHERE sha256 = ? UNION ALL SELECT jpeg FROM site_logo WHERE sha256 = ? LIMIT 1',
    );
  }

  /** In the order of marking. */
  keyImages(studyId: number): PicturedKeyImage[] {
    return this.#keyImages.all(studyId).map((row) => ({
      studyId, seriesInstanceUid: row.series_instance_uid, sopInstanceUid: row.sop_instance_uid, frameNumber: row.frame_number,
      ...(row.view === null ? {} : { view: JSON.parse(row.view) as KeyImageView }),
      picture: row.sha256 === null ? null : toPicture(row),
    }));
  }

  /** @returns whether the frame is marked: one that is not keeps no picture */
  putKeyImage({ studyId, sopInstanceUid, frameNumber }: KeyImage, { sha256, widthPx, heightPx, jpeg }: StoredPicture, takenAt: string): boolean {
    return this.#putKeyImage.run({ studyId, sopInstanceUid, frameNumber, sha256, widthPx, heightPx, jpeg, takenAt }).changes > 0;
  }

  logo(siteId: string): StoredPicture | undefined {
    const row = this.#logo.get(siteId);
    return row && { ...toPicture(row), jpeg: row.jpeg };
  }

  putLogo(siteId: string, { sha256, widthPx, heightPx, jpeg }: StoredPicture, changedAt: string): void {
    this.#putLogo.run({ siteId, sha256, widthPx, heightPx, jpeg, changedAt });
  }

  removeLogo(siteId: string): void {
    this.#removeLogo.run(siteId);
  }

  /** Bytes by their SHA-256; those that are gone are left out. */
  bytesOf(hashes: readonly string[]): Map<string, Uint8Array> {
    return new Map(hashes.flatMap((sha256) => {
      const row = this.#bytes.get(sha256, sha256);
      return row === undefined ? [] : [[sha256, new Uint8Array(row.jpeg)] as const];
    }));
  }
}

function toPicture({ sha256, width_px: widthPx, height_px: heightPx }: PictureRow): ReportPicture {
  return { sha256, widthPx, heightPx };
}
