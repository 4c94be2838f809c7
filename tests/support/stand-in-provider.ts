import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a provider gets wrong, or an attacker in its place does. */
export type ProviderFault = 'forged-signature' | 'wrong-audience' | 'wrong-nonce' | 'expired' | 'alg-none' | 'wrong-issuer' | 'endpoint-is-a-file' | undefined;

const base64Url = (value: string | Buffer) => Buffer.from(value).toString('base64url');

/** An OpenID Connect provider on this machine, with its keys; a code works once, and only with its PKCE verifier. */
export async function startProvider(clientId: string) {
  const own = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const foreign = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const codes = new Map<string, { readonly challenge: string; readonly nonce: string }>();
  let fault: ProviderFault;
  let clockOffsetSeconds = 0;
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', issuer());
    const json = (status: number, body: unknown) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    switch (url.pathname) {
      case '/.well-known/openid-configuration':
        return json(200, {
          issuer: issuer(), authorization_endpoint: fault === 'endpoint-is-a-file' ? 'file:///usr/bin/xcalc' : `${issuer()}/authorize`, token_endpoint: `${issuer()}/token`, jwks_uri: `${issuer()}/keys`,
          response_types_supported: ['code'], subject_types_supported: ['public'], id_token_signing_alg_values_supported: ['RS256'],
        });
      case '/keys':
        return json(200, { keys: [{ ...own.publicKey.export({ format: 'jwk' }), kid: 'one', use: 'sig', alg: 'RS256' }] });
      case '/token': {
        let body = '';
        request.on('data', (chunk: Buffer) => (body += chunk.toString()));
        request.on('end', () => {
          const form = new URLSearchParams(body);
          const code = codes.get(form.get('code') ?? '');
          codes.delete(form.get('code') ?? '');
          const verifier = createHash('sha256').update(form.get('code_verifier') ?? '').digest('base64url');
          if (code === undefined || verifier !== code.challenge) return json(400, { error: 'invalid_grant' });
          return json(200, { access_token: 'x', token_type: 'bearer', id_token: idToken(code.nonce) });
        });
        return undefined;
      }
      case '/authorize':
        // The person has a session there already.
        return response.writeHead(302, { location: signIn(url.href) }).end();
      default:
        return json(404, {});
    }
  });
  const issuer = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const idToken = (nonce: string): string => {
    const now = Math.floor(Date.now() / 1_000) + clockOffsetSeconds;
    const header = base64Url(JSON.stringify(fault === 'alg-none' ? { alg: 'none' } : { alg: 'RS256', kid: 'one' }));
    const payload = base64Url(JSON.stringify({
      iss: fault === 'wrong-issuer' ? 'https://evil.example' : issuer(), sub: 'staff-4711', aud: fault === 'wrong-audience' ? 'another-program' : clientId, nonce: fault === 'wrong-nonce' ? 'another' : nonce,
      iat: fault === 'expired' ? now - 7_200 : now, exp: fault === 'expired' ? now - 3_600 : now + 300, preferred_username: 'liumin',
    }));
    if (fault === 'alg-none') return `${header}.${payload}.`;
    const key: KeyObject = (fault === 'forged-signature' ? foreign : own).privateKey;
    return `${header}.${payload}.${base64Url(sign('sha256', Buffer.from(`${header}.${payload}`), key))}`;
  };
  /** What the person's browser does after they have signed in. @returns the address to which it goes back */
  const signIn = (authorizationUrl: string): string => {
    const asked = new URL(authorizationUrl).searchParams;
    const code = base64Url(generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'der' }));
    codes.set(code, { challenge: asked.get('code_challenge') ?? '', nonce: asked.get('nonce') ?? '' });
    return `${asked.get('redirect_uri') ?? ''}?${new URLSearchParams({ code, state: asked.get('state') ?? '' })}`;
  };
  await new Promise<void>((resolve) => server.listen({ host: '127.0.0.1', port: 0 }, resolve));
  return {
    issuer: issuer(),
    fail: (next: ProviderFault) => void (fault = next),
    setClock: (seconds: number) => void (clockOffsetSeconds = seconds),
    signIn,
    close: () => new Promise<void>((resolve) => void server.close(() => resolve())),
  };
}
