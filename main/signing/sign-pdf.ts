import { PDF, type Signer } from '@libpdf/core';
import { requireValidAt, type SignerKey } from './signer-key.ts';

export interface PdfSignature {
  /** Why it is signed, in words. */
  readonly reason: string;
  readonly location: string;
  /** The claimed time: the clock of this machine. */
  readonly signedAt: Date;
  /** `Reporter` or `Verifier`. */
  readonly fieldName: 'Reporter' | 'Verifier';
}

/** Room for the signature and its attributes beside the certificates, and for a time stamp with its own chain that comes later. */
const SIGNATURE_BYTES = 14_336;

/**
 * Signs a PDF after PAdES, level B-B (ETSI EN 319 142-1): ETSI.CAdES.detached, SHA-256, signing-certificate-v2, the whole chain inside. It is
 * added as an incremental update, so the bytes that went in are the start of what comes out, and an earlier signature stays valid.
 * @throws AppError `signing/certificate-expired`
 */
export async function signPdf(pdf: Uint8Array, key: SignerKey, { reason, location, signedAt, fieldName }: PdfSignature): Promise<Uint8Array> {
  requireValidAt(key, signedAt);
  const certificates = [key.certificate, ...key.chain];
  const document = await PDF.load(pdf);
  const { bytes } = await document.sign({
    signer: toLibraryKey(key),
    reason,
    location,
    signingTime: signedAt,
    fieldName,
    subFilter: 'ETSI.CAdES.detached',
    level: 'B-B',
    digestAlgorithm: 'SHA-256',
    estimatedSize: SIGNATURE_BYTES + certificates.reduce((sum, { raw }) => sum + raw.length, 0),
  });
  if (!Buffer.from(bytes.buffer, bytes.byteOffset, pdf.length).equals(pdf)) throw new Error('the signature changed what it signs');
  return bytes;
}

function toLibraryKey(key: SignerKey): Signer {
  return {
    certificate: new Uint8Array(key.certificate.raw),
    certificateChain: key.chain.map(({ raw }) => new Uint8Array(raw)),
    keyType: key.keyType,
    signatureAlgorithm: key.keyType === 'RSA' ? 'RSASSA-PKCS1-v1_5' : 'ECDSA',
    sign: (data) => key.sign(data),
  };
}
