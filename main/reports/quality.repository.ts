import { localTimeText } from '#shared/report/local-time.ts';
import { qualityFigures, type CriticalFact, type QualityFigures, type ReportFact } from '#shared/report/quality/quality-figures.ts';
import { READING_MINUTES } from '#shared/worklist/urgency.ts';
import type { SqliteDatabase } from '../database/open-encrypted-database.ts';

export interface StoredReportFact extends Omit<ReportFact, 'siteName'> {
  readonly siteId: string;
}

interface FactRow extends Omit<StoredReportFact, 'endsPreliminary'> {
  readonly endsPreliminary: number;
}

/** What the figures of quality are counted from. */
export class QualityRepository {
  readonly #facts;
  readonly #critical;

  constructor(database: SqliteDatabase) {
    this.#facts = database.prepare<[string, string], FactRow>(`
      SELECT site_id AS siteId, modality, urgency, signer_name AS signerName, arrived_at AS arrivedAt, complete_at AS completeAt, signed_at AS signedAt,
        version, kind, outcome, ends_preliminary AS endsPreliminary,
        delivered_at AS deliveredAt
      FROM report_fact WHERE signed_at >= ? AND signed_at < ? ORDER BY signed_at`);
    this.#critical = database.prepare<[string, string], CriticalFact>(`
      SELECT found_at AS foundAt, notified_at AS notifiedAt, closed_at AS closedAt, escalation_step AS escalationStep
      FROM critical_value WHERE found_at >= ? AND found_at < ? ORDER BY found_at`);
  }

  /** Versions that were signed from `from` on and before `to`, oldest first. @param from ISO 8601, UTC, with milliseconds */
  facts(from: string, to: string): StoredReportFact[] {
    return this.#facts.all(from, to).map((row) => ({ ...row, endsPreliminary: row.endsPreliminary === 1 }));
  }

  criticalValues(from: string, to: string): CriticalFact[] {
    return this.#critical.all(from, to);
  }

  /** All figures, counted on this thread: a year of an alliance would take longer to cross it than to count. Groups by site bear the site's id. */
  figures(from: string, to: string): QualityFigures {
    const facts = this.facts(from, to).map((fact) => ({ ...fact, siteName: fact.siteId }));
    return qualityFigures(facts, this.criticalValues(from, to), READING_MINUTES, localDays());
  }
}

/** The local day of an instant. One quarter of an hour lies in one day of every time zone, so each is asked for once. */
function localDays(): (instant: string) => string {
  const known = new Map<string, string>();
  return (instant) => {
    const quarter = `${instant.slice(0, 14)}${Math.floor(Number(instant.slice(14, 16)) / 15)}`;
    const day = known.get(quarter) ?? localTimeText(instant).slice(0, 10);
    known.set(quarter, day);
    return day;
  };
}
