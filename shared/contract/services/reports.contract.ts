import { z } from 'zod';
import { method } from '../base-contract.ts';
import { failure, instant, requestId, studyId, uid } from '../vocabulary.ts';
import { filledForm } from './report-forms.contract.ts';

export const reportText = z.object({
  /** 检查所见 */
  findings: z.string().max(20_000),
  /** 诊断意见 */
  impression: z.string().max(8_000),
  /** 建议 */
  recommendation: z.string().max(8_000),
  /** 阳性 or 阴性; null until the physician says. */
  outcome: z.enum(['positive', 'negative']).nullable(),
  /** Fields beside the words, as far as they are filled in. Absent: none. */
  forms: z.array(filledForm).max(8).readonly().optional(),
});
export type ReportText = z.infer<typeof reportText>;

export const reportDraft = reportText.extend({
  /** 0: nothing saved yet. */
  revision: z.int().nonnegative(),
  savedAt: instant.nullable(),
});
export type ReportDraft = z.infer<typeof reportDraft>;

/** `withheld`: taken back before it left. */
export const deliveryStation = z.enum(['signed', 'sent', 'stored', 'read-back', 'failed', 'conflict', 'withheld']);

/** One of our objects on its way to the hospital. */
export const deliveredObject = z.object({
  kind: z.enum(['encapsulated-pdf', 'structured-report', 'measurement-report', 'key-objects', 'presentation-state', 'rejection-note']),
  sopInstanceUid: uid,
  station: deliveryStation,
  attempts: z.int().nonnegative(),
  nextAttemptAt: instant.nullable(),
  failure: failure.nullable(),
});

export const signedReport = z.object({
  reportUid: uid,
  version: z.int().positive(),
  text: reportText,
  signedAt: instant,
  signerName: z.string(),
  objects: z.array(deliveredObject),
  /** Signed while the hospital could not be reached since then; null when it could. */
  unreachableSince: instant.nullable().optional(),
  /** `waiting`: signed offline, the hub has not accepted it yet. `second`: another report was accepted first; this one never leaves. Absent: it is final. */
  standing: z.enum(['waiting', 'second']).optional(),
});
export type SignedReport = z.infer<typeof signedReport>;

/**
 * A request (accession number) and its report. One study may carry several, one may cover several studies.
 * Where the hospital sends no accession number, the study itself stands for the request.
 */
export const reportRequest = z.object({
  requestId,
  accessionNumber: z.string(),
  requestedProcedure: z.string(),
  /** All studies the report covers; the one that was asked for comes first. */
  studyIds: z.array(studyId).min(1),
  draft: reportDraft,
  /** The version that stands, or null: nothing is signed, it was taken back, or a correction of it is being written. */
  signed: signedReport.nullable(),
});
export type ReportRequest = z.infer<typeof reportRequest>;

export const signerSummary = z.object({
  signerId: z.int().positive(),
  name: z.string(),
  /** What is printed before the name: 报告医师, 审核医师. */
  role: z.enum(['reporting-physician', 'reviewing-physician']),
  certificateIssuer: z.string(),
  validUntil: instant,
  isDemo: z.boolean(),
  /** The PIN of a demo key, so that a newcomer can try; null for a real key. */
  demoPin: z.string().nullable(),
  triesLeft: z.int().nonnegative(),
  lockedUntil: instant.nullable(),
});
export type SignerSummary = z.infer<typeof signerSummary>;

/**
 * What the check before signing found. `block` cannot be signed, `confirm` needs a reason (`reportTexts.confirmCheck`; facts then hold `reason`),
 * `hint` only informs. What the words say against themselves carries the codes of `shared/report/checks` and facts `section` and `text`.
 */
export const signingObstacle = z.object({
  level: z.enum(['block', 'confirm', 'hint']),
  code: z.enum([
    'missing-findings', 'missing-impression', 'missing-outcome', 'images-missing', 'images-arriving', 'placeholder', 'missing-glyph',
    'lossy-images', 'ecg-contradiction', 'ecg-qtc-formula', 'ecg-measurement', 'ecg-critical-untold',
    'laterality', 'sex-organ', 'age-organ', 'finding-without-impression', 'impression-without-finding', 'unit', 'positive-flag',
    'critical-unhandled', 'date', 'other-patient', 'series-unseen', 'images-incomplete',
    'field-missing', 'field-range', 'field-edited',
  ]),
  facts: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type SigningObstacle = z.infer<typeof signingObstacle>;

export const reportsContract = {
  forStudy: method('study/unknown').input(z.object({ studyId })).output(z.array(reportRequest).min(1)),
  saveDraft: method('report/unknown', 'report/stale-revision', 'report/already-signed')
    .input(z.object({ requestId, expectedRevision: z.int().nonnegative(), text: reportText }))
    .output(z.object({ revision: z.int().positive(), savedAt: instant })),
  /** What stands against signing this revision, worst first. An empty list: nothing. */
  checkBeforeSigning: method('report/unknown').input(z.object({ requestId })).output(z.array(signingObstacle)),
  signers: method().output(z.array(signerSummary)),
  /** Brings a physician's PKCS#12 file, as base64, into this seat. The PIN opens it once; the file keeps its own protection. */
  importSigner: method('signing/wrong-pin', 'signing/key-unreadable', 'signing/certificate-expired')
    .input(z.object({ pkcs12: z.base64().max(200_000), pin: z.string().min(1).max(128), role: signerSummary.shape.role }))
    .output(signerSummary),
  /** Makes a physician's key at the gateway of the hospital's certificate authority known to this seat. */
  addGatewaySigner: method('signing/wrong-pin', 'signing/key-unreadable', 'signing/certificate-expired', 'signing/gateway-unreachable')
    .input(z.object({ baseUrl: z.url().max(500), userId: z.string().trim().min(1).max(100), pin: z.string().min(1).max(128), role: signerSummary.shape.role }))
    .output(signerSummary),
  /** Makes a physician's token (PKCS#11) known to this seat. `libraryPath`: the library of its maker; `tokenSerial` '': the only one that is plugged in. */
  addTokenSigner: method('signing/wrong-pin', 'signing/key-unreadable', 'signing/certificate-expired', 'signing/token-missing', 'signing/token-locked')
    .input(z.object({ libraryPath: z.string().trim().min(1).max(500), tokenSerial: z.string().trim().max(16), pin: z.string().min(1).max(128), role: signerSummary.shape.role }))
    .output(signerSummary),
  /** Whether a department has every report signed by a second physician. */
  reviewRule: method().output(z.object({ twoLevels: z.boolean() })),
  setReviewRule: method().input(z.object({ twoLevels: z.boolean() })).output(z.object({})),
  /**
   * Signs the revision that is on the screen: one transaction holds the report, its PDF, its structured report and their delivery.
   * A second call after success answers `report/already-signed`.
   */
  sign: method(
    'report/unknown', 'report/stale-revision', 'report/already-signed', 'report/incomplete', 'report/missing-glyph', 'report/images-missing', 'report/unconfirmed',
    'signing/unknown-signer', 'signing/wrong-pin', 'signing/key-locked', 'signing/certificate-expired', 'signing/key-unreadable', 'store/disk-full',
    'signing/gateway-unreachable', 'report/needs-review', 'claim/held', 'claim/lost', 'claim/final', 'hub/not-allowed', 'signing/token-missing', 'signing/token-locked',
  )
    .input(z.object({
      requestId, revision: z.int().positive(), signerId: z.int().positive(), pin: z.string().min(1).max(128),
      /** A preliminary emergency report: it leaves at once and is marked as such; its final report stays to be signed. */
      isPreliminary: z.boolean().optional(),
    }))
    .output(signedReport),
  /** Tries all waiting deliveries of the report now. */
  deliverNow: method('report/unknown').input(z.object({ requestId })).output(z.object({})),
};
