import { beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { ServerOptions } from 'node:https';
import { createDicomWebSite } from '#main/dicomweb/dicom-web-site.ts';
import { checkedSecurity, NO_SECURITY, type SiteSecurity } from '#main/sites/site-security.ts';
import { makeAuthority, startAskedServer, type AskedRequest, type Identity, type Reply, type TestAuthority } from '#tests/support/tls-hospital.ts';

const never = new AbortController().signal;
let authority: TestAuthority;
let byNumber: Identity;
let byName: Identity;
let client: Identity;

beforeAll(() => {
  authority = makeAuthority('Beiyuan CA');
  byNumber = authority.issue('127.0.0.1');
  byName = authority.issue('pacs.beiyuan.example');
  client = authority.issue('city-reading-room');
});

const tlsOf = ({ certificate, key }: Identity, more: ServerOptions = {}): ServerOptions => ({ cert: certificate, key, ...more });

async function serve(tls: ServerOptions | undefined, reply?: (request: AskedRequest) => Reply) {
  const server = await startAskedServer(tls, reply);
  onTestFinished(() => server.stop());
  return server;
}

function siteAt(port: number, security: Partial<SiteSecurity>, scheme = 'https', credentials?: { readonly userName: string; readonly password: string }) {
  const web = createDicomWebSite({ name: '北原县人民医院', baseUrl: `${scheme}://127.0.0.1:${port}/dicom-web`, security: checkedSecurity({ ...NO_SECURITY, ...security }), credentials, noProgressTimeoutMs: 5_000 });
  return { ask: () => web.searchForStudies({ limit: '1' }, never) };
}

describe('the certificate of a hospital', () => {
  test('from an authority that nobody knows is not trusted, and nothing is asked', async () => {
    const server = await serve(tlsOf(byNumber));
    await expect(siteAt(server.port, {}).ask()).rejects.toMatchObject({ code: 'site/untrusted', facts: { site: '北原县人民医院' } });
    await expect(siteAt(server.port, { authority: makeAuthority('Another CA').certificate }).ask()).rejects.toMatchObject({ code: 'site/untrusted' });
    expect(server.asked).toEqual([]);
  });

  test('from the authority that was entered for it is trusted', async () => {
    const server = await serve(tlsOf(byNumber));
    await expect(siteAt(server.port, { authority: authority.certificate }).ask()).resolves.toEqual([]);
    expect(server.asked).toHaveLength(1);
  });

  test('of another name is not trusted, unless that very certificate is pinned', async () => {
    const server = await serve(tlsOf(byName));
    await expect(siteAt(server.port, { authority: authority.certificate }).ask()).rejects.toMatchObject({ code: 'site/untrusted', facts: { reason: 'ERR_TLS_CERT_ALTNAME_INVALID' } });
    const pin = (byName.fingerprint.match(/../g) ?? []).join(':').toLowerCase();
    await expect(siteAt(server.port, { authority: authority.certificate, pin }).ask()).resolves.toEqual([]);
    expect(server.asked).toHaveLength(1);
  });

  test('that is another than the pinned one is refused, although the same authority gave it', async () => {
    const server = await serve(tlsOf(byNumber));
    await expect(siteAt(server.port, { authority: authority.certificate, pin: byName.fingerprint }).ask()).rejects.toMatchObject({ code: 'site/certificate-changed' });
    expect(server.asked).toEqual([]);
  });
});

describe('a hospital that asks for our certificate', () => {
  test('answers with it and refuses without', async () => {
    const server = await serve(tlsOf(byNumber, { requestCert: true, rejectUnauthorized: true, ca: authority.certificate }));
    const known = { authority: authority.certificate };
    // Under TLS 1.3 the server tells, or only closes, after the handshake.
    await expect(siteAt(server.port, known).ask()).rejects.toMatchObject({ code: expect.stringMatching(/^site\/(untrusted|unreachable)$/) as string });
    await expect(siteAt(server.port, { ...known, clientCertificate: client.certificate, clientKey: client.key }).ask()).resolves.toEqual([]);
    expect(server.asked.map((request) => request.client)).toEqual(['city-reading-room']);
  });

  test('a key that does not belong to the certificate, and what is no certificate, are refused before they are kept', () => {
    const check = (security: Partial<SiteSecurity>) => () => checkedSecurity({ ...NO_SECURITY, ...security });
    expect(check({ clientCertificate: client.certificate, clientKey: byName.key })).toThrow(expect.objectContaining({ code: 'site/bad-certificate', facts: { part: 'clientKey' } }));
    expect(check({ clientCertificate: client.certificate })).toThrow(expect.objectContaining({ facts: { part: 'clientKey' } }));
    expect(check({ authority: 'a letter' })).toThrow(expect.objectContaining({ facts: { part: 'authority' } }));
    expect(check({ pin: 'AB:CD' })).toThrow(expect.objectContaining({ facts: { part: 'pin' } }));
  });
});

test.each(['plain', 'pinned'] as const)('a server that speaks nothing newer than TLS 1.1 is not asked (%s)', async (kind) => {
  const server = await serve(tlsOf(byNumber, { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' }));
  const security = kind === 'pinned' ? { authority: authority.certificate, pin: byNumber.fingerprint } : {};
  await expect(siteAt(server.port, security).ask()).rejects.toMatchObject({ code: 'site/untrusted' });
  expect(server.asked).toEqual([]);
});

describe('plain HTTP', () => {
  const plainSite = (isPlainAllowed: boolean, fetch: typeof globalThis.fetch) =>
    createDicomWebSite({ name: '北原县人民医院', baseUrl: 'http://192.0.2.7/dicom-web', security: { ...NO_SECURITY, isPlainAllowed }, noProgressTimeoutMs: 5_000, fetch });
  const answering = () => vi.fn<typeof globalThis.fetch>(async () => new Response('[]', { headers: { 'content-type': 'application/dicom+json' } }));

  test('beyond this machine is refused unless it is allowed for the hospital; not one byte leaves', async () => {
    const fetch = answering();
    await expect(plainSite(false, fetch).searchForStudies({}, never)).rejects.toMatchObject({ code: 'site/plain-refused' });
    expect(fetch).not.toHaveBeenCalled();
    await expect(plainSite(true, fetch).searchForStudies({}, never)).resolves.toEqual([]);
  });

  test('is not gone back to because a server redirects there', async () => {
    const server = await serve(tlsOf(byNumber), () => ({ status: 302, headers: { location: 'http://192.0.2.7/dicom-web/studies' } }));
    await expect(siteAt(server.port, { authority: authority.certificate }).ask()).rejects.toMatchObject({ code: 'site/invalid-answer', message: expect.stringContaining('not encrypted') as string });
  });
});

describe('who asks', () => {
  test('is said by a fixed token, or by account and password', async () => {
    const server = await serve(undefined);
    await siteAt(server.port, { token: { kind: 'bearer', token: 'abc.def' } }, 'http').ask();
    await siteAt(server.port, {}, 'http', { userName: 'reader', password: '口令' }).ask();
    // base64 of "reader:口令": 72 65 61 64 65 72 3a e5 8f a3 e4 bb a4
    expect(server.asked.map(({ authorization }) => authorization)).toEqual(['Bearer abc.def', 'Basic cmVhZGVyOuWPo+S7pA==']);
  });

  function tokenServer(lifeSeconds: number) {
    let given = 0;
    return serve(undefined, ({ path, authorization, body }) => {
      if (path !== '/token') return {};
      // base64 of "seat:s%20t", the secret "s t" form-encoded
      if (authorization !== 'Basic c2VhdDpzJTIwdA==' || body !== 'grant_type=client_credentials&scope=dicomweb') return { status: 401, body: '{}' };
      given += 1;
      return { body: JSON.stringify({ access_token: `token-${given}`, token_type: 'Bearer', expires_in: lifeSeconds }), headers: { 'content-type': 'application/json' } };
    });
  }
  const oauth = (port: number, clientSecret = 's t') => ({ token: { kind: 'oauth2', tokenUrl: `http://127.0.0.1:${port}/token`, clientId: 'seat', clientSecret, scope: 'dicomweb' } as const });

  test('is said by a token of the hospital’s token server, one for many requests', async () => {
    const tokens = await tokenServer(3600);
    const server = await serve(undefined);
    const { ask } = siteAt(server.port, oauth(tokens.port), 'http');
    await Promise.all([ask(), ask()]);
    await ask();
    expect(server.asked.map(({ authorization }) => authorization)).toEqual(['Bearer token-1', 'Bearer token-1', 'Bearer token-1']);
    expect(tokens.asked).toHaveLength(1);
  });

  test('a token that was withdrawn before its time is replaced once, and a second refusal is told', async () => {
    const tokens = await tokenServer(3600);
    let isOpen = true;
    const server = await serve(undefined, ({ authorization }) => (isOpen && authorization === 'Bearer token-2' ? {} : { status: 401 }));
    const { ask } = siteAt(server.port, oauth(tokens.port), 'http');
    await expect(ask()).resolves.toEqual([]);
    expect(server.asked.map(({ authorization }) => authorization)).toEqual(['Bearer token-1', 'Bearer token-2']);
    isOpen = false;
    await expect(ask()).rejects.toMatchObject({ code: 'site/unauthorised' });
  });

  test('a wrong secret is told, and the hospital is not asked without a token', async () => {
    const tokens = await tokenServer(3600);
    const server = await serve(undefined);
    await expect(siteAt(server.port, oauth(tokens.port, 'guess'), 'http').ask()).rejects.toMatchObject({ code: 'site/unauthorised', facts: { reason: 'token', status: 401 } });
    expect(server.asked).toEqual([]);
  });
});
