import type { ServiceTimeService } from '../worklist/service-time.service.ts';
import { readFileSync } from 'node:fs';
import type { DataSet } from '#shared/dicom/data-set/data-set.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { TechnicianRequest } from '#shared/collaboration/technician-request.ts';
import type { ViewState } from '#shared/contract/services/consultations.contract.ts';
import type { Coordinator } from '#shared/worklist/coordinator.ts';
import type { AuditTrail } from '../audit/audit-trail.ts';
import type { AuditWriter } from '../audit/audit-writer.ts';
import { createConsultationService } from '../collaboration/consultation.service.ts';
import { createCountyReportService, type CountyReportDependencies } from '../collaboration/county-report.service.ts';
import { createIdentityService } from '../collaboration/identity.service.ts';
import { createRecordKeeper } from '../collaboration/record-keeper.ts';
import { createReferralService } from '../collaboration/referral.service.ts';
import { createSharedViewService } from '../collaboration/shared-view.service.ts';
import { createTechnicianService, type CaseClock } from '../collaboration/technician.service.ts';
import { createPictureDesk, type DrawFrame } from '../pictures/picture-desk.ts';
import { createCountyLinks } from '../county/county-links.ts';
import { startCountyListener, type CountyListener } from '../county/county-listener.ts';
import { createCountyRoute, type CountyDesk } from '../county/county-route.ts';
import type { RemoteRepositories } from '../database/remote-repositories.ts';
import type { Clock } from '../platform/clock.ts';
import type { EventHub } from '../platform/event-hub.ts';
import type { Log } from '../platform/log.ts';
import type { DeliveryService } from '../reports/delivery.service.ts';
import type { StudyKeeper } from '../studies/study-keeper.ts';
import { auditedStudy } from './audited-services.ts';
import type { CatalogueRepositories } from './catalogue-repositories.ts';
import type { Configuration } from './configuration.ts';

export interface CollaborationDependencies {
  readonly catalogue: RemoteRepositories<CatalogueRepositories>;
  readonly coordinator: Coordinator;
  readonly keeper: StudyKeeper;
  readonly siteName: (siteId: string) => string;
  /** Ids of the hospitals that are read for now. */
  readonly siteIds: () => readonly string[];
  readonly centreName: string;
  readonly county: Configuration['county'];
  readonly visibleSiteIds: () => readonly string[] | null;
  /** False at a seat where nobody signs in. */
  readonly isSignedIn: () => boolean;
  /** Stops the time of a case while its hospital is asked for something. */
  readonly caseClock: CaseClock;
  readonly audit: { readonly trail: AuditTrail; readonly writer: AuditWriter };
  readonly events: EventHub;
  readonly clock: Clock;
  readonly log: Log;
  /** Versions that this seat signed, and the record of who confirmed them. */
  readonly deliveries: DeliveryService;
  readonly acknowledge: CountyReportDependencies['acknowledge'];
  readonly draw: DrawFrame;
  /** Asks for an instance that is not held. */
  readonly wantInstance: (studyId: number, sopInstanceUid: string) => Promise<void>;
}

/** What physicians say of patients, to hospitals and to each other. */
export async function openCollaboration(dependencies: CollaborationDependencies) {
  const { catalogue, coordinator, keeper, siteName, siteIds, visibleSiteIds, isSignedIn, caseClock, audit, events, clock, log } = dependencies;
  const { studies, sharedCopies, identities, settings } = catalogue;
  const records = createRecordKeeper({ coordinator, copies: sharedCopies, log });
  // Where nobody signs in an account of the operating system is nobody's name: the hub knows the seat's physician, else the first key does.
  const [firstSigner] = await catalogue.signers.list();
  const nameOfSeat = coordinator.seat.person === '' ? firstSigner?.name : coordinator.seat.person;
  const person = () => (isSignedIn() ? undefined : nameOfSeat) ?? audit.writer.person();
  const study = (studyId: number) => studies.find(studyId);
  const studyIdOf = (siteId: string, studyInstanceUid: string) => studies.idOf(siteId, studyInstanceUid);
  const identity = createIdentityService({
    identities, records, siteName, visibleSiteIds, person, events, clock,
    async headers(studyId) {
      const [series] = (await studies.series(studyId)).filter(({ heldInstances }) => heldInstances > 0);
      return series === undefined ? [] : (JSON.parse(await keeper.readSeriesMetadata(studyId, series.seriesInstanceUid)) as DataSet[]);
    },
    audit: (at, decision, studyIds, evidence) =>
      void studies.findMany(studyIds).then(
        (found) => audit.trail.record(audit.writer.personsJoined(at, found.map((one) => auditedStudy(one, siteName(one.siteId))), decision, evidence)),
        (error: unknown) => log.error('a decision on identity could not be audited', {}, error),
      ),
  });
  const technician = createTechnicianService({ records, study, studyIdOf, siteName, caseClock, person, events, clock });
  const consultations = createConsultationService({ records, coordinator, study, studyIdOf, siteName, visibleSiteIds, person, events, clock });
  const referral = createReferralService({ records, study, events });
  const views = createSharedViewService({ coordinator, person, events, clock, log });
  const links = createCountyLinks(settings, clock);
  const pictures = createPictureDesk({
    readFrame: keeper.readFrame, readSeriesMetadata: keeper.readSeriesMetadata, draw: dependencies.draw, clock,
    wantInstance: (studyId, sopInstanceUid) => void dependencies.wantInstance(studyId, sopInstanceUid).catch((error: unknown) => log.error('an image could not be asked for', { studyId }, error)),
  });
  const countyReports = createCountyReportService({
    records, events, clock, log, acknowledge: dependencies.acknowledge,
    tracks: async (show, limit) => (await dependencies.deliveries.list(show, limit)).reports,
    findStudies: (studyIds) => studies.findMany(studyIds),
    audit: (at, report, { step, by }) => audit.trail.record(audit.writer.countyConfirmed(at, { ...report, issuerOfPatientId: '', instances: 0, siteName: siteName(report.siteId) }, step, by)),
  });
  const seen = async (siteId: string, { studyInstanceUid, image }: TechnicianRequest) => {
    const studyId = await studyIdOf(siteId, studyInstanceUid);
    return studyId === undefined || image === null ? undefined : { studyId, image };
  };
  const listener = await openCounty(dependencies, {
    siteOf: (key) => links.siteOf(key), siteName, centreName: () => dependencies.centreName, requests: (siteId) => technician.ofSite(siteId),
    markSeen: (siteId, key) => technician.markSeen(siteId, key), answer: (siteId, key, by, text, isDone) => technician.answer(siteId, key, by, text, isDone),
    reports: (siteId) => countyReports.ofSite(siteId), confirm: (siteId, reportUid, step, by) => countyReports.confirm(siteId, reportUid, step, by),
    async picture(siteId, request) {
      const found = await seen(siteId, request);
      return found === undefined ? { kind: 'absent' } : pictures.picture(found.studyId, found.image);
    },
    async pictureState(siteId, request) {
      const found = await seen(siteId, request);
      return found === undefined ? 'absent' : pictures.state(found.studyId, found.image);
    },
  });

  records.onNews((news) => {
    // What a colleague at another seat wrote; what was written here has been told with its studies.
    for (const [kind, area] of NEWS) if (news.some((record) => record.kind === kind)) events.publish({ kind: 'collaboration-changed', area, studyIds: [] });
  });
  await records.start();
  const stopReports = countyReports.start();

  const caseOf = async (studyId: number): Promise<string> => {
    const found = await study(studyId);
    if (found === undefined) throw new AppError('study/unknown', 'no such study', { facts: { studyId } });
    return `${found.siteId}|${found.studyInstanceUid}`;
  };
  return {
    identity,
    records,
    pictures,
    technician: {
      ...technician,
      async countyPages() {
        const madeAt = await links.madeAt();
        return { address: listener?.address ?? null, sites: siteIds().map((siteId) => ({ siteId, siteName: siteName(siteId), madeAt: madeAt.get(siteId) ?? null })) };
      },
      async makeCountyLink(siteId: string): Promise<{ url: string }> {
        if (!siteIds().includes(siteId)) throw new AppError('site/not-found', 'no such site');
        if (listener === undefined) throw new AppError('collaboration/closed', 'this seat serves no page for hospitals');
        return { url: `${listener.address}/h/${await links.make(siteId)}` };
      },
      endCountyLink: (siteId: string) => links.end(siteId),
    },
    consultations: {
      ...consultations,
      shareView: async (studyId: number, view: ViewState) => views.share(await caseOf(studyId), studyId, view),
      sharedViews: async (studyId: number) => views.places(await caseOf(studyId), studyId),
    },
    referral,
    deliveries: {
      ...dependencies.deliveries,
      /** With what the hospitals said on their pages. */
      async list(show: 'open' | 'all', limit: number) {
        const { reports, total } = await dependencies.deliveries.list(show, limit);
        return { reports: await Promise.all(reports.map(async (report) => ({ ...report, countySteps: [...(await countyReports.stepsOf(report.siteId, report.reportUid))] }))), total };
      },
    },
    async close() {
      await listener?.close();
      await stopReports();
      views.close();
      await records.close();
    },
  };
}

export type Collaboration = Awaited<ReturnType<typeof openCollaboration>>;

const NEWS = [['patient-link', 'identity'], ['technician-request', 'technician'], ['consultation', 'consultation'], ['case-list', 'consultation'], ['referral-table', 'referral']] as const;

/** The page of the hospitals. What keeps it from opening is said in the log: reading goes on without it. */
async function openCounty({ county, clock, log }: CollaborationDependencies, desk: CountyDesk): Promise<CountyListener | undefined> {
  if (county === undefined) return undefined;
  const { protocol, hostname, port } = new URL(county.address);
  const isSecure = protocol === 'https:';
  const route = createCountyRoute(desk, isSecure, { clock, log });
  try {
    const tls = isSecure ? { certificate: readFileSync(county.certificateFile, 'utf8'), key: readFileSync(county.keyFile, 'utf8') } : undefined;
    const listener = await startCountyListener(route, { host: hostname === '127.0.0.1' || !isSecure ? '127.0.0.1' : '0.0.0.0', port: Number(port), tls }, log);
    log.info('the page of the hospitals is open', { port: Number(new URL(listener.address).port) });
    // Hospitals know the seat by its name, not by the address that it listens at.
    return isSecure ? { ...listener, address: county.address } : listener;
  } catch (error) {
    log.error('the page of the hospitals could not be opened', {}, error);
    return undefined;
  }
}

/** While a hospital is asked for something, the time of the case stands still. */
export function technicianClock(times: Pick<ServiceTimeService, 'pauseClock' | 'resumeClock'>): CaseClock {
  return {
    pause: async (studyId, reason) => void (await times.pauseClock(studyId, 'technician', reason)),
    resume: async (studyId) => void (await times.resumeClock(studyId)),
  };
}
