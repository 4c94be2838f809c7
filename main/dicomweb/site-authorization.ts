import type { SiteToken } from '../sites/site-security.ts';
import { siteFailure } from './site-failure.ts';

/** Says to a hospital who asks. */
export interface SiteAuthorization {
  /** The header of the next request; a token is fetched first where there is none. @throws AppError `site/unauthorised`, `site/unreachable` */
  readonly headers: (signal: AbortSignal) => Promise<Readonly<Record<string, string>>>;
  /** The hospital refused it. @returns whether another one can be had */
  readonly refused: () => boolean;
}

export interface SiteAuthorizationOptions {
  readonly name: string;
  readonly credentials: { readonly userName: string; readonly password: string } | undefined;
  readonly token: SiteToken;
  readonly fetch: typeof fetch;
  readonly now: () => number;
}

/** A token is fetched anew so long before it ends. */
const RENEW_BEFORE_MS = 30_000;
/** A server that does not say how long a token is good for. */
const ASSUMED_LIFE_S = 300;
const MAXIMUM_TOKEN_BYTES = 64 * 1024;

/** Basic (RFC 7617), bearer (RFC 6750), or a bearer token by client credentials (RFC 6749 4.4). One token serves all requests until it ends. */
export function createSiteAuthorization(options: SiteAuthorizationOptions): SiteAuthorization {
  const { credentials, token } = options;
  if (token.kind === 'none') {
    return { headers: async () => (credentials === undefined ? {} : { Authorization: basic(credentials.userName, credentials.password) }), refused: () => false };
  }
  if (token.kind === 'bearer') return { headers: async () => ({ Authorization: `Bearer ${token.token}` }), refused: () => false };
  let current: { readonly text: string; readonly until: number } | undefined;
  let asking: Promise<{ readonly text: string; readonly until: number }> | undefined;
  return {
    async headers(signal) {
      if (current === undefined || current.until <= options.now()) {
        asking ??= fetchToken(options, token, signal).finally(() => (asking = undefined));
        current = await asking;
      }
      return { Authorization: `Bearer ${current.text}` };
    },
    refused() {
      const hadOne = current !== undefined;
      current = undefined;
      return hadOne;
    },
  };
}

async function fetchToken(
  { name, fetch: ask, now }: SiteAuthorizationOptions, { tokenUrl, clientId, clientSecret, scope }: Extract<SiteToken, { kind: 'oauth2' }>, signal: AbortSignal,
): Promise<{ readonly text: string; readonly until: number }> {
  const body = new URLSearchParams({ grant_type: 'client_credentials', ...(scope === '' ? {} : { scope }) });
  const response = await ask(tokenUrl, {
    method: 'POST',
    redirect: 'error',
    headers: {
      Accept: 'application/json',
      'Content-Type': 'application/x-www-form-urlencoded',
      // RFC 6749 2.3.1: both are form-encoded first.
      Authorization: basic(encodeURIComponent(clientId), encodeURIComponent(clientSecret)),
    },
    body: body.toString(),
    signal,
  });
  const text = (await response.text()).slice(0, MAXIMUM_TOKEN_BYTES);
  if (!response.ok) throw siteFailure(name, 'site/unauthorised', `its token server refused with ${response.status}`, { facts: { status: response.status, reason: 'token' } });
  const { access_token: accessToken, expires_in: expiresIn } = readToken(name, text);
  if (typeof accessToken !== 'string' || !/^[\x21-\x7e]+$/.test(accessToken)) throw siteFailure(name, 'site/unauthorised', 'its token server gave no token', { facts: { reason: 'token' } });
  const lifeMs = (Number(expiresIn) > 0 ? Number(expiresIn) : ASSUMED_LIFE_S) * 1000;
  return { text: accessToken, until: now() + Math.max(lifeMs - RENEW_BEFORE_MS, lifeMs / 2) };
}

function readToken(name: string, text: string): { readonly access_token?: unknown; readonly expires_in?: unknown } {
  try {
    return JSON.parse(text) as { readonly access_token?: unknown; readonly expires_in?: unknown };
  } catch (cause) {
    throw siteFailure(name, 'site/unauthorised', 'its token server gave no JSON', { cause, facts: { reason: 'token' } });
  }
}

function basic(userName: string, password: string): string {
  return `Basic ${Buffer.from(`${userName}:${password}`, 'utf8').toString('base64')}`;
}
