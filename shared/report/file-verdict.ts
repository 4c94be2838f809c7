/** Why a report file is refused. Closed; `faultSentence` says each in words. */
export type FileFault =
  | { readonly kind: 'not-a-pdf' }
  /** It does not read as this program writes it. `offset` is zero-based, in bytes. */
  | { readonly kind: 'unreadable-form'; readonly offset: number }
  | { readonly kind: 'unsigned' }
  /** Bytes behind the last signature: `padding` shows nothing, `update` is a revision of its own. */
  | { readonly kind: 'bytes-behind'; readonly what: 'padding' | 'update'; readonly bytes: number }
  /** A signature leaves out bytes of its own revision. */
  | { readonly kind: 'not-covered'; readonly fieldName: string }
  /** A revision behind a signature changes more than signatures and their evidence: a shadow update. `revision` is one-based. */
  | { readonly kind: 'forbidden-change'; readonly object: number; readonly revision: number }
  | { readonly kind: 'content-changed'; readonly fieldName: string }
  | { readonly kind: 'signature-invalid'; readonly fieldName: string; readonly fault: 'structure' | 'signature' | 'chain' }
  /** The issuer of its last certificate is neither in the file nor trusted. */
  | { readonly kind: 'chain-incomplete'; readonly fieldName: string }
  | { readonly kind: 'certificate-not-valid-then'; readonly fieldName: string; readonly signerName: string }
  | { readonly kind: 'time-stamp-invalid'; readonly fieldName: string }
  /** The paper carries no report, or not in the form of RFC 8785. */
  | { readonly kind: 'content-missing' }
  | { readonly kind: 'content-not-canonical' }
  /** The signature over the report inside does not fit it, or is another person's. */
  | { readonly kind: 'content-signature-invalid' }
  /** A code or symbol that was given is not that of this report. */
  | { readonly kind: 'other-code'; readonly code: string };

/**
 * `anchor`: the chain leads to a trusted root. `known-signer`: the certificate itself is known here. `unknown`: all that is proved is that the
 * holder of some key signed it.
 */
export type Trust = 'anchor' | 'known-signer' | 'unknown';

/** A signature that holds. Times are ISO 8601, UTC. */
export interface FileSignature {
  /** `Reporter`, `Verifier`; a time stamp over the document has a name of its own. */
  readonly fieldName: string;
  readonly kind: 'signature' | 'document-time-stamp';
  readonly signerName: string;
  readonly issuerName: string;
  /** As the signer claimed; null when not said. */
  readonly claimedAt: string | null;
  /** What an authority has seen; null when nobody has. */
  readonly timeStamp: { readonly at: string; readonly authority: string; readonly trust: Trust } | null;
  readonly trust: Trust;
  /** SHA-256 of the certificate, lower-case hexadecimal. */
  readonly certificateSha256: string;
}

/** What the file says it is. Without the patient: a verdict may be logged, printed and sent. */
export interface VerifiedContent {
  readonly reportUid: string;
  readonly version: number;
  /** The version that it replaces or adds to; null for the first. */
  readonly predecessorVersion: number | null;
  readonly hospitalName: string;
  readonly accessionNumber: string;
  readonly signedAt: string;
  readonly isDemo: boolean;
  /** 验真码, as it is printed beside the symbol. */
  readonly verificationCode: string;
  /** SHA-256 of the canonical report, lower-case hexadecimal. */
  readonly contentSha256: string;
}

/** What the verifier says of a file. `intact`: nothing is wrong with it; look at `trust` for who signed. */
export interface FileVerdict {
  readonly status: 'intact' | 'refused';
  readonly faults: readonly FileFault[];
  readonly signatures: readonly FileSignature[];
  /** The lowest level of its signatures, ETSI EN 319 142-1 6; null when none holds. */
  readonly level: 'B-B' | 'B-T' | 'B-LT' | null;
  readonly content: VerifiedContent | null;
  /** Whether the paper is the one that this program prints of the report inside. `differs` may mean that an older version printed it. */
  readonly paper: 'same' | 'differs' | 'not-compared';
}
