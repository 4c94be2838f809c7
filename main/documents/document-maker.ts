import type { CanonicalReport, ReportPhysician } from '#shared/report/canonical-report.ts';
import type { FileVerdict } from '#shared/report/file-verdict.ts';
import type { RejectedObject, WithdrawalReason } from '#shared/structured-report/key-object-selection.ts';
import type { KeySource } from '../signing/key-source.ts';
import type { NewSigner, SignerRole } from '../signing/signer.repository.ts';
import type { Pictures } from './pictures.ts';
import type { SealedPicture } from './seal-picture.ts';
import type { PlannedObject, SignedObject, SigningPackage, StampedPaper } from './signing-package.ts';

/** What a withdrawal says; its objects are those that have left. */
export interface WithdrawalContent {
  readonly reason: WithdrawalReason;
  readonly words: string;
  readonly physician: ReportPhysician;
  /** ISO 8601, UTC. */
  readonly withdrawnAt: string;
  readonly rejected: readonly RejectedObject[];
}

/** An object that a signature will make, without its bytes. */
export interface PlannedPart {
  readonly kind: PlannedObject['kind'] | 'encapsulated-pdf';
  /** Pictures on the paper, measurements, images of a selection. */
  readonly parts: number;
}

export interface SignedWithdrawal {
  /** Canonical JSON, RFC 8785. */
  readonly content: Uint8Array;
  readonly contentSignature: Uint8Array;
  /** undefined when nothing has left. */
  readonly rejectionNote: SignedObject | undefined;
}

/** Makes papers and signed packages and opens keys, on a thread of its own: a page of PDF and a signature take longer than a call may wait. */
export interface DocumentMaker {
  /** The paper of an unsigned report, marked as such. */
  readonly preview: (report: CanonicalReport, pictures?: Pictures) => Promise<Uint8Array>;
  /** What leaves when this report is signed, the paper first. */
  readonly plan: (report: CanonicalReport) => Promise<readonly PlannedPart[]>;
  /** A picture that may go onto a paper. @throws AppError `report/picture-refused` */
  readonly sealPicture: (jpeg: Uint8Array, use: 'key-image' | 'logo') => Promise<SealedPicture>;
  /** The pictures of a signed paper, for a later version that repeats it. */
  readonly picturesIn: (pdf: Uint8Array) => Promise<Pictures>;
  /** Characters of the report that the fonts of the paper lack. */
  readonly missingGlyphs: (report: CanonicalReport) => Promise<readonly string[]>;
  /**
   * Everything that one signature makes.
   * @param now ISO 8601, UTC: the certificate must be valid then
   * @param pictures all that the report names
   * @throws AppError `signing/wrong-pin`, `signing/key-unreadable`, `signing/certificate-expired`, `signing/gateway-unreachable`,
   * `report/missing-glyph`
   */
  readonly sign: (report: CanonicalReport, source: KeySource, pin: string, now: string, pictures?: Pictures) => Promise<SigningPackage>;
  /**
   * A detached signature over words that are not a report, such as a draft that is submitted.
   * @param content plain JSON; it is signed in its canonical form (RFC 8785), which comes back with the signature
   */
  readonly signContent: (content: object, source: KeySource, pin: string, now: string) => Promise<{ readonly content: Uint8Array; readonly contentSignature: Uint8Array }>;
  /** A withdrawal, signed, and the note for the hospital. */
  readonly signWithdrawal: (report: CanonicalReport, withdrawal: WithdrawalContent, source: KeySource, pin: string) => Promise<SignedWithdrawal>;
  /** Puts a time stamp into a signed paper and wraps it anew. @param token DER of a time stamp over its signature value */
  readonly stamp: (report: CanonicalReport, pdf: Uint8Array, token: Uint8Array) => Promise<StampedPaper>;
  /** The SHA-256 of the signature value of a signed paper: what a time stamp is asked for. */
  readonly stampDigest: (pdf: Uint8Array) => Promise<Uint8Array>;
  /** A stamped paper with what later years need to verify it (B-LT); undefined while a list of withdrawn certificates cannot be had. @param now ISO 8601, UTC */
  readonly prove: (pdf: Uint8Array, now: string) => Promise<Uint8Array | undefined>;
  /** @param knownCertificates PEM of physicians of this seat */
  readonly verify: (pdf: Uint8Array, knownCertificates: readonly string[], code: string | undefined) => Promise<FileVerdict>;
  /**
   * What a key says of its owner.
   * @param now ISO 8601, UTC
   * @throws AppError `signing/wrong-pin`, `signing/key-unreadable`, `signing/certificate-expired`, `signing/gateway-unreachable`
   */
  readonly readSigner: (source: KeySource, pin: string, role: SignerRole, now: string) => Promise<NewSigner>;
}
