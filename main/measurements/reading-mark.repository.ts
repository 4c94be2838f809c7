import type { SqliteDatabase } from '../database/open-encrypted-database.ts';
import type { KeyImage, KeyImageView, MeasurementSteps, ReportedSentence } from '#shared/contract/services/measurements.contract.ts';

interface KeyImageRow {
  study_id: number;
  series_instance_uid: string;
  sop_instance_uid: string;
  frame_number: number;
  view: string | null;
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
