import type { X509Certificate } from 'node:crypto';
import { AppError } from '#shared/errors/app-error.ts';
import type { Sm2SideCar } from './sm2.ts';

/**
 * An opened key: all that the rest of the program sees of it. The private key stays behind `sign`, in memory or in a token. A driver
 * (PKCS#12 today; PKCS#11, SKF and a hospital's signing gateway later) makes one from a PIN and drops it after the signature.
 */
export interface SignerKey {
  readonly certificate: X509Certificate;
  /** Issuers that came with it: intermediate first, root last. May be empty. */
  readonly chain: readonly X509Certificate[];
  readonly keyType: 'RSA' | 'EC';
  /** Hashes with SHA-256 and signs: RSASSA-PKCS1-v1_5, or ECDSA as a DER sequence (RFC 5652, RFC 5753). */
  readonly sign: (data: Uint8Array) => Promise<Uint8Array>;
  /** Where the same person holds an SM2 key too. */
  readonly sm2?: Sm2SideCar;
}

/** @throws AppError `signing/certificate-expired` when the certificate is not valid at that time, before or after */
export function requireValidAt({ certificate }: SignerKey, now: Date): void {
  if (now >= certificate.validFromDate && now <= certificate.validToDate) return;
  throw new AppError('signing/certificate-expired', 'the certificate is not valid at the time of signing', {
    facts: { validFrom: certificate.validFromDate.toISOString(), validUntil: certificate.validToDate.toISOString() },
  });
}

/** The last common name of a distinguished name as Node writes it, `CN=周牧\nO=…`; the whole name when it has none. */
export function commonName(distinguishedName: string): string {
  const names = distinguishedName.split('\n').filter((part) => part.startsWith('CN='));
  return names.at(-1)?.slice(3) ?? distinguishedName.replaceAll('\n', ', ');
}
