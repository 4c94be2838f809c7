import { join } from 'node:path';
import { AppError } from '#shared/errors/app-error.ts';
import { DEFAULT_GREEN_CHANNEL_RULES, judgeCase, type UrgencyJudge } from '#shared/worklist/green-channel.ts';
import type { AuditTrimmer } from '../audit/audit-trimmer.ts';
import type { AuditTrail } from '../audit/audit-trail.ts';
import type { AuditWriter } from '../audit/audit-writer.ts';
import type { Remote, RemoteRepositories } from '../database/remote-repositories.ts';
import { startOutbox } from '../delivery/outbox.ts';
import { createClinicalServer } from '../dicomweb/clinical-server.ts';
import { createExporter } from '../export/exporter.ts';
import { createMayExport } from '../export/may-export.ts';
import { createHangingService } from '../hanging/hanging.service.ts';
import { watchDropFolder } from '../import/drop-folder.ts';
import { createImporter } from '../import/importer.ts';
import { createIntake } from '../import/intake.ts';
import { createLocalSite, importSite } from '../import/local-site.ts';
import { createDisplayCheckService } from '../measurements/display-check.service.ts';
import { createMeasurementService } from '../measurements/measurement.service.ts';
import { createPreferencesService } from '../preferences/preferences.service.ts';
import type { CentrePeople, SharedPerson } from '../people/centre-people.ts';
import type { EventHub } from '../platform/event-hub.ts';
import type { HostPlatform } from '../platform/host-platform.ts';
import { createEcgAssembly } from '../reports/assemble-ecg.ts';
import type { AuditSignature } from '../reports/audit-signature.ts';
import { createCoordinatedRecording } from '../reports/coordinated-recording.ts';
import { createCriticalValueService } from '../reports/critical-value.service.ts';
import { createDepartmentService } from '../reports/department.service.ts';
import { createEcgService } from '../reports/ecg.service.ts';
import { postEscalation } from '../reports/escalation-webhook.ts';
import { withClaimedDrafts } from '../reports/claimed-drafts.ts';
import { createDeliveryService } from '../reports/delivery.service.ts';
import { withOfflineMarks } from '../reports/offline-signatures.ts';
import { createRetentionService } from '../reports/retention.service.ts';
import { createReportTextService } from '../reports/report-text.service.ts';
import { createReportService } from '../reports/report.service.ts';
import { createTextProblems } from '../reports/text-problems.ts';
import { createPictureService } from '../reports/picture.service.ts';
import { basicTextSites } from '../reports/structured-report-form.ts';
import { startTimeStampKeeper } from '../reports/time-stamp-keeper.ts';
import { createVerificationService } from '../reports/verification.service.ts';
import { createVersionService } from '../reports/version.service.ts';
import { createSigningDesk } from '../signing/signing-desk.ts';
import { httpTimeStampAuthority } from '../signing/time-stamp-authority.ts';
import type { StudyRouteDependencies } from '../request-handler/study-routes.ts';
import { createInstanceFetcher } from '../retrieval/fetch-instance.ts';
import { createSeriesFetcher } from '../retrieval/fetch-series.ts';
import { createNearArchive } from '../retrieval/near-archive.ts';
import { createSiteService } from '../retrieval/site.service.ts';
import { createArrivingObjects } from '../retrieval/arriving-objects.ts';
import { createRetrieval } from '../retrieval/retrieval.ts';
import { createSiteLinks } from '../sites/site-links.ts';
import { createSiteProfiles } from '../sites/site-profiles.ts';
import { isLocalSite, type Site } from '../sites/site.ts';
import type { PackShelf } from '../store/pack-shelf.ts';
import { requestsOf } from '../studies/study-facts.ts';
import { createClinicalService } from '../studies/clinical.service.ts';
import { createRoomKeeper, type Disk } from '../studies/room-keeper.ts';
import { createStudyChanges } from '../studies/study-changes.ts';
import { createStudyFetcher } from '../studies/study-fetcher.ts';
import { createStudyKeeper } from '../studies/study-keeper.ts';
import type { DrawFrame, PictureDesk } from '../pictures/picture-desk.ts';
import { createStudyService } from '../studies/study.service.ts';
import { createColleaguesService } from '../worklist/colleagues.service.ts';
import { createCentreRulesService, type CentreRulesService } from '../worklist/centre-rules.service.ts';
import { createCoordinationService } from '../worklist/coordination.service.ts';
import { createSharedPauses, type SharedPauses } from '../worklist/shared-pauses.ts';
import { createServerClock } from '../worklist/server-clock.ts';
import { createServiceTimeService } from '../worklist/service-time.service.ts';
import { startSitePoller } from '../worklist/site-poller.ts';
import { createWorklistService } from '../worklist/worklist.service.ts';
import { auditRetention } from './audit-retention.ts';
import { auditEscalations, auditServices, auditedStudy, type ServedByRpc } from './audited-services.ts';
import type { CatalogueRepositories } from './catalogue-repositories.ts';
import type { Configuration } from './configuration.ts';
import { hubSeat, openCoordination, wordsOfBundle, type Coordination, type HubState } from './coordination.ts';
import { shareCentreData, type SharedCentre } from './centre-lists.ts';
import type { DocumentThread } from './document-thread.ts';
import { openCollaboration, technicianClock } from './collaboration.ts';
import { createHospitals } from './hospitals.ts';
import { connectNear } from './near-connection.ts';
import { studyFactsOf } from './study-facts.ts';

export interface ServiceDependencies {
  readonly platform: HostPlatform;
  readonly catalogue: RemoteRepositories<CatalogueRepositories>;
  readonly packs: Remote<PackShelf>;
  readonly documents: DocumentThread;
  readonly draw: DrawFrame;
  readonly configuration: Configuration;
  readonly events: EventHub;
  readonly measureDisk: () => Promise<Disk>;
  readonly audit: { readonly trail: AuditTrail; readonly writer: AuditWriter; readonly trimmer: AuditTrimmer };
  /** Who sits here; undefined at a seat where nobody signs in. */
  readonly personId: () => number | undefined;
  /** Another seat has changed a person. */
  readonly onPersonTaken: (person: SharedPerson) => Promise<void>;
  /** Hospitals whose cases they may see; null for all. */
  readonly visibleSiteIds: () => readonly string[] | null;
}

export interface Services {
  readonly rpc: ServedByRpc;
  readonly studyRoutes: StudyRouteDependencies;
  readonly pictures: PictureDesk;
  readonly siteName: (siteId: string) => string;
  readonly centrePeople: CentrePeople;
  readonly hubState: () => Promise<HubState | null>;
  /** What is added to this machine's clock to have the coordinator's, milliseconds. */
  readonly serverOffsetMs: () => number;
  readonly close: () => Promise<void>;
}

/** Wires the modules together. The only place that knows all of them. */
export async function createServices({ platform, catalogue, packs, documents, draw, configuration, events, measureDisk, audit, personId, onPersonTaken, visibleSiteIds }: ServiceDependencies): Promise<Services> {
  const { clock, log } = platform;
  const { studies, keeping, requests, worklist, measurements, calibrations, viewedInstances, reports, versions, evidence, deliveries, signers, settings } = catalogue;
  const random = Math.random;
  // Nothing is asked of the coordinator before it stands; what is seen until then is judged by this machine's clock and the program's own rules.
  const standing: { coordinator?: Coordination['coordinator']; rules?: CentreRulesService; centre?: SharedCentre; pauses?: SharedPauses } = {};
  const serverClock = createServerClock(clock, () => standing.coordinator);
  const judge: UrgencyJudge = (words) => standing.rules?.judge(words) ?? judgeCase(words, DEFAULT_GREEN_CHANNEL_RULES);
  const links = createSiteLinks(clock, (siteId) => events.publish({ kind: 'site-changed', siteId }));
  const hospitals = createHospitals(configuration.sites, { catalogue, vault: configuration.vault, links, clock, ownSiteIds: configuration.ownSiteIds, onLeft: (siteId) => retrieval.forgetSite(siteId), publish: (site, keep) => (standing.centre === undefined ? keep() : standing.centre.publishSite(site, keep)) });
  const { webSite } = hospitals;
  const siteName = (siteId: string) => hospitals.find(siteId)?.name ?? siteId;
  const audited = { ...audit, findStudy: (studyId: number) => studies.find(studyId), siteName, clock, log };

  const changes = createStudyChanges({ studies, changes: catalogue.changes, events, clock, log });
  const room = createRoomKeeper({
    keeping, packs, measureDisk, quotaBytes: configuration.quotaBytes, events, clock, log,
    isOpen: (studyId) => fetcher.isReading(studyId),
    onEvicted: (studyId) => retrieval.forget(studyId),
  });
  await room.sweep();
  const keeper = createStudyKeeper({ studies, requests, keeping, packs, changes, room, events, clock: serverClock, log, judge });
  const profiles = createSiteProfiles({ lines: catalogue.lines, clock, log });
  const near = configuration.near === undefined ? undefined : createNearArchive({ web: connectNear(configuration.near), log });
  const arriving = createArrivingObjects({ held: keeper, publish: events.publish });
  const retrieval = createRetrieval({
    fetchInstance: arriving.watching(createInstanceFetcher({ webSite, profiles, links, near })),
    // A near archive is asked image by image: what other seats have put there needs no line.
    whole: near === undefined ? { fetch: createSeriesFetcher({ webSite, profiles, links }), chooseMode: profiles.chooseMode, record: profiles.recordMode } : undefined,
    storeInstance: arriving.storing(async (studyId, part10, instance) => void (await keeper.storeInstance(studyId, part10, instance.sopInstanceUid))),
    links,
    rule: profiles.rule,
    clock, log, random,
    hasFellows: near !== undefined,
    onDiskFull: () =>
      void measureDisk().then(({ freeBytes }) => events.publish({ kind: 'disk-full', freeBytes }), (error: unknown) => log.error('the disk could not be measured', {}, error)),
  });
  const fetcher = createStudyFetcher({
    studies, requests, keeper, retrieval, links, events, clock, log,
    // What was imported has no hospital whose list could be read.
    webSite: hospitals.hospital,
    isPaused: (siteId) => profiles.rule(siteId).isPaused,
    ownInstances: (studyInstanceUid) => deliveries.ownInstances(studyInstanceUid),
  });
  const outbox = startOutbox({
    deliveries, webSite, siteName, links, events, clock, log, random, longestFirstWaitMs: (configuration.timeStamps?.waitMinutes ?? 0) * 60_000,
    onReadBack: ({ studyInstanceUid, siteId, sopClassUid, sopInstanceUid }) =>
      void studies.idOf(siteId, studyInstanceUid).then((studyId) => (studyId === undefined ? undefined : studies.find(studyId))).then(
        (study) => {
          if (study !== undefined) audit.trail.record(audit.writer.delivered(clock.now().toISOString(), auditedStudy(study, siteName(siteId)), { sopClassUid, sopInstanceUid }));
        },
        (error: unknown) => log.error('a delivery could not be audited', { siteId }, error),
      ),
  });
  const enterLocalSite = (site: Site) => {
    hospitals.enterLocal(site, createLocalSite(site, studies, keeper));
    return site;
  };
  configuration.sites.filter(isLocalSite).forEach(enterLocalSite);
  const importer = createImporter({
    imports: catalogue.imports, uploadFolder: join(platform.profileFolder, 'uploads'), events, clock, log,
    async startIntake() {
      const site = hospitals.present().find(isLocalSite) ?? enterLocalSite(importSite(clock.now()));
      await catalogue.sites.put(site);
      return createIntake({ site, studies, keeper, events, clock });
    },
  });
  await importer.resume();
  const dropFolder = configuration.dropFolder === '' ? undefined : watchDropFolder({ folder: configuration.dropFolder, importer, clock, log });
  hospitals.startPolling((site, web) =>
    startSitePoller({
      site, web, studies, fetcher, keeper, links, events, clock: serverClock, log, judge,
      arriving: configuration.arriving,
      onAnswering: (siteId) => void deliveries.hurrySite(siteId, clock.now().toISOString()).then(() => outbox.wake()),
    }),
  );

  const worklistService = createWorklistService({ worklist, studies, secondsToReady: retrieval.secondsToReady, events, hubSeatId: configuration.hub?.user, ownSeatId: () => standing.coordinator?.seat.seatId ?? '', serviceLevels: () => standing.rules?.current().serviceLevels ?? [], clock: serverClock });
  const requireStudy = (studyId: number) => worklistService.row(studyId);
  const studyService = createStudyService({
    studies, viewedInstances, worklistRow: requireStudy, siteName, keeper, fetcher, keeping, changes, links, events, clock, log,
  });
  const measurementService = createMeasurementService({ measurements, calibrations, marks: catalogue.readingMarks, requireStudy, events, clock });

  const studyFacts = studyFactsOf({ catalogue, keeper, packs });
  const ensureRequest = async (studyId: number): Promise<void> => {
    const study = await studies.find(studyId);
    if (study === undefined) throw new AppError('study/unknown', 'no such study', { facts: { studyId } });
    if ((await requests.forStudy(studyId)).length === 0) await requests.recordRequests(study.siteId, studyId, requestsOf(study, []));
  };
  const ecgService = createEcgService({ ecg: catalogue.ecg, settings: catalogue.settings, requireStudy, events, clock });
  const assembleEcg = createEcgAssembly({
    ecg: catalogue.ecg, criticalValues: catalogue.criticalValues, thresholds: async () => (await ecgService.dictionary()).thresholds, readBulkData: keeper.readBulkData, studyFacts, siteName,
  });
  const auditSignature: AuditSignature = async ({ signedAt, signerName, reportUid, objects }, studyIds) =>
    audit.writer.signed(signedAt, signerName, reportUid, (await studies.findMany(studyIds)).map((study) => auditedStudy(study, siteName(study.siteId))), objects);
  const desk = createSigningDesk({ signers, clock });
  const recording = createCoordinatedRecording({ desk: () => coordination.desk, reports, requests, auditSignature, seatInReport: configuration.hub?.user });
  const archiveOf = async (key: string) => {
    const request = await requests.findByCase(key);
    const workitems = request === undefined || request.accessionNumber === '' ? undefined : hospitals.hospital(request.siteId)?.workitems;
    return request === undefined || workitems === undefined ? undefined : { workitems, accessionNumber: request.accessionNumber };
  };
  const coordination = await openCoordination({
    catalogue, hub: configuration.hub && (await hubSeat(configuration.hub, settings, log)), adopt: recording.adopt, archiveOf: (key) => archiveOf(key), onMine: (key) => drafts.take(key), onTurn: () => colleagues.turn(), onRestored: () => colleagues.beginAnew(), onAccepted: () => outbox.wake(), events, clock, log,
  });
  const { coordinator } = coordination;
  standing.coordinator = coordinator;
  await serverClock.adjust();
  const rulesService = createCentreRulesService({ coordinator, settings, events, log });
  standing.rules = rulesService;
  const stopRules = rulesService.start();
  // The rows are counted by the offset that stands with the seat: both are asked again.
  const stopAdjusting = serverClock.watch({ onMoved: () => events.publish({ kind: 'worklist-changed', studyIds: [] }), onFailure: (error) => log.error('the time of the coordinator could not be asked', {}, error) });
  const serviceTimes = createServiceTimeService({
    times: catalogue.serviceTimes, worklist: worklistService, rules: rulesService, coordinator, onPaused: (studyId) => void standing.pauses?.share(studyId).catch((error: unknown) => log.error('a pause could not be shared', { studyId }, error)), person: audit.writer.person, clock: serverClock, events, log,
    caseKeysOf: async (studyId) => (await catalogue.caseCopies.casesOf(studyId)).map(({ caseKey }) => caseKey),
    hasCase: (caseKey) => coordination.desk.standing(caseKey)?.kind === 'mine',
  });
  const drafts = withClaimedDrafts({ reports, requests, coordination, events, clock });
  const coordinationService = createCoordinationService({
    coordinator: coordination.coordinator, desk: coordination.desk, copies: catalogue.caseCopies, acceptances: catalogue.acceptances, worklist: worklistService,
    wordsOf: wordsOfBundle, hasDraft: drafts.has, clock: serverClock,
  });
  const { timeStamps } = configuration;
  const stampKeeper = startTimeStampKeeper({
    evidence, documents, authority: timeStamps && httpTimeStampAuthority(timeStamps.url), onStamped: () => outbox.wake(), clock, log,
  });
  const firstAttemptAt = (signedAt: string) =>
    timeStamps === undefined ? signedAt : new Date(Date.parse(signedAt) + timeStamps.waitMinutes * 60_000).toISOString();
  const onSigned = () => {
    stampKeeper.wake();
    outbox.wake();
  };
  const versionService = createVersionService({
    reports, versions, requests, deliveries, documents, desk, recording, centreName: () => configuration.centreName, firstAttemptAt, onSigned, events, clock,
  });
  const pictureService = createPictureService({
    pictures: catalogue.reportPictures, documents, requireStudy, site: hospitals.find, setLetterhead: hospitals.setLetterhead, settings, events, clock,
  });
  const centre = (standing.centre = shareCentreData({ coordinator: coordination.coordinator, catalogue, pictures: pictureService, hospitals, actor: audit.writer.person, onPersonTaken, events, clock, log }));
  const departmentService = createDepartmentService({ quality: catalogue.quality, recognition: catalogue.recognition, settings, siteName, serviceLevels: () => rulesService.current().serviceLevels, post: postEscalation, clock });
  const criticalValueService = createCriticalValueService({
    values: centre.criticalValues, requests, study: (studyId) => studies.find(studyId), siteName, events, clock,
    notify: (notice) => departmentService.tell(notice), onEscalated: auditEscalations(audited).ofOwn,
  });
  const colleagues = createColleaguesService({
    coordinator: coordination.coordinator, centre: centre.data, copies: catalogue.caseCopies, openCriticals: () => criticalValueService.open(), onMyTurn: auditEscalations(audited).ofOthers, settings, events, clock,
  });
  const escalation = setInterval(() => {
    criticalValueService.escalate().catch((error: unknown) => log.error('critical values could not be told on', {}, error));
  }, ESCALATION_CHECK_MS);
  const reportTextService = createReportTextService({ words: centre.reportWords, requests, study: (studyId) => studies.find(studyId), events, clock });
  const reportService = createReportService({
    textProblems: createTextProblems({ words: catalogue.reportWords, values: catalogue.criticalValues, criticalRules: criticalValueService.activeRules }),
    assembleEcg, reports, versions, settings, requests, deliveries, signers, desk, documents, studyFacts, recording, ensureRequest, firstAttemptAt, onSigned, events, clock,
    async hospital(siteId) {
      const site = hospitals.find(siteId);
      const [logo, basicText] = await Promise.all([catalogue.reportPictures.logo(siteId), basicTextSites(settings)]);
      return {
        name: siteName(siteId), address: site?.letterhead.address ?? '', telephone: site?.letterhead.telephone ?? '', isDemo: site?.isDemo ?? false,
        logo: logo === undefined ? null : { sha256: logo.sha256, widthPx: logo.widthPx, heightPx: logo.heightPx },
        ...(basicText.has(siteId) ? { structuredReport: 'basic-text' } : {}),
      };
    },
    pictureBytes: catalogue.reportPictures.bytesOf,
    centreName: () => configuration.centreName,
    recognition: departmentService.recognitionItems,
  });

  const exporter = createExporter({
    source: keeper, mayExport: createMayExport(catalogue.settings), person: audit.writer.person, clock, log,
    async study(studyId) {
      const [found, series] = await Promise.all([studies.find(studyId), studies.series(studyId)]);
      if (found === undefined) throw new AppError('study/unknown', 'no such study', { facts: { studyId } });
      const { siteId, issuerOfPatientId, patientId } = found;
      return { seriesInstanceUids: series.filter(({ heldInstances }) => heldInstances > 0).map(({ seriesInstanceUid }) => seriesInstanceUid), patient: [siteId, issuerOfPatientId, patientId].join('|') };
    },
    record: (studyId, { at, ...event }) =>
      void studies.find(studyId).then(
        (study) => {
          if (study !== undefined) audit.trail.record(audit.writer.exported(at, auditedStudy(study, siteName(study.siteId)), event));
        },
        (error: unknown) => log.error('an export could not be audited', { studyId }, error),
      ),
  });

  const retention = createRetentionService({
    retention: catalogue.retention, settings, packs, room, audit: audit.trimmer, siteName, person: audit.writer.person, events, clock, log,
    isOpen: (studyId) => fetcher.isReading(studyId),
    onHappening: auditRetention(audited),
  });
  await retention.runWhenDue();
  const retentionTimer = setInterval(() => void retention.runWhenDue(), RETENTION_CHECK_MS);

  const siteService = createSiteService({
    sites: hospitals.present, webSite, links, profiles, retrieval, events, clock,
    pollNow: hospitals.pollNow,
    roster: hospitals.roster,
  });

  const clinical = createClinicalService({
    studies, keeper, settings, secrets: platform.secrets, site: hospitals.find, siteName, clock, requireStudy, connect: (site) => createClinicalServer(site, { now: clock.now }),
    async earlierReports(studyId) {
      const [request] = await requests.forStudy(studyId);
      return request === undefined ? [] : (await reportTextService.surroundings(request.id)).priors;
    },
  });
  const collaboration = await openCollaboration({
    catalogue, coordinator: coordination.coordinator, keeper, siteName, siteIds: () => hospitals.present().map(({ id }) => id), centreName: configuration.centreName, county: configuration.county,
    visibleSiteIds, isSignedIn: () => personId() !== undefined, caseClock: technicianClock(serviceTimes), audit, events, clock, log, draw, wantInstance: fetcher.wantInstance,
    deliveries: createDeliveryService({ tracks: catalogue.deliveryTracks, deliveries, siteName, onHurried: () => outbox.wake(), awaitsStamps: timeStamps !== undefined, clock }),
    acknowledge: ({ requestId, reportUid }, about, who, note) => versionService.acknowledge(requestId, reportUid, about, who, note),
  });
  if (coordinator.kind === 'hub') standing.pauses = createSharedPauses({ records: collaboration.records, times: catalogue.serviceTimes, studies, events, log });
  const stopPauses = await standing.pauses?.start(clock.now());
  coordination.start();
  const stopTimes = serviceTimes.start();
  return {
    hubState: coordination.hubState, serverOffsetMs: serverClock.offsetMs,
    rpc: auditServices({
        sites: siteService, worklist: worklistService, coordination: coordinationService, serviceTimes, centre: rulesService, joining: centre.joining, clinical,
        studies: {
          ...studyService,
          async open(studyId) {
            documents.expect();
            const requested = ensureRequest(studyId);
            const toldAll = () => Promise.all([
              serviceTimes.noteOpened(studyId).catch((error: unknown) => log.error('the opening of a case could not be noted', { studyId }, error)),
              coordinationService.opened(studyId).catch((error: unknown) => log.error('a case could not be claimed', { studyId }, error)),
            ]);
            // Pictures never wait for the hub; a study that is unknown is told by the answer.
            void requested.then(toldAll, () => undefined);
            return studyService.open(studyId, requested);
          },
          async close(studyId) {
            await studyService.close(studyId);
            await coordinationService.closed(studyId);
          },
        },
        retention, measurements: measurementService, imports: importer, exports: exporter,
        reports: withOfflineMarks(drafts.keep(reportService), {
          signatures: catalogue.offlineSignatures, acceptances: catalogue.acceptances,
          async unreachableSince(requestId) {
            const link = links.of((await requests.find(requestId))?.siteId ?? '');
            return link.state === 'unreachable' ? (link.failure?.since ?? null) : null;
          },
        }),
        reportTexts: reportTextService, criticalValues: criticalValueService, department: departmentService,
        identity: collaboration.identity, technician: collaboration.technician, consultations: collaboration.consultations, referral: collaboration.referral,
        versions: versionService,
        verification: createVerificationService({ evidence, versions, signers, documents }),
        hanging: createHangingService({ protocols: catalogue.learnedProtocols, centre: centre.protocols, events, clock }),
        ecg: ecgService,
        preferences: createPreferencesService({ profiles: catalogue.readingProfiles, personId, events, clock }),
        displays: createDisplayCheckService(catalogue.settings, clock),
        pictures: centre.pictures, colleagues, deliveries: collaboration.deliveries,
      }, audited),
    studyRoutes: {
      ...arriving.reader,
      wantInstance: (studyId, sopInstanceUid) =>
        void fetcher.wantInstance(studyId, sopInstanceUid).catch((error: unknown) => log.error('an instance could not be asked for', { studyId }, error)),
    },
    siteName, pictures: collaboration.pictures, centrePeople: centre.people,
    async close() {
      for (const timer of [escalation, retentionTimer]) clearInterval(timer);
      stopAdjusting();
      for (const stop of [stopTimes, stopPauses, stopRules]) stop?.();
      await collaboration.close();
      await retention.close();
      await coordination.close();
      await Promise.all([dropFolder?.close(), importer.close(), exporter.close(), hospitals.close()]);
      await Promise.all([fetcher.close(), retrieval.close(), outbox.close(), stampKeeper.close()]);
      await near?.close();
    },
  };
}

/** Escalation is due to the minute: four looks a minute are enough. */
const ESCALATION_CHECK_MS = 15_000;

/** The rules of retention have their turn once a day; a seat that slept through it has it within the hour. */
const RETENTION_CHECK_MS = 3_600_000;
