import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { WorklistRow, WorklistView } from '#shared/contract/services/worklist.contract.ts';
import type { ColumnFilters } from '#shared/worklist/column-filter.ts';
import type { GroupColumn, ListOrder } from '#shared/worklist/saved-view.ts';
import type { Urgency } from '#shared/worklist/urgency.ts';
import type { ApiClient } from './api-client.ts';
import { QUERY_KEYS } from './query-keys.ts';

/** What the page asks main, by name. Nothing grows stale by time: events say when to ask again (`query-keys.ts`). */

export const seatQuery = (api: ApiClient) =>
  queryOptions({ queryKey: QUERY_KEYS.seat, queryFn: ({ signal }) => api.system.describe(undefined, { signal }) });

export const sessionQuery = (api: ApiClient) =>
  queryOptions({ queryKey: QUERY_KEYS.session, queryFn: ({ signal }) => api.people.session(undefined, { signal }) });

export const peopleQuery = (api: ApiClient) =>
  queryOptions({ queryKey: QUERY_KEYS.people, queryFn: ({ signal }) => api.people.list(undefined, { signal }) });
/** Asked again each second while the keys change: it has no events. */
export const keysQuery = (api: ApiClient) =>
  queryOptions({
    queryKey: QUERY_KEYS.keys, queryFn: ({ signal }) => api.keys.state(undefined, { signal }), staleTime: 0,
    refetchInterval: ({ state }) => (state.data?.rotation?.status === 'running' ? 1_000 : false),
  });
export const providerQuery = (api: ApiClient) =>
  queryOptions({ queryKey: QUERY_KEYS.provider, queryFn: ({ signal }) => api.singleSignOn.provider(undefined, { signal }), staleTime: 0 });
export const signOnOfferQuery = (api: ApiClient) =>
  queryOptions({ queryKey: QUERY_KEYS.signOnOffer, queryFn: ({ signal }) => api.singleSignOn.offer(undefined, { signal }), staleTime: 0 });
export const retentionQuery = (api: ApiClient) =>
  queryOptions({ queryKey: QUERY_KEYS.retention, queryFn: ({ signal }) => api.retention.state(undefined, { signal }), staleTime: 0 });
/** Who reads a study, where several seats share a hub. */
export const claimsQuery = (api: ApiClient, studyId: number) =>
  queryOptions({ queryKey: QUERY_KEYS.claims(studyId), queryFn: ({ signal }) => api.coordination.standing({ studyId }, { signal }) });

/** Other seats of the hub. Who is here goes by time: asked again each half minute. */
export const colleaguesQuery = (api: ApiClient) =>
  queryOptions({ queryKey: QUERY_KEYS.colleagues, queryFn: ({ signal }) => api.colleagues.overview(undefined, { signal }), refetchInterval: 30_000 });

export const preferencesQuery = (api: ApiClient) =>
  queryOptions({ queryKey: QUERY_KEYS.preferences, queryFn: ({ signal }) => api.preferences.read(undefined, { signal }) });

export const importsQuery = (api: ApiClient) =>
  queryOptions({ queryKey: QUERY_KEYS.imports, queryFn: ({ signal }) => api.imports.list(undefined, { signal }) });

export const learnedHangingQuery = (api: ApiClient) =>
  queryOptions({ queryKey: QUERY_KEYS.hanging, queryFn: ({ signal }) => api.hanging.learned(undefined, { signal }) });
export const displayChecksQuery = (api: ApiClient) =>
  queryOptions({ queryKey: QUERY_KEYS.displays, queryFn: ({ signal }) => api.system.displayChecks(undefined, { signal }) });
/** Asked again twice a second while one runs: an export has no events. */
export const exportsQuery = (api: ApiClient) =>
  queryOptions({
    queryKey: QUERY_KEYS.exports, queryFn: ({ signal }) => api.exports.list(undefined, { signal }),
    refetchInterval: ({ state }) => (state.data?.some((job) => job.state === 'running') === true ? 500 : false),
  });
export const exportSurveyQuery = (api: ApiClient, studyId: number) =>
  queryOptions({ queryKey: QUERY_KEYS.exportSurvey(studyId), queryFn: ({ signal }) => api.exports.survey({ studyId }, { signal }), staleTime: 0 });
export const displayLightsQuery = (api: ApiClient) =>
  queryOptions({ queryKey: QUERY_KEYS.displayLights, queryFn: ({ signal }) => api.system.displayLights(undefined, { signal }) });

export const sitesQuery = (api: ApiClient) =>
  queryOptions({ queryKey: QUERY_KEYS.sites, queryFn: ({ signal }) => api.sites.list(undefined, { signal }) });

export interface WorklistFilter {
  readonly view: WorklistView;
  readonly search: string;
  readonly modalities: readonly string[];
  readonly siteIds: readonly string[];
  readonly urgencies: readonly Urgency[];
  readonly isMine: boolean;
  readonly order: ListOrder | null;
  readonly groupBy: GroupColumn | null;
  readonly columns: ColumnFilters;
}

export const WORKLIST_PAGE_ROWS = 200;

/** Newest arrival first goes on behind a row; another order, or a list looked through, at a place. */
type PagePosition = { readonly arrivedAt: string; readonly studyId: number } | { readonly offset: number } | null;

export const worklistQuery = (api: ApiClient, filter: WorklistFilter) => {
  const { view, search, modalities, siteIds, urgencies, isMine, order, groupBy, columns } = filter;
  const isArranged = order !== null || groupBy !== null || urgencies.length > 0 || isMine;
  return infiniteQueryOptions({
    queryKey: [...QUERY_KEYS.worklist, 'list', JSON.stringify(filter)],
    queryFn: ({ pageParam, signal }) =>
      api.worklist.list(
        {
          view, search, modalities: [...modalities], siteIds: [...siteIds], urgencies: [...urgencies], isMine, columns, limit: WORKLIST_PAGE_ROWS, order, groupBy,
          after: pageParam !== null && 'arrivedAt' in pageParam ? pageParam : null, offset: pageParam !== null && 'offset' in pageParam ? pageParam.offset : 0,
        },
        { signal },
      ),
    // What hangs on the time changes without an event.
    refetchInterval: columns.left !== undefined || columns.received?.kind === 'days-ago' ? 60_000 : false,
    initialPageParam: null as PagePosition,
    getNextPageParam: ({ rows, hasMore, next }, pages): PagePosition | undefined => {
      if (hasMore && next !== undefined) return next;
      const last = rows.at(-1);
      if (!hasMore || last === undefined) return undefined;
      return isArranged ? { offset: pages.reduce((sum, page) => sum + page.rows.length, 0) } : { arrivedAt: last.arrivedAt, studyId: last.studyId };
    },
    // A row that moved while pages were read may stand on two of them.
    select: ({ pages }): readonly WorklistRow[] => [...new Map(pages.flatMap(({ rows }) => rows).map((row) => [row.studyId, row])).values()],
  });
};

/** The groups of the same list. */
export const worklistGroupsQuery = (api: ApiClient, { view, search, modalities, siteIds, urgencies, isMine, groupBy, columns }: WorklistFilter) =>
  queryOptions({
    queryKey: [...QUERY_KEYS.worklist, 'groups', JSON.stringify([view, search, modalities, siteIds, urgencies, isMine, groupBy, columns])],
    queryFn: ({ signal }) =>
      groupBy === null ? [] : api.worklist.groups({ view, search, modalities: [...modalities], siteIds: [...siteIds], urgencies: [...urgencies], isMine, groupBy, columns }, { signal }),
    enabled: groupBy !== null,
  });

export const centreRulesQuery = (api: ApiClient) =>
  queryOptions({ queryKey: QUERY_KEYS.centreRules, queryFn: ({ signal }) => api.centre.rules(undefined, { signal }) });

/** What is known of a patient's condition; asked again when the first image and when the last one is here. `here` asks no clinical server. */
export const clinicalQuery = (api: ApiClient, { studyId, heldInstances, expectedInstances }: Pick<WorklistRow, 'studyId' | 'heldInstances' | 'expectedInstances'>, scope: 'here' | 'all') =>
  queryOptions({
    queryKey: [...QUERY_KEYS.clinical(studyId), scope, heldInstances > 0, heldInstances >= expectedInstances],
    queryFn: ({ signal }) => api.clinical.facts({ studyId, scope }, { signal }),
  });

export const stationsQuery = (api: ApiClient, studyId: number) =>
  queryOptions({ queryKey: QUERY_KEYS.stations(studyId), queryFn: ({ signal }) => api.worklist.stations({ studyId }, { signal }) });

/** As many as a list of what waits shows. */
const MOST_WAITING = 100;

/** Open cases of one hospital that still miss images. */
export const waitingQuery = (api: ApiClient, siteId: string) =>
  queryOptions({
    queryKey: [...QUERY_KEYS.worklist, 'waiting', siteId],
    queryFn: async ({ signal }) => {
      const { rows } = await api.worklist.list(
        { view: 'open', search: '', modalities: [], siteIds: [siteId], limit: MOST_WAITING, after: null },
        { signal },
      );
      return rows.filter(({ heldInstances, expectedInstances }) => heldInstances < expectedInstances);
    },
  });

/** Cases of these modalities that this seat knows, newest first: as many as are looked through for a past that fits. */
export const pastStudiesQuery = (api: ApiClient, modalities: readonly string[]) =>
  queryOptions({
    queryKey: [...QUERY_KEYS.worklist, 'past', ...modalities],
    queryFn: async ({ signal }) => (await api.worklist.list({ view: 'all', search: '', modalities: [...modalities], siteIds: [], limit: MOST_WAITING, after: null }, { signal })).rows,
  });

export const countsQuery = (api: ApiClient) =>
  queryOptions({ queryKey: QUERY_KEYS.counts, queryFn: ({ signal }) => api.worklist.counts(undefined, { signal }) });

/** What is known of a study, without opening it. */
export const studyQuery = (api: ApiClient, studyId: number) =>
  queryOptions({ queryKey: QUERY_KEYS.study(studyId), queryFn: ({ signal }) => api.studies.describe({ studyId }, { signal }) });

export const reportsQuery = (api: ApiClient, studyId: number) =>
  queryOptions({ queryKey: QUERY_KEYS.reports(studyId), queryFn: ({ signal }) => api.reports.forStudy({ studyId }, { signal }) });

/** What leaves when the draft is signed; stale with the checks of the same draft. */
export const leavingQuery = (api: ApiClient, requestId: number, revision: number) =>
  queryOptions({ queryKey: [...QUERY_KEYS.checksOf(requestId, revision), 'leaving'], queryFn: ({ signal }) => api.papers.leaving({ requestId }, { signal }) });

/** What a hospital's reports carry in head and foot. */
export const letterheadQuery = (api: ApiClient, siteId: string) =>
  queryOptions({ queryKey: [...QUERY_KEYS.sites, 'letterhead', siteId], queryFn: ({ signal }) => api.papers.letterhead({ siteId }, { signal }) });

/** As many as a page of deliveries shows. */
const MOST_DELIVERIES = 200;

export const deliveriesQuery = (api: ApiClient, show: 'open' | 'all') =>
  queryOptions({ queryKey: [...QUERY_KEYS.deliveries, show], queryFn: ({ signal }) => api.deliveries.list({ show, limit: MOST_DELIVERIES }, { signal }) });

/** Versions, review and correction of a request; stale with the reports of its study. */
export const reportHistoryQuery = (api: ApiClient, studyId: number, requestId: number) =>
  queryOptions({
    queryKey: [...QUERY_KEYS.reports(studyId), 'history', requestId],
    queryFn: ({ signal }) => api.versions.history({ requestId }, { signal }),
  });

/** Our documents in a study that were taken back; stale with its reports. */
export const withdrawnQuery = (api: ApiClient, studyId: number, studyInstanceUid: string) =>
  queryOptions({
    queryKey: [...QUERY_KEYS.reports(studyId), 'withdrawn'],
    queryFn: ({ signal }) => api.versions.withdrawnInstances({ studyInstanceUid }, { signal }),
  });

/** @param revision the saved one that is checked; the answer belongs to it alone */
export const checksQuery = (api: ApiClient, requestId: number, revision: number) =>
  queryOptions({
    queryKey: QUERY_KEYS.checksOf(requestId, revision),
    queryFn: ({ signal }) => api.reports.checkBeforeSigning({ requestId }, { signal }),
  });

export const signersQuery = (api: ApiClient) =>
  queryOptions({ queryKey: QUERY_KEYS.signers, queryFn: ({ signal }) => api.reports.signers(undefined, { signal }) });

export const libraryQuery = (api: ApiClient) =>
  queryOptions({ queryKey: QUERY_KEYS.library, queryFn: ({ signal }) => api.reportTexts.library(undefined, { signal }) });

export const surroundingsQuery = (api: ApiClient, requestId: number) =>
  queryOptions({ queryKey: QUERY_KEYS.surroundings(requestId), queryFn: ({ signal }) => api.reportTexts.surroundings({ requestId }, { signal }) });

export const criticalQuery = (api: ApiClient, requestId: number) =>
  queryOptions({ queryKey: QUERY_KEYS.critical(requestId), queryFn: ({ signal }) => api.criticalValues.ofRequest({ requestId }, { signal }) });

export const reportedSentencesQuery = (api: ApiClient, studyId: number) =>
  queryOptions({ queryKey: QUERY_KEYS.reportedSentences(studyId), queryFn: ({ signal }) => api.measurements.reportedSentences({ studyId }, { signal }) });

export const measurementsQuery = (api: ApiClient, studyId: number) =>
  queryOptions({ queryKey: QUERY_KEYS.measurements(studyId), queryFn: ({ signal }) => api.measurements.list({ studyId }, { signal }) });

export const ecgDictionaryQuery = (api: ApiClient) =>
  queryOptions({ queryKey: QUERY_KEYS.ecgDictionary, queryFn: ({ signal }) => api.ecg.dictionary(undefined, { signal }) });

export const criticalCallsQuery = (api: ApiClient, studyId: number) =>
  queryOptions({ queryKey: QUERY_KEYS.criticalCalls(studyId), queryFn: ({ signal }) => api.ecg.criticalCalls({ studyId }, { signal }) });

export const identityQuery = (api: ApiClient, studyId: number) =>
  queryOptions({ queryKey: QUERY_KEYS.identityOf(studyId), queryFn: ({ signal }) => api.identity.forStudy({ studyId }, { signal }) });
export const technicianQuery = (api: ApiClient, studyId: number) =>
  queryOptions({ queryKey: QUERY_KEYS.technicianOf(studyId), queryFn: ({ signal }) => api.technician.ofStudy({ studyId }, { signal }) });
export const consultationsQuery = (api: ApiClient, studyId: number) =>
  queryOptions({ queryKey: [...QUERY_KEYS.consultations, 'study', studyId], queryFn: ({ signal }) => api.consultations.ofStudy({ studyId }, { signal }) });
export const openConsultationsQuery = (api: ApiClient) =>
  queryOptions({ queryKey: [...QUERY_KEYS.consultations, 'open'], queryFn: ({ signal }) => api.consultations.open(undefined, { signal }) });
export const consultantsQuery = (api: ApiClient) =>
  queryOptions({ queryKey: [...QUERY_KEYS.consultations, 'colleagues'], queryFn: ({ signal }) => api.consultations.colleagues(undefined, { signal }) });
export const caseListsQuery = (api: ApiClient) =>
  queryOptions({ queryKey: [...QUERY_KEYS.consultations, 'lists'], queryFn: ({ signal }) => api.consultations.lists(undefined, { signal }) });
export const referralQuery = (api: ApiClient) => queryOptions({ queryKey: [...QUERY_KEYS.referral, 'table'], queryFn: ({ signal }) => api.referral.table(undefined, { signal }) });
export const referralLevelQuery = (api: ApiClient, studyId: number) =>
  queryOptions({ queryKey: [...QUERY_KEYS.referral, 'level', studyId], queryFn: ({ signal }) => api.referral.levelOf({ studyId }, { signal }) });
