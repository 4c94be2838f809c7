import { randomUUID } from 'node:crypto';
import type { ReportRequest, ReportText, SignedReport, SignerSummary, SigningObstacle } from '#shared/contract/services/reports.contract.ts';
import { AppError, isAppError } from '#shared/errors/app-error.ts';
import type { CanonicalReport } from '#shared/report/canonical-report.ts';
import { signingObstacles, standsInTheWay, withTextProblems } from '#shared/report/signing-obstacles.ts';
import type { Remote } from '../database/remote-repositories.ts';
import type { Delivery, DeliveryRepository } from '../delivery/delivery.repository.ts';
import type { DocumentMaker } from '../documents/document-maker.ts';
import type { Clock } from '../platform/clock.ts';
import type { EventHub } from '../platform/event-hub.ts';
import type { SignerRepository, SignerRole, StoredSigner } from '../signing/signer.repository.ts';
import { pinTriesLeft } from '../signing/pin-tries.ts';
import type { RequestRepository } from '../studies/request.repository.ts';
import type { StoredRequest } from '../studies/study.ts';
import { assembleReport, type ReportFacts, type ReportedStudyFacts } from './assemble-report.ts';
import type { ReportRepository, StoredReport } from './report.repository.ts';
import type { TextProblems } from './text-problems.ts';

export interface ReportServiceDependencies {
  readonly reports: Remote<ReportRepository>;
  readonly requests: Remote<RequestRepository>;
  readonly deliveries: Remote<DeliveryRepository>;
  readonly signers: Remote<SignerRepository>;
  readonly documents: DocumentMaker;
  /** @throws AppError `study/unknown` */
  readonly studyFacts: (studyId: number) => Promise<ReportedStudyFacts>;
  /** Makes sure that a study has a request even before its headers are here. */
  readonly ensureRequest: (studyId: number) => Promise<void>;
  readonly hospital: (siteId: string) => ReportFacts['hospital'] & { readonly isDemo: boolean };
  readonly centreName: () => string;
  /** What the words say against themselves, and the reasons that were given for it. */
  readonly textProblems: (request: StoredRequest, studies: readonly ReportedStudyFacts[], text: ReportText) => Promise<TextProblems>;
  readonly onSigned: () => void;
  readonly events: EventHub;
  readonly clock: Clock;
}

export type ReportService = ReturnType<typeof createReportService>;

const EMPTY_TEXT: ReportText = { findings: '', impression: '', recommendation: '', outcome: null };

/** From the draft to the signed report. */
export function createReportService(dependencies: ReportServiceDependencies) {
  const { reports, requests, deliveries, signers, documents, events, clock } = dependencies;

  const requireRequest = async (requestId: number): Promise<StoredRequest> => {
    const request = await requests.find(requestId);
    if (request === undefined) throw new AppError('report/unknown', 'no such request', { facts: { requestId } });
    return request;
  };

  const describe = async (request: StoredRequest, askedStudyId: number): Promise<ReportRequest> => {
    const [draft, newest] = await Promise.all([reports.draft(request.id), reports.newest(request.id)]);
    return {
      requestId: request.id,
      accessionNumber: request.accessionNumber,
      requestedProcedure: request.procedureText,
      studyIds: [askedStudyId, ...request.studyIds.filter((studyId) => studyId !== askedStudyId)],
      draft: draft ?? { revision: 0, savedAt: null, ...EMPTY_TEXT },
      signed: newest === undefined ? null : await describeSigned(newest),
    };
  };

  const describeSigned = async (report: StoredReport): Promise<SignedReport> => {
    const content = readContent(report.content);
    return {
      reportUid: report.reportUid,
      version: report.version,
      text: { findings: content.findings, impression: content.impression.join('\n'), recommendation: content.recommendation, outcome: content.outcome },
      signedAt: report.signedAt,
      signerName: report.signerName,
      objects: (await deliveries.ofReport(report.id)).map(toDeliveredObject),
    };
  };

  const studiesOf = (request: StoredRequest) => Promise.all(request.studyIds.map((studyId) => dependencies.studyFacts(studyId)));

  const gather = (
    request: StoredRequest, studies: readonly ReportedStudyFacts[], text: ReportText, signer: StoredSigner | undefined, version: number,
  ): CanonicalReport => {
    const { isDemo, ...hospital } = dependencies.hospital(request.siteId);
    return assembleReport({
      reportUid: newUid(),
      version,
      request,
      studies,
      hospital,
      centreName: dependencies.centreName(),
      text,
      physician: { name: signer?.name ?? '', organisation: dependencies.centreName() },
      isDemo: isDemo || signer?.demoPin !== undefined,
      signedAt: clock.now(),
    });
  };

  const obstacles = async (request: StoredRequest, studies: readonly ReportedStudyFacts[], text: ReportText): Promise<SigningObstacle[]> => {
    const report = gather(request, studies, text, undefined, 1);
    const { problems, reasons } = await dependencies.textProblems(request, studies, text);
    return withTextProblems(signingObstacles({
      ...text,
      expectedInstances: studies.reduce((sum, { study }) => sum + study.expectedInstances, 0),
      heldInstances: studies.reduce((sum, { study }) => sum + study.heldInstances, 0),
      isComplete: studies.every(({ study }) => study.completeAt !== null),
      missingGlyphs: await documents.missingGlyphs(report),
      lossyRatio: report.imageQuality.kind === 'lossy' ? report.imageQuality.ratio : undefined,
    }), problems, reasons).map((obstacle) => ({ ...obstacle, facts: { ...obstacle.facts } }));
  };

  const refuseObstacles = (found: readonly SigningObstacle[]) => {
    const block = found.find(standsInTheWay);
    if (block === undefined) return;
    const code = block.level === 'confirm' ? 'report/unconfirmed' : block.code === 'missing-glyph' ? 'report/missing-glyph' : block.code === 'images-missing' ? 'report/images-missing' : 'report/incomplete';
    throw new AppError(code, `the report cannot be signed: ${block.code}`, { facts: { ...block.facts, reason: block.code } });
  };

  const requireSigner = async (signerId: number): Promise<StoredSigner> => {
    const signer = await signers.find(signerId);
    if (signer === undefined) throw new AppError('signing/unknown-signer', 'no such signer');
    const { lockedUntil } = pinTriesLeft(signer, clock.now());
    if (lockedUntil !== null) throw new AppError('signing/key-locked', 'the key is locked after wrong PINs', { facts: { lockedUntil } });
    return signer;
  };

  return {
    async forStudy(studyId: number): Promise<ReportRequest[]> {
      await dependencies.ensureRequest(studyId);
      const found = await requests.forStudy(studyId);
      return Promise.all(found.map((request) => describe(request, studyId)));
    },

    async saveDraft(requestId: number, expectedRevision: number, text: ReportText): Promise<{ revision: number; savedAt: string }> {
      const savedAt = clock.now().toISOString();
      await requireRequest(requestId);
      const saved = await reports.saveDraft({ requestId, expectedRevision, ...text, savedAt });
      if (saved === undefined) throw new AppError('report/stale-revision', 'the draft changed in another window');
      events.publish({ kind: 'report-changed', studyIds: saved.studyIds });
      if (expectedRevision === 0) events.publish({ kind: 'worklist-changed', studyIds: saved.studyIds });
      return { revision: saved.revision, savedAt };
    },

    async checkBeforeSigning(requestId: number): Promise<SigningObstacle[]> {
      const request = await requireRequest(requestId);
      return obstacles(request, await studiesOf(request), (await reports.draft(requestId)) ?? EMPTY_TEXT);
    },

    async signers(): Promise<SignerSummary[]> {
      const now = clock.now();
      return (await signers.list()).map((signer) => toSignerSummary(signer, now));
    },

    async importSigner(pkcs12: Uint8Array, pin: string, role: SignerRole): Promise<SignerSummary> {
      const now = clock.now();
      const signerId = await signers.put(await documents.readSigner(pkcs12, pin, role, now.toISOString()));
      const signer = await signers.find(signerId);
      if (signer === undefined) throw new Error('the signer was just put');
      return toSignerSummary(signer, now);
    },

    async sign(requestId: number, revision: number, signerId: number, pin: string): Promise<SignedReport> {
      const request = await requireRequest(requestId);
      if ((await reports.newest(requestId)) !== undefined) throw new AppError('report/already-signed', 'the request has a signed report');
      const draft = await reports.draft(requestId);
      if (draft?.revision !== revision) throw new AppError('report/stale-revision', 'only the revision on the screen can be signed');
      const signer = await requireSigner(signerId);
      const studies = await studiesOf(request);
      refuseObstacles(await obstacles(request, studies, draft));
      const report = gather(request, studies, draft, signer, 1);
      const signed = await signWithTries(report, signer, pin);
      const studyIds = await reports.recordSignature({
        requestId,
        revision,
        reportUid: report.reportUid,
        version: report.version,
        predecessorId: null,
        siteId: request.siteId,
        content: signed.content,
        contentSha256: signed.contentSha256,
        contentSignature: signed.contentSignature,
        pdf: signed.pdf,
        signerName: signer.name,
        signedAt: report.signedAt,
        objects: signed.objects,
      });
      events.publish({ kind: 'report-changed', studyIds });
      events.publish({ kind: 'worklist-changed', studyIds });
      dependencies.onSigned();
      const stored = await reports.newest(requestId);
      if (stored === undefined) throw new Error('the signed report is not there');
      return describeSigned(stored);
    },

    async deliverNow(requestId: number): Promise<void> {
      const report = await reports.newest((await requireRequest(requestId)).id);
      if (report === undefined) throw new AppError('report/unknown', 'nothing is signed');
      await deliveries.hurryReport(report.id, clock.now().toISOString());
      dependencies.onSigned();
    },

    /** The paper of a draft, marked as unsigned. @throws AppError `report/stale-revision` when the revision is no longer the newest */
    async preview(requestId: number, revision: number): Promise<Uint8Array> {
      const request = await requireRequest(requestId);
      const draft = await reports.draft(requestId);
      if (draft?.revision !== revision) throw new AppError('report/stale-revision', 'the draft changed');
      return documents.preview(gather(request, await studiesOf(request), draft, undefined, 1));
    },

    signedPdf: (reportUid: string): Promise<Uint8Array | undefined> => reports.pdf(reportUid),
  };

  async function signWithTries(report: CanonicalReport, signer: StoredSigner, pin: string) {
    try {
      const signed = await documents.sign(report, signer.pkcs12, pin, clock.now().toISOString());
      await signers.recordSuccess(signer.id);
      return signed;
    } catch (error) {
      if (!isAppError(error, 'signing/wrong-pin')) throw error;
      const { triesLeft, lockedUntil } = pinTriesLeft(await signers.recordFailedTry(signer.id, clock.now().toISOString()), clock.now());
      if (lockedUntil !== null) throw new AppError('signing/key-locked', 'the key is locked after wrong PINs', { facts: { lockedUntil } });
      throw new AppError('signing/wrong-pin', 'the PIN does not open the key', { facts: { triesLeft } });
    }
  }
}

function toSignerSummary(signer: StoredSigner, now: Date): SignerSummary {
  return {
    signerId: signer.id,
    name: signer.name,
    role: signer.role,
    certificateIssuer: signer.issuerName,
    validUntil: signer.validUntil,
    isDemo: signer.demoPin !== undefined,
    demoPin: signer.demoPin ?? null,
    ...pinTriesLeft(signer, now),
  };
}

function readContent(content: Uint8Array): CanonicalReport {
  return JSON.parse(new TextDecoder().decode(content)) as CanonicalReport;
}

function toDeliveredObject(delivery: Delivery): SignedReport['objects'][number] {
  const { kind, sopInstanceUid, station, attempts, nextAttemptAt, failure } = delivery;
  return { kind, sopInstanceUid, station, attempts, nextAttemptAt, failure: failure === null ? null : { ...failure, facts: { ...failure.facts } } };
}

/** A UID derived from a random UUID. PS3.5 B.2. */
function newUid(): string {
  return `2.25.${BigInt(`0x${randomUUID().replaceAll('-', '')}`).toString(10)}`;
}
