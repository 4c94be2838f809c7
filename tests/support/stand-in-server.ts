import { createReadStream, existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { getRequestListener } from '@hono/node-server';
import { implement, withEventMeta } from '@orpc/server';
import { RPCHandler } from '@orpc/server/fetch';
import { applicationContract } from '#shared/contract/application.contract.ts';
import { CONTRACT_VERSION } from '#shared/contract/contract-version.ts';
import { REQUEST_PATHS } from '#shared/contract/request-paths.ts';
import { DEFAULT_READING_PROFILE, type Preferences } from '#shared/contract/services/preferences.contract.ts';
import type { KeyImage, StoredCalibration, StoredMeasurement } from '#shared/contract/services/measurements.contract.ts';
import type { ReportRequest, ReportText, SignedReport, SignerSummary, SigningObstacle } from '#shared/contract/services/reports.contract.ts';
import type { ApplicationEvent, StoredDisplayCheck, StoredDisplayLight } from '#shared/contract/services/system.contract.ts';
import type { WorklistRow, WorklistView } from '#shared/contract/services/worklist.contract.ts';
import type { ColleaguesView } from '#shared/contract/services/colleagues.contract.ts';
import type { CaseStandingView } from '#shared/contract/services/coordination.contract.ts';
import { nextCase } from '#renderer/features/worklist/next-case.ts';
import { matchesColumns } from './stand-in-columns.ts';
import { displayPersonName } from '#shared/dicom/values/person-name.ts';
import { DRAFT_THRESHOLDS } from '#shared/ecg/critical-findings.ts';
import { URGENCY_ORDER } from '#shared/worklist/green-channel.ts';
import { READING_MINUTES } from '#shared/worklist/urgency.ts';
import { signingObstacles } from '#shared/report/signing-obstacles.ts';
import { addCase, createAlliance, type Alliance } from './stand-in-alliance.ts';
import { standInPictures } from './stand-in-pictures.ts';
import { createStandInCentre } from './stand-in-centre.ts';
import { createStandInCollaboration } from './stand-in-collaboration.ts';
import { createStandInDepartment } from './stand-in-department.ts';
import { createStandInWords } from './stand-in-words.ts';
import { standInPaper } from './stand-in-paper.ts';
import { createSafekeeping } from './stand-in-safekeeping.ts';

/**
 * Main's side of the contract over data in memory, so that the page can be developed and tested without it. It keeps the rules that the
 * page can see: optimistic revisions, one signature a report, PIN tries, delivery station by station.
 */
export interface StandIn {
  readonly url: string;
  readonly alliance: Alliance;
  readonly emit: (event: ApplicationEvent) => void;
  /** A new case arrives and is announced. */
  readonly announce: (change?: Partial<WorklistRow>) => WorklistRow;
  /** Every call fails as if the program had gone; open streams are cut. */
  readonly goAway: () => Promise<void>;
  readonly comeBack: () => Promise<void>;
  /** Drops open connections; new ones are served. */
  readonly cutStreams: () => void;
  /** Another window saves this text. */
  readonly saveElsewhere: (requestId: number, text: Partial<ReportText>) => void;
  /** Moves a signed report's delivery on by hand; by default it moves by itself. */
  readonly deliver: (requestId: number, station: SignedReport['objects'][number]['station'], change?: Partial<SignedReport['objects'][number]>) => void;
  /** How often a method was called, such as `reports.saveDraft`. */
  readonly callsOf: (method: string) => number;
  /** The next calls of a method fail like a bug in main. */
  readonly failNext: (method: string, times: number) => void;
  readonly close: () => Promise<void>;
}

export interface StandInOptions {
  readonly rows?: number;
  readonly language?: 'zh-CN' | 'en';
  /** Reports move on by themselves after signing. */
  readonly delivers?: boolean;
  /** The words of a draft are checked as main checks them. */
  readonly checksWords?: boolean;
  /** Answers metadata and frames instead of the computed heads; undefined: they do. */
  readonly pictures?: (pathname: string) => Promise<Response | undefined>;
  /** Where the built page lies. */
  readonly rendererDirectory: string;
}

const STAND_IN_PIN = '246810';
const CONTENT_SECURITY_POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; " +
  "img-src 'self' data: blob:; font-src 'self'; frame-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'";
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.wasm': 'application/wasm', '.svg': 'image/svg+xml', '.ttf': 'font/ttf',
};
const FONTS = fileURLToPath(new URL('../../node_modules/@expo-google-fonts/noto-sans-sc/', import.meta.url));

export async function startStandIn(options: StandInOptions): Promise<StandIn> {
  const { rows = 60, language = 'zh-CN', delivers = true, checksWords = false, rendererDirectory } = options;
  const alliance = createAlliance(rows);
  const measurements = new Map<string, StoredMeasurement>();
  const calibrations = new Map<string, StoredCalibration>();
  const keyImages: KeyImage[] = [];
  let preferences: Preferences = { profile: DEFAULT_READING_PROFILE, sitePresets: {} };
  const journal: { readonly id: number; readonly event: ApplicationEvent }[] = [];
  const wakers = new Set<() => void>();
  const calls = new Map<string, number>();
  const failing = new Map<string, number>();
  const timers = new Set<ReturnType<typeof setTimeout>>();
  const signers: SignerSummary[] = [
    {
      signerId: 1, name: '林知远', role: 'reviewing-physician', certificateIssuer: '澜州市第一医院', validUntil: '2027-06-30T00:00:00Z',
      isDemo: true, demoPin: STAND_IN_PIN, triesLeft: 5, lockedUntil: null,
    },
    {
      signerId: 2, name: '周牧', role: 'reporting-physician', certificateIssuer: '澜州市第一医院', validUntil: '2027-06-30T00:00:00Z',
      isDemo: true, demoPin: STAND_IN_PIN, triesLeft: 0, lockedUntil: new Date(Date.now() + 12 * 60_000).toISOString(),
    },
  ];
  let arrivals = rows;
  let isAway = false;

  const rowsOf = (): WorklistRow[] => [...alliance.studies.values()].map(({ study }) => study).toSorted((left, right) => right.arrivedAt.localeCompare(left.arrivedAt));
  const changeRow = (studyId: number, change: Partial<WorklistRow>) => {
    const known = alliance.studies.get(studyId);
    if (known !== undefined) alliance.studies.set(studyId, { ...known, study: { ...known.study, ...change } });
  };
  const emit = (event: ApplicationEvent) => {
    journal.push({ id: journal.length + 1, event });
    for (const wake of wakers) wake();
  };
  const requestsOf = (studyId: number) => [...alliance.requests.values()].filter(({ studyIds }) => studyIds.includes(studyId));
  const changeRequest = (request: ReportRequest, change: Partial<ReportRequest>) => {
    const changed = { ...request, ...change };
    alliance.requests.set(request.requestId, changed);
    emit({ kind: 'report-changed', studyIds: changed.studyIds });
    return changed;
  };
  const obstaclesOf = (request: ReportRequest): SigningObstacle[] => {
    const { draft, studyIds } = request;
    const study = alliance.studies.get(studyIds[0] ?? 0)?.study;
    const { expectedInstances = 0, heldInstances = 0 } = study ?? {};
    const others = signingObstacles({ ...draft, expectedInstances, heldInstances, isComplete: true, missingGlyphs: [], lossyRatio: undefined });
    return checksWords ? words.obstaclesOf(request, others) : others;
  };
  const deliver: StandIn['deliver'] = (requestId, station, change = {}) => {
    const request = alliance.requests.get(requestId);
    if (request === undefined || request.signed === null) throw new Error(`Request ${requestId} has no signed report that could be delivered`);
    const objects = request.signed.objects.map((object) => ({ ...object, station, failure: null, nextAttemptAt: null, ...change }));
    for (const studyId of request.studyIds) changeRow(studyId, { status: station === 'read-back' ? 'delivered' : station === 'conflict' ? 'conflict' : 'sending' });
    changeRequest(request, { signed: { ...request.signed, objects } });
  };
  const later = (delayMs: number, act: () => void) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      act();
    }, delayMs);
    timers.add(timer);
  };
  const matchesView = (row: WorklistRow, view: WorklistView) => {
    const isSigned = ['signed', 'sending', 'delivered'].includes(row.status);
    if (view === 'all') return true;
    if (view === 'sent') return isSigned;
    if (isSigned) return false;
    if (view === 'drafts') return row.status === 'drafting';
    return view === 'open' || row.urgency !== 'routine';
  };

  const centre = createStandInCentre({ rows: rowsOf });
  const heard = new Set<number>();
  const words = createStandInWords({ request: (requestId) => alliance.requests.get(requestId), emit });
  const os = implement(applicationContract).use(async ({ path, next }) => {
    const method = path.join('.');
    calls.set(method, (calls.get(method) ?? 0) + 1);
    const left = failing.get(method) ?? 0;
    if (left > 0) {
      failing.set(method, left - 1);
      throw new Error(`${method} fails as it was told to`);
    }
    return next();
  });
  const displayChecks: StoredDisplayCheck[] = [];
  const displayLights: StoredDisplayLight[] = [];
  const safekeeping = createSafekeeping();
  const router = os.router({
    singleSignOn: {
      offer: os.singleSignOn.offer.handler(() => ({ isOffered: false })),
      begin: os.singleSignOn.begin.handler(() => ({ attemptId: crypto.randomUUID(), url: 'https://login.example.cn/' })),
      finish: os.singleSignOn.finish.handler(() => { throw new Error('no provider'); }),
      cancel: os.singleSignOn.cancel.handler(() => ({})),
      provider: os.singleSignOn.provider.handler(() => ({ issuer: '', clientId: '', hasSecret: false, links: [], unlinked: [] })),
      setProvider: os.singleSignOn.setProvider.handler(({ input }) => ({ ...input, hasSecret: false, links: [], unlinked: [] })),
      link: os.singleSignOn.link.handler(() => ({ issuer: '', clientId: '', hasSecret: false, links: [], unlinked: [] })),
    },
    keys: {
      state: os.keys.state.handler(() => safekeeping.keys()),
      rotate: os.keys.rotate.handler(() => safekeeping.rotate()),
      stop: os.keys.stop.handler(() => safekeeping.stop()),
      renewEscrow: os.keys.renewEscrow.handler(() => safekeeping.renewEscrow()),
    },
    retention: {
      state: os.retention.state.handler(() => safekeeping.retention()),
      setRules: os.retention.setRules.handler(({ input }) => safekeeping.setRules(input.rules)),
      preview: os.retention.preview.handler(() => safekeeping.preview()),
      run: os.retention.run.handler(() => safekeeping.run()),
      hold: os.retention.hold.handler(({ input }) => safekeeping.hold(input.accessionNumber, input.reason)),
      releaseHold: os.retention.releaseHold.handler(({ input }) => safekeeping.releaseHold(input.holdId)),
    },
    system: {
      describe: os.system.describe.handler(() => ({
        version: '0.1.0', contractVersion: CONTRACT_VERSION, host: 'loopback', language, isDemo: true, startedAt: new Date().toISOString(),
        heldStudies: rowsOf().filter((row) => row.heldInstances >= row.expectedInstances).length,
        waitingDeliveries: [...alliance.requests.values()].flatMap(({ signed }) => signed?.objects ?? []).filter(({ station }) => station !== 'read-back').length,
        freeBytes: 64e9,
      })),
      displayChecks: os.system.displayChecks.handler(() => displayChecks),
      recordDisplayCheck: os.system.recordDisplayCheck.handler(({ input }) => {
        const check = { ...input, checkedAt: new Date().toISOString() };
        displayChecks.push(check);
        return check;
      }),
      displayLights: os.system.displayLights.handler(() => displayLights),
      recordDisplayLight: os.system.recordDisplayLight.handler(({ input }) => {
        displayLights.push(input);
        return input;
      }),
      events: os.system.events.handler(async function* ({ signal, lastEventId }) {
        let next = lastEventId === undefined ? journal.length : Number(lastEventId);
        yield withEventMeta({ kind: 'stream-started', resumed: lastEventId !== undefined }, { id: String(next) });
        // oxlint-disable-next-line no-unmodified-loop-condition -- the signal changes by itself
        while (signal?.aborted !== true) {
          const entry = journal[next];
          if (entry !== undefined) {
            next += 1;
            yield withEventMeta({ ...entry.event }, { id: String(entry.id) });
            continue;
          }
          await new Promise<void>((resolve) => {
            const wake = () => {
              wakers.delete(wake);
              resolve();
            };
            wakers.add(wake);
            signal?.addEventListener('abort', wake, { once: true });
          });
        }
      }),
    },
    // Whoever looks at the stand-in may do everything; people are the real program's business.
    people: {
      session: os.people.session.handler(() => ({ status: 'open' as const, person: null, idleMinutes: 10 })),
      becomeAdministrator: os.people.becomeAdministrator.handler(nobody),
      signIn: os.people.signIn.handler(nobody),
      lock: os.people.lock.handler(nobody),
      touch: os.people.touch.handler(() => ({})),
      changeOwnPassword: os.people.changeOwnPassword.handler(nobody),
      breakGlass: os.people.breakGlass.handler(nobody),
      list: os.people.list.handler(() => []),
      add: os.people.add.handler(nobody),
      change: os.people.change.handler(nobody),
      resetPassword: os.people.resetPassword.handler(nobody),
      setIdleMinutes: os.people.setIdleMinutes.handler(nobody),
    },
    audit: {
      rows: os.audit.rows.handler(() => []),
      verify: os.audit.verify.handler(() => ({ status: 'empty' as const, records: 0, sequence: 0, fault: '' })),
    },
    sites: {
      list: os.sites.list.handler(() => alliance.sites),
      pollNow: os.sites.pollNow.handler(() => ({})),
      setLine: os.sites.setLine.handler(({ input }) => {
        alliance.sites = alliance.sites.map((site) => (site.siteId === input.siteId ? { ...site, line: input.line } : site));
        return {};
      }),
      test: os.sites.test.handler(() => ({ answerMs: 95, failure: null })),
      relearn: os.sites.relearn.handler(() => ({})),
      tryAddress: os.sites.tryAddress.handler(() => ({ answerMs: 95, failure: null })),
      add: os.sites.add.handler(() => ({ siteId: 'added' })),
      setSecurity: os.sites.setSecurity.handler(() => ({})),
      remove: os.sites.remove.handler(({ input }) => {
        alliance.sites = alliance.sites.filter(({ siteId }) => siteId !== input.siteId);
        return {};
      }),
    },
    colleagues: {
      overview: os.colleagues.overview.handler(() => NO_COLLEAGUES),
      send: os.colleagues.send.handler(() => NO_COLLEAGUES),
      markRead: os.colleagues.markRead.handler(() => NO_COLLEAGUES),
      takeCritical: os.colleagues.takeCritical.handler(() => NO_COLLEAGUES),
    },
    coordination: {
      // A seat by itself: everything it opens is its own.
      standing: os.coordination.standing.handler(() => ONLY_SEAT),
      claim: os.coordination.claim.handler(() => ONLY_SEAT),
      handOver: os.coordination.handOver.handler(() => ONLY_SEAT),
      next: os.coordination.next.handler(({ input }) => ({ studyId: nextCase(rowsOf(), input.notStudyIds)?.studyId ?? null })),
    },
    worklist: {
      list: os.worklist.list.handler(({ input }) => {
        const wanted = input.search.trim().toLowerCase();
        const found = rowsOf().filter(
          (row) =>
            matchesView(row, input.view) &&
            matchesColumns(row, input.columns, new Date()) &&
            (input.urgencies === undefined || input.urgencies.length === 0 || input.urgencies.includes(row.urgency)) &&
            (input.modalities.length === 0 || row.modalities.some((modality) => input.modalities.includes(modality))) &&
            (input.siteIds.length === 0 || input.siteIds.includes(row.siteId)) &&
            [displayPersonName(row.patient.name), row.siteName, ...row.accessionNumbers].some((text) => text.toLowerCase().includes(wanted)),
        );
        if (input.order?.column === 'urgency') found.sort((left, right) => URGENCY_ORDER[left.urgency] - URGENCY_ORDER[right.urgency]);
        const start = input.after === null ? (input.offset ?? 0) : found.findIndex(({ studyId }) => studyId === input.after?.studyId) + 1;
        return { rows: found.slice(start, start + input.limit), hasMore: found.length > start + input.limit };
      }),
      groups: os.worklist.groups.handler(() => []),
      unheard: os.worklist.unheard.handler(() =>
        rowsOf().filter(({ isNew, status, studyId }) => isNew && status === 'ready' && !heard.has(studyId)).map(({ studyId, siteName, urgency, modalities, bodyPart, arrivedAt }) => ({ studyId, siteName, urgency, modalities, bodyPart, readyAt: arrivedAt })),
      ),
      hear: os.worklist.hear.handler(({ input }) => {
        for (const studyId of input.studyIds) heard.add(studyId);
        return {};
      }),
      pauseClock: os.worklist.pauseClock.handler(({ input: { studyId, reason, note }, errors }) => {
        const known = alliance.studies.get(studyId)?.study;
        if (known === undefined) return raise(errors['study/unknown']({ data: { facts: { studyId } } }));
        changeRow(studyId, { service: { minutes: READING_MINUTES[known.urgency], elapsedMs: known.completeAt === null ? 0 : Math.max(0, Date.now() - Date.parse(known.completeAt)), pausedMs: 0, pause: { reason, note, by: 'stand-in', at: new Date().toISOString() } } });
        return alliance.studies.get(studyId)?.study ?? known;
      }),
      resumeClock: os.worklist.resumeClock.handler(({ input: { studyId }, errors }) => {
        const known = alliance.studies.get(studyId)?.study;
        if (known === undefined) return raise(errors['study/unknown']({ data: { facts: { studyId } } }));
        changeRow(studyId, { service: { minutes: READING_MINUTES[known.urgency], elapsedMs: known.completeAt === null ? 0 : Math.max(0, Date.now() - Date.parse(known.completeAt)), pausedMs: 0, pause: null } });
        return alliance.studies.get(studyId)?.study ?? known;
      }),
      ledger: os.worklist.ledger.handler(() => centre.ledger()),
      stations: os.worklist.stations.handler(() => []),
      counts: os.worklist.counts.handler(() => {
        const count = (view: WorklistView) => rowsOf().filter((row) => matchesView(row, view)).length;
        return { all: rowsOf().length, open: count('open'), 'green-and-emergency': count('green-and-emergency'), drafts: count('drafts'), sent: count('sent') };
      }),
      markSeen: os.worklist.markSeen.handler(({ input }) => {
        changeRow(input.studyId, { isNew: false });
        emit({ kind: 'worklist-changed', studyIds: [input.studyId] });
        return {};
      }),
    },
    studies: {
      open: os.studies.open.handler(({ input, errors }) => studyOf(input.studyId) ?? raise(errors['study/unknown']({ data: { facts: {} } }))),
      describe: os.studies.describe.handler(({ input, errors }) => studyOf(input.studyId) ?? raise(errors['study/unknown']({ data: { facts: {} } }))),
      close: os.studies.close.handler(() => ({})),
      recordViewed: os.studies.recordViewed.handler(() => ({})),
      focus: os.studies.focus.handler(() => ({})),
      keep: os.studies.keep.handler(({ input }) => {
        changeRow(input.studyId, { keep: input.keep });
        emit({ kind: 'study-changed', studyId: input.studyId });
        return {};
      }),
      settleChange: os.studies.settleChange.handler(({ input, errors }) => studyOf(input.studyId) ?? raise(errors['study/unknown']({ data: { facts: {} } }))),
    },
    measurements: {
      list: os.measurements.list.handler(({ input }) => [...measurements.values()].filter(({ studyId }) => studyId === input.studyId)),
      save: os.measurements.save.handler(({ input }) => {
        const stored = { ...input, changedAt: new Date().toISOString() };
        measurements.set(input.trackingUid, stored);
        return stored;
      }),
      history: os.measurements.history.handler(() => ({ done: [], undone: [] })),
      keepHistory: os.measurements.keepHistory.handler(() => ({})),
      reportedSentences: os.measurements.reportedSentences.handler(() => []),
      recordReported: os.measurements.recordReported.handler(() => ({})),
      masks: os.measurements.masks.handler(() => []),
      keepMask: os.measurements.keepMask.handler(() => ({})),
      keyImages: os.measurements.keyImages.handler(({ input }) => keyImages.filter(({ studyId }) => studyId === input.studyId)),
      markKeyImage: os.measurements.markKeyImage.handler(({ input: { image, isKey } }) => {
        const index = keyImages.findIndex((one) => one.sopInstanceUid === image.sopInstanceUid && one.frameNumber === image.frameNumber);
        if (isKey && index === -1) keyImages.push(image);
        else if (!isKey && index !== -1) keyImages.splice(index, 1);
        return {};
      }),
      calibrations: os.measurements.calibrations.handler(({ input }) => [...calibrations.values()].filter(({ studyId }) => studyId === input.studyId)),
      calibrate: os.measurements.calibrate.handler(({ input: { sopInstanceUid, calibration, measurements: remeasured } }) => {
        const changedAt = new Date().toISOString();
        if (calibration === null) calibrations.delete(sopInstanceUid);
        else calibrations.set(sopInstanceUid, { ...calibration, changedAt });
        for (const measurement of remeasured) measurements.set(measurement.trackingUid, { ...measurement, changedAt });
        return {};
      }),
      remove: os.measurements.remove.handler(({ input }) => {
        measurements.delete(input.trackingUid);
        return {};
      }),
    },
    papers: {
      pictureKeyImage: os.papers.pictureKeyImage.handler(() => ({})),
      letterhead: os.papers.letterhead.handler(() => ({ address: '', telephone: '', logo: null })),
      setLetterhead: os.papers.setLetterhead.handler(() => ({})),
      leaving: os.papers.leaving.handler(() => [{ kind: 'encapsulated-pdf' as const, parts: 0 }, { kind: 'structured-report' as const, parts: 0 }]),
    },
    deliveries: { list: os.deliveries.list.handler(() => ({ reports: [], total: 0 })), hurry: os.deliveries.hurry.handler(() => ({ objects: 0 })) },
    reports: {
      forStudy: os.reports.forStudy.handler(({ input, errors }) => {
        const requests = requestsOf(input.studyId);
        return requests.length > 0 ? requests : raise(errors['study/unknown']({ data: { facts: {} } }));
      }),
      saveDraft: os.reports.saveDraft.handler(({ input, errors }) => {
        const request = alliance.requests.get(input.requestId) ?? raise(errors['report/unknown']({ data: { facts: {} } }));
        if (request.signed !== null) throw errors['report/already-signed']({ data: { facts: {} } });
        if (request.draft.revision !== input.expectedRevision) throw errors['report/stale-revision']({ data: { facts: {} } });
        const saved = { revision: input.expectedRevision + 1, savedAt: new Date().toISOString() };
        for (const studyId of request.studyIds) changeRow(studyId, { status: 'drafting' });
        changeRequest(request, { draft: { ...input.text, ...saved } });
        return saved;
      }),
      checkBeforeSigning: os.reports.checkBeforeSigning.handler(({ input, errors }) =>
        obstaclesOf(alliance.requests.get(input.requestId) ?? raise(errors['report/unknown']({ data: { facts: {} } }))),
      ),
      signers: os.reports.signers.handler(() => signers),
      importSigner: os.reports.importSigner.handler(({ input, errors }) => {
        if (input.pin !== STAND_IN_PIN) throw errors['signing/wrong-pin']({ data: { facts: {} } });
        const signer: SignerSummary = {
          signerId: signers.length + 1, name: '冀望', role: input.role, certificateIssuer: '河北 CA', validUntil: '2028-01-01T00:00:00Z',
          isDemo: false, demoPin: null, triesLeft: 5, lockedUntil: null,
        };
        signers.push(signer);
        return signer;
      }),
      addGatewaySigner: os.reports.addGatewaySigner.handler(({ errors }) => raise(errors['signing/gateway-unreachable']({ data: { facts: {} } }))),
      addTokenSigner: os.reports.addTokenSigner.handler(({ errors }) => raise(errors['signing/token-missing']({ data: { facts: {} } }))),
      reviewRule: os.reports.reviewRule.handler(() => ({ twoLevels: false })),
      setReviewRule: os.reports.setReviewRule.handler(() => ({})),
      sign: os.reports.sign.handler(({ input, errors }) => {
        const request = alliance.requests.get(input.requestId) ?? raise(errors['report/unknown']({ data: { facts: {} } }));
        const index = signers.findIndex(({ signerId }) => signerId === input.signerId);
        const signer = signers[index] ?? raise(errors['signing/unknown-signer']({ data: { facts: {} } }));
        if (request.signed !== null) throw errors['report/already-signed']({ data: { facts: {} } });
        if (request.draft.revision !== input.revision) throw errors['report/stale-revision']({ data: { facts: {} } });
        if (signer.lockedUntil !== null) throw errors['signing/key-locked']({ data: { facts: { lockedUntil: signer.lockedUntil } } });
        if (obstaclesOf(request).some(({ level }) => level === 'block')) throw errors['report/incomplete']({ data: { facts: {} } });
        if (input.pin !== STAND_IN_PIN) {
          const triesLeft = signer.triesLeft - 1;
          const lockedUntil = triesLeft > 0 ? null : new Date(Date.now() + 15 * 60_000).toISOString();
          signers[index] = { ...signer, triesLeft, lockedUntil };
          if (lockedUntil !== null) throw errors['signing/key-locked']({ data: { facts: { lockedUntil } } });
          throw errors['signing/wrong-pin']({ data: { facts: { triesLeft } } });
        }
        signers[index] = { ...signer, triesLeft: 5 };
        const { findings, impression, recommendation, outcome } = request.draft;
        const signed: SignedReport = {
          reportUid: `2.25.${request.requestId}`, version: 1, text: { findings, impression, recommendation, outcome },
          signedAt: new Date().toISOString(), signerName: signer.name,
          objects: (['encapsulated-pdf', 'structured-report'] as const).map((kind, place) => ({
            kind, sopInstanceUid: `2.25.${request.requestId}.${place + 1}`, station: 'signed', attempts: 0, nextAttemptAt: null, failure: null,
          })),
        };
        for (const studyId of request.studyIds) changeRow(studyId, { status: 'signed' });
        changeRequest(request, { signed });
        if (delivers) {
          (['sent', 'stored', 'read-back'] as const).forEach((station, step) => later(700 * (step + 1), () => deliver(request.requestId, station)));
        }
        return signed;
      }),
      deliverNow: os.reports.deliverNow.handler(({ input }) => {
        (['sent', 'stored', 'read-back'] as const).forEach((station, step) => later(300 * (step + 1), () => deliver(input.requestId, station)));
        return {};
      }),
    },
    hanging: {
      learned: os.hanging.learned.handler(() => []),
      learn: os.hanging.learn.handler(() => ({})),
      share: os.hanging.share.handler(() => ({})),
      forget: os.hanging.forget.handler(() => ({})),
    },
    ecg: {
      reading: os.ecg.reading.handler(() => null),
      saveReading: os.ecg.saveReading.handler(({ input }) => ({ ...input, changedAt: new Date().toISOString() })),
      dictionary: os.ecg.dictionary.handler(() => ({ edits: [], thresholds: DRAFT_THRESHOLDS })),
      saveStatement: os.ecg.saveStatement.handler(() => ({})),
      resetStatement: os.ecg.resetStatement.handler(() => ({})),
      saveThresholds: os.ecg.saveThresholds.handler(() => ({})),
      criticalCalls: os.ecg.criticalCalls.handler(() => []),
      recordCriticalCall: os.ecg.recordCriticalCall.handler(() => ({})),
    },
    preferences: {
      read: os.preferences.read.handler(() => preferences),
      save: os.preferences.save.handler(({ input }) => {
        preferences = { ...preferences, profile: input };
        emit({ kind: 'preferences-changed' });
        return {};
      }),
      saveSitePresets: os.preferences.saveSitePresets.handler(({ input }) => {
        preferences = { ...preferences, sitePresets: { ...preferences.sitePresets, [input.siteId]: input.windowPresets } };
        emit({ kind: 'preferences-changed' });
        return {};
      }),
    },
    versions: {
      history: os.versions.history.handler(({ input }) => historyOf(alliance.requests.get(input.requestId)?.signed ?? null)),
      openAmendment: os.versions.openAmendment.handler(({ input }) => {
        const request = alliance.requests.get(input.requestId);
        if (request !== undefined) changeRequest(request, { signed: null });
        return {};
      }),
      cancelAmendment: os.versions.cancelAmendment.handler(() => ({})),
      signAddendum: os.versions.signAddendum.handler(({ errors }) => raise(errors['report/not-signed']({ data: { facts: {} } }))),
      withdraw: os.versions.withdraw.handler(() => ({})),
      acknowledge: os.versions.acknowledge.handler(() => ({})),
      submit: os.versions.submit.handler(() => ({})),
      returnDraft: os.versions.returnDraft.handler(() => ({})),
      withdrawnInstances: os.versions.withdrawnInstances.handler(() => []),
    },
    verification: {
      verifyFile: os.verification.verifyFile.handler(() => ({
        status: 'refused' as const, faults: [{ kind: 'not-a-pdf' as const }], signatures: [], level: null, content: null, paper: 'not-compared' as const,
      })),
      verifyCode: os.verification.verifyCode.handler(() => ({ status: 'unknown' as const, version: null, newestVersion: null, signedAt: null, signerName: '' })),
    },
    ...words.router,
    exports: {
      survey: os.exports.survey.handler(({ input }) => ({
        series: (studyOf(input.studyId)?.series ?? []).filter(({ heldInstances }) => heldInstances > 0).map(({ seriesInstanceUid, heldInstances }) => ({ seriesInstanceUid, instances: heldInstances, verdict: 'clear' as const, reasons: [], refused: 0 })),
      })),
      list: os.exports.list.handler(() => []),
      start: os.exports.start.handler(({ errors }) => raise(errors['export/no-folder']({ data: { facts: {} } }))),
      cancel: os.exports.cancel.handler(() => ({})),
      picture: os.exports.picture.handler(() => ({ person: 'stand-in', at: new Date().toISOString() })),
    },
    ...createStandInDepartment(),
    ...centre.services,
    ...createStandInCollaboration(emit),
    imports: {
      list: os.imports.list.handler(() => []),
      start: os.imports.start.handler(({ errors }) => raise(errors['import/not-found']({ data: { facts: {} } }))),
      beginUpload: os.imports.beginUpload.handler(({ errors }) => raise(errors['internal']({ data: { facts: {} } }))),
      endUpload: os.imports.endUpload.handler(() => ({})),
      cancel: os.imports.cancel.handler(() => ({})),
    },
  });

  function studyOf(studyId: number) {
    const known = alliance.studies.get(studyId) ?? alliance.priors.get(studyId);
    if (known === undefined) return undefined;
    const site = alliance.sites.find(({ siteId }) => siteId === known.study.siteId);
    return { ...known, unreachableSince: site?.link === 'unreachable' ? (site.failure?.since ?? null) : null };
  }

  const rpc = new RPCHandler(router);
  const respond = async (request: Request, closed: AbortSignal): Promise<Response> => {
    const { pathname } = new URL(request.url);
    if (pathname.startsWith(REQUEST_PATHS.rpc)) {
      // The adapter's own signal fires too early for a stream.
      const { url, method, headers } = request;
      const lasting = new Request(url, { method, headers, body: await request.arrayBuffer(), signal: closed });
      const { response } = await rpc.handle(lasting, { prefix: REQUEST_PATHS.rpc, context: {} });
      return response ?? new Response(undefined, { status: 404 });
    }
    if (pathname.startsWith(REQUEST_PATHS.documents)) return document(pathname);
    if ([REQUEST_PATHS.frames, REQUEST_PATHS.metadata, REQUEST_PATHS.bulk].some((prefix) => pathname.startsWith(`${prefix}/`))) {
      return (await options.pictures?.(pathname)) ?? standInPictures(alliance, pathname) ?? new Response(undefined, { status: 404 });
    }
    return staticFile(pathname);
  };

  async function document(pathname: string): Promise<Response> {
    const [kind = '', id = ''] = pathname.slice(REQUEST_PATHS.documents.length + 1).split('/');
    const request = kind === 'preview' ? alliance.requests.get(Number(id)) : [...alliance.requests.values()].find(({ signed }) => signed?.reportUid === id);
    const study = alliance.studies.get(request?.studyIds[0] ?? 0)?.study;
    if (request === undefined || study === undefined) return new Response(undefined, { status: 404 });
    return new Response(await standInPaper(study, request), { headers: { 'content-type': 'application/pdf' } });
  }

  function staticFile(pathname: string): Response {
    const file = pathname.startsWith('/fonts/')
      ? join(FONTS, pathname.includes('Bold') ? '700Bold/NotoSansSC_700Bold.ttf' : '400Regular/NotoSansSC_400Regular.ttf')
      : join(rendererDirectory, normalize(pathname === '/' ? '/index.html' : decodeURIComponent(pathname)));
    if (!file.startsWith(FONTS) && !file.startsWith(rendererDirectory)) return new Response(undefined, { status: 403 });
    if (!existsSync(file)) return new Response(undefined, { status: 404 });
    return new Response(Readable.toWeb(createReadStream(file)) as ReadableStream, {
      headers: { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream', 'content-security-policy': CONTENT_SECURITY_POLICY },
    });
  }

  const sockets = new Set<Socket>();
  const server: Server = createServer((incoming, outgoing) => {
    const closed = new AbortController();
    outgoing.on('close', () => closed.abort());
    void getRequestListener((request) => respond(request, closed.signal), { overrideGlobalObjects: false })(incoming, outgoing);
  });
  server.on('connection', (socket) => {
    if (isAway) {
      socket.destroy();
      return;
    }
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const cutStreams = () => {
    for (const socket of sockets) socket.destroy();
  };

  return {
    url: `http://127.0.0.1:${port}/`,
    alliance,
    emit,
    announce: (change = {}) => {
      const arrivedAt = new Date().toISOString();
      const { study } = addCase(alliance, arrivals, { arrivedAt, completeAt: null, dueAt: null, heldInstances: 0, secondsToReady: 60, status: 'queued', isNew: true, ...change });
      arrivals += 1;
      emit({ kind: 'case-announced', studyId: study.studyId, urgency: study.urgency });
      emit({ kind: 'worklist-changed', studyIds: [study.studyId] });
      return study;
    },
    goAway: async () => {
      isAway = true;
      cutStreams();
    },
    comeBack: async () => {
      isAway = false;
    },
    cutStreams,
    saveElsewhere: (requestId, text) => {
      const request = alliance.requests.get(requestId);
      if (request === undefined) return;
      changeRequest(request, { draft: { ...request.draft, ...text, revision: request.draft.revision + 1, savedAt: new Date().toISOString() } });
    },
    deliver,
    callsOf: (method) => calls.get(method) ?? 0,
    failNext: (method, times) => void failing.set(method, times),
    close: async () => {
      for (const timer of timers) clearTimeout(timer);
      for (const wake of wakers) wake();
      cutStreams();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function raise(error: Error): never {
  throw error;
}

/** What the versions of a report come to when there is one at most. */
function historyOf(signed: SignedReport | null) {
  const versions = signed === null ? [] : [{ ...signed, kind: 'original' as const, reason: '', addendum: '', stampedAt: null, withdrawal: null, acknowledgements: [] }];
  return { versions, amendment: null, submission: null };
}

function nobody(): never {
  throw new Error('the stand-in has no people');
}
const NO_COLLEAGUES: ColleaguesView = { mode: 'embedded', seats: [], messages: [], unread: 0, criticals: [] };
const ONLY_SEAT: CaseStandingView = { mode: 'embedded', standing: 'mine', person: '', seats: [], reports: [] };
