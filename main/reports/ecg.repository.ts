import type { EcgCriticalCall, EcgReading, EcgStatementEdit, StoredEcgReading } from '#shared/contract/services/ecg.contract.ts';
import type { SqliteDatabase } from '../database/open-encrypted-database.ts';

interface CallRow {
  study_id: number;
  finding: string;
  found_at: string;
  called_at: string;
  receiver: string;
  receiver_number: string;
  department: string;
  read_back: string;
}

/** Readings of ECGs, the department's dictionary, calls about critical findings. */
export class EcgRepository {
  readonly #reading;
  readonly #newest;
  readonly #putReading;
  readonly #edits;
  readonly #putEdit;
  readonly #removeEdit;
  readonly #calls;
  readonly #addCall;

  constructor(database: SqliteDatabase) {
    this.#reading = database.prepare<[number, string], { reading: string; changed_at: string }>(
      'SELECT reading, changed_at FROM ecg_reading WHERE study_id = ? AND sop_instance_uid = ?',
    );
    this.#newest = database.prepare<[number], { reading: string; changed_at: string }>(
      'SELECT reading, changed_at FROM ecg_reading WHERE study_id = ? ORDER BY changed_at DESC LIMIT 1',
    );
    this.#putReading = database.prepare<[number, string, string, string]>(`
      INSERT INTO ecg_reading (study_id, sop_instance_uid, reading, changed_at) VALUES (?, ?, ?, ?)
      ON CONFLICT (study_id, sop_instance_uid) DO UPDATE SET reading = excluded.reading, changed_at = excluded.changed_at`);
    this.#edits = database.prepare<[], { edit: string }>('SELECT edit FROM ecg_statement_edit ORDER BY code');
    this.#putEdit = database.prepare<[string, string, string]>(`
      INSERT INTO ecg_statement_edit (code, edit, changed_at) VALUES (?, ?, ?)
      ON CONFLICT (code) DO UPDATE SET edit = excluded.edit, changed_at = excluded.changed_at`);
    this.#removeEdit = database.prepare<[string]>('DELETE FROM ecg_statement_edit WHERE code = ?');
    this.#calls = database.prepare<[number], CallRow>('SELECT * FROM ecg_critical_call WHERE study_id = ? ORDER BY called_at, id');
    this.#addCall = database.prepare<CallRow>(`
      INSERT INTO ecg_critical_call (study_id, finding, found_at, called_at, receiver, receiver_number, department, read_back)
      VALUES ($study_id, $finding, $found_at, $called_at, $receiver, $receiver_number, $department, $read_back)`);
  }

  reading(studyId: number, sopInstanceUid: string): StoredEcgReading | undefined {
    return toReading(this.#reading.get(studyId, sopInstanceUid));
  }

  /** The recording of a study that was touched last. */
  newestReading(studyId: number): StoredEcgReading | undefined {
    return toReading(this.#newest.get(studyId));
  }

  saveReading(reading: EcgReading, changedAt: string): void {
    this.#putReading.run(reading.studyId, reading.sopInstanceUid, JSON.stringify(reading), changedAt);
  }

  statementEdits(): EcgStatementEdit[] {
    return this.#edits.all().map(({ edit }) => JSON.parse(edit) as EcgStatementEdit);
  }

  saveStatement(edit: EcgStatementEdit, changedAt: string): void {
    this.#putEdit.run(edit.code, JSON.stringify(edit), changedAt);
  }

  resetStatement(code: string): void {
    this.#removeEdit.run(code);
  }

  criticalCalls(studyId: number): EcgCriticalCall[] {
    return this.#calls.all(studyId).map((row) => ({
      studyId: row.study_id, finding: row.finding, foundAt: row.found_at, calledAt: row.called_at, receiver: row.receiver, receiverNumber: row.receiver_number,
      department: row.department, readBack: row.read_back,
    }));
  }

  addCriticalCall(call: EcgCriticalCall): void {
    this.#addCall.run({
      study_id: call.studyId, finding: call.finding, found_at: call.foundAt, called_at: call.calledAt, receiver: call.receiver, receiver_number: call.receiverNumber,
      department: call.department, read_back: call.readBack,
    });
  }
}

function toReading(row: { readonly reading: string; readonly changed_at: string } | undefined): StoredEcgReading | undefined {
  return row === undefined ? undefined : { ...(JSON.parse(row.reading) as EcgReading), changedAt: row.changed_at };
}
