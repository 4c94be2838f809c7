import { AppError } from '#shared/errors/app-error.ts';
import type { DataSet } from '#shared/dicom/data-set/data-set.ts';
import type { Remote, RemoteRepositories } from '../database/remote-repositories.ts';
import { startOutbox } from '../delivery/outbox.ts';
import { createDicomWebSite, type DicomWebSite } from '../dicomweb/dicom-web-site.ts';
import type { DocumentMaker } from '../documents/document-maker.ts';
import { createImporter } from '../import/importer.ts';
import { createIntake } from '../import/intake.ts';
import { createLocalSite, importSite, isLocalSite } from '../import/local-site.ts';
import { createMeasurementService } from '../measurements/measurement.service.ts';
import type { EventHub } from '../platform/event-hub.ts';
import type { HostPlatform } from '../platform/host-platform.ts';
import type { ReportedStudyFacts } from '../reports/assemble-report.ts';
import { createCriticalValueService } from '../reports/critical-value.service.ts';
import { postEscalation } from '../reports/escalation-webhook.ts';
import { createReportTextService } from '../reports/report-text.service.ts';
import { createReportService } from '../reports/report.service.ts';
import { createTextProblems } from '../reports/text-problems.ts';
import type { StudyRouteDependencies } from '../request-handler/study-routes.ts';
import type { RpcServices } from '../request-handler/rpc-route.ts';
import { createInstanceFetcher } from '../retrieval/fetch-instance.ts';
import { createNearArchive } from '../retrieval/near-archive.ts';
import { createSiteService } from '../retrieval/site.service.ts';
import { createRetrieval } from '../retrieval/retrieval.ts';
import { createSiteLinks, type SiteLinks } from '../sites/site-links.ts';
import { createSiteProfiles } from '../sites/site-profiles.ts';
import type { Site } from '../sites/site.ts';
import type { PackShelf } from '../store/pack-shelf.ts';
import { requestsOf } from '../studies/study-facts.ts';
import { createRoomKeeper, type Disk } from '../studies/room-keeper.ts';
import { createStudyChanges } from '../studies/study-changes.ts';
import { createStudyFetcher } from '../studies/study-fetcher.ts';
import { createStudyKeeper } from '../studies/study-keeper.ts';
import { createStudyService } from '../studies/study.service.ts';
import { startSitePoller } from '../worklist/site-poller.ts';
import { createWorklistService } from '../worklist/worklist.service.ts';
import type { CatalogueRepositories } from './catalogue-repositories.ts';
import { NEAR_NAME, type Configuration, type NearAddress } from './configuration.ts';

/** No byte for so long: the line is given up and asked again. Never a limit on a whole transfer. */
const NO_PROGRESS_TIMEOUT_MS = 30_000;

export interface ServiceDependencies {
  readonly platform: HostPlatform;
  readonly catalogue: RemoteRepositories<CatalogueRepositories>;
  readonly packs: Remote<PackShelf>;
  readonly documents: DocumentMaker;
  readonly configuration: Configuration;
  readonly events: EventHub;
  readonly measureDisk: () => Promise<Disk>;
}

export interface Services {
  readonly rpc: Pick<RpcServices, 'sites' | 'worklist' | 'studies' | 'measurements' | 'reports' | 'reportTexts' | 'criticalValues' | 'imports'>;
  readonly studyRoutes: StudyRouteDependencies;
  readonly close: () => Promise<void>;
}

/** Wires the modules together. The only place that knows all of them. */
export async function createServices({ platform, catalogue, packs, documents, configuration, events, measureDisk }: ServiceDependencies): Promise<Services> {
  const { clock, log } = platform;
  const { studies, keeping, requests, worklist, measurements, calibrations, viewedInstances, reports, deliveries, signers } = catalogue;
  const random = Math.random;
  const sites = new Map(configuration.sites.map((site) => [site.id, site]));
  const links = createSiteLinks(clock, (siteId) => events.publish({ kind: 'site-changed', siteId }));
  const hospitals = configuration.sites.filter((site) => !isLocalSite(site));
  const webSites = new Map(hospitals.map((site) => [site.id, connectSite(site, links)]));
  const webSite = (siteId: string) => webSites.get(siteId);
  const siteName = (siteId: string) => sites.get(siteId)?.name ?? siteId;

  const changes = createStudyChanges({ studies, changes: catalogue.changes, events, clock, log });
  const room = createRoomKeeper({
    keeping, packs, measureDisk, quotaBytes: configuration.quotaBytes, events, clock, log,
    isOpen: (studyId) => fetcher.isReading(studyId),
    onEvicted: (studyId) => retrieval.forget(studyId),
  });
  await room.sweep();
  const keeper = createStudyKeeper({ studies, requests, keeping, packs, changes, room, events, clock, log });
  const profiles = createSiteProfiles({ lines: catalogue.lines, clock, log });
  const near = configuration.near === undefined ? undefined : createNearArchive({ web: connectNear(configuration.near), clock, log });
  const retrieval = createRetrieval({
    fetchInstance: createInstanceFetcher({ webSite, profiles, links, near }),
    storeInstance: async (studyId, part10, instance) => void (await keeper.storeInstance(studyId, part10, instance.sopInstanceUid)),
    links,
    rule: profiles.rule,
    clock,
    log,
    random,
    hasFellows: near !== undefined,
    onDiskFull: () =>
      void measureDisk().then(({ freeBytes }) => events.publish({ kind: 'disk-full', freeBytes }), (error: unknown) => log.error('the disk could not be measured', {}, error)),
  });
  const fetcher = createStudyFetcher({
    studies, requests, keeper, retrieval, links, events, clock, log,
    // What was imported has no hospital whose list could be read.
    webSite: (siteId) => (hospitals.some(({ id }) => id === siteId) ? webSite(siteId) : undefined),
    isPaused: (siteId) => profiles.rule(siteId).isPaused,
    ownInstances: (studyInstanceUid) => deliveries.ownInstances(studyInstanceUid),
  });
  const outbox = startOutbox({ deliveries, webSite, siteName, links, events, clock, log, random });
  const enterLocalSite = (site: Site) => {
    sites.set(site.id, site);
    webSites.set(site.id, createLocalSite(site, studies, keeper));
    links.recordAnswer(site.id);
    return site;
  };
  configuration.sites.filter(isLocalSite).forEach(enterLocalSite);
  const importer = createImporter({
    imports: catalogue.imports, events, clock, log,
    async startIntake() {
      const site = [...sites.values()].find(isLocalSite) ?? enterLocalSite(importSite(clock.now()));
      await catalogue.sites.put(site);
      return createIntake({ site, studies, keeper, events, clock });
    },
  });
  await importer.resume();
  const pollers = new Map(
    hospitals.map((site) => {
      const web = webSites.get(site.id) ?? connectSite(site, links);
      const onAnswering = (siteId: string) => void deliveries.hurrySite(siteId, clock.now().toISOString()).then(() => outbox.wake());
      return [site.id, startSitePoller({ site, web, studies, fetcher, keeper, links, events, clock, log, onAnswering })];
    }),
  );

  const worklistService = createWorklistService({ worklist, studies, secondsToReady: retrieval.secondsToReady, events });
  const requireStudy = (studyId: number) => worklistService.row(studyId);
  const studyService = createStudyService({
    studies, viewedInstances, worklistRow: requireStudy, siteName, keeper, fetcher, keeping, changes, links, events, clock, log,
  });
  const measurementService = createMeasurementService({ measurements, calibrations, requireStudy, events, clock });

  const studyFacts = async (studyId: number): Promise<ReportedStudyFacts> => {
    const study = await studies.find(studyId);
    if (study === undefined) throw new AppError('study/unknown', 'no such study', { facts: { studyId } });
    const [series, held, measured, calibrated, viewed] = await Promise.all([
      studies.series(studyId),
      keeper.reference(studyId).then((reference) => packs.heldInstances(reference)),
      measurements.list(studyId),
      calibrations.list(studyId),
      viewedInstances.list(studyId),
    ]);
    const texts = await Promise.all(series.map(async (one) => [one.seriesInstanceUid, await keeper.readSeriesMetadata(studyId, one.seriesInstanceUid)] as const));
    const headers = new Map(texts.map(([uid, text]) => [uid, JSON.parse(text) as DataSet[]]));
    return { study, series, held, headers, measurements: measured, calibrations: calibrated, viewed };
  };
  const ensureRequest = async (studyId: number): Promise<void> => {
    const study = await studies.find(studyId);
    if (study === undefined) throw new AppError('study/unknown', 'no such study', { facts: { studyId } });
    if ((await requests.forStudy(studyId)).length === 0) await requests.recordRequests(study.siteId, studyId, requestsOf(study, []));
  };
  const criticalValueService = createCriticalValueService({
    values: catalogue.criticalValues, requests, study: (studyId) => studies.find(studyId), siteName, events, clock,
    notify: (notice) => postEscalation(configuration.criticalWebhook, notice),
  });
  const escalation = setInterval(() => {
    criticalValueService.escalate().catch((error: unknown) => log.error('critical values could not be told on', {}, error));
  }, ESCALATION_CHECK_MS);
  const reportTextService = createReportTextService({ words: catalogue.reportWords, requests, study: (studyId) => studies.find(studyId), events, clock });
  const reportService = createReportService({
    textProblems: createTextProblems({ words: catalogue.reportWords, values: catalogue.criticalValues, criticalRules: criticalValueService.activeRules }),
    reports, requests, deliveries, signers, documents, studyFacts, ensureRequest, events, clock,
    hospital: (siteId) => {
      const site = sites.get(siteId);
      return { name: siteName(siteId), address: site?.letterhead.address ?? '', telephone: site?.letterhead.telephone ?? '', isDemo: site?.isDemo ?? false };
    },
    centreName: () => configuration.centreName,
    onSigned: () => outbox.wake(),
  });

  const siteService = createSiteService({
    sites: () => [...sites.values()], webSite, links, profiles, retrieval, events, clock,
    pollNow: (siteId) => pollers.get(siteId)?.pollNow(),
  });

  return {
    rpc: {
      sites: siteService,
      worklist: worklistService,
      studies: studyService,
      measurements: measurementService,
      reports: reportService,
      reportTexts: reportTextService,
      criticalValues: criticalValueService,
      imports: importer,
    },
    studyRoutes: {
      readFrame: keeper.readFrame,
      readBulkData: keeper.readBulkData,
      readSeriesMetadata: keeper.readSeriesMetadata,
      wantInstance: (studyId, sopInstanceUid) =>
        void fetcher.wantInstance(studyId, sopInstanceUid).catch((error: unknown) => log.error('an instance could not be asked for', { studyId }, error)),
    },
    async close() {
      clearInterval(escalation);
      await Promise.all([importer.close(), ...[...pollers.values()].map((poller) => poller.close())]);
      await Promise.all([fetcher.close(), retrieval.close(), outbox.close()]);
      await near?.close();
    },
  };
}

/** Escalation is due to the minute: four looks a minute are enough. */
const ESCALATION_CHECK_MS = 15_000;

/** In the local network: an archive that keeps us waiting is of no use. */
const NEAR_TIMEOUT_MS = 5_000;

function connectNear({ baseUrl, credentials }: NearAddress): DicomWebSite {
  return createDicomWebSite({ name: NEAR_NAME, baseUrl, ...(credentials === undefined ? {} : { credentials }), noProgressTimeoutMs: NEAR_TIMEOUT_MS });
}

function connectSite(site: Site, links: SiteLinks): DicomWebSite {
  return createDicomWebSite({
    name: site.name,
    baseUrl: site.baseUrl,
    ...(site.credentials === undefined ? {} : { credentials: site.credentials }),
    noProgressTimeoutMs: NO_PROGRESS_TIMEOUT_MS,
    onBytes: (count) => links.recordBytes(site.id, count),
  });
}
