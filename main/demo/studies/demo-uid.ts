import { createHash } from 'node:crypto';

/** A UID made of names: the same names give the same UID on every machine. `2.25.` and the first 122 bits of a SHA-256 (PS3.5 B.2). */
export function demoUid(...names: readonly string[]): string {
  const digest = createHash('sha256').update(['tongyue-demo', ...names].join('\u0000')).digest();
  // The marks of a UUID of version 8 (RFC 9562), so that the number is one.
  digest[6] = ((digest[6] ?? 0) & 0x0f) | 0x80;
  digest[8] = ((digest[8] ?? 0) & 0x3f) | 0x80;
  return `2.25.${BigInt(`0x${digest.subarray(0, 16).toString('hex')}`).toString()}`;
}
