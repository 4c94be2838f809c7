import { expect, test } from 'vitest';
import { fromSharedSite, isSameForAll, lacksSecret, toSharedSite } from '#main/sites/shared-site.ts';
import { NO_SECURITY } from '#main/sites/site-security.ts';
import type { Site } from '#main/sites/site.ts';
import { testSite } from '#tests/support/found-study.ts';

const BY = { changedBy: '林知远', changedAt: '2026-11-22T08:00:00.000Z' };
const site: Site = {
  ...testSite, baseUrl: 'https://pacs.example.cn/dicom-web', credentials: { userName: 'reader', password: 'hospital password' },
  security: { ...NO_SECURITY, pin: 'AA', clientCertificate: 'certificate', clientKey: 'private key', token: { kind: 'oauth2', tokenUrl: 'https://login.example.cn/', clientId: 'tongyue', clientSecret: 'client secret', scope: '' } },
};
const shared = toSharedSite(site, BY);

test('what goes over the hub of a hospital holds no password, no token and no private key', () => {
  const text = JSON.stringify([shared, toSharedSite({ ...site, security: { ...site.security, token: { kind: 'bearer', token: 'bearer secret' } } }, BY)]);
  for (const secret of ['hospital password', 'private key', 'client secret', 'bearer secret']) expect(text).not.toContain(secret);
  expect(shared).toMatchObject({ userName: 'reader', security: { clientCertificate: 'certificate', token: { clientId: 'tongyue' } } });
});

test('a seat keeps its secrets for the server that they were typed for, and for no other', () => {
  expect(fromSharedSite(shared, site)).toEqual({ ...site, letterhead: site.letterhead });
  expect(isSameForAll(site, fromSharedSite(shared, site))).toBe(true);
  // Whoever could write at the hub would have the passwords of all hospitals sent to a server of their own.
  for (const change of [{ baseUrl: 'https://thief.example.cn/dicom-web' }, { baseUrl: 'http://pacs.example.cn/dicom-web' }, { security: { ...shared.security, authority: 'own' } }, { security: { ...shared.security, pin: '' } }, { security: { ...shared.security, isPlainAllowed: true } }]) {
    const taken = fromSharedSite({ ...shared, ...change }, site);
    expect([taken.credentials?.password, taken.security.clientKey, taken.security.token]).toEqual(['', '', expect.objectContaining({ clientSecret: '' })]);
    expect(lacksSecret(taken)).toBe(true);
  }
  // Another account, another server of tokens: only that secret goes.
  expect(fromSharedSite({ ...shared, userName: 'other' }, site).credentials).toEqual({ userName: 'other', password: '' });
  const { security } = fromSharedSite({ ...shared, security: { ...shared.security, token: { kind: 'oauth2', tokenUrl: 'https://thief.example.cn/', clientId: 'tongyue', scope: '' } } }, site);
  expect([security.clientKey, security.token]).toEqual(['private key', expect.objectContaining({ clientSecret: '' })]);
});

test('a hospital that needs a secret which was not typed here is not asked with an empty one', () => {
  expect(lacksSecret(site)).toBe(false);
  expect(lacksSecret(fromSharedSite(shared, undefined))).toBe(true);
  expect(lacksSecret({ credentials: undefined, security: NO_SECURITY })).toBe(false);
});
