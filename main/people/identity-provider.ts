import * as openid from 'openid-client';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AppError } from '#shared/errors/app-error.ts';

/** The hospital's own sign-in, OpenID Connect. */
export interface ProviderAddress {
  /** Such as https://login.hospital.cn/realms/staff. Plain HTTP only on this machine. */
  readonly issuer: string;
  readonly clientId: string;
  /** '' for a public client. */
  readonly clientSecret: string;
}

/** Whom the provider vouches for. */
export interface ProvenIdentity {
  readonly issuer: string;
  /** `sub`: the account at the provider, which never changes. */
  readonly subject: string;
  /** As the provider shows it; '' for none. Not trusted for anything. */
  readonly shownName: string;
}

export interface SignInAttempt {
  /** Where the browser goes. */
  readonly url: string;
  /** @throws AppError `people/provider-refused` when the answer is not the provider's, was used, is too late, or the person refused */
  readonly identity: Promise<ProvenIdentity>;
  readonly cancel: () => void;
}

const ATTEMPT_MS = 3 * 60_000;
/** Clocks of hospital and centre may differ by so much. */
const CLOCK_TOLERANCE_SECONDS = 60;
const PATH = '/sign-in';

/** @throws AppError `people/provider-refused` for an address that no provider can have */
export function checkProviderAddress(issuer: string): URL {
  const url = URL.canParse(issuer) ? new URL(issuer) : undefined;
  if (url === undefined || !(url.protocol === 'https:' || isOnThisMachine(url)) || url.username !== '' || url.search !== '' || url.hash !== '') throw refused('address');
  return url;
}

/**
 * One sign-in: authorization code with PKCE (RFC 7636), state and nonce, the answer to an address of this machine that is open once (RFC 8252 7.3). The ID
 * token's signature is checked with the keys that the provider publishes, whatever way it came.
 * @throws AppError `people/provider-refused` when the provider does not answer as one
 */
export async function beginSignIn({ issuer, clientId, clientSecret }: ProviderAddress): Promise<SignInAttempt> {
  const address = checkProviderAddress(issuer);
  const configuration = await openid
    .discovery(address, clientId, { [openid.clockTolerance]: CLOCK_TOLERANCE_SECONDS, ...(clientSecret === '' ? {} : { client_secret: clientSecret }) }, clientSecret === '' ? openid.None() : undefined, {
      execute: [openid.enableNonRepudiationChecks, ...(isOnThisMachine(address) ? [openid.allowInsecureRequests] : [])],
    })
    .catch((cause: unknown) => {
      throw refused('discovery', cause);
    });
  // The host hands this address to the system: a provider names no program and no file there.
  const page = configuration.serverMetadata().authorization_endpoint ?? '';
  if (!URL.canParse(page) || !(new URL(page).protocol === 'https:' || isOnThisMachine(new URL(page)))) throw refused('discovery');
  const [verifier, state, nonce] = [openid.randomPKCECodeVerifier(), openid.randomState(), openid.randomNonce()];
  const answer = Promise.withResolvers<ProvenIdentity>();
  // A caller that gives up early leaves nobody who waits.
  answer.promise.catch(() => undefined);

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', `http://127.0.0.1:${port()}`);
    // Other pages may knock; only the answer to this very attempt is looked at, and it closes the door.
    if (request.method !== 'GET' || url.pathname !== PATH || url.searchParams.get('state') !== state) {
      respond(response, 404, WORDS.strange);
      return;
    }
    server.close();
    openid
      .authorizationCodeGrant(configuration, url, { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true })
      .then((tokens) => {
        const claims = tokens.claims();
        if (claims === undefined) throw new Error('no ID token');
        const shown = claims['preferred_username'] ?? claims['name'];
        answer.resolve({ issuer: claims.iss, subject: claims.sub, shownName: typeof shown === 'string' ? shown.slice(0, 64) : '' });
        respond(response, 200, WORDS.done);
      })
      .catch((cause: unknown) => {
        answer.reject(refused('answer', cause));
        respond(response, 403, WORDS.refused);
      });
  });
  const port = () => (server.address() as AddressInfo).port;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port: 0 }, resolve);
  });
  const timer = setTimeout(() => answer.reject(refused('late')), ATTEMPT_MS);
  timer.unref();
  const end = () => {
    clearTimeout(timer);
    server.close();
  };
  void answer.promise.then(end, end);
  const redirect = `http://127.0.0.1:${port()}${PATH}`;
  const url = openid.buildAuthorizationUrl(configuration, {
    redirect_uri: redirect, scope: 'openid profile', state, nonce, code_challenge: await openid.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256', prompt: 'login',
  });
  return { url: url.href, identity: answer.promise, cancel: () => answer.reject(refused('cancelled')) };
}

function isOnThisMachine(url: URL): boolean {
  return url.protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
}

function refused(step: 'address' | 'discovery' | 'answer' | 'late' | 'cancelled', cause?: unknown): AppError {
  return new AppError('people/provider-refused', `sign-in at the provider failed: ${step}`, { facts: { step }, ...(cause === undefined ? {} : { cause }) });
}

const WORDS = {
  done: ['已登录，请回到通阅，这个窗口可以关了。', 'Signed in. Go back to Tongyue; this window may be closed.'],
  refused: ['登录没有成功，请回到通阅再试。', 'The sign-in failed. Go back to Tongyue and try again.'],
  strange: ['这里没有内容。', 'There is nothing here.'],
} as const;

function respond(response: ServerResponse, status: number, [chinese, english]: readonly [string, string]): void {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8', 'content-security-policy': "default-src 'none'", 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', connection: 'close',
  });
  response.end(`<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>通阅</title><p>${chinese}</p><p lang="en">${english}</p></html>`);
}
