import { randomUUID } from 'node:crypto';
import { statfs } from 'node:fs/promises';
import { hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import { CONTRACT_VERSION } from '#shared/contract/contract-version.ts';
import { isAppError } from '#shared/errors/app-error.ts';
import { openAuditKeys } from '../audit/audit-key.ts';
import { startAuditForwarder } from '../audit/audit-forwarder.ts';
import { createAuditReader } from '../audit/audit-reader.ts';
import { createAuditTrimmer } from '../audit/audit-trimmer.ts';
import { startAuditTrail } from '../audit/audit-trail.ts';
import { createRefusalRecorder } from '../audit/refusals.ts';
import { createAuditWriter } from '../audit/audit-writer.ts';
import { acquireSeatLock, type SeatLock } from '../database/seat-lock.ts';
import { startRepositoryThread, type RepositoryThread } from '../database/remote-repositories.ts';
import { createEventHub } from '../platform/event-hub.ts';
import type { HostPlatform } from '../platform/host-platform.ts';
import { keepMemorySmall } from '../platform/memory.ts';
import type { StartOptions } from '../platform/start-options.ts';
import { createAccessRoute } from '../request-handler/access-route.ts';
import { createDocumentRoutes } from '../request-handler/document-routes.ts';
import { createPageFiles } from '../request-handler/page-files.ts';
import { createRequestHandler, readOnly, type RequestHandler } from '../request-handler/request-handler.ts';
import { createRpcRoute } from '../request-handler/rpc-route.ts';
import { createPictureRoute } from '../request-handler/picture-route.ts';
import { createStudyRoutes } from '../request-handler/study-routes.ts';
import { createUploadRoute } from '../request-handler/upload-route.ts';
import type { Disk } from '../studies/room-keeper.ts';
import { startSearchRenewal } from '../studies/search-renewal.ts';
import type { PackShelf } from '../store/pack-shelf.ts';
import type { CatalogueRepositories } from './catalogue-repositories.ts';
import type { CatalogueWorkerData } from './catalogue.worker.ts';
import { prepareConfiguration, rewrapSecrets } from './configuration.ts';
import { createDocumentThread } from './document-thread.ts';
import { createPictureThread } from './picture-thread.ts';
import { guardServices } from './guarded-services.ts';
import { openKeyRotation } from './key-rotation.ts';
import { explainCatalogueFailure, openProfile, type ProfileKeys } from './profile.ts';
import type { PacksWorkerData } from './packs.worker.ts';
import { prepareSeatPeople } from './seat-people.ts';
import { createServices } from './services.ts';

/** A running seat: one physician's program on one profile. */
export interface Seat {
  readonly handler: RequestHandler;
  readonly language: 'zh-CN' | 'en';
  /** Where its windows are, for the message of a second start. */
  readonly announceAddress: (address: string) => void;
  /** The host has refused somebody at its door: a foreign page, another name, no token. For the audit trail. */
  readonly onStranger: (why: string) => void;
  /** Whether this is where a sign-in that waits now has sent the person: the one address that may leave for the system's browser. */
  readonly isSignInAddress: (url: string) => boolean;
  readonly close: () => Promise<void>;
}

const DOOR = 'door';

/**
 * Opens a profile and starts everything on it. The folder exists and can be written (`prepareProfileFolder`).
 * @throws AppError `profile/in-use`, `profile/newer-version`, `profile/wrong-key`, `profile/damaged`, `store/disk-full`
 */
export async function openSeat(platform: HostPlatform, options: StartOptions): Promise<Seat> {
  const { clock, log, profileFolder } = platform;
  const lock = acquireSeatLock(profileFolder);
  const closers: (() => Promise<void> | void)[] = [() => lock.release()];
  const closeAll = async () => {
    for (const close of closers.toReversed()) await close();
  };
  try {
    const keys = openProfile(profileFolder, platform.secrets, clock.now());
    const { catalogue, catalogueKey } = await openCatalogue(platform, keys);
    closers.push(() => catalogue.close());
    const packs = await startRepositoryThread<{ packs: PackShelf }>(platform.workerEntry('packs'), {
      folder: join(profileFolder, 'packs'),
    } satisfies PacksWorkerData, new Set(['packs.takeInstance']));
    closers.push(() => packs.close());
    const documents = createDocumentThread(platform);
    closers.push(() => documents.close());
    const pictures = createPictureThread(platform);
    closers.push(() => pictures.close());
    const configuration = await prepareConfiguration(platform, catalogue.repositories, catalogueKey, options);
    closers.push(() => configuration.close());
    const events = createEventHub();
    const seatPeople = await prepareSeatPeople({
      catalogue: catalogue.repositories, isOpen: configuration.isDemo || options.noSignIn, account: userInfo().username, secrets: platform.secrets, events, clock, log,
    });
    const { gate } = seatPeople;
    const writer = createAuditWriter({ seatId: `tongyue@${hostname()}`, person: seatPeople.whoActs });
    const { audits, settings } = catalogue.repositories;
    const { auditSyslog } = configuration;
    const forwarder = auditSyslog === undefined ? undefined : startAuditForwarder({ audits, settings, address: auditSyslog, hostName: hostname(), log });
    closers.push(async () => forwarder?.close());
    const auditKeys = await openAuditKeys(settings, platform.secrets);
    const trail = startAuditTrail({ audits, auditKeys, profileFolder, onWritten: () => forwarder?.wake(), clock, log });
    closers.push(() => trail.close());
    trail.record(writer.started(clock.now().toISOString()));
    closers.push(() => trail.record(writer.stopped(clock.now().toISOString())));
    const refusals = createRefusalRecorder({
      record({ what, why }, times) {
        const at = clock.now().toISOString();
        trail.record(what === DOOR ? writer.strangerRefused(at, why, times) : writer.refused(at, what, why, times));
      },
    });
    closers.push(() => refusals.flush());
    const keyRotation = await openKeyRotation({
      profileFolder, secrets: platform.secrets, catalogue: catalogue.repositories, packs: packs.repositories.packs, catalogueKey,
      isUnfinished: keys.nextCatalogueKey !== undefined,
      rewrap: () => rewrapSecrets(catalogue.repositories, platform.secrets),
      changeAuditKey: () => trail.changeKey((change) => writer.auditKeyChanged(clock.now().toISOString(), change)),
      onHappening: (happening) => trail.record(writer.keysChanged(clock.now().toISOString(), happening)),
      clock, log,
    });
    closers.push(() => keyRotation.close());
    const services = await createServices({
      platform, catalogue: catalogue.repositories, packs: packs.repositories.packs, documents, draw: pictures.draw, configuration, events,
      measureDisk: () => measureDisk(profileFolder), audit: { trail, writer, trimmer: createAuditTrimmer({ audits, auditKeys, forwarded: async () => (forwarder === undefined ? undefined : Number((await settings.read()).auditForwarded)), clock }) }, personId: () => gate.person()?.id, onPersonTaken: seatPeople.onTaken, visibleSiteIds: () => gate.visibleSiteIds(),
    });
    closers.push(() => services.close());
    const searchRenewal = startSearchRenewal({ searchTexts: catalogue.repositories.searchTexts, settings, log });
    closers.push(() => searchRenewal.close());
    for (const path of options.imports) await services.rpc.imports.start(path);
    keepMemorySmall();
    log.info('the seat is open', { sites: configuration.sites.length, isDemo: configuration.isDemo });

    const people = seatPeople.serve({ trail, writer }, services.siteName, services.centrePeople);
    const startedAt = clock.now().toISOString();
    const rpc = createRpcRoute(
      {
        ...guardServices(services.rpc, { gate, people: catalogue.repositories.people }),
        people: people.service,
        singleSignOn: people.singleSignOn,
        keys: { ...keyRotation, rotate: () => keyRotation.rotate(writer.person()) },
        audit: createAuditReader({ audits, auditKeys, profileFolder, settle: trail.settle }),
        gate,
        onRefused: (method, code) => refusals.note({ what: method, why: code, who: gate.person()?.loginName ?? '' }),
        events,
        runId: randomUUID(),
        describeSeat: async () => ({
          version: process.env['TONGYUE_VERSION'] ?? 'source',
          contractVersion: CONTRACT_VERSION,
          host: platform.kind,
          language: configuration.language,
          isDemo: configuration.isDemo,
          startedAt,
          heldStudies: await catalogue.repositories.studies.countHeldStudies(),
          waitingDeliveries: await catalogue.repositories.deliveries.countWaiting(),
          freeBytes: (await measureDisk(profileFolder)).freeBytes,
          hub: await services.hubState(),
          serverOffsetMs: services.serverOffsetMs(),
        }),
      },
      log,
    );
    const handler = createRequestHandler(
      [
        rpc,
        createAccessRoute({
          gate,
          onRefused: (kind) => refusals.note({ what: kind, why: gate.isAttended() ? 'people/out-of-scope' : 'people/locked', who: gate.person()?.loginName ?? '' }),
          requestOfReport: (reportUid) => catalogue.repositories.reports.requestOf(reportUid),
        }),
        readOnly(createStudyRoutes(services.studyRoutes)),
        createPictureRoute(services.pictures),
        createUploadRoute(services.rpc.imports),
        readOnly(createDocumentRoutes(services.rpc.reports)),
        readOnly(createPageFiles(platform.pagesFolder, platform.resourcesFolder)),
      ],
      log,
    );
    return { handler, language: configuration.language, announceAddress: announce(lock), onStranger: (why) => refusals.note({ what: DOOR, why, who: '' }), isSignInAddress: people.singleSignOn.isAwaited, close: closeAll };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

async function openCatalogue(platform: HostPlatform, { catalogueKey, nextCatalogueKey }: ProfileKeys): Promise<{ readonly catalogue: RepositoryThread<CatalogueRepositories>; readonly catalogueKey: Uint8Array }> {
  const start = async (key: Uint8Array) => {
    const workerData: CatalogueWorkerData = { file: join(platform.profileFolder, 'catalogue.sqlite'), key };
    return { catalogue: await startRepositoryThread<CatalogueRepositories>(platform.workerEntry('catalogue'), workerData), catalogueKey: key };
  };
  try {
    return await start(catalogueKey).catch((error: unknown) => {
      if (nextCatalogueKey === undefined || !isAppError(error, 'profile/wrong-key')) throw error;
      return start(nextCatalogueKey);
    });
  } catch (error) {
    throw explainCatalogueFailure(error);
  }
}

function announce(lock: SeatLock): (address: string) => void {
  return (address) => lock.announce({ processId: process.pid, address });
}

async function measureDisk(folder: string): Promise<Disk> {
  const { bavail, blocks, bsize } = await statfs(folder);
  return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
}
