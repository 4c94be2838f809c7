import type { ApplicationEvent } from '#shared/contract/services/system.contract.ts';

/** The first words of what the page has asked main; an event names those to ask again. */
export const QUERY_KEYS = {
  imports: ['imports'],
  hanging: ['hanging'],
  preferences: ['preferences'],
  seat: ['seat'],
  session: ['session'],
  people: ['people'],
  audit: ['audit'],
  keys: ['keys'],
  provider: ['provider'],
  signOnOffer: ['sign-on-offer'],
  retention: ['retention'],
  sites: ['sites'],
  displays: ['displays'],
  displayLights: ['display-lights'],
  exports: ['exports'],
  exportSurvey: (studyId: number) => ['export-survey', studyId] as const,
  worklist: ['worklist'],
  counts: ['counts'],
  studies: ['study'],
  study: (studyId: number) => ['study', studyId],
  allReports: ['reports'],
  reports: (studyId: number) => ['reports', studyId],
  checks: ['checks'],
  checksOf: (requestId: number, revision: number) => ['checks', requestId, revision],
  signers: ['signers'],
  library: ['library'],
  allSurroundings: ['surroundings'],
  surroundings: (requestId: number) => ['surroundings', requestId],
  allCritical: ['critical'],
  critical: (requestId: number) => ['critical', requestId],
  allMeasurements: ['measurements'],
  measurements: (studyId: number) => ['measurements', studyId],
  criticalCalls: (studyId: number) => ['measurements', studyId, 'critical-calls'],
  reportedSentences: (studyId: number) => ['measurements', studyId, 'reported'],
  allClaims: ['claims'],
  claims: (studyId: number) => ['claims', studyId],
  quality: ['quality'],
  recognition: ['recognition'],
  reviewRule: ['review-rule'],
  criticalHook: ['critical-hook'],
  ecgDictionary: ['ecg-dictionary'],
  deliveries: ['deliveries'],
  colleagues: ['colleagues'],
  centreRules: ['centre-rules'],
  allClinical: ['clinical'],
  clinical: (studyId: number) => ['clinical', studyId],
  clinicalServer: (siteId: string) => ['clinical-server', siteId],
  ledger: ['ledger'],
  stations: (studyId: number) => ['stations', studyId],
  technician: ['technician'],
  technicianOf: (studyId: number) => ['technician', studyId],
  countyPages: ['county-pages'],
  joining: ['joining'],
  consultations: ['consultations'],
  referral: ['referral'],
  identity: ['identity'],
  identityOf: (studyId: number) => ['identity', studyId],
} as const;

export type QueryKey = readonly (string | number)[];

/** Everything, after a gap in the events. */
export const ALL_QUERIES: QueryKey = [];

/** What an event makes stale. */
export function staleAfter(event: ApplicationEvent): readonly QueryKey[] {
  switch (event.kind) {
    case 'stream-started':
      return event.resumed ? [] : [ALL_QUERIES];
    case 'case-announced':
      return [QUERY_KEYS.worklist, QUERY_KEYS.counts];
    case 'worklist-changed':
      return [QUERY_KEYS.worklist, QUERY_KEYS.counts, QUERY_KEYS.seat, ...event.studyIds.flatMap((studyId) => [QUERY_KEYS.study(studyId), QUERY_KEYS.stations(studyId)])];
    case 'study-changed':
      return [QUERY_KEYS.study(event.studyId), QUERY_KEYS.checks];
    case 'session-changed':
      return [QUERY_KEYS.session, QUERY_KEYS.people];
    case 'instances-held':
      return [QUERY_KEYS.study(event.studyId)];
    case 'site-changed':
      return [QUERY_KEYS.sites];
    case 'report-changed':
      return [
        ...event.studyIds.flatMap((studyId) => [QUERY_KEYS.reports(studyId), QUERY_KEYS.study(studyId)]),
        QUERY_KEYS.worklist,
        QUERY_KEYS.counts,
        QUERY_KEYS.seat,
        QUERY_KEYS.checks,
        QUERY_KEYS.allSurroundings,
        QUERY_KEYS.deliveries,
      ];
    case 'measurements-changed':
      return [QUERY_KEYS.measurements(event.studyId), QUERY_KEYS.checks];
    case 'preferences-changed':
      return [QUERY_KEYS.preferences];
    case 'critical-changed':
      return [QUERY_KEYS.allCritical, QUERY_KEYS.checks];
    case 'import-changed':
      return [QUERY_KEYS.imports];
    case 'hanging-changed':
      return [QUERY_KEYS.hanging];
    case 'claims-changed':
      return [...event.studyIds.flatMap((studyId) => [QUERY_KEYS.claims(studyId), QUERY_KEYS.reports(studyId)]), QUERY_KEYS.worklist, QUERY_KEYS.seat];
    case 'colleagues-changed':
      return [QUERY_KEYS.colleagues];
    case 'centre-data-changed':
      return [QUERY_KEYS.library, QUERY_KEYS.sites, QUERY_KEYS.allCritical, QUERY_KEYS.people];
    case 'collaboration-changed':
      return staleAfterCollaboration(event);
    case 'disk-full':
      return [QUERY_KEYS.seat];
    // The pictures follow it themselves.
    case 'frames-arriving':
      return [];
    // What sounds and what is told asks for itself; the row moves with `worklist-changed`.
    case 'case-ready':
      return [];
    case 'service-escalated':
      return [QUERY_KEYS.stations(event.studyId)];
    case 'centre-rules-changed':
      return [QUERY_KEYS.centreRules];
    default:
      return event satisfies never;
  }
}

/** Persons, priors and what hangs on them change together; a view that moves changes nothing that was asked. */
function staleAfterCollaboration({ area, studyIds }: Extract<ApplicationEvent, { kind: 'collaboration-changed' }>): readonly QueryKey[] {
  if (area === 'identity') return [QUERY_KEYS.identity, QUERY_KEYS.allSurroundings, QUERY_KEYS.allMeasurements, ...studyIds.map(QUERY_KEYS.study)];
  return area === 'technician' ? [QUERY_KEYS.technician] : area === 'consultation' ? [QUERY_KEYS.consultations] : area === 'referral' ? [QUERY_KEYS.referral] : [];
}
