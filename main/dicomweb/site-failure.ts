import { AppError, isAppError } from '#shared/errors/app-error.ts';
import type { ErrorCode } from '#shared/errors/error-code.ts';
import { PIN_MISMATCH } from './site-fetch.ts';

/** What OpenSSL and Node say of a certificate that is not to be trusted: unknown issuer, its time, its name. */
const UNTRUSTED = /^(?:CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_CERT_|INVALID_PURPOSE|HOSTNAME_MISMATCH)/;
/** The server does not take our certificate, or wants one; or it speaks nothing newer than TLS 1.1. */
const HANDSHAKE_REFUSED = /^ERR_SSL_(?:TLSV?1?\d*|SSLV3|SSL)?_?.*(?:ALERT_(?:CERTIFICATE|BAD_CERTIFICATE|UNKNOWN_CA|HANDSHAKE_FAILURE|PROTOCOL_VERSION|ACCESS_DENIED)|UNSUPPORTED_PROTOCOL)/;

/** What was being asked for decides what a refusal means. */
export type Transaction = 'search' | 'retrieve' | 'store';

/** Every failure of this folder names the site; `status` and `retryAfterSeconds` where the site said so. */
export function siteFailure(
  site: string,
  code: ErrorCode,
  message: string,
  options: { readonly facts?: Readonly<Record<string, string | number>>; readonly cause?: unknown } = {},
): AppError {
  return new AppError(code, `${site}: ${message}`, { facts: { site, ...options.facts }, cause: options.cause });
}

/** Adds the site's name to a failure that was found while reading its answer. Anything else is passed on as it is. */
export function atSite(site: string, error: unknown): unknown {
  if (!isAppError(error) || error.facts.site !== undefined) return error;
  return new AppError(error.code, `${site}: ${error.message}`, { facts: { site, ...error.facts }, cause: error.cause });
}

/** What a status that is no success means. */
export function failureOfStatus(site: string, transaction: Transaction, status: number, retryAfter: string | null, now: Date): AppError {
  const retryAfterSeconds = parseRetryAfter(retryAfter, now);
  const facts = { status, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) };
  const fail = (code: ErrorCode, message: string) => siteFailure(site, code, message, { facts });
  if (status === 401 || status === 403) return fail('site/unauthorised', `refuses the credentials with ${status}`);
  if (status === 429 || (status === 503 && retryAfterSeconds !== undefined)) return fail('site/too-many-requests', `asks to wait with ${status}`);
  if (status >= 500) return fail('site/server-error', `failed with ${status}`);
  if (status === 404 || status === 410) return fail('site/not-found', `knows nothing of that: ${status}`);
  if (transaction === 'store' && status >= 400) return fail('site/refused-object', `refused the object with ${status}`);
  return fail('site/invalid-answer', `answered ${status}`);
}

/** RFC 9110 10.2.3: seconds, or a date. */
function parseRetryAfter(text: string | null, now: Date): number | undefined {
  if (text === null) return undefined;
  if (/^\d+$/.test(text.trim())) return Number(text);
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, Math.ceil((at - now.getTime()) / 1000));
}

/**
 * What an exception of fetch means. undici puts the system's error into `cause`, sometimes more than once.
 * @param hasAnswered the headers of the answer had come
 */
export function failureOfConnection(site: string, error: unknown, hasAnswered: boolean): AppError {
  const codes = causeCodes(error);
  if (codes.includes(PIN_MISMATCH)) return siteFailure(site, 'site/certificate-changed', 'shows another certificate than the pinned one', { cause: error });
  const doubt = codes.find((one) => UNTRUSTED.test(one) || HANDSHAKE_REFUSED.test(one));
  if (doubt !== undefined) return siteFailure(site, 'site/untrusted', `its certificate or ours is not accepted (${doubt})`, { cause: error, facts: { reason: doubt } });
  if (codes.some((one) => one.endsWith('TIMEOUT') && one !== 'UND_ERR_CONNECT_TIMEOUT' && one !== 'ETIMEDOUT')) {
    return siteFailure(site, 'site/stalled', 'sends nothing any more', { cause: error });
  }
  if (codes.some((one) => one.startsWith('HPE_') || one === 'UND_ERR_HEADERS_OVERFLOW')) return siteFailure(site, 'site/not-dicomweb', 'does not speak HTTP', { cause: error });
  if (hasAnswered && !codes.includes('ECONNRESET')) return siteFailure(site, 'site/truncated', 'ended its answer early', { cause: error });
  return siteFailure(site, 'site/unreachable', `cannot be reached (${codes[0] ?? 'no reason given'})`, { cause: error, facts: { reason: codes[0] ?? 'unknown' } });
}

function causeCodes(error: unknown): readonly string[] {
  const codes: string[] = [];
  let current = error;
  for (let depth = 0; depth < 5 && typeof current === 'object' && current !== null; depth += 1) {
    const { code, name, cause } = current as { readonly code?: unknown; readonly name?: unknown; readonly cause?: unknown };
    if (typeof code === 'string') codes.push(code);
    // undici's parser puts no code on what is no HTTP at all.
    else if (name === 'HTTPParserError') codes.push('HPE_UNKNOWN');
    current = cause;
  }
  return codes.toReversed();
}
