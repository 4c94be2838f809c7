import forge, { type Certificate, type NameAttribute, type RsaPrivateKey } from 'node-forge';
import { generateKeyPair, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import type { NewSigner, SignerRole } from './signer.repository.ts';

/** Says on every certificate and in every viewer what it is worth. */
const DEMO_ORGANISATION = '通阅演示 CA，不具法律效力';
const VALID_YEARS = 2;
/** A clock that runs a little behind the one that made the certificate finds it valid too. */
const EARLIER_MINUTES = 10;
export const DEMO_PIN = '123456';

export interface DemoAuthority {
  readonly caCertificatePem: string;
  readonly signers: readonly NewSigner[];
}

const PHYSICIANS: readonly { readonly name: string; readonly role: SignerRole }[] = [
  { name: '周牧', role: 'reporting-physician' },
  { name: '林知远', role: 'reviewing-physician' },
];

/**
 * A certificate authority and two physicians for the demo alliance, each with a key of 2048 bits in a PKCS#12 file (PBES2, AES-256). The key of
 * the authority is forgotten as soon as both certificates are signed, so nobody can make a third.
 */
export async function createDemoAuthority(now: Date, pin: string = DEMO_PIN): Promise<DemoAuthority> {
  const [authorityKey, ...physicianKeys] = await Promise.all([makeKey(), ...PHYSICIANS.map(makeKey)]);
  const validity = {
    notBefore: new Date(now.getTime() - EARLIER_MINUTES * 60_000),
    notAfter: new Date(Date.UTC(now.getUTCFullYear() + VALID_YEARS, now.getUTCMonth(), now.getUTCDate())),
  };
  const issuer = nameOf('通阅演示根证书');
  const authority = makeCertificate(issuer, issuer, authorityKey, authorityKey, validity, [
    { name: 'basicConstraints', cA: true, pathLenConstraint: 0, critical: true },
    { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    { name: 'subjectKeyIdentifier' },
  ]);
  const signers = PHYSICIANS.map(({ name, role }, index): NewSigner => {
    const key = physicianKeys[index];
    if (key === undefined) throw new Error('a physician has no key');
    const certificate = makeCertificate(nameOf(name), issuer, key, authorityKey, validity, [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, nonRepudiation: true, critical: true },
      { name: 'extKeyUsage', emailProtection: true },
      { name: 'subjectKeyIdentifier' },
    ]);
    const file = forge.pkcs12.toPkcs12Asn1(key.privateKey, [certificate, authority], pin, {
      algorithm: 'aes256', count: 10_000, saltSize: 16, prfAlgorithm: 'sha256',
    });
    return {
      name,
      role,
      pkcs12: new Uint8Array(Buffer.from(forge.asn1.toDer(file).getBytes(), 'latin1')),
      certificatePem: forge.pki.certificateToPem(certificate),
      issuerName: DEMO_ORGANISATION,
      validUntil: validity.notAfter.toISOString(),
      demoPin: pin,
    };
  });
  return { caCertificatePem: forge.pki.certificateToPem(authority), signers };
}

interface DemoKey {
  readonly privateKey: RsaPrivateKey;
  readonly publicPem: string;
}

async function makeKey(): Promise<DemoKey> {
  const { privateKey, publicKey } = await promisify(generateKeyPair)('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  return { privateKey: forge.pki.privateKeyFromPem(privateKey), publicPem: publicKey };
}

function makeCertificate(
  subject: readonly NameAttribute[],
  issuer: readonly NameAttribute[],
  key: DemoKey,
  issuerKey: DemoKey,
  validity: { readonly notBefore: Date; readonly notAfter: Date },
  extensions: readonly object[],
): Certificate {
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.publicKeyFromPem(key.publicPem);
  // Positive and random, as RFC 5280 4.1.2.2 wants it.
  certificate.serialNumber = `4${randomBytes(15).toString('hex')}0`;
  certificate.validity.notBefore = validity.notBefore;
  certificate.validity.notAfter = validity.notAfter;
  certificate.setSubject(subject);
  certificate.setIssuer(issuer);
  certificate.setExtensions(extensions);
  certificate.sign(issuerKey.privateKey, forge.md.sha256.create());
  return certificate;
}

function nameOf(commonName: string): readonly NameAttribute[] {
  const attribute = (name: string, value: string): NameAttribute => ({ name, value, valueTagClass: forge.asn1.Type.UTF8 });
  return [{ ...attribute('countryName', 'CN'), valueTagClass: PRINTABLE_STRING }, attribute('organizationName', DEMO_ORGANISATION), attribute('commonName', commonName)];
}

/** Country is a PrintableString. RFC 5280 appendix A.1. */
const PRINTABLE_STRING = 19;
