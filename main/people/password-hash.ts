import { createHash, randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto';

/** 64 MiB and about a third of a second of one core: OWASP's second choice of scrypt parameters (N 2^16, r 8, p 2). */
const COST = { N: 65_536, r: 8, p: 2 } as const;
const SALT_BYTES = 16;
const KEY_BYTES = 32;
/** Half is compared with, half proves to a hub that the password is known: scrypt ends in PBKDF2, whose blocks say nothing of each other (RFC 7914 6, RFC 8018 5.2). */
const DERIVED_BYTES = 2 * KEY_BYTES;

/** @returns `scrypt$N$r$p$salt$key$proof`: salt and key base64url, of the proof its SHA-256 in hexadecimal digits */
export async function hashPassword(password: string, { N, r, p }: { readonly N: number; readonly r: number; readonly p: number } = COST): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const derived = await derive(password, salt, DERIVED_BYTES, { N, r, p });
  const proven = createHash('sha256').update(derived.subarray(KEY_BYTES)).digest('hex');
  return ['scrypt', N, r, p, salt.toString('base64url'), derived.subarray(0, KEY_BYTES).toString('base64url'), proven].join('$');
}

/** What only who knows the password can give: what stands in `stored` is its digest. Hexadecimal. */
export async function proofOfPassword(password: string, stored: string): Promise<string> {
  const [, N, r, p, salt = ''] = stored.split('$');
  return (await derive(password, Buffer.from(salt, 'base64url'), DERIVED_BYTES, { N: Number(N), r: Number(r), p: Number(p) })).subarray(KEY_BYTES).toString('hex');
}

/** @throws Error for a stored value that this program did not write */
export async function isPassword(password: string, stored: string): Promise<boolean> {
  const [kind, N, r, p, salt = '', key = ''] = stored.split('$');
  if (kind !== 'scrypt' || key === '') throw new Error('a stored password has an unknown form');
  const expected = Buffer.from(key, 'base64url');
  const found = await derive(password, Buffer.from(salt, 'base64url'), expected.length, { N: Number(N), r: Number(r), p: Number(p) });
  return timingSafeEqual(expected, found);
}

/** The same characters typed by two input methods are the same password (RFC 8265, NFC). */
function derive(password: string, salt: Uint8Array, length: number, cost: ScryptOptions): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFC'), salt, length, { ...cost, maxmem: 512 * 1024 * 1024 }, (error, key) => (error === null ? resolve(key) : reject(error)));
  });
}
