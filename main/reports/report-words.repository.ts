import type { ReportText } from '#shared/contract/services/reports.contract.ts';
import type { CheckReason } from '#shared/report/signing-obstacles.ts';
import type { ReportForm } from '#shared/report/fields/report-form.ts';
import type { ReportMacro } from '#shared/report/templates/macros.ts';
import type { ReportTemplate } from '#shared/report/templates/report-template.ts';
import type { SqliteDatabase } from '../database/open-encrypted-database.ts';
import { formsFrom } from './report.repository.ts';

export interface StoredTemplate extends ReportTemplate {
  /** Taken out of the department's list. */
  readonly isRemoved: boolean;
}

export interface StoredMacro extends ReportMacro {
  readonly isRemoved: boolean;
}

export interface StoredRevision extends ReportText {
  readonly revision: number;
  readonly savedAt: string;
}

/** A signed report of another request of the same patient. */
export interface StoredPrior {
  readonly reportUid: string;
  readonly studyId: number;
  readonly studyDate: string | null;
  readonly studyDescription: string;
  readonly content: Uint8Array;
  readonly signedAt: string;
}

interface TemplateRow {
  template_id: string;
  name: string;
  modality: string;
  body_part: string;
  sex: ReportTemplate['sex'];
  least_years: number | null;
  most_years: number | null;
  outcome: ReportTemplate['outcome'];
  abbreviation: string;
  findings: string;
  impression: string;
  recommendation: string;
  is_removed: number;
  form: string;
}

interface RevisionRow {
  revision: number;
  findings: string;
  impression: string;
  recommendation: string;
  outcome: ReportText['outcome'];
  saved_at: string;
  forms: string;
}

interface PriorRow {
  report_uid: string;
  study_id: number;
  study_date: string | null;
  study_description: string;
  content: Buffer;
  signed_at: string;
}

/** What helps to write a report: the department's templates and macros, reasons, earlier drafts, earlier reports. */
export class ReportWordsRepository {
  readonly #templates;
  readonly #putTemplate;
  readonly #macros;
  readonly #putMacro;
  readonly #reasons;
  readonly #addReason;
  readonly #revisions;
  readonly #priors;

  constructor(database: SqliteDatabase) {
    this.#templates = database.prepare<[], TemplateRow>('SELECT * FROM report_template ORDER BY name, template_id');
    this.#putTemplate = database.prepare<TemplateRow & { changed_at: string }>(`
      INSERT INTO report_template (template_id, name, modality, body_part, sex, least_years, most_years, outcome, abbreviation, findings, impression,
        recommendation, is_removed, changed_at, form)
      VALUES ($template_id, $name, $modality, $body_part, $sex, $least_years, $most_years, $outcome, $abbreviation, $findings, $impression,
        $recommendation, $is_removed, $changed_at, $form)
      ON CONFLICT (template_id) DO UPDATE SET name = $name, modality = $modality, body_part = $body_part, sex = $sex, least_years = $least_years,
        most_years = $most_years, outcome = $outcome, abbreviation = $abbreviation, findings = $findings, impression = $impression,
        recommendation = $recommendation, is_removed = $is_removed, changed_at = $changed_at,
        form = $form`);
    this.#macros = database.prepare<[], { abbreviation: string; text: string; is_removed: number }>('SELECT abbreviation, text, is_removed FROM report_macro ORDER BY abbreviation');
    this.#putMacro = database.prepare(`
      INSERT INTO report_macro (abbreviation, text, is_removed, changed_at) VALUES (?, ?, ?, ?)
      ON CONFLICT (abbreviation) DO UPDATE SET text = excluded.text, is_removed = excluded.is_removed, changed_at = excluded.changed_at`);
    this.#reasons = database.prepare<[number], CheckReason>('SELECT code, excerpt, reason FROM check_reason WHERE request_id = ? ORDER BY id');
    this.#addReason = database.prepare('INSERT INTO check_reason (request_id, code, excerpt, reason, confirmed_at) VALUES (?, ?, ?, ?, ?)');
    this.#revisions = database.prepare<[number], RevisionRow>(
      'SELECT revision, findings, impression, recommendation, outcome, saved_at, forms FROM report_draft_revision WHERE request_id = ? ORDER BY revision DESC',
    );
    this.#priors = database.prepare<[number, number], PriorRow>(`
      WITH own_request AS (SELECT ? AS request_id),
        own AS (SELECT DISTINCT site_id, patient_id, issuer_of_patient_id FROM own_request JOIN request_study USING (request_id) JOIN study ON study.id = study_id WHERE patient_id <> ''),
        person AS (
          SELECT site_id, patient_id, issuer_of_patient_id FROM own
          UNION SELECT kin_site_id, kin_patient_id, kin_issuer_of_patient_id FROM own JOIN patient_kin USING (site_id, patient_id, issuer_of_patient_id))
      SELECT report_uid, study_id, study_date, study_description, content, signed_at
      FROM (
        SELECT signed_report.*, study.id AS study_id, study.study_date, study.study_description,
          row_number() OVER (PARTITION BY signed_report.request_id ORDER BY version DESC, study.id) AS place
        FROM own_request CROSS JOIN person
          JOIN study USING (site_id, patient_id, issuer_of_patient_id)
          JOIN request_study ON request_study.study_id = study.id AND request_study.request_id <> own_request.request_id
          JOIN signed_report ON signed_report.request_id = request_study.request_id
      )
      WHERE place = 1 ORDER BY study_date DESC, signed_at DESC LIMIT ?`);
  }

  templates(): StoredTemplate[] {
    return this.#templates.all().map((row) => ({
      templateId: row.template_id, name: row.name, modality: row.modality, bodyPart: row.body_part, sex: row.sex, leastYears: row.least_years,
      mostYears: row.most_years, outcome: row.outcome, abbreviation: row.abbreviation, findings: row.findings, impression: row.impression,
      recommendation: row.recommendation, isRemoved: row.is_removed === 1, ...(row.form === '' ? {} : { form: JSON.parse(row.form) as ReportForm }),
    }));
  }

  putTemplate(template: StoredTemplate, changedAt: string): void {
    this.#putTemplate.run({
      template_id: template.templateId, name: template.name, modality: template.modality, body_part: template.bodyPart, sex: template.sex,
      least_years: template.leastYears, most_years: template.mostYears, outcome: template.outcome, abbreviation: template.abbreviation,
      findings: template.findings, impression: template.impression, recommendation: template.recommendation, is_removed: template.isRemoved ? 1 : 0,
      changed_at: changedAt, form: template.form === undefined ? '' : JSON.stringify(template.form),
    });
  }

  macros(): StoredMacro[] {
    return this.#macros.all().map(({ abbreviation, text, is_removed: isRemoved }) => ({ abbreviation, text, isRemoved: isRemoved === 1 }));
  }

  putMacro({ abbreviation, text, isRemoved }: StoredMacro, changedAt: string): void {
    this.#putMacro.run(abbreviation, text, isRemoved ? 1 : 0, changedAt);
  }

  /** In the order in which they were given. */
  reasons(requestId: number): CheckReason[] {
    return this.#reasons.all(requestId);
  }

  addReason(requestId: number, { code, excerpt, reason }: CheckReason, confirmedAt: string): void {
    this.#addReason.run(requestId, code, excerpt, reason, confirmedAt);
  }

  /** Newest first. */
  revisions(requestId: number): StoredRevision[] {
    return this.#revisions.all(requestId).map(({ saved_at: savedAt, forms, ...rest }) => ({ ...rest, ...formsFrom(forms), savedAt }));
  }

  /** The newest version of each earlier report of the patient, newest examination first. */
  priors(requestId: number, limit: number): StoredPrior[] {
    return this.#priors.all(requestId, limit).map((row) => ({
      reportUid: row.report_uid, studyId: row.study_id, studyDate: row.study_date, studyDescription: row.study_description, content: row.content,
      signedAt: row.signed_at,
    }));
  }
}
