import type { CaseStatus } from '#shared/worklist/case-status.ts';
import { bodyPartsWritten, filterWords, receivedBetween, type ColumnFilters, type ReceivedDays, type TimeState } from '#shared/worklist/column-filter.ts';
import type { ServiceLevel } from '#shared/worklist/service-level.ts';
import { dueSeconds, IS_HERE, STATUS, type Parameters } from './list-terms.repository.ts';

/** What the columns let through, and by whose eyes: `mine` and `overdue` mean nothing without. */
export interface FilteredColumns {
  readonly filters: ColumnFilters;
  readonly levels: readonly ServiceLevel[];
  readonly ownSeatId: string;
  /** The coordinator's time, milliseconds since 1970. */
  readonly nowMs: number;
}

export const ALL_COLUMNS: FilteredColumns = { filters: {}, levels: [], ownSeatId: '', nowMs: 0 };

const CASES_OF_STUDY = `SELECT 1 FROM request_study JOIN request ON request.id = request_study.request_id
  JOIN coordinated_case ON case_key = request.site_id || '|' || request.request_key WHERE request_study.study_id = study.id`;
const HAS_CLAIM = `EXISTS (${CASES_OF_STUDY} AND (holder_seat IS NOT NULL OR final_seat IS NOT NULL))`;
/** A colleague's claim counts more than one's own, as in the row. */
const HAS_COLLEAGUE = `EXISTS (${CASES_OF_STUDY} AND (holder_seat <> $ownSeatId OR final_seat <> $ownSeatId))`;
const CLAIMS = { mine: `(${HAS_CLAIM} AND NOT ${HAS_COLLEAGUE})`, colleague: HAS_COLLEAGUE, free: `NOT ${HAS_CLAIM}` } as const;

const IMAGES = { none: 'held_instances = 0', some: `(held_instances > 0 AND NOT (${IS_HERE}))`, all: `(${IS_HERE})` } as const;

const HAS_PRIORS = `(EXISTS (SELECT 1 FROM study AS prior WHERE prior.site_id = study.site_id AND prior.patient_id = study.patient_id
    AND prior.issuer_of_patient_id = study.issuer_of_patient_id AND study.patient_id <> '' AND prior.id <> study.id AND coalesce(prior.study_date, '') <= coalesce(study.study_date, '9'))
  OR EXISTS (SELECT 1 FROM patient_kin AS kin CROSS JOIN study AS prior ON prior.site_id = kin.kin_site_id AND prior.patient_id = kin.kin_patient_id
    AND prior.issuer_of_patient_id = kin.kin_issuer_of_patient_id
    WHERE kin.site_id = study.site_id AND kin.patient_id = study.patient_id AND kin.issuer_of_patient_id = study.issuer_of_patient_id
    AND coalesce(prior.study_date, '') <= coalesce(study.study_date, '9')))`;

/** Full years on the day of the study; of a patient without a birth date as the hospital sent it (PS3.5 6.2, AS), null when it sent none. */
const AGE_YEARS = `CASE WHEN patient_birth_date IS NOT NULL
    THEN (CAST(replace(coalesce(study_date, substr(study.arrived_at, 1, 10)), '-', '') AS INTEGER) - CAST(replace(patient_birth_date, '-', '') AS INTEGER)) / 10000
  WHEN patient_age GLOB '[0-9][0-9][0-9][YMWD]'
    THEN CAST(substr(patient_age, 1, 3) AS INTEGER) / CASE substr(patient_age, 4) WHEN 'Y' THEN 1 WHEN 'M' THEN 12 WHEN 'W' THEN 52 ELSE 365 END END`;

/** One condition for each field that narrows. Columns that another table of the list has, too, are named with their own. */
export function columnConditions({ filters, levels, ownSeatId, nowMs }: FilteredColumns, parameters: Parameters): string[] {
  const conditions: string[] = [];
  const anyOf = (alternatives: readonly string[]) => void (alternatives.length === 0 || conditions.push(`(${alternatives.join(' OR ')})`));
  const words = (name: string, text: string | undefined, condition: (placeholder: string, word: string, index: number) => string) =>
    filterWords(text).forEach((word, index) => {
      parameters[`${name}${index}`] = word;
      conditions.push(condition(`$${name}${index}`, word, index));
    });

  anyOf((filters.images ?? []).map((state) => IMAGES[state]));
  if (filters.left !== undefined && filters.left.length > 0) anyOf(timeConditions(filters.left, levels, nowMs, parameters));
  words('patient', filters.patient, (word) => `instr(lower(replace(patient_name, '^', '')), ${word}) > 0`);
  (filters.sexes ?? []).forEach((sex, index) => (parameters[`sex${index}`] = sex));
  if (filters.sexes !== undefined && filters.sexes.length > 0) conditions.push(`patient_sex IN (${filters.sexes.map((_, index) => `$sex${index}`).join(', ')})`);
  for (const [name, years, sign] of [['fromYears', filters.age?.fromYears ?? null, '>='], ['toYears', filters.age?.toYears ?? null, '<=']] as const) {
    if (years === null) continue;
    parameters[name] = years;
    conditions.push(`${AGE_YEARS} ${sign} $${name}`);
  }
  words('examination', filters.examination, (word, typed, index) => {
    parameters[`bodyParts${index}`] = JSON.stringify(bodyPartsWritten(typed));
    return `(instr(lower(study_description || ' ' || body_part), ${word}) > 0
      OR upper(replace(replace(trim(body_part), ' ', ''), '_', '')) IN (SELECT value FROM json_each($bodyParts${index})))`;
  });
  words('request', filters.request, (word) => `instr(lower(clinical_information), ${word}) > 0`);
  if (filters.hasRequest !== undefined) conditions.push(`clinical_information ${filters.hasRequest === 'some' ? '<>' : '='} ''`);
  if (filters.priors !== undefined) conditions.push(filters.priors === 'some' ? HAS_PRIORS : `NOT ${HAS_PRIORS}`);
  if (filters.received !== undefined) conditions.push(...receivedConditions(filters.received, nowMs, parameters));
  if ((filters.claims ?? []).some((claim) => claim !== 'free')) parameters['ownSeatId'] = ownSeatId;
  anyOf((filters.claims ?? []).map((claim) => CLAIMS[claim]));
  words('claimedBy', filters.claimedBy, (word) => `EXISTS (${CASES_OF_STUDY} AND instr(lower(coalesce(final_person, '') || ' ' || coalesce(holder_person, '')), ${word}) > 0)`);
  (filters.statuses ?? []).forEach((status, index) => (parameters[`status${index}`] = status));
  if (filters.statuses !== undefined && filters.statuses.length > 0) conditions.push(`${STATUS} IN (${filters.statuses.map((_, index) => `$status${index}`).join(', ')})`);
  return conditions;
}

/** A signed case has no time left; one that stands still is `paused` and nothing else. */
function timeConditions(states: readonly TimeState[], levels: readonly ServiceLevel[], nowMs: number, parameters: Parameters): string[] {
  const isOpen = "reading_state IN ('unread', 'drafting')";
  const isPaused = 'EXISTS (SELECT 1 FROM clock_pause WHERE clock_pause.study_id = study.id AND resumed_at IS NULL)';
  const isStarted = `complete_at IS NOT NULL AND ${IS_HERE}`;
  const ranges: Partial<Record<TimeState, (left: string) => string>> = {
    overdue: (left) => `${left} < 0`,
    'half-hour': (left) => `${left} BETWEEN 0 AND 1800`,
    hour: (left) => `${left} BETWEEN 0 AND 3600`,
    later: (left) => `${left} > 3600`,
  };
  return states.map((state) => {
    if (state === 'not-started') return `(${isOpen} AND NOT (${isStarted}))`;
    if (state === 'paused') return `(${isOpen} AND ${isStarted} AND ${isPaused})`;
    parameters['nowSeconds'] = nowMs / 1000;
    const left = `(${dueSeconds(levels, parameters)} - $nowSeconds)`;
    return `(${isOpen} AND ${isStarted} AND NOT ${isPaused} AND ${ranges[state]?.(left) ?? '0'})`;
  });
}

/** Days of arrival, along the index that a list is walked by. */
export function receivedConditions(days: ReceivedDays, nowMs: number, parameters: Parameters): string[] {
  const { fromMs, untilMs } = receivedBetween(days, nowMs);
  if (fromMs !== null) parameters['receivedFrom'] = new Date(fromMs).toISOString();
  if (untilMs !== null) parameters['receivedUntil'] = new Date(untilMs).toISOString();
  return [...(fromMs === null ? [] : ['study.arrived_at >= $receivedFrom']), ...(untilMs === null ? [] : ['study.arrived_at < $receivedUntil'])];
}

/** Reading states that a filter by status leaves of those of a view: each is a walk along an index of its own. */
export function statesLeft(states: readonly string[], statuses: readonly CaseStatus[] | undefined): readonly string[] {
  if (statuses === undefined || statuses.length === 0) return states;
  const wanted = new Set(statuses.map((status): string => (status === 'ready' || status === 'queued' || status === 'arriving' ? 'unread' : status)));
  return states.filter((state) => wanted.has(state));
}

/** What the index of words is asked for: it holds names and examinations, and leaves few rows to look at. */
export function searchWith(search: string, { patient = '', examination = '' }: ColumnFilters): string {
  return [search, patient, examination].map((text) => text.trim()).filter((text) => text !== '').join(' ');
}
