import { commonName, requireValidAt } from './signer-key.ts';
import { openPkcs12 } from './pkcs12.ts';
import type { NewSigner, SignerRole } from './signer.repository.ts';

/**
 * What a physician's PKCS#12 file says of its owner, as it is put into the seat. The PIN opens the file once and is kept nowhere.
 * @throws AppError as `openPkcs12`; `signing/certificate-expired` when it could not sign now
 */
export function readSigner(pkcs12: Uint8Array, pin: string, role: SignerRole, now: Date): NewSigner {
  const key = openPkcs12(pkcs12, pin);
  requireValidAt(key, now);
  const { certificate } = key;
  return {
    name: commonName(certificate.subject),
    role,
    pkcs12,
    certificatePem: certificate.toString(),
    issuerName: commonName(certificate.issuer),
    validUntil: certificate.validToDate.toISOString(),
    demoPin: undefined,
  };
}
