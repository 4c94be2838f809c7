import { localTimeText } from '#shared/report/local-time.ts';
import { countFigures, type CountedFact, type CriticalFact, type FactPause, type PromiseOf, type QualityFigures } from '#shared/report/quality/quality-figures.ts';
import { serviceMinutes, type ServiceLevel } from '#shared/worklist/service-level.ts';
import type { Urgency } from '#shared/worklist/urgency.ts';
import type { SqliteDatabase } from '../database/open-encrypted-database.ts';

/** In the order of the columns below: few, because each value costs its way out of the database. */
type FactRow = [
  requestId: number, siteId: string, modality: string, urgency: Urgency, signerName: string,
  /** When all images were here, else when the first came. */
  since: string, signedAt: string, deliveredAt: string | null,
  /** The sum of 1: all images were here; 2: a first version; 4: a revision; 8: positive; 16: written afresh and not taken back. */
  marks: number,
];

interface PauseRow { request_id: number; paused_at: string; resumed_at: string | null }

/** What the figures of quality are counted from. */
export class QualityRepository {
  readonly #facts;
  readonly #pauses;
  readonly #critical;
  readonly #withdrawn;

  constructor(database: SqliteDatabase) {
    // Rows without names, and in no order: of a year of an alliance there are a hundred thousand.
    this.#facts = database.prepare<[string, string], FactRow>(`
      SELECT request_id, site_id, modality, urgency, signer_name, coalesce(complete_at, arrived_at), signed_at, delivered_at,
        (complete_at IS NOT NULL) + 2 * (version = 1) + 4 * (kind = 'amended' AND ends_preliminary = 0) + 8 * (outcome = 'positive')
          + 16 * (kind = 'original' AND signed_report_id NOT IN (
            SELECT before.id FROM report_withdrawal JOIN signed_report AS taken ON taken.id = signed_report_id
              JOIN signed_report AS before ON before.request_id = taken.request_id AND before.version <= taken.version))
      FROM report_fact WHERE signed_at >= ? AND signed_at < ?`).raw();
    // Few cases are ever paused: they are found from the pauses. Of a request's studies the facts take the first.
    this.#pauses = database.prepare<[string], PauseRow>(`
      SELECT request_id, paused_at, resumed_at FROM clock_pause CROSS JOIN request_study USING (study_id)
      WHERE paused_at < ? AND study_id = (SELECT min(study_id) FROM request_study AS own WHERE own.request_id = request_study.request_id)`);
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
   * cross it than to count. Groups by site bear the site's id. @param from ISO 8601, UTC, with milliseconds @param levels what is promised now
   */
  figures(from: string, to: string, levels: readonly ServiceLevel[]): QualityFigures {
    return countFigures(factsOf(this.#facts.all(from, to), this.#pausesBefore(to)), this.criticalValues(from, to), promisesOf(levels), localDays());
  }

  #pausesBefore(to: string): ReadonlyMap<number, readonly FactPause[]> {
    const pauses = new Map<number, FactPause[]>();
    for (const { request_id: requestId, paused_at: pausedAt, resumed_at: resumedAt } of this.#pauses.iterate(to)) {
      const pause = { pausedAtMs: Date.parse(pausedAt), resumedAtMs: resumedAt === null ? null : Date.parse(resumedAt) };
      const known = pauses.get(requestId);
      if (known === undefined) pauses.set(requestId, [pause]);
      else known.push(pause);
    }
    return pauses;
  }
}

const NO_PAUSES: readonly FactPause[] = [];

function* factsOf(rows: readonly FactRow[], pauses: ReadonlyMap<number, readonly FactPause[]>): Generator<CountedFact> {
  for (const [requestId, siteName, modality, urgency, signerName, since, signedAt, deliveredAt, marks] of rows) {
    yield { siteName, modality, urgency, signerName, since, signedAt, deliveredAt, isComplete: (marks & 1) !== 0, isFirst: (marks & 2) !== 0, isRevision: (marks & 4) !== 0, isPositive: (marks & 8) !== 0, isJudged: (marks & 16) !== 0, pauses: pauses.get(requestId) ?? NO_PAUSES };
  }
}

/** What the lines of the department promise: there are few kinds of cases, each is judged once. */
function promisesOf(levels: readonly ServiceLevel[]): PromiseOf {
  const known = new Map<string, Map<string, Map<Urgency, number>>>();
  return ({ siteName: siteId, modality, urgency }) => {
    const before = known.get(siteId)?.get(modality)?.get(urgency);
    if (before !== undefined) return before;
    const ofSite = known.get(siteId) ?? new Map<string, Map<Urgency, number>>();
    const ofModality = ofSite.get(modality) ?? new Map<Urgency, number>();
    const minutes = serviceMinutes(levels, { siteId, modalities: [modality], urgency });
    known.set(siteId, ofSite.set(modality, ofModality.set(urgency, minutes)));
    return minutes;
  };
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
