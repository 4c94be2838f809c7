import { randomBytes } from 'node:crypto';
import { AppError } from '#shared/errors/app-error.ts';
import { readTimeStampAnswer, timeStampRequest, type TimeStamp } from './time-stamp-token.ts';

/** Asks an authority for a time stamp over a SHA-256 digest. @throws AppError `signing/time-stamp-refused` */
export type TimeStampAuthority = (digest: Uint8Array) => Promise<{ readonly token: Uint8Array; readonly stamp: TimeStamp }>;

const TIMEOUT_MS = 15_000;
const NONCE_BYTES = 12;
const LARGEST_ANSWER_BYTES = 256 * 1024;

/** An authority that answers RFC 3161 over HTTP (section 3.4). Nothing but a digest leaves this machine. */
export function httpTimeStampAuthority(url: string): TimeStampAuthority {
  return async (digest) => {
    const nonce = randomBytes(NONCE_BYTES);
    let answer: Response;
    try {
      answer = await fetch(url, {
        method: 'POST', headers: { 'content-type': 'application/timestamp-query' }, body: Buffer.from(timeStampRequest(digest, nonce)),
        redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS),
      });
    } catch (cause) {
      throw new AppError('signing/time-stamp-refused', 'the time-stamp server does not answer', { cause });
    }
    if (!answer.ok) throw new AppError('signing/time-stamp-refused', 'the time-stamp server refused', { facts: { status: answer.status } });
    const bytes = new Uint8Array(await answer.arrayBuffer());
    if (bytes.length > LARGEST_ANSWER_BYTES) throw new AppError('signing/time-stamp-refused', 'the answer of the time-stamp server is too long');
    return readTimeStampAnswer(bytes, digest, nonce);
  };
}
