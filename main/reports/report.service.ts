import { randomUUID } from 'node:crypto';
import type { LeavingObject } from '#shared/contract/services/papers.contract.ts';
import type { ReportRequest, ReportText, SignedReport, SignerSummary, SigningObstacle } from '#shared/contract/services/reports.contract.ts';
import type { CriticalFinding } from '#shared/ecg/critical-findings.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { parseCanonicalReport, type CanonicalReport, type ReportPhysician, type ReportPredecessor } from '#shared/report/canonical-report.ts';
import { formObstacles } from '#shared/report/fields/form-obstacles.ts';
import { imageObstacles, type SeriesToRead } from '#shared/report/image-obstacles.ts';
import { ecgObstacles } from '#shared/report/ecg-obstacles.ts';
import { FINAL_AFTER_PRELIMINARY } from '#shared/report/report-words.ts';
import { signingObstacles, standsInTheWay, withTextProblems } from '#shared/report/signing-obstacles.ts';
import type { RecognitionItem } from '#shared/report/recognition/recognition-mark.ts';
import type { Remote } from '../database/remote-repositories.ts';
import type { SettingRepository } from '../database/setting.repository.ts';
import type { DeliveryRepository } from '../delivery/delivery.repository.ts';
import type { DocumentMaker } from '../documents/document-maker.ts';
import type { Pictures } from '../documents/pictures.ts';
import type { Clock } from '../platform/clock.ts';
import type { EventHub } from '../platform/event-hub.ts';
import type { GatewayAddress } from '../signing/gateway.ts';
import type { TokenAddress } from '../signing/pkcs11.ts';
import type { NewSigner, SignerRepository, SignerRole, StoredSigner } from '../signing/signer.repository.ts';
import type { SigningDesk } from '../signing/signing-desk.ts';
import { pinTriesLeft } from '../signing/pin-tries.ts';
import type { RequestRepository } from '../studies/request.repository.ts';
import type { StoredRequest } from '../studies/study.ts';
import type { EcgAssembly } from './assemble-ecg.ts';
import type { CoordinatedRecording } from './coordinated-recording.ts';
import { assembleReport, type ReportFacts, type ReportedStudyFacts } from './assemble-report.ts';
import { describeSigned } from './describe-report.ts';
import type { ReportRepository, Signature, StoredReport } from './report.repository.ts';
import type { TextProblems } from './text-problems.ts';
import type { VersionRepository } from './version.repository.ts';
import { authorOf } from './version.service.ts';
import { formOf } from './structured-report-form.ts';

export interface ReportServiceDependencies {
  readonly reports: Remote<ReportRepository>;
  readonly requests: Remote<RequestRepository>;
  readonly deliveries: Remote<DeliveryRepository>;
  readonly signers: Remote<SignerRepository>;
  readonly versions: Remote<VersionRepository>;
  readonly settings: Remote<SettingRepository>;
  readonly desk: SigningDesk;
  readonly documents: DocumentMaker;
  readonly assembleEcg: EcgAssembly;
  /** @throws AppError `study/unknown` */
  readonly studyFacts: (studyId: number) => Promise<ReportedStudyFacts>;
  /** Makes sure that a study has a request even before its headers are here. */
  readonly ensureRequest: (studyId: number) => Promise<void>;
  readonly hospital: (siteId: string) => Promise<ReportFacts['hospital'] & { readonly isDemo: boolean }>;
  /** Bytes of pictures by their SHA-256. */
  readonly pictureBytes: (hashes: readonly string[]) => Promise<Pictures>;
  readonly centreName: () => string;
  readonly recording: CoordinatedRecording;
  /** When what is signed now may leave. @param signedAt ISO 8601, UTC */
  readonly firstAttemptAt: (signedAt: string) => string;
  /** What the words say against themselves, and the reasons that were given for it. */
  readonly textProblems: (request: StoredRequest, studies: readonly ReportedStudyFacts[], text: ReportText, criticalFindings: readonly CriticalFinding[]) => Promise<TextProblems>;
  /** Devices whose examinations are recognised elsewhere (互认). */
  readonly recognition: () => Promise<readonly RecognitionItem[]>;
  readonly onSigned: () => void;
  readonly events: EventHub;
  readonly clock: Clock;
}

export type ReportService = ReturnType<typeof createReportService>;

/** A report put together from what is known now, not signed yet. */
interface GatheredReport {
  readonly report: CanonicalReport;
  readonly request: StoredRequest;
  readonly studies: readonly ReportedStudyFacts[];
  readonly text: ReportText;
  readonly ecgObstacles: readonly SigningObstacle[];
  readonly criticalFindings: readonly CriticalFinding[];
}

/** The worst first. */
const LEVELS: readonly SigningObstacle['level'][] = ['block', 'confirm', 'hint'];
const EMPTY_TEXT: ReportText = { findings: '', impression: '', recommendation: '', outcome: null };

/** From the draft to the signed report. */
export function createReportService(dependencies: ReportServiceDependencies) {
  const { reports, requests, deliveries, signers, versions, settings, desk, documents, events, clock } = dependencies;

  const requireRequest = async (requestId: number): Promise<StoredRequest> => {
    const request = await requests.find(requestId);
    if (request === undefined) throw new AppError('report/unknown', 'no such request', { facts: { requestId } });
    return request;
  };

  const describe = async (request: StoredRequest, askedStudyId: number): Promise<ReportRequest> => {
    const [draft, newest, isAmending] = await Promise.all([reports.draft(request.id), reports.newest(request.id), reports.isAmending(request.id)]);
    return {
      requestId: request.id,
      accessionNumber: request.accessionNumber,
      requestedProcedure: request.procedureText,
      studyIds: [askedStudyId, ...request.studyIds.filter((studyId) => studyId !== askedStudyId)],
      draft: draft ?? { revision: 0, savedAt: null, ...EMPTY_TEXT },
      signed: newest === undefined || isAmending ? null : describeSigned(newest, await deliveries.ofReport(newest.id)),
    };
  };

  const picturesOf = ({ hospital, keyImages }: CanonicalReport): Promise<Pictures> =>
    dependencies.pictureBytes([hospital.logo, ...keyImages.map(({ picture }) => picture)].flatMap((picture) => picture?.sha256 ?? []));

  const studiesOf = (request: StoredRequest) => Promise.all(request.studyIds.map((studyId) => dependencies.studyFacts(studyId)));

  const gather = async (
    request: StoredRequest, studies: readonly ReportedStudyFacts[], text: ReportText, signer: StoredSigner | undefined,
    { version, author, predecessor, isPreliminary }: Pick<ReportFacts, 'version' | 'author' | 'predecessor' | 'isPreliminary'>,
  ): Promise<GatheredReport> => {
    const [{ isDemo, ...hospital }, read] = await Promise.all([dependencies.hospital(request.siteId), dependencies.assembleEcg(request.id, studies, text.impression)]);
    const report = assembleReport({
      ecg: read?.ecg ?? null,
      reportUid: newUid(),
      version,
      author,
      predecessor,
      isPreliminary,
      recognition: await dependencies.recognition(),
      request,
      studies,
      hospital,
      centreName: dependencies.centreName(),
      text,
      physician: { name: signer?.name ?? '', organisation: dependencies.centreName() },
      isDemo: isDemo || signer?.demoPin !== undefined,
      signedAt: clock.now(),
    });
    const found = read === undefined ? [] : ecgObstacles(report, read.ecg, read.dictionary);
    return { report, studies, text, request, ecgObstacles: found.map(({ level, code, facts }) => ({ level, code, facts: { ...facts } })), criticalFindings: read?.critical ?? [] };
  };

  /** @param missingGlyphs of the paper; a signature looks for them itself, before it signs */
  const obstacles = async ({ report, studies, text, request, ecgObstacles: ofEcg, criticalFindings }: GatheredReport, missingGlyphs: readonly string[]): Promise<SigningObstacle[]> => {
    const { problems, reasons } = await dependencies.textProblems(request, studies, text, criticalFindings);
    const found = withTextProblems(signingObstacles({
      ...text,
      expectedInstances: studies.reduce((sum, { study }) => sum + study.expectedInstances, 0),
      heldInstances: studies.reduce((sum, { study }) => sum + study.heldInstances, 0),
      isComplete: studies.every(({ study }) => study.completeAt !== null),
      missingGlyphs,
      lossyRatio: report.imageQuality.kind === 'lossy' ? report.imageQuality.ratio : undefined,
      hasRecording: report.ecg !== null,
    }), problems, reasons).map((obstacle) => ({ ...obstacle, facts: { ...obstacle.facts } }));
    const ofImages = imageObstacles(studies.flatMap(seriesToRead), reasons).map((obstacle) => ({ ...obstacle, facts: { ...obstacle.facts } }));
    const ofForms = formObstacles(text.forms ?? [], text, reasons).map((obstacle) => ({ ...obstacle, facts: { ...obstacle.facts } }));
    return [...found, ...ofImages, ...ofEcg, ...ofForms].toSorted((left, right) => LEVELS.indexOf(left.level) - LEVELS.indexOf(right.level));
  };

  const unsigned = async (requestId: number): Promise<GatheredReport> => {
    const request = await requireRequest(requestId);
    const [studies, draft] = await Promise.all([studiesOf(request), reports.draft(requestId)]);
    return gather(request, studies, draft ?? EMPTY_TEXT, undefined, { version: 1 });
  };

  const refuseObstacles = (found: readonly SigningObstacle[]) => {
    const block = found.find(standsInTheWay);
    if (block === undefined) return;
    const code = block.level === 'confirm' ? 'report/unconfirmed' : block.code === 'missing-glyph' ? 'report/missing-glyph' : block.code === 'images-missing' ? 'report/images-missing' : 'report/incomplete';
    throw new AppError(code, `the report cannot be signed: ${block.code}`, { facts: { ...block.facts, reason: block.code } });
  };

  const putSigner = async (read: NewSigner, now: Date): Promise<SignerSummary> => {
    const signer = await signers.find(await signers.put(read));
    if (signer === undefined) throw new Error('the signer was just put');
    return toSignerSummary(signer, now);
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
      const gathered = await unsigned(requestId);
      return obstacles(gathered, await documents.missingGlyphs(gathered.report));
    },

    async leaving(requestId: number): Promise<LeavingObject[]> {
      const { report } = await unsigned(requestId);
      return report.impression.length === 0 ? [] : (await documents.plan(report)).map((part) => ({ ...part }));
    },

    async signers(): Promise<SignerSummary[]> {
      const now = clock.now();
      return (await signers.list()).map((signer) => toSignerSummary(signer, now));
    },

    async importSigner(pkcs12: Uint8Array, pin: string, role: SignerRole): Promise<SignerSummary> {
      const now = clock.now();
      return putSigner(await documents.readSigner({ kind: 'pkcs12', file: pkcs12 }, pin, role, now.toISOString()), now);
    },

    async addGatewaySigner(gateway: GatewayAddress, pin: string, role: SignerRole): Promise<SignerSummary> {
      const now = clock.now();
      return putSigner(await documents.readSigner({ kind: 'gateway', ...gateway }, pin, role, now.toISOString()), now);
    },

    async addTokenSigner(token: TokenAddress, pin: string, role: SignerRole): Promise<SignerSummary> {
      const now = clock.now();
      return putSigner(await documents.readSigner({ kind: 'pkcs11', ...token }, pin, role, now.toISOString()), now);
    },

    async reviewRule(): Promise<{ twoLevels: boolean }> {
      return { twoLevels: (await settings.read()).reviewLevels === 'two' };
    },

    setReviewRule: (twoLevels: boolean): Promise<void> => settings.write('reviewLevels', twoLevels ? 'two' : 'one'),

    async sign(requestId: number, revision: number, signerId: number, pin: string, isPreliminary = false): Promise<SignedReport> {
      const request = await requireRequest(requestId);
      const standing = await reports.newest(requestId);
      const amendment = await versions.amendment(requestId);
      if (standing !== undefined && amendment === undefined) throw new AppError('report/already-signed', 'the request has a signed report');
      const draft = await reports.draft(requestId);
      if (draft?.revision !== revision) throw new AppError('report/stale-revision', 'only the revision on the screen can be signed');
      const signer = await desk.requireSigner(signerId);
      const author = authorOf(await versions.submission(requestId));
      // A preliminary report cannot wait for a second physician: its final one does.
      if (isPreliminary && standing !== undefined) throw new AppError('report/already-signed', 'only a first report is preliminary');
      if (!isPreliminary && (await settings.read()).reviewLevels === 'two') requireReview(signer, author);
      const [studies, lastVersion] = await Promise.all([studiesOf(request), reports.lastVersion(requestId)]);
      const predecessor = standing && amendment && predecessorOf(standing, amendment.reason);
      const version = lastVersion + 1;
      const { inReport, ...claim } = await dependencies.recording.prepare(request, version > 1);
      const gathered = await gather(request, studies, draft, signer, { version, author, predecessor, isPreliminary });
      refuseObstacles(await obstacles(gathered, []));
      const report = { ...gathered.report, ...inReport };
      const pictures = await picturesOf(report);
      const signed = await desk.withTries(signer, (source) => documents.sign(report, source, pin, clock.now().toISOString(), pictures));
      const signature: Omit<Signature, 'audit'> = {
        requestId,
        revision,
        reportUid: report.reportUid,
        version: report.version,
        kind: predecessor === undefined ? 'original' : 'amended',
        predecessorId: standing?.id ?? null,
        siteId: request.siteId,
        content: signed.content,
        contentSha256: signed.contentSha256,
        contentSignature: signed.contentSignature,
        pdf: signed.pdf,
        signerName: signer.name,
        signedAt: report.signedAt,
        firstAttemptAt: dependencies.firstAttemptAt(report.signedAt),
        objects: signed.objects,
        ...(isPreliminary ? { opensFinal: FINAL_AFTER_PRELIMINARY } : {}),
      };
      const studyIds = await dependencies.recording.record(request, claim, signature);
      events.publish({ kind: 'report-changed', studyIds });
      events.publish({ kind: 'worklist-changed', studyIds });
      dependencies.onSigned();
      const stored = await reports.newest(requestId);
      if (stored === undefined) throw new Error('the signed report is not there');
      return describeSigned(stored, await deliveries.ofReport(stored.id));
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
      const { report } = await gather(request, await studiesOf(request), draft, undefined, { version: 1 });
      return documents.preview(report, await picturesOf(report));
    },

    signedPdf: (reportUid: string): Promise<Uint8Array | undefined> => reports.pdf(reportUid),
  };
}

function seriesToRead({ series, viewed }: ReportedStudyFacts): SeriesToRead[] {
  const seen = new Set(viewed.map(({ seriesInstanceUid }) => seriesInstanceUid));
  return series.map(({ seriesInstanceUid, seriesDescription, seriesNumber, content, heldInstances, missingSlices }) => ({
    name: seriesDescription === '' ? `S${seriesNumber ?? '?'}` : seriesDescription, isImages: content === 'images', heldInstances, missingSlices, isSeen: seen.has(seriesInstanceUid),
  }));
}

/** Two levels: somebody submitted it, and another physician signs as reviewer. */
function requireReview(signer: StoredSigner, author: ReportPhysician | undefined): void {
  if (author !== undefined && signer.role === 'reviewing-physician' && signer.name !== author.name) return;
  throw new AppError('report/needs-review', 'this department has every report signed by a second physician');
}

function predecessorOf({ content }: StoredReport, reason: string): ReportPredecessor {
  const { reportUid, version, studies, signedAtLocal, hospital } = parseCanonicalReport(new TextDecoder().decode(content));
  const [study] = studies;
  if (study === undefined) throw new Error('a report covers at least one study');
  return { kind: 'amended', reportUid, version, studyInstanceUid: study.studyInstanceUid, signedAtLocal, reason, ...formOf(hospital) };
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

/** A UID derived from a random UUID. PS3.5 B.2. */
function newUid(): string {
  return `2.25.${BigInt(`0x${randomUUID().replaceAll('-', '')}`).toString(10)}`;
}
