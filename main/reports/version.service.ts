import { randomUUID } from 'node:crypto';
import type { SignedReport } from '#shared/contract/services/reports.contract.ts';
import type { ReportHistory, ReportSubmission } from '#shared/contract/services/versions.contract.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { CANONICAL_REPORT_FORMAT, parseCanonicalReport, type CanonicalReport, type ReportPhysician } from '#shared/report/canonical-report.ts';
import { localTimeText } from '#shared/report/local-time.ts';
import type { WithdrawalReason } from '#shared/structured-report/key-object-selection.ts';
import type { Remote } from '../database/remote-repositories.ts';
import type { DeliveryRepository } from '../delivery/delivery.repository.ts';
import type { DocumentMaker } from '../documents/document-maker.ts';
import type { Clock } from '../platform/clock.ts';
import type { EventHub } from '../platform/event-hub.ts';
import type { SigningDesk } from '../signing/signing-desk.ts';
import type { StoredSigner } from '../signing/signer.repository.ts';
import type { RequestRepository } from '../studies/request.repository.ts';
import type { StoredRequest } from '../studies/study.ts';
import type { CoordinatedRecording } from './coordinated-recording.ts';
import { describeSigned, toDeliveredObject } from './describe-report.ts';
import type { ReportRepository, Signature, StoredReport } from './report.repository.ts';
import type { StoredSubmission, VersionRepository } from './version.repository.ts';
import { formOf } from './structured-report-form.ts';

export interface VersionServiceDependencies {
  readonly reports: Remote<ReportRepository>;
  readonly versions: Remote<VersionRepository>;
  readonly requests: Remote<RequestRepository>;
  readonly deliveries: Remote<DeliveryRepository>;
  readonly documents: DocumentMaker;
  readonly desk: SigningDesk;
  readonly centreName: () => string;
  readonly recording: CoordinatedRecording;
  /** When what is signed now may leave. @param signedAt ISO 8601, UTC */
  readonly firstAttemptAt: (signedAt: string) => string;
  readonly onSigned: () => void;
  readonly events: EventHub;
  readonly clock: Clock;
}

export type VersionService = ReturnType<typeof createVersionService>;

/** What a draft was when its author submitted it: the content of the author's signature. */
interface SubmittedDraft {
  readonly format: { readonly name: 'tongyue-submission'; readonly version: 1 };
  readonly requestId: number;
  readonly revision: number;
  readonly author: ReportPhysician;
  readonly text: ReportSubmission['text'];
}

/** What happens to a report around and after its signature. A signed version is never changed: everything here adds something to it. */
export function createVersionService(dependencies: VersionServiceDependencies) {
  const { reports, versions, requests, deliveries, documents, desk, events, clock } = dependencies;

  const requireRequest = async (requestId: number): Promise<StoredRequest> => {
    const request = await requests.find(requestId);
    if (request === undefined) throw new AppError('report/unknown', 'no such request', { facts: { requestId } });
    return request;
  };
  /** The version that stands. */
  const requireStanding = async (requestId: number): Promise<StoredReport> => {
    const report = await reports.newest(requestId);
    if (report === undefined) throw new AppError('report/not-signed', 'nothing stands that is signed');
    return report;
  };
  const publish = (studyIds: number[]): void => {
    events.publish({ kind: 'report-changed', studyIds });
    events.publish({ kind: 'worklist-changed', studyIds });
  };
  const physicianOf = (signer: StoredSigner, at: string): ReportPhysician => ({
    name: signer.name, organisation: dependencies.centreName(), signedAtLocal: localTimeText(at),
  });

  return {
    async history(requestId: number): Promise<ReportHistory> {
      await requireRequest(requestId);
      const [all, amendment, submission] = await Promise.all([versions.list(requestId), versions.amendment(requestId), versions.submission(requestId)]);
      return {
        versions: await Promise.all(
          all.map(async ({ id, reportUid, version, kind, content, signedAt, signerName, stampedAt, withdrawal, acknowledgements }) => ({
            ...wordsOf(kind, content),
            reportUid, version, kind, signedAt, signerName, stampedAt, withdrawal, acknowledgements: [...acknowledgements],
            objects: (await deliveries.ofReport(id)).map(toDeliveredObject),
          })),
        ),
        amendment: amendment ?? null,
        submission: submission === undefined ? null : describeSubmission(submission),
      };
    },

    async openAmendment(requestId: number, reason: string): Promise<void> {
      await requireRequest(requestId);
      const { content } = await requireStanding(requestId);
      const { findings, impression, recommendation, outcome, filledForms: forms = [] } = readReport(content);
      publish(await versions.openAmendment(requestId, reason, { findings, impression: impression.join('\n'), recommendation, outcome, forms }, clock.now().toISOString()));
    },

    async cancelAmendment(requestId: number): Promise<void> {
      await requireRequest(requestId);
      const standing = await reports.newest(requestId);
      if (standing !== undefined && readReport(standing.content).isPreliminary === true) throw new AppError('report/final-due', 'a preliminary report is followed by a final one');
      publish(await versions.cancelAmendment(requestId));
    },

    async signAddendum(requestId: number, text: string, signerId: number, pin: string): Promise<SignedReport> {
      const request = await requireRequest(requestId);
      const standing = await requireStanding(requestId);
      if (await reports.isAmending(requestId)) throw new AppError('report/already-signed', 'a correction is being written; sign it or give it up first');
      const signer = await desk.requireSigner(signerId);
      const { inReport, ...claim } = await dependencies.recording.prepare(request, true);
      const added = addendumTo(readReport(standing.content), text, physicianOf(signer, clock.now().toISOString()), {
        reportUid: newUid(), version: (await reports.lastVersion(requestId)) + 1, signedAt: clock.now().toISOString(),
      });
      const report = { ...added, ...inReport };
      // The pictures are those that were signed: what is marked today is not looked at.
      const before = await reports.pdf(standing.reportUid);
      const pictures = before && hasPictures(report) ? await documents.picturesIn(before) : undefined;
      const signed = await desk.withTries(signer, (source) => documents.sign(report, source, pin, report.signedAt, pictures));
      const signature: Omit<Signature, 'audit'> = {
        requestId, revision: 0, reportUid: report.reportUid, version: report.version, kind: 'addendum', predecessorId: standing.id, siteId: request.siteId,
        content: signed.content, contentSha256: signed.contentSha256, contentSignature: signed.contentSignature, pdf: signed.pdf, signerName: signer.name,
        signedAt: report.signedAt, firstAttemptAt: dependencies.firstAttemptAt(report.signedAt), objects: signed.objects,
      };
      publish(await dependencies.recording.record(request, claim, signature));
      dependencies.onSigned();
      const stored = await requireStanding(requestId);
      return describeSigned(stored, await deliveries.ofReport(stored.id));
    },

    async withdraw(requestId: number, reason: WithdrawalReason, words: string, signerId: number, pin: string): Promise<void> {
      const request = await requireRequest(requestId);
      const standing = await requireStanding(requestId);
      const signer = await desk.requireSigner(signerId);
      const rejected = await versions.sentObjects(requestId);
      const withdrawnAt = clock.now().toISOString();
      const report = readReport(standing.content);
      const signed = await desk.withTries(signer, (source) =>
        documents.signWithdrawal(report, { reason, words, physician: physicianOf(signer, withdrawnAt), withdrawnAt, rejected }, source, pin),
      );
      const withdrawal = {
        requestId, signedReportId: standing.id, siteId: request.siteId, reason, words, content: signed.content, contentSignature: signed.contentSignature,
        signerName: signer.name, withdrawnAt, rejectionNote: signed.rejectionNote,
      };
      publish(await versions.recordWithdrawal(withdrawal, rejected.length));
      dependencies.onSigned();
    },

    async acknowledge(requestId: number, reportUid: string, about: 'report' | 'withdrawal', person: string, note: string): Promise<void> {
      const request = await requireRequest(requestId);
      const version = (await versions.list(requestId)).find((one) => one.reportUid === reportUid);
      if (version === undefined) throw new AppError('report/unknown', 'no such version');
      await versions.acknowledge(version.id, { about, person, note, at: clock.now().toISOString() });
      events.publish({ kind: 'report-changed', studyIds: [...request.studyIds] });
    },

    async submit(requestId: number, revision: number, signerId: number, pin: string): Promise<void> {
      const request = await requireRequest(requestId);
      if ((await reports.newest(requestId)) !== undefined && !(await reports.isAmending(requestId))) throw new AppError('report/already-signed', 'the request has a signed report');
      const draft = await reports.draft(requestId);
      if (draft?.revision !== revision) throw new AppError('report/stale-revision', 'only the revision on the screen can be submitted');
      const signer = await desk.requireSigner(signerId);
      const submittedAt = clock.now().toISOString();
      const { findings, impression, recommendation, outcome, forms } = draft;
      const content: SubmittedDraft = {
        format: { name: 'tongyue-submission', version: 1 }, requestId, revision, author: physicianOf(signer, submittedAt),
        text: { findings, impression, recommendation, outcome, ...(forms === undefined ? {} : { forms }) },
      };
      const signed = await desk.withTries(signer, (source) => documents.signContent(content, source, pin, submittedAt));
      await versions.submit({ requestId, revision, ...signed, authorName: signer.name, submittedAt });
      events.publish({ kind: 'report-changed', studyIds: [...request.studyIds] });
    },

    async returnDraft(requestId: number, comment: string, signerId: number): Promise<void> {
      const request = await requireRequest(requestId);
      const reviewer = await desk.requireSigner(signerId);
      const isAnswered = await versions.answerSubmission(requestId, { state: 'returned', comment, answeredBy: reviewer.name, at: clock.now().toISOString() });
      if (!isAnswered) throw new AppError('report/not-submitted', 'no draft waits for review');
      events.publish({ kind: 'report-changed', studyIds: [...request.studyIds] });
    },

    withdrawnInstances: (studyInstanceUid: string): Promise<string[]> => versions.withdrawnInstances(studyInstanceUid),
  };
}

/** Who wrote the draft that waits for review; undefined when none waits. */
export function authorOf(submission: StoredSubmission | undefined): ReportPhysician | undefined {
  return submission?.state === 'waiting' ? readSubmission(submission).author : undefined;
}

function describeSubmission(submission: StoredSubmission): ReportSubmission {
  const { revision, authorName, submittedAt, state, comment, answeredBy, answeredAt } = submission;
  return { revision, authorName, submittedAt, state, comment, answeredBy, answeredAt, text: readSubmission(submission).text };
}

function readSubmission({ content }: StoredSubmission): SubmittedDraft {
  return JSON.parse(new TextDecoder().decode(content)) as SubmittedDraft;
}

function hasPictures({ hospital, keyImages }: CanonicalReport): boolean {
  return hospital.logo !== null || keyImages.some(({ picture }) => picture !== null);
}

function readReport(content: Uint8Array): CanonicalReport {
  return parseCanonicalReport(new TextDecoder().decode(content));
}

/** Why a version amends, or what it adds. */
function wordsOf(kind: 'original' | 'amended' | 'addendum', content: Uint8Array): { reason: string; addendum: string } {
  if (kind === 'original') return { reason: '', addendum: '' };
  const { predecessor, addenda } = readReport(content);
  return kind === 'amended' ? { reason: predecessor?.reason ?? '', addendum: '' } : { reason: '', addendum: addenda.at(-1)?.text ?? '' };
}

/** The signed report, repeated whole, with words added to it. PS3.3 C.17.2: a later document repeats what it adds to. */
function addendumTo(
  before: CanonicalReport, text: string, physician: ReportPhysician, next: { readonly reportUid: string; readonly version: number; readonly signedAt: string },
): CanonicalReport {
  const [study] = before.studies;
  if (study === undefined) throw new Error('a report covers at least one study');
  return {
    // Of an older form only what is missing was filled in: the repeated words are in today's form.
    ...before,
    ...next,
    format: CANONICAL_REPORT_FORMAT,
    predecessor: {
      kind: 'addendum', reportUid: before.reportUid, version: before.version, studyInstanceUid: study.studyInstanceUid, signedAtLocal: before.signedAtLocal, reason: '', ...formOf(before.hospital),
    },
    addenda: [...before.addenda, { text, physician }],
    verifyingPhysician: physician,
    signedAtLocal: localTimeText(next.signedAt),
  };
}

/** A UID derived from a random UUID. PS3.5 B.2. */
function newUid(): string {
  return `2.25.${BigInt(`0x${randomUUID().replaceAll('-', '')}`).toString(10)}`;
}
