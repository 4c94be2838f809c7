import { weight, type ServiceLevel } from '#shared/worklist/service-level.ts';
import { READING_MINUTES } from '#shared/worklist/urgency.ts';

/** Values of a statement by name. */
export type Parameters = Record<string, string | number>;

export const IS_HERE = 'expected_instances > 0 AND held_instances >= expected_instances';
/** As `caseStatus` in shared/worklist/case-status.ts. */
export const STATUS = `CASE WHEN reading_state <> 'unread' THEN reading_state WHEN complete_at IS NOT NULL AND ${IS_HERE} THEN 'ready' WHEN held_instances = 0 THEN 'queued' ELSE 'arriving' END`;

/** When a report is due, in seconds since 1970: the line of the service levels that names most comes first. */
export function dueSeconds(levels: readonly ServiceLevel[], parameters: Parameters): string {
  const ranked = levels.map((level, place) => ({ level, place })).toSorted((left, right) => weight(right.level) - weight(left.level) || left.place - right.place);
  const branches = ranked.map(({ level: { siteId, modality, urgency, minutes }, place }) => {
    parameters[`minutes${place}`] = minutes;
    const conditions = ['1 = 1'];
    if (siteId !== '') conditions.push(bound(parameters, `levelSite${place}`, siteId, (name) => `study.site_id = ${name}`));
    if (modality !== '') conditions.push(bound(parameters, `levelModality${place}`, `%"${modality}"%`, (name) => `modalities LIKE ${name}`));
    if (urgency !== '') conditions.push(bound(parameters, `levelUrgency${place}`, urgency, (name) => `urgency = ${name}`));
    return `WHEN ${conditions.join(' AND ')} THEN $minutes${place}`;
  });
  const usual = Object.entries(READING_MINUTES).map(([urgency, minutes]) => `WHEN urgency = '${urgency}' THEN ${minutes}`);
  const paused = `coalesce((SELECT sum(unixepoch(coalesce(resumed_at, 'now'), 'subsec') - unixepoch(paused_at, 'subsec')) FROM clock_pause WHERE study_id = study.id), 0)`;
  return `(unixepoch(complete_at, 'subsec') + 60 * CASE ${[...branches, ...usual].join(' ')} END + ${paused})`;
}

export function bound(parameters: Parameters, name: string, value: string, write: (placeholder: string) => string): string {
  parameters[name] = value;
  return write(`$${name}`);
}
