import type { SqliteDatabase } from '../database/open-encrypted-database.ts';

export type ChangeKind = 'identity' | 'instances-added' | 'instances-withdrawn' | 'other-content';

/** The same names on both sides. Values are shown to the person and never logged. */
export type ChangeValues = Readonly<Record<string, string | number>>;

/** What somebody changed at the hospital. */
export interface NoticedChange {
  readonly kind: ChangeKind;
  /** Series Instance UID, or SOP Instance UID for `other-content`; '' for `identity`. */
  readonly subject: string;
  readonly before: ChangeValues;
  readonly after: ChangeValues;
}

export interface StudyChange extends NoticedChange {
  readonly id: number;
  /** A report that was signed rests on what was there before. */
  readonly isAfterSigning: boolean;
  readonly noticedAt: string;
}

interface ChangeRow {
  id: number;
  study_id: number;
  kind: ChangeKind;
  subject: string;
  before: string;
  after: string;
  is_after_signing: number;
  noticed_at: string;
  settled_at: string | null;
}

/** Changes at the hospitals, until a person has seen them. */
export class ChangeRepository {
  readonly #newest;
  readonly #put;
  readonly #open;
  readonly #find;
  readonly #settle;
  readonly #revert;
  readonly #hasSigned;

  constructor(database: SqliteDatabase) {
    this.#newest = database.prepare<[number, string, string], ChangeRow>(
      'SELECT * FROM study_change WHERE study_id = ? AND kind = ? AND subject = ? ORDER BY id DESC LIMIT 1',
    );
    // What was there before the first unseen change stays the "before"; counts of several looks add up.
    this.#put = database.prepare(`
      INSERT INTO study_change (study_id, kind, subject, before, after, is_after_signing, noticed_at)
      VALUES ($studyId, $kind, $subject, $before, $after, $isAfterSigning, $now)
      ON CONFLICT (study_id, kind, subject) WHERE settled_at IS NULL
      DO UPDATE SET after = $after, is_after_signing = max(is_after_signing, $isAfterSigning), noticed_at = $now`);
    this.#open = database.prepare<[number], ChangeRow>('SELECT * FROM study_change WHERE study_id = ? AND settled_at IS NULL ORDER BY noticed_at, id');
    this.#find = database.prepare<[number, number], ChangeRow>('SELECT * FROM study_change WHERE id = ? AND study_id = ? AND settled_at IS NULL');
    this.#settle = database.prepare('UPDATE study_change SET settled_at = ? WHERE id = ?');
    this.#revert = database.prepare(`
      UPDATE study_change SET settled_at = $now WHERE study_id = $studyId AND kind = 'identity' AND is_after_signing = 1 AND settled_at IS NULL`);
    this.#hasSigned = database.prepare<[number], { found: number }>(`
      SELECT EXISTS (SELECT 1 FROM request_study JOIN signed_report USING (request_id) WHERE request_study.study_id = ?) AS found`);
  }

  /** Whether a signed report rests on the study. */
  hasSignedReport(studyId: number): boolean {
    return this.#hasSigned.get(studyId)?.found === 1;
  }

  /** Remembers a change. One that a person has seen already, or that is open as it is, is no news. @returns whether it is news */
  record(studyId: number, change: NoticedChange, now: string): boolean {
    const after = JSON.stringify(change.after);
    const newest = this.#newest.get(studyId, change.kind, change.subject);
    if (newest?.after === after && change.kind !== 'instances-withdrawn') return false;
    this.#put.run({
      studyId,
      kind: change.kind,
      subject: change.subject,
      before: JSON.stringify(change.before),
      after,
      isAfterSigning: this.hasSignedReport(studyId) ? 1 : 0,
      now,
    });
    return true;
  }

  /** Those that nobody has seen yet, oldest first. */
  open(studyId: number): StudyChange[] {
    return this.#open.all(studyId).map(toChange);
  }

  findOpen(studyId: number, changeId: number): StudyChange | undefined {
    const row = this.#find.get(changeId, studyId);
    return row === undefined ? undefined : toChange(row);
  }

  settle(changeId: number, now: string): void {
    this.#settle.run(now, changeId);
  }

  /** The hospital took an identity back that was never taken over here. */
  settleReverted(studyId: number, now: string): void {
    this.#revert.run({ studyId, now });
  }
}

function toChange(row: ChangeRow): StudyChange {
  return {
    id: row.id,
    kind: row.kind,
    subject: row.subject,
    before: JSON.parse(row.before) as ChangeValues,
    after: JSON.parse(row.after) as ChangeValues,
    isAfterSigning: row.is_after_signing === 1,
    noticedAt: row.noticed_at,
  };
}
