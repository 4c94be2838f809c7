import { constants, createHmac, createPrivateKey, createPublicKey, privateDecrypt, publicEncrypt, timingSafeEqual, X509Certificate } from 'node:crypto';
import { AppError } from '#shared/errors/app-error.ts';

/** A catalogue's key, wrapped to the public key of the hospital: whoever holds the private key, in its safe, opens the catalogue without this machine. */
export interface EscrowedKey {
  readonly version: 1;
  /** RSA-OAEP with SHA-256, base64. */
  readonly wrappedKey: string;
  /** SHA-256 of the public key, so that a person finds the right private one. */
  readonly publicKeySha256: string;
  /** Tells a wrong private key from a damaged catalogue. */
  readonly keyCheckValue: string;
}

const SMALLEST_MODULUS_BITS = 2_048;

/** @param pem public key or certificate of the hospital. @throws AppError `signing/key-unreadable` for none, or for one that is too weak */
export function escrowKey(key: Uint8Array, pem: string): EscrowedKey {
  const publicKey = readPublicKey(pem);
  const bits = publicKey.asymmetricKeyDetails?.modulusLength ?? 0;
  if (publicKey.asymmetricKeyType !== 'rsa' || bits < SMALLEST_MODULUS_BITS) {
    throw new AppError('signing/key-unreadable', `escrow wants an RSA key of ${SMALLEST_MODULUS_BITS} bits or more`, { facts: { bits } });
  }
  return {
    version: 1,
    wrappedKey: publicEncrypt({ key: publicKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }, key).toString('base64'),
    publicKeySha256: createHmac('sha256', 'tongyue escrow').update(publicKey.export({ type: 'spki', format: 'der' })).digest('hex'),
    keyCheckValue: checkValue(key).toString('base64'),
  };
}

/** @throws AppError `profile/wrong-key` when the private key is another's, `signing/key-unreadable` when it cannot be read */
export function openEscrow(escrow: EscrowedKey, privatePem: string, passphrase: string | undefined): Uint8Array {
  const privateKey = readPrivateKey(privatePem, passphrase);
  let key: Buffer;
  try {
    key = privateDecrypt({ key: privateKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }, Buffer.from(escrow.wrappedKey, 'base64'));
  } catch (cause) {
    throw new AppError('profile/wrong-key', 'the escrow was made for another key', { cause });
  }
  if (!isEscrowOf(escrow, key)) throw new AppError('profile/wrong-key', 'the escrow was made for another key');
  return key;
}

/** Whether the escrow was made of this very key. */
export function isEscrowOf({ keyCheckValue }: EscrowedKey, key: Uint8Array): boolean {
  const [kept, own] = [Buffer.from(keyCheckValue, 'base64'), checkValue(key)];
  return kept.length === own.length && timingSafeEqual(kept, own);
}

function checkValue(key: Uint8Array): Buffer {
  return createHmac('sha256', key).update('tongyue escrow check').digest();
}

function readPublicKey(pem: string) {
  try {
    return pem.includes('BEGIN CERTIFICATE') ? new X509Certificate(pem).publicKey : createPublicKey(pem);
  } catch (cause) {
    throw new AppError('signing/key-unreadable', 'there is no public key in the file', { cause });
  }
}

function readPrivateKey(pem: string, passphrase: string | undefined) {
  try {
    return createPrivateKey({ key: pem, ...(passphrase === undefined ? {} : { passphrase }) });
  } catch (cause) {
    throw new AppError('signing/key-unreadable', 'the private key cannot be read, or its passphrase is wrong', { cause });
  }
}
