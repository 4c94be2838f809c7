import {
  Attribute, CertificateChoices, CertificateSet, CMSVersion, ContentInfo, DigestAlgorithmIdentifiers, EncapsulatedContentInfo, id_contentType,
  id_data, id_messageDigest, id_signedData, id_signingTime, IssuerAndSerialNumber, SignedData, SignerIdentifier, SignerInfo, SignerInfos,
  SigningTime,
} from '@peculiar/asn1-cms';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import { AlgorithmIdentifier, Certificate } from '@peculiar/asn1-x509';
import { createHash, verify, X509Certificate } from 'node:crypto';
import type { SignerKey } from './signer-key.ts';

const SHA256 = '2.16.840.1.101.3.4.2.1';
const RSA_ENCRYPTION = '1.2.840.113549.1.1.1';
const SHA256_WITH_RSA = '1.2.840.113549.1.1.11';
const ECDSA_WITH_SHA256 = '1.2.840.10045.4.3.2';
const SIGNING_CERTIFICATE_V2 = '1.2.840.113549.1.9.16.2.47';
/** id-aa-timeStampToken, RFC 3161 appendix A. */
export const SIGNATURE_TIME_STAMP = '1.2.840.113549.1.9.16.2.14';
const DER_NULL = Uint8Array.of(0x05, 0x00).buffer;
const DER_OID_DATA = Uint8Array.of(0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x01).buffer;
const DER_SET = 0x31;

/**
 * A detached CMS signature (RFC 5652) over bytes that are kept beside it, with the chain and signing-certificate-v2 (RFC 5035). It is what
 * Chinese signature servers and OpenSSL both read.
 * @param signedAt the claimed time: the clock of this machine, nobody's proof
 */
export async function signDetached(content: Uint8Array, key: SignerKey, signedAt: Date): Promise<Uint8Array> {
  const certificates = [key.certificate, ...key.chain].map(toCertificate);
  const [leaf] = certificates;
  if (leaf === undefined) throw new Error('a key has a certificate');
  const { issuer, serialNumber } = leaf.tbsCertificate;
  const signedAttrs = inDerOrder([
    new Attribute({ attrType: id_contentType, attrValues: [DER_OID_DATA] }),
    new Attribute({ attrType: id_signingTime, attrValues: [AsnConvert.serialize(new SigningTime({ utcTime: signedAt }))] }),
    new Attribute({ attrType: id_messageDigest, attrValues: [AsnConvert.serialize(new OctetString(sha256(content)))] }),
    new Attribute({ attrType: SIGNING_CERTIFICATE_V2, attrValues: [signingCertificateV2(key.certificate)] }),
  ]);
  const signerInfo = new SignerInfo({
    version: CMSVersion.v1,
    sid: new SignerIdentifier({ issuerAndSerialNumber: new IssuerAndSerialNumber({ issuer, serialNumber }) }),
    digestAlgorithm: new AlgorithmIdentifier({ algorithm: SHA256 }),
    signedAttrs,
    signatureAlgorithm:
      key.keyType === 'RSA' ? new AlgorithmIdentifier({ algorithm: RSA_ENCRYPTION, parameters: DER_NULL }) : new AlgorithmIdentifier({ algorithm: ECDSA_WITH_SHA256 }),
    signature: new OctetString(await key.sign(setOf(signedAttrs))),
  });
  const signedData = new SignedData({
    version: CMSVersion.v1,
    digestAlgorithms: new DigestAlgorithmIdentifiers([new AlgorithmIdentifier({ algorithm: SHA256 })]),
    encapContentInfo: new EncapsulatedContentInfo({ eContentType: id_data }),
    certificates: new CertificateSet(certificates.map((certificate) => new CertificateChoices({ certificate }))),
    signerInfos: new SignerInfos([signerInfo]),
  });
  return new Uint8Array(AsnConvert.serialize(new ContentInfo({ contentType: id_signedData, content: AsnConvert.serialize(signedData) })));
}

/** A certificate goes into the file byte for byte, or its own signature would no longer fit. */
function toCertificate(certificate: X509Certificate): Certificate {
  const parsed = AsnConvert.parse(certificate.raw, Certificate);
  if (!Buffer.from(AsnConvert.serialize(parsed)).equals(certificate.raw)) throw new Error('the certificate is not encoded in DER');
  return parsed;
}

/** SigningCertificateV2 with one ESSCertIDv2: SHA-256 is its default and stays unsaid. */
function signingCertificateV2({ raw }: X509Certificate): ArrayBuffer {
  return Uint8Array.of(0x30, 0x26, 0x30, 0x24, 0x30, 0x22, 0x04, 0x20, ...sha256(raw)).buffer;
}

/** DER sorts the members of a SET OF by their encodings. X.690 11.6. */
function inDerOrder(attributes: readonly Attribute[]): Attribute[] {
  return [...attributes].sort((left, right) => Buffer.compare(Buffer.from(AsnConvert.serialize(left)), Buffer.from(AsnConvert.serialize(right))));
}

/** What is signed: the attributes as a SET OF, though the message holds them under another tag. RFC 5652 5.4. */
export function setOf(attributes: readonly Attribute[]): Uint8Array {
  const content = Buffer.concat(attributes.map((attribute) => Buffer.from(AsnConvert.serialize(attribute))));
  return Buffer.concat([Buffer.of(DER_SET, ...derLength(content.length)), content]);
}

function derLength(length: number): readonly number[] {
  if (length < 0x80) return [length];
  return length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}

/** What a valid signature says. */
export interface DetachedSignature {
  readonly certificate: X509Certificate;
  /** The other certificates of the message, issuer by issuer; each has signed the one before it. */
  readonly chain: readonly X509Certificate[];
  /** The last certificate has signed itself. Otherwise whoever trusts its issuer must have the issuer from elsewhere. */
  readonly isChainComplete: boolean;
  /** As the signer claimed; undefined when absent. */
  readonly signedAt: Date | undefined;
  /** The signature value, which a time stamp covers. */
  readonly value: Uint8Array;
  /** signature-time-stamp of the unsigned attributes (RFC 3161 appendix A), DER; undefined when absent. */
  readonly timeStampToken: Uint8Array | undefined;
}

/**
 * `structure`: not a message of our form. `digest`: the content is another one. `signature`: made by another key, or changed.
 * `chain`: a certificate was not signed by the next.
 */
export type SignatureFault = 'structure' | 'digest' | 'signature' | 'chain';

export type SignatureCheck =
  | { readonly kind: 'valid'; readonly signature: DetachedSignature }
  | { readonly kind: 'invalid'; readonly fault: SignatureFault };

/**
 * Reads a detached signature and checks it against the bytes: digest, signature, the signer named by signing-certificate-v2, and that every
 * certificate in it was signed by the next. Who is trusted is not decided here.
 * @returns undefined when anything does not fit
 */
export function verifyDetached(content: Uint8Array, cms: Uint8Array): DetachedSignature | undefined {
  const checked = checkDetached(content, cms);
  return checked.kind === 'valid' ? checked.signature : undefined;
}

/** As `verifyDetached`, with what does not fit. */
export function checkDetached(content: Uint8Array, cms: Uint8Array): SignatureCheck {
  try {
    return check(content, cms);
  } catch {
    // A changed byte can break the structure anywhere; all that is known then is that it is not valid.
    return invalid('structure');
  }
}

const invalid = (fault: SignatureFault): SignatureCheck => ({ kind: 'invalid', fault });

function check(content: Uint8Array, cms: Uint8Array): SignatureCheck {
  // Without these bytes anywhere in it no digest of it fits; reading the message takes much longer.
  const digestOfContent = sha256(content);
  if (!Buffer.from(cms.buffer, cms.byteOffset, cms.byteLength).includes(digestOfContent)) return invalid('digest');
  const signedData = readSignedData(cms);
  const [signer] = signedData?.signerInfos ?? [];
  const signedAttrs = signer?.signedAttrs;
  if (signedData === undefined || signer === undefined || signedAttrs === undefined || signedData.signerInfos.length !== 1) return invalid('structure');
  const { eContent, eContentType } = signedData.encapContentInfo;
  if (eContent !== undefined || eContentType !== id_data) return invalid('structure');
  const isOurForm = signer.version === CMSVersion.v1 && [CMSVersion.v1, CMSVersion.v3].includes(signedData.version) && signedData.crls === undefined;
  const digests = [signer.digestAlgorithm, ...signedData.digestAlgorithms];
  if (!isOurForm || digests.length !== 2 || digests.some((digest) => digest.algorithm !== SHA256 || !hasNoParameters(digest))) return invalid('structure');

  const value = (type: string) => signedAttrs.find((attribute) => attribute.attrType === type)?.attrValues[0];
  const [digest, contentType, signingTime, signingCertificate] = [id_messageDigest, id_contentType, id_signingTime, SIGNING_CERTIFICATE_V2].map(value);
  if (digest === undefined || !digestOfContent.equals(Buffer.from(AsnConvert.parse(digest, OctetString).buffer))) return invalid('digest');
  if (contentType === undefined || !Buffer.from(contentType).equals(Buffer.from(DER_OID_DATA))) return invalid('structure');

  const known = certificatesIn(signedData);
  const leaf = known?.find(({ parsed }) => isSigner(signer.sid, parsed))?.certificate;
  if (known === undefined || leaf === undefined) return invalid('chain');
  if (signingCertificate === undefined || !Buffer.from(signingCertificate).includes(sha256(leaf.raw))) return invalid('signature');
  const algorithms = leaf.publicKey.asymmetricKeyType === 'rsa' ? [RSA_ENCRYPTION, SHA256_WITH_RSA] : [ECDSA_WITH_SHA256];
  if (!algorithms.includes(signer.signatureAlgorithm.algorithm) || !hasNoParameters(signer.signatureAlgorithm)) return invalid('structure');
  const signature = Buffer.from(signer.signature.buffer);
  if (!verify('sha256', setOf(signedAttrs), { key: leaf.publicKey, dsaEncoding: 'der' }, signature)) return invalid('signature');

  // What no signature covers holds a time stamp or nothing: anything else would be a place to hide bytes in.
  const unsigned = signer.unsignedAttrs ?? [];
  const [stamp] = unsigned;
  if (unsigned.length > 1 || (stamp !== undefined && (stamp.attrType !== SIGNATURE_TIME_STAMP || stamp.attrValues.length !== 1))) return invalid('structure');

  const chain = known.flatMap(({ certificate }) => (certificate === leaf ? [] : certificate));
  if (!chain.every((issuer, index) => isIssuedBy(chain[index - 1] ?? leaf, issuer))) return invalid('chain');
  const last = chain.at(-1) ?? leaf;
  // One that says that it has signed itself must have.
  if (last.subject === last.issuer && !hasSignedItself(last)) return invalid('chain');
  const token = stamp?.attrValues[0];
  return {
    kind: 'valid',
    signature: {
      certificate: leaf,
      chain,
      isChainComplete: hasSignedItself(last),
      signedAt: signingTime && AsnConvert.parse(signingTime, SigningTime).getTime(),
      value: new Uint8Array(signature),
      timeStampToken: token === undefined ? undefined : new Uint8Array(token),
    },
  };
}

/** A SignedData message, if the bytes are its only encoding. */
export function readSignedData(cms: Uint8Array): SignedData | undefined {
  const info = AsnConvert.parse(cms, ContentInfo);
  if (info.contentType !== id_signedData || !Buffer.from(AsnConvert.serialize(info)).equals(cms)) return undefined;
  const signedData = AsnConvert.parse(info.content, SignedData);
  return Buffer.from(AsnConvert.serialize(signedData)).equals(Buffer.from(info.content)) ? signedData : undefined;
}

/** A certificate of a message: as Node reads it, and as its parts. */
export interface MessageCertificate {
  readonly certificate: X509Certificate;
  readonly parsed: Certificate;
}

/** @returns undefined when the message holds a certificate of a kind that is not X.509 */
export function certificatesIn({ certificates }: SignedData): readonly MessageCertificate[] | undefined {
  const found = (certificates ?? []).map(
    ({ certificate: parsed }) => parsed && { certificate: new X509Certificate(Buffer.from(AsnConvert.serialize(parsed))), parsed },
  );
  const known = found.filter((certificate) => certificate !== undefined);
  return known.length === found.length ? known : undefined;
}

/** Absent, or NULL and nothing else: RFC 5754 2 allows both. */
function hasNoParameters({ parameters }: AlgorithmIdentifier): boolean {
  return parameters === undefined || parameters === null || Buffer.from(parameters).equals(Buffer.from(DER_NULL));
}

export function isIssuedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
}

/** A root, or the certificate of somebody whom no authority vouches for. */
export function hasSignedItself(certificate: X509Certificate): boolean {
  return certificate.subject === certificate.issuer && certificate.verify(certificate.publicKey);
}

export function isSigner({ issuerAndSerialNumber }: SignerIdentifier, { tbsCertificate: { issuer, serialNumber } }: Certificate): boolean {
  if (issuerAndSerialNumber === undefined || !Buffer.from(issuerAndSerialNumber.serialNumber).equals(Buffer.from(serialNumber))) return false;
  return Buffer.from(AsnConvert.serialize(issuerAndSerialNumber.issuer)).equals(Buffer.from(AsnConvert.serialize(issuer)));
}
