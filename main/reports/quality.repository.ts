import { localTimeText } from '#shared/report/local-time.ts';
import { countFigures, type CountedFact, type CriticalFact, type QualityFigures, type ReportFact } from '#shared/report/quality/quality-figures.ts';
import { READING_MINUTES } from '#shared/worklist/urgency.ts';
import type { SqliteDatabase } from '../database/open-encrypted-database.ts';

/** In the order of the columns below: eight, because each value costs its way out of the database. */
type FactRow = [
  siteId: string, modality: string, urgency: ReportFact['urgency'], signerName: string,
  /** When all images were here, else when the first came. */
  since: string, signedAt: string, deliveredAt: string | null,
  /** The sum of 1: all images were here; 2: a first version; 4: a revision; 8: positive. */
  marks: number,
];

/** What the figures of quality are counted from. */
export class QualityRepository {
  readonly #facts;
  readonly #critical;
  readonly #withdrawn;

  constructor(database: SqliteDatabase) {
    // Rows without names, and in no order: of a year of an alliance there are a hundred thousand.
    this.#facts = database.prepare<[string, string], FactRow>(`
      SELECT site_id, modality, urgency, signer_name, coalesce(complete_at, arrived_at), signed_at, delivered_at,
        (complete_at IS NOT NULL) + 2 * (version = 1) + 4 * (kind = 'amended' AND ends_preliminary = 0) + 8 * (outcome = 'positive')
      FROM report_fact WHERE signed_at >= ? AND signed_at < ?`).raw();
    this.#critical = database.prepare<[string, string], CriticalFact>(`
      SELECT found_at AS foundAt, notified_at AS notifiedAt, closed_at AS closedAt, escalation_step AS escalationStep
      FROM critical_value WHERE found_at >= ? AND found_at < ? ORDER BY found_at`);
    this.#withdrawn = database.prepare<[string, string], { count: number }>('SELECT count(*) AS count FROM report_withdrawal WHERE withdrawn_at >= ? AND withdrawn_at < ?');
  }

  /** How many reports were taken back from `from` on and before `to`. */
  withdrawn(from: string, to: string): number {
    return this.#withdrawn.get(from, to)?.count ?? 0;
  }

  criticalValues(from: string, to: string): CriticalFact[] {
    return this.#critical.all(from, to);
  }

  /**
   * All figures of the versions that were signed from `from` on and before `to`, counted on this thread: a year of an alliance would take longer to
   * cross it than to count. Groups by site bear the site's id. @param from ISO 8601, UTC, with milliseconds
   */
  figures(from: string, to: string): QualityFigures {
    return countFigures(factsOf(this.#facts.all(from, to)), this.criticalValues(from, to), READING_MINUTES, localDays());
  }
}

function* factsOf(rows: readonly FactRow[]): Generator<CountedFact> {
  for (const [siteName, modality, urgency, signerName, since, signedAt, deliveredAt, marks] of rows) {
    yield { siteName, modality, urgency, signerName, since, signedAt, deliveredAt, isComplete: (marks & 1) !== 0, isFirst: (marks & 2) !== 0, isRevision: (marks & 4) !== 0, isPositive: (marks & 8) !== 0 };
  }
}

/** The local day of an instant. The alliance is whole hours from UTC, so an hour lies in one day and is asked for once. */
function localDays(): (instant: string) => string {
  const known = new Map<string, string>();
  return (instant) => {
    const hour = instant.slice(0, 13);
    const day = known.get(hour) ?? localTimeText(instant).slice(0, 10);
    known.set(hour, day);
    return day;
  };
}
