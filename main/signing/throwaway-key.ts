import { AsnConvert } from '@peculiar/asn1-schema';
import { AlgorithmIdentifier, AttributeTypeAndValue, AttributeValue, Certificate, Name, RelativeDistinguishedName, SubjectPublicKeyInfo, TBSCertificate, Validity, Version } from '@peculiar/asn1-x509';
import { generateKeyPairSync, randomBytes, sign, X509Certificate } from 'node:crypto';
import type { SignerKey } from './signer-key.ts';

const ECDSA_WITH_SHA256 = '1.2.840.10045.4.3.2';
const COMMON_NAME = '2.5.4.3';

/**
 * A key of nobody, with a certificate that vouches for itself. It signs what is thrown away at once, so that the code of a signature is compiled
 * before a physician waits for one; nothing that it has signed leaves the thread.
 */
export function makeThrowawayKey(now: Date): SignerKey {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = new AlgorithmIdentifier({ algorithm: ECDSA_WITH_SHA256 });
  const name = new Name([new RelativeDistinguishedName([new AttributeTypeAndValue({ type: COMMON_NAME, value: new AttributeValue({ utf8String: 'nobody' }) })])]);
  const serial = randomBytes(16);
  // Positive, and not padded: the highest bits are 01.
  serial[0] = ((serial[0] ?? 0) & 0x3f) | 0x40;
  const tbsCertificate = new TBSCertificate({
    version: Version.v3, serialNumber: new Uint8Array(serial).buffer, signature: algorithm, issuer: name, subject: name,
    validity: new Validity({ notBefore: new Date(now.getTime() - 86_400_000), notAfter: new Date(now.getTime() + 86_400_000) }),
    subjectPublicKeyInfo: AsnConvert.parse(publicKey.export({ type: 'spki', format: 'der' }), SubjectPublicKeyInfo),
  });
  const signatureValue = sign('sha256', Buffer.from(AsnConvert.serialize(tbsCertificate)), privateKey);
  const certificate = new X509Certificate(Buffer.from(AsnConvert.serialize(new Certificate({ tbsCertificate, signatureAlgorithm: algorithm, signatureValue: new Uint8Array(signatureValue).buffer }))));
  return { certificate, chain: [], keyType: 'EC', sign: async (data) => new Uint8Array(sign('sha256', data, privateKey)) };
}
