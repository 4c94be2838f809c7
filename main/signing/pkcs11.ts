import { createHash, X509Certificate } from 'node:crypto';
import { AppError } from '#shared/errors/app-error.ts';
import { loadPkcs11, type Pkcs11Functions } from './pkcs11-library.ts';
import { hasSignedItself, isIssuedBy } from './detached-cms.ts';
import type { SignerKey } from './signer-key.ts';

/** Where a physician's token is. */
export interface TokenAddress {
  /** The library of its maker: `/usr/lib/softhsm/libsofthsm2.so`, `C:\Windows\System32\eps2003csp11.dll`. */
  readonly libraryPath: string;
  /** Serial number of the token, as it says it of itself; '' where only one is plugged in. */
  readonly tokenSerial: string;
}

/** CK_ULONG is `unsigned long`: eight bytes, four on Windows; pointers of all machines that we are built for have eight. */
const ULONG_BYTES = process.platform === 'win32' ? 4 : 8;
const POINTER_BYTES = 8;

/** PKCS#11 v2.40. Return values, attributes and classes that matter here. */
const CKR_OK = 0;
const CKR_ALREADY_INITIALIZED = 0x191;
const CKR_USER_ALREADY_LOGGED_IN = 0x100;
const WRONG_PIN = new Set([0xa0, 0xa1, 0xa2]);
const PIN_LOCKED = new Set([0xa3, 0xa4]);
const CKF_SERIAL_SESSION = 4;
const CKU_USER = 1;
const [CKA_CLASS, CKA_VALUE, CKA_ID, CKA_CERTIFICATE_TYPE] = [0x000, 0x011, 0x102, 0x080];
const [CKO_CERTIFICATE, CKO_PRIVATE_KEY] = [1, 3];
const [CKM_RSA_PKCS, CKM_ECDSA] = [0x001, 0x1041];
/** DigestInfo of SHA-256, RFC 8017 9.2 note 1: CKM_RSA_PKCS signs what it is given. */
const SHA256_DIGEST_INFO = Buffer.from('3031300d060960864801650304020105000420', 'hex');
const MOST_OBJECTS = 64;
/** CK_TOKEN_INFO: 32 bytes of label, 32 of maker, 16 of model, then the serial number. */
const SERIAL_AT = 80;
const SERIAL_BYTES = 16;
const TOKEN_INFO_BYTES = 512;

/**
 * The key of a token. The PIN logs in for one signature; the private key never leaves the token. A session is opened, used and closed for each
 * step, so that a token that is pulled out is met as an error and not as a hang.
 * @throws AppError `signing/wrong-pin`, `signing/key-locked` when the token itself has locked, `signing/token-missing`, `signing/key-unreadable`
 */
export function openTokenKey({ libraryPath, tokenSerial }: TokenAddress, pin: string): SignerKey {
  const token = openToken(libraryPath);
  const slot = findSlot(token, tokenSerial);
  const { certificate, keyId, others } = withSession(token, slot, pin, (session) => {
    const found = certificatesIn(token, session);
    const keyIds = findObjects(token, session, [[CKA_CLASS, ulong(CKO_PRIVATE_KEY)]]).map((key) => attribute(token, session, key, CKA_ID));
    const own = found.find(({ id }) => keyIds.some((keyId) => keyId.length > 0 && keyId.equals(id)));
    if (own === undefined) throw unusable('the token holds no key with its certificate');
    return { certificate: own.certificate, keyId: own.id, others: found.filter((one) => one !== own).map((one) => one.certificate) };
  });
  const keyType = certificate.publicKey.asymmetricKeyType === 'rsa' ? 'RSA' : certificate.publicKey.asymmetricKeyType === 'ec' ? 'EC' : undefined;
  if (keyType === undefined) throw unusable('the token signs with neither RSA nor a known elliptic curve');
  return {
    certificate,
    chain: chainOf(certificate, others),
    keyType,
    sign: async (data) => withSession(token, slot, pin, (session) => {
      const [key] = findObjects(token, session, [[CKA_CLASS, ulong(CKO_PRIVATE_KEY)], [CKA_ID, keyId]]);
      if (key === undefined) throw unusable('the key of the token is gone');
      const digest = createHash('sha256').update(data).digest();
      return keyType === 'RSA'
        ? rawSignature(token, session, key, CKM_RSA_PKCS, Buffer.concat([SHA256_DIGEST_INFO, digest]))
        : derSignature(rawSignature(token, session, key, CKM_ECDSA, digest));
    }),
  };
}

function openToken(libraryPath: string): Pkcs11Functions {
  let token: Pkcs11Functions;
  try {
    token = loadPkcs11(libraryPath);
  } catch (cause) {
    throw new AppError('signing/token-missing', 'the library of the token cannot be loaded', { cause });
  }
  const initialised = token.initialize(null);
  if (initialised !== CKR_OK && initialised !== CKR_ALREADY_INITIALIZED) throw missing('the token cannot be used', initialised);
  return token;
}

function findSlot(token: Pkcs11Functions, tokenSerial: string): number {
  const count = ulong(0);
  check(token.getSlotList(1, null, count), 'slots');
  const slots = Buffer.alloc(Math.max(1, readUlong(count, 0)) * ULONG_BYTES);
  check(token.getSlotList(1, slots, count), 'slots');
  for (let index = 0; index < readUlong(count, 0); index += 1) {
    const slot = readUlong(slots, index * ULONG_BYTES);
    const info = Buffer.alloc(TOKEN_INFO_BYTES);
    if (token.getTokenInfo(slot, info) !== CKR_OK) continue;
    const serial = info.toString('latin1', SERIAL_AT, SERIAL_AT + SERIAL_BYTES).replaceAll(/[\0 ]+$/g, '');
    if (serial !== '' && (tokenSerial === '' || serial === tokenSerial)) return slot;
  }
  throw missing('the token is not plugged in', undefined);
}

function withSession<T>(token: Pkcs11Functions, slot: number, pin: string, act: (session: number) => T): T {
  const handle = ulong(0);
  const opened = token.openSession(slot, CKF_SERIAL_SESSION, null, null, handle);
  if (opened !== CKR_OK) throw missing('the token does not answer', opened);
  const session = readUlong(handle, 0);
  const secret = Buffer.from(pin, 'utf8');
  try {
    const loggedIn = token.login(session, CKU_USER, secret, secret.length);
    if (WRONG_PIN.has(loggedIn)) throw new AppError('signing/wrong-pin', 'the token refused the PIN');
    // The token counts by itself; when it is unlocked again is for its maker's program, not for a clock.
    if (PIN_LOCKED.has(loggedIn)) throw new AppError('signing/token-locked', 'the token has locked its PIN');
    if (loggedIn !== CKR_OK && loggedIn !== CKR_USER_ALREADY_LOGGED_IN) throw missing('the token does not let anybody in', loggedIn);
    return act(session);
  } finally {
    secret.fill(0);
    token.logout(session);
    token.closeSession(session);
  }
}

function certificatesIn(token: Pkcs11Functions, session: number): readonly { readonly certificate: X509Certificate; readonly id: Buffer }[] {
  const objects = findObjects(token, session, [[CKA_CLASS, ulong(CKO_CERTIFICATE)], [CKA_CERTIFICATE_TYPE, ulong(0)]]);
  return objects.flatMap((object) => {
    try {
      return [{ certificate: new X509Certificate(attribute(token, session, object, CKA_VALUE)), id: attribute(token, session, object, CKA_ID) }];
    } catch {
      // What is no certificate to us is none of our signer's.
      return [];
    }
  });
}

function findObjects(token: Pkcs11Functions, session: number, attributes: readonly (readonly [type: number, value: Buffer])[]): readonly number[] {
  const template = attributeTemplate(token, attributes);
  check(token.findObjectsInit(session, template, attributes.length), 'search');
  const [found, count] = [Buffer.alloc(MOST_OBJECTS * ULONG_BYTES), ulong(0)];
  const status = token.findObjects(session, found, MOST_OBJECTS, count);
  token.findObjectsFinal(session);
  check(status, 'search');
  return Array.from({ length: readUlong(count, 0) }, (_, index) => readUlong(found, index * ULONG_BYTES));
}

function attribute(token: Pkcs11Functions, session: number, object: number, type: number): Buffer {
  const value = Buffer.alloc(16 * 1024);
  const template = attributeTemplate(token, [[type, value]]);
  check(token.getAttributeValue(session, object, template, 1), 'attribute');
  return value.subarray(0, readUlong(template, lengthAt()));
}

function rawSignature(token: Pkcs11Functions, session: number, key: number, mechanism: number, data: Buffer): Buffer {
  const parameters = Buffer.alloc(structBytes());
  writeUlong(parameters, 0, mechanism);
  check(token.signInit(session, parameters, key), 'signature');
  const [signature, length] = [Buffer.alloc(1024), ulong(1024)];
  check(token.sign(session, data, data.length, signature, length), 'signature');
  return signature.subarray(0, readUlong(length, 0));
}

/** A token gives r and s, one behind the other; CMS wants a SEQUENCE of two INTEGERs. RFC 3279 2.2.3. */
function derSignature(raw: Buffer): Buffer {
  const integer = (bytes: Buffer): Buffer => {
    const start = bytes.findIndex((byte) => byte !== 0);
    const short = start < 0 ? Buffer.of(0) : bytes.subarray(start);
    const value = (short[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), short]) : short;
    return Buffer.concat([Buffer.of(0x02, value.length), value]);
  };
  const content = Buffer.concat([integer(raw.subarray(0, raw.length / 2)), integer(raw.subarray(raw.length / 2))]);
  return Buffer.concat([content.length < 0x80 ? Buffer.of(0x30, content.length) : Buffer.of(0x30, 0x81, content.length), content]);
}

/** CK_ATTRIBUTE: type, pointer, length; packed on Windows (CK_ULONG of four bytes), aligned elsewhere. */
const structBytes = (): number => ULONG_BYTES + POINTER_BYTES + ULONG_BYTES;
const lengthAt = (): number => ULONG_BYTES + POINTER_BYTES;

function attributeTemplate(token: Pkcs11Functions, attributes: readonly (readonly [type: number, value: Buffer])[]): Buffer {
  const template = Buffer.alloc(attributes.length * structBytes());
  attributes.forEach(([type, value], index) => {
    const at = index * structBytes();
    writeUlong(template, at, type);
    template.writeBigUInt64LE(token.addressOf(value), at + ULONG_BYTES);
    writeUlong(template, at + lengthAt(), value.length);
  });
  return template;
}

function ulong(value: number): Buffer {
  const bytes = Buffer.alloc(ULONG_BYTES);
  writeUlong(bytes, 0, value);
  return bytes;
}

function writeUlong(bytes: Buffer, at: number, value: number): void {
  if (ULONG_BYTES === 8) bytes.writeBigUInt64LE(BigInt(value), at);
  else bytes.writeUInt32LE(value, at);
}

function readUlong(bytes: Buffer, at: number): number {
  return ULONG_BYTES === 8 ? Number(bytes.readBigUInt64LE(at)) : bytes.readUInt32LE(at);
}

/** Issuer by issuer, as far as the token has them. */
function chainOf(leaf: X509Certificate, others: readonly X509Certificate[]): readonly X509Certificate[] {
  const chain: X509Certificate[] = [];
  for (let last = leaf; !hasSignedItself(last); ) {
    const subject = last;
    const issuer = others.find((one) => !chain.includes(one) && isIssuedBy(subject, one));
    if (issuer === undefined) break;
    chain.push(issuer);
    last = issuer;
  }
  return chain;
}

function check(status: number, step: string): void {
  if (status !== CKR_OK) throw new AppError('signing/token-missing', `the token failed: ${step}`, { facts: { status: `0x${status.toString(16)}` } });
}

function missing(why: string, status: number | undefined): AppError {
  return new AppError('signing/token-missing', why, status === undefined ? {} : { facts: { status: `0x${status.toString(16)}` } });
}

function unusable(why: string): AppError {
  return new AppError('signing/key-unreadable', why);
}
