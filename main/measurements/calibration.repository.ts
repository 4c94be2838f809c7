import type { SqliteDatabase } from '../database/open-encrypted-database.ts';
import type { Calibration, CalibrationChange, StoredCalibration } from '#shared/contract/services/measurements.contract.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { MeasurementRepository } from './measurement.repository.ts';

interface CalibrationRow {
  study_id: number;
  sop_instance_uid: string;
  series_instance_uid: string;
  frame_number: number;
  points_px: string;
  known_length_mm: number;
  column_spacing_mm: number;
  row_spacing_mm: number;
  changed_at: string;
}

export class CalibrationRepository {
  readonly #database;
  readonly #measurements;
  readonly #list;
  readonly #has;
  readonly #countCalibrated;
  readonly #put;
  readonly #remove;

  constructor(database: SqliteDatabase) {
    this.#database = database;
    this.#measurements = new MeasurementRepository(database);
    this.#list = database.prepare<[number], CalibrationRow>('SELECT * FROM calibration WHERE study_id = ? ORDER BY sop_instance_uid');
    this.#has = database.prepare<[number, string], { found: number }>(
      'SELECT EXISTS (SELECT 1 FROM calibration WHERE study_id = ? AND sop_instance_uid = ?) AS found',
    );
    this.#countCalibrated = database.prepare<[number, string], { count: number }>(
      "SELECT count(*) AS count FROM measurement WHERE study_id = ? AND sop_instance_uid = ? AND spacing_source = 'user-calibrated'",
    );
    this.#put = database.prepare<CalibrationRow>(`
      INSERT INTO calibration (study_id, sop_instance_uid, series_instance_uid, frame_number, points_px, known_length_mm, column_spacing_mm,
        row_spacing_mm, changed_at)
      VALUES ($study_id, $sop_instance_uid, $series_instance_uid, $frame_number, $points_px, $known_length_mm, $column_spacing_mm,
        $row_spacing_mm, $changed_at)
      ON CONFLICT (study_id, sop_instance_uid) DO UPDATE SET frame_number = $frame_number, points_px = $points_px,
        known_length_mm = $known_length_mm, column_spacing_mm = $column_spacing_mm, row_spacing_mm = $row_spacing_mm, changed_at = $changed_at`);
    this.#remove = database.prepare('DELETE FROM calibration WHERE study_id = ? AND sop_instance_uid = ?');
  }

  list(studyId: number): StoredCalibration[] {
    return this.#list.all(studyId).map((row) => ({
      studyId: row.study_id,
      seriesInstanceUid: row.series_instance_uid,
      sopInstanceUid: row.sop_instance_uid,
      frameNumber: row.frame_number,
      pointsPx: JSON.parse(row.points_px) as Calibration['pointsPx'],
      knownLengthMm: row.known_length_mm,
      columnSpacingMm: row.column_spacing_mm,
      rowSpacingMm: row.row_spacing_mm,
      changedAt: row.changed_at,
    }));
  }

  has(studyId: number, sopInstanceUid: string): boolean {
    return this.#has.get(studyId, sopInstanceUid)?.found === 1;
  }

  /**
   * Sets or takes away the calibration of an image, and rewrites what its measurements come to: all of it, or nothing.
   * @throws AppError `measurement/not-allowed` when a measurement of the image would stay calibrated without a calibration
   */
  apply({ studyId, sopInstanceUid, calibration, measurements }: CalibrationChange, changedAt: string): void {
    this.#database.transaction(() => {
      if (calibration === null) this.#remove.run(studyId, sopInstanceUid);
      else {
        this.#put.run({
          study_id: studyId,
          sop_instance_uid: sopInstanceUid,
          series_instance_uid: calibration.seriesInstanceUid,
          frame_number: calibration.frameNumber,
          points_px: JSON.stringify(calibration.pointsPx),
          known_length_mm: calibration.knownLengthMm,
          column_spacing_mm: calibration.columnSpacingMm,
          row_spacing_mm: calibration.rowSpacingMm,
          changed_at: changedAt,
        });
      }
      for (const measurement of measurements) this.#measurements.save(measurement, changedAt);
      const isLeftBehind = calibration === null && (this.#countCalibrated.get(studyId, sopInstanceUid)?.count ?? 0) > 0;
      if (isLeftBehind) throw new AppError('measurement/not-allowed', 'a measurement would keep millimetres that nothing stands for');
    })();
  }
}
