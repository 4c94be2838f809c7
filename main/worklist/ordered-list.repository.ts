import type { ServiceLevel } from '#shared/worklist/service-level.ts';
import type { GroupColumn, ListOrder, SortColumn } from '#shared/worklist/saved-view.ts';
import type { Urgency } from '#shared/worklist/urgency.ts';
import { searchExpression } from '../studies/search-text.repository.ts';
import { columnConditions, searchWith, type FilteredColumns } from './column-filter.repository.ts';
import { dueSeconds, IS_HERE, STATUS, type Parameters } from './list-terms.repository.ts';

/**
 * Signed cases whose images came afterwards: they are open again, for an addendum, until somebody has settled the change. They are few: found by
 * their number, and by no index of all that was ever signed (the sign before the column says so to SQLite).
 */
export const ADDENDUM_WANTED = `+reading_state IN ('signed', 'sending', 'delivered', 'conflict') AND +is_case = 1
  AND study.id IN (SELECT study_id FROM study_change WHERE settled_at IS NULL AND is_after_signing = 1 AND kind = 'instances-added')`;

/** What a list holds, whatever its order. */
export interface ListContent {
  /** Reading states of the view. */
  readonly states: readonly string[];
  /** Signed cases that want an addendum are among them. */
  readonly hasAddenda: boolean;
  readonly isUrgentOnly: boolean;
  readonly search: string;
  readonly modalities: readonly string[];
  readonly siteIds: readonly string[];
  readonly urgencies: readonly Urgency[];
  /** Seat whose own cases alone are listed; null for everybody's. */
  readonly mineOfSeat: string | null;
  readonly columns: FilteredColumns;
}

export interface ListArrangement {
  readonly order: ListOrder | null;
  readonly groupBy: GroupColumn | null;
  /** What the hours promised are, for the order by time left. */
  readonly levels: readonly ServiceLevel[];
}

export interface Statement {
  readonly sql: string;
  readonly parameters: Parameters;
}

/** The ids of a sorted or grouped list from a place on. Every row of the view is looked at: what a physician sorts is a view, not a million. */
export function orderedPage(content: ListContent, { order, groupBy, levels }: ListArrangement, limit: number, offset: number): Statement {
  const { from, where, parameters } = contentOf(content);
  const terms = [
    ...(groupBy === null ? [] : [groupBy === 'date' ? `${GROUPS.date} DESC` : GROUPS[groupBy]]),
    ...(order === null ? [] : orderTerms(order, levels, parameters)),
    'arrived_at DESC', 'study.id DESC',
  ];
  return { sql: `SELECT study.id AS id FROM ${from} WHERE ${where} ORDER BY ${terms.join(', ')} LIMIT $limit OFFSET $offset`, parameters: { ...parameters, limit, offset } };
}

/** How many rows each group has. */
export function groupCounts(content: ListContent, groupBy: GroupColumn): Statement {
  const { from, where, parameters } = contentOf(content);
  const key = GROUPS[groupBy];
  return { sql: `SELECT ${key} AS "key", count(*) AS count FROM ${from} WHERE ${where} GROUP BY 1 ORDER BY 1${groupBy === 'date' ? ' DESC' : ''}`, parameters };
}

const CLAIM = (column: string) => `(SELECT ${column} FROM request_study JOIN request ON request.id = request_study.request_id
    JOIN coordinated_case ON case_key = request.site_id || '|' || request.request_key WHERE request_study.study_id = study.id AND ${column} IS NOT NULL LIMIT 1)`;
const CLAIMED = `coalesce(${CLAIM('final_person')}, ${CLAIM('holder_person')}, '')`;
const URGENCY_RANK = "CASE urgency WHEN 'green-channel' THEN 0 WHEN 'emergency' THEN 1 ELSE 2 END";
/** As far as a report is: what waits for a physician first. */
const STATUS_RANK = `CASE ${STATUS} WHEN 'conflict' THEN 0 WHEN 'ready' THEN 1 WHEN 'drafting' THEN 2 WHEN 'arriving' THEN 3 WHEN 'queued' THEN 4 WHEN 'signed' THEN 5 WHEN 'sending' THEN 6 ELSE 7 END`;

/** Keys of the groups; `WorklistGroup` in the contract says what they are. */
const GROUPS: Readonly<Record<GroupColumn, string>> = {
  urgency: URGENCY_RANK,
  site: '(SELECT name FROM site WHERE site.id = study.site_id)',
  modality: 'modalities',
  status: STATUS_RANK,
  claimed: CLAIMED,
  date: "coalesce(study_date, substr(arrived_at, 1, 10))",
};

function orderTerms({ column, direction }: ListOrder, levels: readonly ServiceLevel[], parameters: Parameters): string[] {
  const way = direction === 'ascending' ? 'ASC' : 'DESC';
  if (column === 'left') {
    // What has no time yet stands last, whichever way round.
    const due = dueSeconds(levels, parameters);
    return [`CASE WHEN complete_at IS NOT NULL AND ${IS_HERE} THEN 0 ELSE 1 END`, `${due} ${way}`];
  }
  return [`${SORTS[column]} ${way}`];
}

const SORTS: Readonly<Record<Exclude<SortColumn, 'left'>, string>> = {
  ready: 'CASE WHEN expected_instances = 0 THEN 0.0 ELSE 1.0 * held_instances / expected_instances END',
  urgency: URGENCY_RANK,
  patient: "replace(replace(patient_name, '^', ' '), '=', ' ') COLLATE NOCASE",
  examination: 'modalities || study_description',
  site: GROUPS.site,
  request: 'clinical_information',
  priors: `(SELECT count(*) FROM study AS prior WHERE prior.site_id = study.site_id AND prior.patient_id = study.patient_id AND prior.issuer_of_patient_id = study.issuer_of_patient_id
    AND study.patient_id <> '' AND prior.id <> study.id AND coalesce(prior.study_date, '') <= coalesce(study.study_date, '9'))`,
  complete: "coalesce(complete_at, '')",
  claimed: CLAIMED,
  status: STATUS_RANK,
  arrived: 'arrived_at',
};

/** Rows of a view, in no order. */
function contentOf({ states, hasAddenda, isUrgentOnly, search, modalities, siteIds, urgencies, mineOfSeat, columns }: ListContent) {
  const parameters: Parameters = {};
  const conditions = ['is_case = 1', `(reading_state IN (${states.map((state) => `'${state}'`).join(', ')})${hasAddenda ? ` OR ${ADDENDUM_WANTED}` : ''})`];
  if (isUrgentOnly) conditions.push("urgency <> 'routine'");
  const list = (name: string, values: readonly string[], write: (placeholders: string[]) => string) => {
    if (values.length === 0) return;
    values.forEach((value, index) => (parameters[`${name}${index}`] = value));
    conditions.push(write(values.map((_, index) => `$${name}${index}`)));
  };
  list('modality', modalities.map((modality) => `%"${modality}"%`), (names) => `(${names.map((name) => `modalities LIKE ${name}`).join(' OR ')})`);
  list('site', siteIds, (names) => `site_id IN (${names.join(', ')})`);
  list('urgency', urgencies, (names) => `urgency IN (${names.join(', ')})`);
  if (mineOfSeat !== null) {
    parameters['mineOfSeat'] = mineOfSeat;
    conditions.push(`(reading_state = 'drafting' OR study.id IN (SELECT study_id FROM coordinated_case JOIN request ON request.site_id || '|' || request.request_key = case_key
      JOIN request_study ON request_id = request.id WHERE holder_seat = $mineOfSeat))`);
  }
  conditions.push(...columnConditions(columns, parameters));
  const expression = searchExpression(searchWith(search, columns.filters));
  if (expression === undefined) return { from: 'study', where: conditions.join(' AND '), parameters };
  parameters['expression'] = expression;
  return { from: 'study_text CROSS JOIN study ON study.id = study_text.rowid', where: ['study_text MATCH $expression', ...conditions].join(' AND '), parameters };
}
