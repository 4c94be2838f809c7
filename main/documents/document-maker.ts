import type { CanonicalReport } from '#shared/report/canonical-report.ts';
import type { NewSigner, SignerRole } from '../signing/signer.repository.ts';
import type { SigningPackage } from './signing-package.ts';

/** Makes papers and signed packages and opens keys, on a thread of its own: a page of PDF and a signature take longer than a call may wait. */
export interface DocumentMaker {
  /** The paper of an unsigned report, marked as such. */
  readonly preview: (report: CanonicalReport) => Promise<Uint8Array>;
  /** Characters of the report that the fonts of the paper lack. */
  readonly missingGlyphs: (report: CanonicalReport) => Promise<readonly string[]>;
  /**
   * Everything that one signature makes.
   * @param now ISO 8601, UTC: the certificate must be valid then
   * @throws AppError `signing/wrong-pin`, `signing/key-unreadable`, `signing/certificate-expired`, `report/missing-glyph`
   */
  readonly sign: (report: CanonicalReport, pkcs12: Uint8Array, pin: string, now: string) => Promise<SigningPackage>;
  /**
   * What a PKCS#12 file says of its owner.
   * @param now ISO 8601, UTC
   * @throws AppError `signing/wrong-pin`, `signing/key-unreadable`, `signing/certificate-expired`
   */
  readonly readSigner: (pkcs12: Uint8Array, pin: string, role: SignerRole, now: string) => Promise<NewSigner>;
}
