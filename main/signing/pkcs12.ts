import type { Bag, Pkcs12 } from 'node-forge';
import { createPrivateKey, sign, X509Certificate, type KeyObject } from 'node:crypto';
import { AppError } from '#shared/errors/app-error.ts';
import { forge } from './fast-forge.ts';
import type { SignerKey } from './signer-key.ts';

/**
 * Opens a PKCS#12 file (RFC 7292): today's with AES (PBES2) and those of old certificate authorities with RC2 and triple DES.
 * The PIN is used here and kept nowhere. It is read as ASCII: files do not agree on how they encode anything else.
 * @throws AppError `signing/wrong-pin`; `signing/key-unreadable` when it is no such file, holds no key with its certificate, or a key that
 * neither RSA nor an elliptic curve made
 */
export function openPkcs12(file: Uint8Array, pin: string): SignerKey {
  const content = decrypt(file, pin);
  try {
    return toSignerKey(content);
  } catch (cause) {
    throw new AppError('signing/key-unreadable', 'the file holds no key with its certificate', { cause });
  }
}

function decrypt(file: Uint8Array, pin: string): Pkcs12 {
  let structure;
  try {
    structure = forge.asn1.fromDer(Buffer.from(file).toString('latin1'), { strict: false, parseAllBytes: false });
  } catch (cause) {
    throw new AppError('signing/key-unreadable', 'it is no PKCS#12 file', { cause });
  }
  try {
    return forge.pkcs12.pkcs12FromAsn1(structure, false, pin);
  } catch (error) {
    // forge says no more than a sentence: the check value did not match, or, without one, what came out made no sense.
    const isPin = error instanceof Error && /password|decrypt/i.test(error.message);
    if (isPin) throw new AppError('signing/wrong-pin', 'the PIN does not open the key');
    throw new AppError('signing/key-unreadable', 'the PKCS#12 file cannot be read', { cause: error });
  }
}

function toSignerKey(content: Pkcs12): SignerKey {
  const bagsOf = (type: string) => content.getBags({ bagType: type })[type] ?? [];
  const { oids } = forge.pki;
  const certificates = bagsOf(oids.certBag).map(toCertificate);
  for (const bag of [...bagsOf(oids.pkcs8ShroudedKeyBag), ...bagsOf(oids.keyBag)]) {
    const key = toPrivateKey(bag);
    const certificate = certificates.find((candidate) => candidate.checkPrivateKey(key));
    if (certificate !== undefined) return { certificate, chain: chainOf(certificate, certificates), keyType: keyTypeOf(key), sign: signerOf(key) };
  }
  throw new Error('no key matches a certificate');
}

function toCertificate({ cert, asn1 }: Bag): X509Certificate {
  const structure = asn1 ?? (cert && forge.pki.certificateToAsn1(cert));
  if (structure === undefined || structure === null) throw new Error('an empty certificate bag');
  return new X509Certificate(Buffer.from(forge.asn1.toDer(structure).getBytes(), 'latin1'));
}

function toPrivateKey({ key, asn1 }: Bag): KeyObject {
  const structure = asn1 ?? (key && forge.pki.wrapRsaPrivateKey(forge.pki.privateKeyToAsn1(key)));
  if (structure === undefined || structure === null) throw new Error('an empty key bag');
  return createPrivateKey({ key: Buffer.from(forge.asn1.toDer(structure).getBytes(), 'latin1'), format: 'der', type: 'pkcs8' });
}

function keyTypeOf(key: KeyObject): SignerKey['keyType'] {
  if (key.asymmetricKeyType === 'rsa') return 'RSA';
  if (key.asymmetricKeyType === 'ec') return 'EC';
  throw new Error('neither RSA nor an elliptic curve');
}

/** Issuer by issuer, as far as the file has them. */
function chainOf(leaf: X509Certificate, certificates: readonly X509Certificate[]): readonly X509Certificate[] {
  const chain: X509Certificate[] = [];
  let last = leaf;
  for (;;) {
    const subject = last;
    const issuer = certificates.find((candidate) => candidate !== subject && candidate !== leaf && !chain.includes(candidate) && subject.checkIssued(candidate));
    if (issuer === undefined) return chain;
    chain.push(issuer);
    last = issuer;
  }
}

function signerOf(key: KeyObject): SignerKey['sign'] {
  return (data) =>
    new Promise((resolve, reject) => {
      sign('sha256', data, { key, dsaEncoding: 'der' }, (error, signature) => (error === null ? resolve(new Uint8Array(signature)) : reject(error)));
    });
}
