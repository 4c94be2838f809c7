import type { SqliteDatabase } from '../database/open-encrypted-database.ts';
import { FILTER_FIELDS, filtersSomething, type ColumnFilters } from '#shared/worklist/column-filter.ts';
import type { GroupColumn, ListOrder } from '#shared/worklist/saved-view.ts';
import type { ClockPause, ServiceLevel } from '#shared/worklist/service-level.ts';
import type { Urgency } from '#shared/worklist/urgency.ts';
import { searchExpression } from '../studies/search-text.repository.ts';
import { toStoredStudy, type ListedStudyRow } from '../studies/study-row.repository.ts';
import type { StoredStudy } from '../studies/study.ts';
import { ALL_COLUMNS, columnConditions, receivedConditions, searchWith, statesLeft, type FilteredColumns } from './column-filter.repository.ts';
import { ADDENDUM_WANTED, groupCounts, orderedPage, type ListContent } from './ordered-list.repository.ts';
import type { Parameters } from './list-terms.repository.ts';
import { PAUSES_OF_STUDY, readPauses } from './service-time.repository.ts';

export type WorklistViewName = 'all' | 'open' | 'green-and-emergency' | 'drafts' | 'sent';

export interface WorklistQuery {
  readonly view: WorklistViewName;
  /** Parts of words of a name, an accession number, a patient id or a description, all of which must be there; '' for all. */
  readonly search: string;
  /** Empty for all. */
  readonly modalities: readonly string[];
  readonly siteIds: readonly string[];
  readonly limit: number;
  readonly after: { readonly arrivedAt: string; readonly studyId: number } | null;
  /** Absent or empty for all. */
  readonly urgencies?: readonly Urgency[];
  /** Seat whose own cases alone are listed; absent or null for everybody's. */
  readonly mineOfSeat?: string | null;
  /** Absent or null: newest arrival first. A list in another order, or in groups, goes on at `offset`. */
  readonly order?: ListOrder | null;
  readonly groupBy?: GroupColumn | null;
  readonly offset?: number;
  readonly levels?: readonly ServiceLevel[];
  /** Absent: every column lets all through. `mine` and the time that is left are judged by the two below. */
  readonly columns?: ColumnFilters;
  /** Name of this seat at its coordinator. */
  readonly ownSeatId?: string;
  /** The coordinator's time, milliseconds since 1970. */
  readonly nowMs?: number;
}

export interface WorklistEntry {
  readonly study: StoredStudy;
  readonly siteName: string;
  readonly priorCount: number;
  readonly accessionNumbers: readonly string[];
  readonly openChanges: number;
  readonly needsAddendum: boolean;
  readonly claims: readonly StudyClaim[];
  readonly pauses: readonly ClockPause[];
}

export interface WorklistPage {
  readonly entries: WorklistEntry[];
  readonly hasMore: boolean;
  /** The row behind which the next page begins, where it is not the last of this one. */
  readonly next?: NonNullable<WorklistQuery['after']>;
}

/** How a request of the study stands at the hub. */
export interface StudyClaim {
  readonly holderSeat: string | null;
  readonly holderPerson: string | null;
  readonly finalSeat: string | null;
  readonly finalPerson: string | null;
}

/** The reading states of each view. */
const VIEW_STATES: Readonly<Record<WorklistViewName, readonly string[]>> = {
  all: ['unread', 'drafting', 'signed', 'sending', 'delivered', 'conflict'],
  open: ['unread', 'drafting'],
  'green-and-emergency': ['unread', 'drafting'],
  drafts: ['drafting'],
  sent: ['signed', 'sending', 'delivered', 'conflict'],
};

type EntryRow = ListedStudyRow & { site_name: string; prior_count: number; accession_numbers: string; open_changes: number; needs_addendum: number; claims: string; pauses: string };

/** The columns of `ListedStudyRow` and no others: a page has 200 rows, and the key of a pack costs a buffer in each. */
const STUDY_COLUMNS = `study.id, study.site_id, study_instance_uid, patient_id, issuer_of_patient_id, patient_name, patient_sex, patient_birth_date, patient_age,
  study_date, study_time, study_description, modalities, body_part, accession_number, referring_physician, clinical_information, urgency, urgency_reason, is_case,
  expected_instances, held_instances, needs_index, arrived_at, changed_at, complete_at, reading_state, is_new, timezone_offset,
  keep, evicted_at, name_repair`;

const ENTRY_COLUMNS = `
  ${STUDY_COLUMNS}, site.name AS site_name,
  (SELECT count(*) FROM study AS prior WHERE prior.site_id = study.site_id AND prior.patient_id = study.patient_id
    AND prior.issuer_of_patient_id = study.issuer_of_patient_id AND study.patient_id <> '' AND prior.id <> study.id
    AND coalesce(prior.study_date, '') <= coalesce(study.study_date, '9'))
  + (SELECT count(*) FROM patient_kin AS kin CROSS JOIN study AS prior ON prior.site_id = kin.kin_site_id AND prior.patient_id = kin.kin_patient_id
      AND prior.issuer_of_patient_id = kin.kin_issuer_of_patient_id
    WHERE kin.site_id = study.site_id AND kin.patient_id = study.patient_id AND kin.issuer_of_patient_id = study.issuer_of_patient_id
    AND coalesce(prior.study_date, '') <= coalesce(study.study_date, '9')) AS prior_count,
  (SELECT json_group_array(request.accession_number) FROM request_study JOIN request ON request.id = request_study.request_id
    WHERE request_study.study_id = study.id AND request.accession_number <> '') AS accession_numbers,
  (SELECT count(*) FROM study_change WHERE study_id = study.id AND settled_at IS NULL) AS open_changes,
  EXISTS (SELECT 1 FROM study_change WHERE study_id = study.id AND settled_at IS NULL AND is_after_signing = 1 AND kind = 'instances-added')
    AS needs_addendum,
  (SELECT json_group_array(json_object('holderSeat', holder_seat, 'holderPerson', holder_person, 'finalSeat', final_seat, 'finalPerson', final_person))
    FROM request_study JOIN request ON request.id = request_study.request_id JOIN coordinated_case ON case_key = request.site_id || '|' || request.request_key
    WHERE request_study.study_id = study.id) AS claims,
  ${PAUSES_OF_STUDY} AS pauses`;

export class WorklistRepository {
  readonly #database;
  readonly #lookedAtOnce;
  readonly #counts;
  readonly #addenda;
  readonly #entry;
  readonly #entries;
  readonly #arrival;
  readonly #pages = new Map<string, ReturnType<SqliteDatabase['prepare']>>();

  /** @param lookedAtOnce rows that one question with filters looks at */
  constructor(database: SqliteDatabase, lookedAtOnce = LOOKED_AT_ONCE) {
    this.#database = database;
    this.#lookedAtOnce = lookedAtOnce;
    this.#counts = database.prepare<[], { reading_state: string; is_urgent: number; count: number }>(
      'SELECT reading_state, is_urgent, cases AS count FROM case_count',
    );
    this.#addenda = database.prepare<[], { routine: number; urgent: number }>(
      `SELECT count(*) FILTER (WHERE urgency = 'routine') AS routine, count(*) FILTER (WHERE urgency <> 'routine') AS urgent FROM study WHERE ${ADDENDUM_WANTED}`,
    );
    this.#arrival = database.prepare<[number], { arrived_at: string }>('SELECT arrived_at FROM study WHERE id = ?');
    this.#entry = database.prepare<[number], EntryRow>(
      `SELECT ${ENTRY_COLUMNS} FROM study JOIN site ON site.id = study.site_id WHERE study.id = ?`,
    );
    this.#entries = database.prepare<[string], EntryRow>(
      `SELECT ${ENTRY_COLUMNS} FROM json_each(?) AS wanted CROSS JOIN study ON study.id = wanted.value CROSS JOIN site ON site.id = study.site_id`,
    );
  }

  /** One page, newest arrival first. The ids are found in an index first, the rows are read for this page only, all in one statement: half of what 200 cost. */
  list(query: WorklistQuery): WorklistPage {
    if (!isArranged(query) && columnsOf(query) !== ALL_COLUMNS) return this.#lookThrough(query);
    const { sql, parameters } = isArranged(query)
      ? orderedPage(contentOf(query), { order: query.order ?? null, groupBy: query.groupBy ?? null, levels: query.levels ?? [] }, query.limit + 1, query.offset ?? 0)
      : pageQuery(query);
    const ids = this.#ids(sql, parameters);
    return { entries: this.#entriesOf(ids.slice(0, query.limit)), hasMore: ids.length > query.limit };
  }

  /**
   * A page of what the columns let through. No index knows them all: a few thousand rows of the view are looked at, in its order, and where that is not the end
   * the page says from where to look on. So a filter that hardly anything passes holds up nobody, however large the catalogue is.
   */
  #lookThrough(query: WorklistQuery): WorklistPage {
    const walk = pageQuery({ ...query, limit: this.#lookedAtOnce - 1 });
    const walked = this.#ids(walk.sql, walk.parameters);
    const parameters: Parameters = { walked: JSON.stringify(walked), limit: query.limit + 1 };
    const conditions = columnConditions(columnsOf(query), parameters);
    // `json_each` gives the ids in their order, and CROSS JOIN keeps it: the look ends at the limit.
    const found = this.#ids(`SELECT study.id AS id FROM json_each($walked) AS walked CROSS JOIN study ON study.id = walked.value WHERE ${conditions.join(' AND ')} LIMIT $limit`, parameters);
    const entries = this.#entriesOf(found.slice(0, query.limit));
    const last = walked.at(-1);
    if (found.length > query.limit || walked.length < this.#lookedAtOnce || last === undefined) return { entries, hasMore: found.length > query.limit };
    const row = this.#arrival.get(last);
    return row === undefined ? { entries, hasMore: false } : { entries, hasMore: true, next: { arrivedAt: row.arrived_at, studyId: last } };
  }

  #ids(sql: string, parameters: Parameters): number[] {
    return (this.#statement(sql).all(parameters) as { id: number }[]).map((row) => row.id);
  }

  #entriesOf(ids: readonly number[]): WorklistEntry[] {
    const entries = new Map(this.#entries.all(JSON.stringify(ids)).map((row) => [row.id, toEntry(row)]));
    return ids.flatMap((id) => entries.get(id) ?? []);
  }

  /** The groups of a list in the order in which its rows come, with how many each has. */
  groups(query: WorklistQuery, groupBy: GroupColumn): { readonly key: string; readonly count: number }[] {
    const { sql, parameters } = groupCounts(contentOf(query), groupBy);
    return (this.#statement(sql).all(parameters) as { key: string | number; count: number }[]).map(({ key, count }) => ({ key: String(key), count }));
  }

  /** One statement for each form of a question. */
  #statement(sql: string): ReturnType<SqliteDatabase['prepare']> {
    const statement = this.#pages.get(sql) ?? this.#database.prepare(sql);
    this.#pages.set(sql, statement);
    return statement;
  }

  find(studyId: number): WorklistEntry | undefined {
    const row = this.#entry.get(studyId);
    return row === undefined ? undefined : toEntry(row);
  }

  counts(): Record<WorklistViewName, number> {
    const rows = this.#counts.all();
    const { routine, urgent } = this.#addenda.get() ?? { routine: 0, urgent: 0 };
    const sum = (accept: (row: (typeof rows)[number]) => boolean) => rows.filter(accept).reduce((total, row) => total + row.count, 0);
    return {
      all: sum(() => true),
      open: sum((row) => VIEW_STATES.open.includes(row.reading_state)) + routine + urgent,
      'green-and-emergency': sum((row) => VIEW_STATES.open.includes(row.reading_state) && row.is_urgent === 1) + urgent,
      drafts: sum((row) => row.reading_state === 'drafting'),
      sent: sum((row) => VIEW_STATES.sent.includes(row.reading_state)),
    };
  }
}

function toEntry(row: EntryRow): WorklistEntry {
  return {
    study: toStoredStudy(row),
    siteName: row.site_name,
    priorCount: row.prior_count,
    accessionNumbers: [...new Set(JSON.parse(row.accession_numbers) as string[])].toSorted(),
    openChanges: row.open_changes,
    needsAddendum: row.needs_addendum === 1,
    claims: row.claims === NOTHING ? [] : (JSON.parse(row.claims) as StudyClaim[]),
    pauses: readPauses(row.pauses),
  };
}

/** Some milliseconds, also where each row is asked for its priors. */
const LOOKED_AT_ONCE = 3_000;
/** What SQLite makes of no rows. */
const NOTHING = '[]';

/** Another order, groups, or a filter that no index serves: the view is looked through. */
function isArranged({ order = null, groupBy = null, urgencies = [], mineOfSeat = null }: WorklistQuery): boolean {
  return order !== null || groupBy !== null || urgencies.length > 0 || mineOfSeat !== null;
}

function contentOf(query: WorklistQuery): ListContent {
  const { view, search, modalities, siteIds, urgencies = [], mineOfSeat = null } = query;
  return { states: VIEW_STATES[view], hasAddenda: isOfOpenCases(view), isUrgentOnly: view === 'green-and-emergency', search, modalities, siteIds, urgencies, mineOfSeat, columns: columnsOf(query) };
}

function columnsOf({ columns, levels = [], ownSeatId = '', nowMs = 0 }: WorklistQuery): FilteredColumns {
  return columns === undefined || !FILTER_FIELDS.some((field) => filtersSomething(columns, field)) ? ALL_COLUMNS : { filters: columns, levels, ownSeatId, nowMs };
}

/**
 * The newest ids of a view. One branch for each reading state, so that each is a walk along `study_by_state` from the newest on and the union
 * stops at the limit; a search asks the index of word endings.
 */
function pageQuery(query: WorklistQuery): PageQuery {
  const parameters: Parameters = { limit: query.limit + 1 };
  const conditions: string[] = [];
  if (query.after !== null) {
    conditions.push('(arrived_at, id) < ($afterArrivedAt, $afterId)');
    parameters['afterArrivedAt'] = query.after.arrivedAt;
    parameters['afterId'] = query.after.studyId;
  }
  if (query.view === 'green-and-emergency') conditions.push("urgency <> 'routine'");
  const { filters, nowMs } = columnsOf(query);
  if (filters.received !== undefined) conditions.push(...receivedConditions(filters.received, nowMs, parameters));
  const search = searchWith(query.search, filters);
  const isFiltered = query.modalities.length + query.siteIds.length > 0;
  if (isFiltered && isNearlyAll(query.view) && search === '') return filteredPageQuery(query, conditions, parameters);
  query.modalities.forEach((modality, index) => (parameters[`modality${index}`] = `%"${modality}"%`));
  if (query.modalities.length > 0) conditions.push(`(${query.modalities.map((_, index) => `modalities LIKE $modality${index}`).join(' OR ')})`);
  query.siteIds.forEach((siteId, index) => (parameters[`site${index}`] = siteId));
  if (query.siteIds.length > 0) conditions.push(`site_id IN (${query.siteIds.map((_, index) => `$site${index}`).join(', ')})`);

  const states = statesLeft(VIEW_STATES[query.view], filters.statuses);
  const expression = searchExpression(search);
  if (states.length === VIEW_STATES.all.length && expression === undefined) {
    const where = ['is_case = 1', ...conditions].join(' AND ');
    return { sql: `SELECT id FROM study INDEXED BY study_search WHERE ${where} ORDER BY arrived_at DESC, id DESC LIMIT $limit`, parameters };
  }
  if (expression !== undefined) {
    parameters['expression'] = expression;
    const inStates = `(reading_state IN (${states.map((state) => `'${state}'`).join(', ')})${isOfOpenCases(query.view) ? ` OR ${ADDENDUM_WANTED}` : ''})`;
    const where = ['study_text MATCH $expression', 'is_case = 1', inStates, ...conditions].join(' AND ');
    // The index gives its finds by falling number, which is the order of arrival: the walk stops at the limit.
    return { sql: `SELECT study.id FROM study_text CROSS JOIN study ON study.id = study_text.rowid WHERE ${where} ORDER BY study_text.rowid DESC LIMIT $limit`, parameters };
  }
  const branches = states.map(
    (state) => `SELECT * FROM (SELECT id, arrived_at FROM study INDEXED BY study_by_state
      WHERE ${['is_case = 1', `reading_state = '${state}'`, ...conditions].join(' AND ')} ORDER BY arrived_at DESC, id DESC LIMIT $limit)`,
  );
  if (isOfOpenCases(query.view)) {
    branches.push(`SELECT * FROM (SELECT id, arrived_at FROM study WHERE ${[ADDENDUM_WANTED, ...conditions].join(' AND ')} ORDER BY arrived_at DESC, id DESC LIMIT $limit)`);
  }
  if (branches.length === 0) return { sql: 'SELECT id FROM study WHERE 0', parameters: {} };
  return { sql: `${branches.join(' UNION ALL ')} ORDER BY arrived_at DESC, id DESC LIMIT $limit`, parameters };
}

function isOfOpenCases(view: WorklistViewName): boolean {
  return view === 'open' || view === 'green-and-emergency';
}

interface PageQuery {
  readonly sql: string;
  readonly parameters: Parameters;
}

/** Views of nearly all cases: a filter that looked at one after the other might look at a million. The others hold what is open. */
function isNearlyAll(view: WorklistViewName): boolean {
  return view === 'all' || view === 'sent';
}

/** The newest ids of some modalities, hospitals, or both: one branch for each, a walk along its index that stops at the limit. */
function filteredPageQuery({ view, modalities, siteIds }: WorklistQuery, conditions: readonly string[], parameters: Parameters): PageQuery {
  modalities.forEach((modality, index) => (parameters[`modality${index}`] = modality));
  siteIds.forEach((siteId, index) => (parameters[`site${index}`] = siteId));
  const inView = view === 'all' ? [] : [`reading_state IN (${VIEW_STATES[view].map((state) => `'${state}'`).join(', ')})`];
  const branch = (source: string, from: string, own: readonly string[]) => {
    const where = ['is_case = 1', ...own, ...inView, ...conditions].map((condition) => condition.replace('(arrived_at, id)', `(${source}.arrived_at, ${source === 'study' ? 'id' : 'study_id'})`));
    const order = source === 'study' ? 'study.arrived_at DESC, study.id DESC' : `${source}.arrived_at DESC, study_id DESC`;
    return `SELECT * FROM (SELECT study.id AS id, study.arrived_at AS arrived_at FROM ${from} WHERE ${where.join(' AND ')} ORDER BY ${order} LIMIT $limit)`;
  };
  const ofSites = siteIds.map((_, index) => branch('study', 'study INDEXED BY study_by_site', [`study.site_id = $site${index}`]));
  const modalityTable = 'study_modality INDEXED BY study_modality_newest CROSS JOIN study ON study.id = study_id';
  const ofModalities = modalities.map((_, index) => branch('study_modality', modalityTable, [`modality = $modality${index}`]));
  const siteTable = 'study_modality CROSS JOIN study ON study.id = study_id';
  const ofBoth = modalities.flatMap((_, one) => siteIds.map((__, other) => branch('study_modality', siteTable, [`modality = $modality${one}`, `study_modality.site_id = $site${other}`])));
  const branches = modalities.length === 0 ? ofSites : siteIds.length === 0 ? ofModalities : ofBoth;
  // A study of two modalities is found twice.
  return { sql: `SELECT id FROM (${branches.join(' UNION ALL ')}) GROUP BY id ORDER BY arrived_at DESC, id DESC LIMIT $limit`, parameters };
}
