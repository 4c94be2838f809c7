import type { SqliteDatabase } from '../database/open-encrypted-database.ts';
import type { Measurement, MeasurementPlace, StoredMeasurement } from '#shared/contract/services/measurements.contract.ts';

interface MeasurementRow {
  tracking_uid: string;
  study_id: number;
  series_instance_uid: string;
  sop_instance_uid: string;
  frame_number: number;
  kind: Measurement['kind'];
  points_px: string;
  quantities: string;
  spacing_source: Measurement['spacingSource'];
  label: number;
  text: string;
  prior_tracking_uid: string;
  place: string;
  changed_at: string;
}

export class MeasurementRepository {
  readonly #list;
  readonly #put;
  readonly #remove;

  constructor(database: SqliteDatabase) {
    this.#list = database.prepare<[number], MeasurementRow>('SELECT * FROM measurement WHERE study_id = ? ORDER BY label, tracking_uid');
    this.#put = database.prepare<MeasurementRow>(`
      INSERT INTO measurement (tracking_uid, study_id, series_instance_uid, sop_instance_uid, frame_number, kind, points_px, quantities,
        spacing_source, label, text, prior_tracking_uid, place, changed_at)
      VALUES ($tracking_uid, $study_id, $series_instance_uid, $sop_instance_uid, $frame_number, $kind, $points_px, $quantities,
        $spacing_source, $label, $text, $prior_tracking_uid, $place, $changed_at)
      ON CONFLICT (tracking_uid) DO UPDATE SET sop_instance_uid = $sop_instance_uid, frame_number = $frame_number, points_px = $points_px, quantities = $quantities, spacing_source = $spacing_source,
        label = $label, text = $text, prior_tracking_uid = $prior_tracking_uid, place = $place, changed_at = $changed_at`);
    this.#remove = database.prepare('DELETE FROM measurement WHERE study_id = ? AND tracking_uid = ?');
  }

  list(studyId: number): StoredMeasurement[] {
    return this.#list.all(studyId).map((row) => ({
      trackingUid: row.tracking_uid,
      studyId: row.study_id,
      seriesInstanceUid: row.series_instance_uid,
      sopInstanceUid: row.sop_instance_uid,
      frameNumber: row.frame_number,
      kind: row.kind,
      pointsPx: JSON.parse(row.points_px) as [number, number][],
      quantities: JSON.parse(row.quantities) as Measurement['quantities'],
      spacingSource: row.spacing_source,
      label: row.label,
      ...(row.text === '' ? {} : { text: row.text }),
      ...(row.prior_tracking_uid === '' ? {} : { priorTrackingUid: row.prior_tracking_uid }),
      ...(row.place === '' ? {} : { place: JSON.parse(row.place) as MeasurementPlace }),
      changedAt: row.changed_at,
    }));
  }

  /** Inserts, or replaces the one with the same tracking UID. */
  save(measurement: Measurement, changedAt: string): void {
    this.#put.run({
      tracking_uid: measurement.trackingUid,
      study_id: measurement.studyId,
      series_instance_uid: measurement.seriesInstanceUid,
      sop_instance_uid: measurement.sopInstanceUid,
      frame_number: measurement.frameNumber,
      kind: measurement.kind,
      points_px: JSON.stringify(measurement.pointsPx),
      quantities: JSON.stringify(measurement.quantities),
      spacing_source: measurement.spacingSource,
      label: measurement.label,
      text: measurement.text ?? '',
      prior_tracking_uid: measurement.priorTrackingUid ?? '',
      place: measurement.place === undefined ? '' : JSON.stringify(measurement.place),
      changed_at: changedAt,
    });
  }

  /** @returns whether there was one */
  remove(studyId: number, trackingUid: string): boolean {
    return this.#remove.run(studyId, trackingUid).changes === 1;
  }
}
