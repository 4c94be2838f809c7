import { AsnConvert } from '@peculiar/asn1-schema';
import { Certificate } from '@peculiar/asn1-x509';
import { createHash } from 'node:crypto';
import { AppError } from '#shared/errors/app-error.ts';
import { sm2 } from 'sm-crypto-v2';

/**
 * An SM2 key beside the one that signs the paper (GB/T 32918.2, GM/T 0009). No PDF reader outside of China verifies SM2, so its signature is over the
 * canonical report alone and travels beside it. Node's own SM2 signatures are of another form than the standard's: only its SM3 is used.
 */
export interface Sm2SideCar {
  /** DER of the SM2 certificate. */
  readonly certificate: Uint8Array;
  /** @param digest `sm2Digest` of what is signed @returns a DER sequence of r and s (GM/T 0009 7.3) */
  readonly sign: (digest: Uint8Array) => Promise<Uint8Array>;
}

/** A signature over the canonical report, and whose it is. */
export interface Sm2Signature {
  readonly signature: Uint8Array;
  readonly certificate: Uint8Array;
}

/** id-ecPublicKey with the curve SM2 (GM/T 0006). */
const CURVE = Uint8Array.of(0x06, 0x08, 0x2a, 0x81, 0x1c, 0xcf, 0x55, 0x01, 0x82, 0x2d);
/** The identity of every signer who has agreed on none, GM/T 0009 10. */
const USER_ID = '1234567812345678';
/** a, b and the base point of the curve, GB/T 32918.5. */
const PARAMETERS =
  'fffffffeffffffffffffffffffffffffffffffff00000000fffffffffffffffc28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93' +
  '32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7bc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0';

/** The public key of an SM2 certificate, `04` and two coordinates in hexadecimal; undefined for a certificate of another kind. */
export function sm2PublicKey(certificate: Uint8Array): string | undefined {
  try {
    const { algorithm, subjectPublicKey } = AsnConvert.parse(certificate, Certificate).tbsCertificate.subjectPublicKeyInfo;
    const curve = algorithm.parameters === undefined || algorithm.parameters === null ? Buffer.alloc(0) : Buffer.from(algorithm.parameters);
    const key = Buffer.from(subjectPublicKey).toString('hex');
    return curve.equals(CURVE) && /^04[0-9a-f]{128}$/.test(key) ? key : undefined;
  } catch {
    return undefined;
  }
}

/** SM3 of the signer's identity, curve and key, and of what is signed: the number e of GB/T 32918.2 6.1. @param publicKey as `sm2PublicKey` gives it */
export function sm2Digest(content: Uint8Array, publicKey: string): Uint8Array {
  const identity = Buffer.from(USER_ID);
  const bits = Buffer.alloc(2);
  bits.writeUInt16BE(identity.length * 8);
  const signer = createHash('sm3').update(bits).update(identity).update(PARAMETERS, 'hex').update(publicKey.slice(2), 'hex').digest();
  return createHash('sm3').update(signer).update(content).digest();
}

/** True when the signature is over this content and of this key. Never throws. */
export function verifySm2(content: Uint8Array, { signature, certificate }: Sm2Signature): boolean {
  const publicKey = sm2PublicKey(certificate);
  if (publicKey === undefined) return false;
  try {
    return sm2.doVerifySignature(new Uint8Array(content), Buffer.from(signature).toString('hex'), publicKey, { der: true, hash: true, userId: USER_ID });
  } catch {
    return false;
  }
}

/** The side-car's signature over the content, looked at before it is believed. @throws AppError `signing/key-unreadable` when it does not fit */
export async function signSm2(content: Uint8Array, sideCar: Sm2SideCar): Promise<Sm2Signature> {
  const publicKey = sm2PublicKey(sideCar.certificate);
  const made = publicKey === undefined ? undefined : { signature: await sideCar.sign(sm2Digest(content, publicKey)), certificate: sideCar.certificate };
  if (made !== undefined && verifySm2(content, made)) return made;
  throw new AppError('signing/key-unreadable', 'the SM2 signature does not fit its certificate');
}
