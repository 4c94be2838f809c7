import canonicalize from 'canonicalize';
import { createHash } from 'node:crypto';
import type { CanonicalReport } from '#shared/report/canonical-report.ts';

/** The bytes that are signed, hashed and kept: RFC 8785, UTF-8. The same report gives the same bytes on every machine. */
export function canonicalise(report: CanonicalReport): Uint8Array {
  return canonicaliseContent(report);
}

/** As `canonicalise`, for anything else that is signed: a submission, a withdrawal. Plain JSON. */
export function canonicaliseContent(content: object): Uint8Array {
  const text = canonicalize(content);
  if (text === undefined) throw new Error('what is signed is a JSON object');
  return new TextEncoder().encode(text);
}

export function sha256(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(createHash('sha256').update(bytes).digest());
}

/** Crockford's base 32: no I, L, O and U, so that a code can be read out on the telephone. */
const BASE32 = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** The first digit holds the highest five bits. 32 bytes give 52 digits, the last of which is padded with zero bits. */
export function base32(bytes: Uint8Array): string {
  let digits = '';
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      digits += BASE32[(held >> bits) & 31];
    }
    held &= (1 << bits) - 1;
  }
  return bits === 0 ? digits : digits + BASE32[(held << (5 - bits)) & 31];
}

/** 验真码: the first forty bits of the content's hash, `7K4M-92QX`. */
export function verificationCode(contentSha256: Uint8Array): string {
  const digits = base32(contentSha256);
  return `${digits.slice(0, 4)}-${digits.slice(4, 8)}`;
}

/** What the symbol beside the signatures holds, all of it in QR's alphanumeric set: form, report, hash of the content, code. */
export function symbolText(reportUid: string, contentSha256: Uint8Array): string {
  return ['TY1', reportUid, base32(contentSha256), verificationCode(contentSha256)].join(':');
}

/**
 * The two things a reader may hold: the code that is printed, `7K4M-92QX`, or the text of the symbol.
 * @returns the first five bytes of the content's hash, upper-case hexadecimal, and the report's UID ('' for a bare code); undefined for neither
 */
export function readVerificationCode(text: string): { readonly hashStart: string; readonly reportUid: string } | undefined {
  const [, form = '', uid = '', code = ''] = /^(?:(TY1):([\d.]+):[0-9A-Z]{52}:)?([0-9A-Z]{4}-?[0-9A-Z]{4})$/.exec(text.trim().toUpperCase()) ?? [];
  // Crockford: what is read as I, L or O was 1, 1 or 0.
  const digits = Array.from(code.replace('-', '').replaceAll(/[IL]/g, '1').replaceAll('O', '0'), (digit) => BASE32.indexOf(digit));
  if (digits.length !== 8 || digits.includes(-1)) return undefined;
  const value = digits.reduce((sum, digit) => sum * 32n + BigInt(digit), 0n);
  return { hashStart: value.toString(16).toUpperCase().padStart(10, '0'), reportUid: form === '' ? '' : uid };
}
