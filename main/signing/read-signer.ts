import { openKey, type KeySource } from './key-source.ts';
import { commonName, requireValidAt } from './signer-key.ts';
import type { NewSigner, SignerRole } from './signer.repository.ts';

/**
 * What a physician's key says of its owner, as it is put into the seat. The PIN opens the key once and is kept nowhere.
 * @throws AppError as `openKey`; `signing/certificate-expired` when it could not sign now
 */
export async function readSigner(source: KeySource, pin: string, role: SignerRole, now: Date): Promise<NewSigner> {
  const key = await openKey(source, pin);
  requireValidAt(key, now);
  const { certificate } = key;
  return {
    name: commonName(certificate.subject),
    role,
    pkcs12: source.kind === 'pkcs12' ? source.file : new Uint8Array(),
    gateway: source.kind === 'gateway' ? { baseUrl: source.baseUrl, userId: source.userId } : undefined,
    token: source.kind === 'pkcs11' ? { libraryPath: source.libraryPath, tokenSerial: source.tokenSerial } : undefined,
    certificatePem: certificate.toString(),
    issuerName: commonName(certificate.issuer),
    validUntil: certificate.validToDate.toISOString(),
    demoPin: undefined,
  };
}
