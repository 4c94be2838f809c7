import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto';

/** 64 MiB and about a third of a second of one core: OWASP's second choice of scrypt parameters (N 2^16, r 8, p 2). */
const COST = { N: 65_536, r: 8, p: 2 } as const;
const SALT_BYTES = 16;
const KEY_BYTES = 32;

/** @returns `scrypt$N$r$p$salt$key`, salt and key base64url */
export async function hashPassword(password: string, { N, r, p }: { readonly N: number; readonly r: number; readonly p: number } = COST): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const key = await derive(password, salt, KEY_BYTES, { N, r, p });
  return ['scrypt', N, r, p, salt.toString('base64url'), key.toString('base64url')].join('$');
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
