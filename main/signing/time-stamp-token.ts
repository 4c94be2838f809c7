import { id_contentType, id_messageDigest } from '@peculiar/asn1-cms';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import { MessageImprint, PKIStatus, TimeStampReq, TimeStampReqVersion, TimeStampResp, TSTInfo } from '@peculiar/asn1-tsp';
import { AlgorithmIdentifier } from '@peculiar/asn1-x509';
import { createHash, verify, type X509Certificate } from 'node:crypto';
import { AppError } from '#shared/errors/app-error.ts';
import { certificatesIn, hasSignedItself, isIssuedBy, isSigner, readSignedData, setOf } from './detached-cms.ts';

const SHA256 = '2.16.840.1.101.3.4.2.1';
const DIGESTS: Readonly<Record<string, string>> = { [SHA256]: 'sha256', '2.16.840.1.101.3.4.2.2': 'sha384', '2.16.840.1.101.3.4.2.3': 'sha512' };
/** id-ct-TSTInfo, RFC 3161 2.4.2. */
const TST_INFO = '1.2.840.113549.1.9.16.1.4';
const SIGNING_CERTIFICATE = '1.2.840.113549.1.9.16.2.12';
const SIGNING_CERTIFICATE_V2 = '1.2.840.113549.1.9.16.2.47';
/** id-kp-timeStamping. RFC 3161 2.3: an authority signs with a key that does nothing else. */
const TIME_STAMPING = '1.3.6.1.5.5.7.3.8';

/** What a valid time stamp says. */
export interface TimeStamp {
  readonly at: Date;
  readonly certificate: X509Certificate;
  readonly chain: readonly X509Certificate[];
  readonly isChainComplete: boolean;
}

/** DER of a TimeStampReq (RFC 3161 2.4.1) over a SHA-256 digest. @param nonce at least eight random bytes, so that no old answer fits */
export function timeStampRequest(digest: Uint8Array, nonce: Uint8Array): Uint8Array {
  const request = new TimeStampReq({
    version: TimeStampReqVersion.v1,
    messageImprint: new MessageImprint({ hashAlgorithm: new AlgorithmIdentifier({ algorithm: SHA256, parameters: null }), hashedMessage: new OctetString(digest) }),
    nonce: positive(nonce),
    certReq: true,
  });
  return new Uint8Array(AsnConvert.serialize(request));
}

/** An INTEGER whose first bit is 0 and whose first byte is not. */
function positive(nonce: Uint8Array): ArrayBuffer {
  const bytes = Uint8Array.from(nonce);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes.buffer;
}

/**
 * The token of an answer to this request: granted, over this digest, with this nonce, and signed as an authority signs.
 * @throws AppError `signing/time-stamp-refused`
 */
export function readTimeStampAnswer(answer: Uint8Array, digest: Uint8Array, nonce: Uint8Array): { readonly token: Uint8Array; readonly stamp: TimeStamp } {
  const refuse = (why: string, cause?: unknown): AppError => new AppError('signing/time-stamp-refused', why, { cause });
  let response: TimeStampResp;
  try {
    response = AsnConvert.parse(answer, TimeStampResp);
  } catch (cause) {
    throw refuse('the time-stamp server gave no answer that can be read', cause);
  }
  const isGranted = [PKIStatus.granted, PKIStatus.grantedWithMods].includes(response.status.status);
  if (!isGranted || response.timeStampToken === undefined) throw refuse('the time-stamp server refused');
  const token = new Uint8Array(AsnConvert.serialize(response.timeStampToken));
  const stamp = checkToken(token, digest, positive(nonce));
  if (stamp === undefined) throw refuse('the answer of the time-stamp server does not fit the question');
  return { token, stamp };
}

/** Reads a time stamp and checks it against a digest (SHA-256 of what was stamped). @returns undefined when anything does not fit */
export function verifyTimeStamp(token: Uint8Array, digest: Uint8Array): TimeStamp | undefined {
  return checkToken(token, digest, undefined);
}

function checkToken(token: Uint8Array, digest: Uint8Array, nonce: ArrayBuffer | undefined): TimeStamp | undefined {
  try {
    return check(token, digest, nonce);
  } catch {
    return undefined;
  }
}

function check(token: Uint8Array, digest: Uint8Array, nonce: ArrayBuffer | undefined): TimeStamp | undefined {
  const signedData = readSignedData(token);
  const [signer] = signedData?.signerInfos ?? [];
  const content = signedData?.encapContentInfo.eContent?.single?.buffer;
  if (signedData === undefined || signer?.signedAttrs === undefined || content === undefined || signedData.signerInfos.length !== 1) return undefined;
  if (signedData.encapContentInfo.eContentType !== TST_INFO || (signer.unsignedAttrs ?? []).length > 0) return undefined;
  const hash = DIGESTS[signer.digestAlgorithm.algorithm];
  const attributes = signer.signedAttrs;
  const value = (type: string) => attributes.find((attribute) => attribute.attrType === type)?.attrValues[0];
  const messageDigest = value(id_messageDigest);
  if (hash === undefined || messageDigest === undefined || value(id_contentType) === undefined) return undefined;
  if (!createHash(hash).update(new Uint8Array(content)).digest().equals(Buffer.from(AsnConvert.parse(messageDigest, OctetString).buffer))) return undefined;

  const known = certificatesIn(signedData);
  const leaf = known?.find(({ parsed }) => isSigner(signer.sid, parsed))?.certificate;
  if (known === undefined || leaf === undefined || !leaf.keyUsage?.includes(TIME_STAMPING)) return undefined;
  const named = value(SIGNING_CERTIFICATE_V2) ?? value(SIGNING_CERTIFICATE);
  const fingerprints = ['sha1', 'sha256', 'sha384', 'sha512'].map((name) => createHash(name).update(leaf.raw).digest());
  if (named === undefined || !fingerprints.some((fingerprint) => Buffer.from(named).includes(fingerprint))) return undefined;
  if (!verify(hash, setOf(attributes), { key: leaf.publicKey, dsaEncoding: 'der' }, Buffer.from(signer.signature.buffer))) return undefined;

  const info = AsnConvert.parse(content, TSTInfo);
  const { hashAlgorithm, hashedMessage } = info.messageImprint;
  if (hashAlgorithm.algorithm !== SHA256 || !Buffer.from(hashedMessage.buffer).equals(Buffer.from(digest))) return undefined;
  if (nonce !== undefined && (info.nonce === undefined || !Buffer.from(info.nonce).equals(Buffer.from(nonce)))) return undefined;
  const chain = chainOf(leaf, known.map(({ certificate }) => certificate));
  // A certificate that belongs to no chain is covered by nothing.
  if (chain.length + 1 !== known.length || info.genTime < leaf.validFromDate || info.genTime > leaf.validToDate) return undefined;
  const last = chain.at(-1) ?? leaf;
  return { at: info.genTime, certificate: leaf, chain, isChainComplete: hasSignedItself(last) };
}

/** Issuer by issuer, in whatever order the message holds them. */
function chainOf(leaf: X509Certificate, known: readonly X509Certificate[]): readonly X509Certificate[] {
  const chain: X509Certificate[] = [];
  for (;;) {
    const last = chain.at(-1) ?? leaf;
    const issuer = known.find((candidate) => candidate !== leaf && !chain.includes(candidate) && candidate !== last && isIssuedBy(last, candidate));
    if (issuer === undefined) return chain;
    chain.push(issuer);
  }
}
