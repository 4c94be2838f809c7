import type { SqliteDatabase } from '../database/open-encrypted-database.ts';
import type { KeyImage, KeyImageView, MaskOfRun, MeasurementSteps, ReportedSentence } from '#shared/contract/services/measurements.contract.ts';

interface KeyImageRow {
  study_id: number;
  series_instance_uid: string;
  sop_instance_uid: string;
  frame_number: number;
  view: string | null;
}

interface MaskRow {
  study_id: number;
  sop_instance_uid: string;
  series_instance_uid: string;
  mask_frame_number: number;
  shift_columns_px: number;
  shift_rows_px: number;
  is_shown: number;
  changed_at: string;
}

/** What a physician leaves on a study besides measurements: key images, sentences that went into the report, what can be undone. */
export class ReadingMarkRepository {
  readonly #keyImages;
  readonly #mark;
  readonly #unmark;
  readonly #sentences;
  readonly #putSentence;
  readonly #history;
  readonly #putHistory;
  readonly #masks;
  readonly #putMask;

  constructor(database: SqliteDatabase) {
    this.#keyImages = database.prepare<[number], KeyImageRow>(
      'SELECT study_id, series_instance_uid, sop_instance_uid, frame_number, view FROM key_image WHERE study_id = ? ORDER BY marked_at, sop_instance_uid, frame_number',
    );
    this.#mark = database.prepare<KeyImageRow & { marked_at: string }>(`
      INSERT INTO key_image (study_id, sop_instance_uid, frame_number, series_instance_uid, marked_at, view)
      VALUES ($study_id, $sop_instance_uid, $frame_number, $series_instance_uid, $marked_at, $view) ON CONFLICT DO NOTHING`);
    this.#unmark = database.prepare('DELETE FROM key_image WHERE study_id = ? AND sop_instance_uid = ? AND frame_number = ?');
    this.#sentences = database.prepare<[number], { tracking_uid: string; sentence: string }>(
      'SELECT tracking_uid, sentence FROM reported_measurement WHERE study_id = ? ORDER BY tracking_uid',
    );
    this.#putSentence = database.prepare(
      'INSERT INTO reported_measurement (study_id, tracking_uid, sentence) VALUES (?, ?, ?) ON CONFLICT (study_id, tracking_uid) DO UPDATE SET sentence = excluded.sentence',
    );
    this.#history = database.prepare<[number], { done: string; undone: string }>('SELECT done, undone FROM measurement_history WHERE study_id = ?');
    this.#putHistory = database.prepare(
      'INSERT INTO measurement_history (study_id, done, undone) VALUES (?, ?, ?) ON CONFLICT (study_id) DO UPDATE SET done = excluded.done, undone = excluded.undone',
    );
    this.#masks = database.prepare<[number], MaskRow>('SELECT * FROM mask_of_run WHERE study_id = ? ORDER BY sop_instance_uid');
    this.#putMask = database.prepare<MaskRow>(`
      INSERT INTO mask_of_run (study_id, sop_instance_uid, series_instance_uid, mask_frame_number, shift_columns_px, shift_rows_px, is_shown, changed_at)
      VALUES ($study_id, $sop_instance_uid, $series_instance_uid, $mask_frame_number, $shift_columns_px, $shift_rows_px, $is_shown, $changed_at)
      ON CONFLICT (study_id, sop_instance_uid) DO UPDATE SET mask_frame_number = $mask_frame_number, shift_columns_px = $shift_columns_px,
        shift_rows_px = $shift_rows_px, is_shown = $is_shown, changed_at = $changed_at`);
  }

  masks(studyId: number): MaskOfRun[] {
    return this.#masks.all(studyId).map((row) => ({
      studyId, seriesInstanceUid: row.series_instance_uid, sopInstanceUid: row.sop_instance_uid, maskFrameNumber: row.mask_frame_number,
      shiftPx: [row.shift_columns_px, row.shift_rows_px], isShown: row.is_shown === 1,
    }));
  }

  keepMask({ studyId, seriesInstanceUid, sopInstanceUid, maskFrameNumber, shiftPx: [columns, rows], isShown }: MaskOfRun, changedAt: string): void {
    this.#putMask.run({
      study_id: studyId, sop_instance_uid: sopInstanceUid, series_instance_uid: seriesInstanceUid, mask_frame_number: maskFrameNumber,
      shift_columns_px: columns, shift_rows_px: rows, is_shown: isShown ? 1 : 0, changed_at: changedAt,
    });
  }

  keyImages(studyId: number): KeyImage[] {
    return this.#keyImages.all(studyId).map((row) => ({
      studyId: row.study_id, seriesInstanceUid: row.series_instance_uid, sopInstanceUid: row.sop_instance_uid, frameNumber: row.frame_number,
      ...(row.view === null ? {} : { view: JSON.parse(row.view) as KeyImageView }),
    }));
  }

  markKeyImage({ studyId, seriesInstanceUid, sopInstanceUid, frameNumber, view }: KeyImage, isKey: boolean, markedAt: string): void {
    if (isKey) this.#mark.run({ study_id: studyId, series_instance_uid: seriesInstanceUid, sop_instance_uid: sopInstanceUid, frame_number: frameNumber, marked_at: markedAt, view: view === undefined ? null : JSON.stringify(view) });
    else this.#unmark.run(studyId, sopInstanceUid, frameNumber);
  }

  sentences(studyId: number): ReportedSentence[] {
    return this.#sentences.all(studyId).map(({ tracking_uid, sentence }) => ({ studyId, trackingUid: tracking_uid, sentence }));
  }

  recordSentence({ studyId, trackingUid, sentence }: ReportedSentence): void {
    this.#putSentence.run(studyId, trackingUid, sentence);
  }

  history(studyId: number): MeasurementSteps {
    const row = this.#history.get(studyId);
    return row === undefined
      ? { done: [], undone: [] }
      : { done: JSON.parse(row.done) as MeasurementSteps['done'], undone: JSON.parse(row.undone) as MeasurementSteps['undone'] };
  }

  keepHistory(studyId: number, { done, undone }: MeasurementSteps): void {
    this.#putHistory.run(studyId, JSON.stringify(done), JSON.stringify(undone));
  }
}
