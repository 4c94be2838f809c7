import { z } from 'zod';
import { method } from '../base-contract.ts';
import { instant, requestId, uid } from '../vocabulary.ts';
import { filledForm } from './report-forms.contract.ts';
import { deliveredObject, signedReport } from './reports.contract.ts';

export const withdrawalReason = z.enum(['wrong-patient', 'wrong-study', 'wrong-content']);

/** One version of a report and what became of it. */
export const reportVersion = z.object({
  reportUid: uid,
  version: z.int().positive(),
  /** `amended` replaces the version before, `addendum` adds to it. */
  kind: z.enum(['original', 'amended', 'addendum']),
  /** Why it was amended; '' otherwise. */
  reason: z.string(),
  /** What it added; '' otherwise. */
  addendum: z.string(),
  signedAt: instant,
  signerName: z.string(),
  /** When a time-stamp authority saw it; null while none has. */
  stampedAt: instant.nullable(),
  /** Taken back; null while it stands. */
  withdrawal: z.object({ reason: withdrawalReason, words: z.string(), signerName: z.string(), at: instant }).nullable(),
  /** Who at the county hospital confirmed what. */
  acknowledgements: z.array(z.object({ about: z.enum(['report', 'withdrawal']), person: z.string(), note: z.string(), at: instant })),
  objects: z.array(deliveredObject),
});
export type ReportVersion = z.infer<typeof reportVersion>;

export const reportSubmission = z.object({
  /** The draft revision that was submitted. */
  revision: z.int().positive(),
  authorName: z.string(),
  submittedAt: instant,
  state: z.enum(['waiting', 'returned', 'signed']),
  /** What the reviewer wrote when it was returned. */
  comment: z.string(),
  answeredBy: z.string().nullable(),
  answeredAt: instant.nullable(),
  /** What the author wrote, to be compared with the draft of now. */
  text: z.object({
    findings: z.string(), impression: z.string(), recommendation: z.string(), outcome: z.enum(['positive', 'negative']).nullable(),
    forms: z.array(filledForm).max(8).readonly().optional(),
  }),
});
export type ReportSubmission = z.infer<typeof reportSubmission>;

export const reportHistory = z.object({
  /** Newest first. */
  versions: z.array(reportVersion),
  /** A correction that is being written; null when none is. */
  amendment: z.object({ reason: z.string(), openedAt: instant }).nullable(),
  /** The newest submission for review; null when there was none. */
  submission: reportSubmission.nullable(),
});
export type ReportHistory = z.infer<typeof reportHistory>;

const signature = { signerId: z.int().positive(), pin: z.string().min(1).max(128) };
const SIGNING_ERRORS = [
  'claim/held', 'claim/lost', 'claim/final', 'hub/not-allowed',
  'signing/unknown-signer', 'signing/wrong-pin', 'signing/key-locked', 'signing/certificate-expired', 'signing/key-unreadable', 'signing/gateway-unreachable',
  'signing/token-missing', 'signing/token-locked',
] as const;

/** What happens to a report around and after its signature: review, correction, addition, withdrawal, confirmation. */
export const versionsContract = {
  history: method('report/unknown').input(z.object({ requestId })).output(reportHistory),
  /** Opens the draft again with the words that were signed; the signed version stands until the correction is signed. */
  openAmendment: method('report/unknown', 'report/not-signed').input(z.object({ requestId, reason: z.string().trim().min(1).max(500) })).output(z.object({})),
  cancelAmendment: method('report/unknown', 'report/final-due').input(z.object({ requestId })).output(z.object({})),
  /** Adds words to the signed report, as a new version that repeats it. */
  signAddendum: method('report/unknown', 'report/not-signed', 'report/already-signed', 'report/missing-glyph', 'store/disk-full', ...SIGNING_ERRORS)
    .input(z.object({ requestId, text: z.string().trim().min(1).max(8_000), ...signature }))
    .output(signedReport),
  /** Takes a report back: the hospital gets a rejection note, the request is open again. */
  withdraw: method('report/unknown', 'report/not-signed', 'report/stale-revision', 'store/disk-full', ...SIGNING_ERRORS)
    .input(z.object({ requestId, reason: withdrawalReason, words: z.string().trim().min(1).max(500), ...signature }))
    .output(z.object({})),
  /** The county hospital has confirmed, by telephone or its page. */
  acknowledge: method('report/unknown')
    .input(z.object({ reportUid: uid, requestId, about: z.enum(['report', 'withdrawal']), person: z.string().trim().min(1).max(60), note: z.string().max(200) }))
    .output(z.object({})),
  /** Hands a draft to a reviewer, signed by its author. */
  submit: method('report/unknown', 'report/stale-revision', 'report/already-signed', ...SIGNING_ERRORS)
    .input(z.object({ requestId, revision: z.int().positive(), ...signature }))
    .output(z.object({})),
  /** Gives a submitted draft back to its author. */
  returnDraft: method('report/unknown', 'report/not-submitted', 'signing/unknown-signer')
    .input(z.object({ requestId, comment: z.string().trim().min(1).max(1_000), signerId: z.int().positive() }))
    .output(z.object({})),
  /** SOP Instance UIDs of our documents in a study that were taken back. */
  withdrawnInstances: method().input(z.object({ studyInstanceUid: uid })).output(z.array(uid)),
};
