import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { asRemote } from '#main/database/remote-repositories.ts';
import { wrapWith } from '#main/platform/key-wrap.ts';
import { mayAsk, NO_SECURITY, protectionOf, type SiteSecurity } from '#main/sites/site-security.ts';
import { createSiteVault } from '#main/sites/site-vault.ts';
import { openTestCatalogue } from '#tests/support/catalogue.ts';
import { testSite } from '#tests/support/found-study.ts';

const oauth: SiteSecurity = {
  ...NO_SECURITY, authority: 'PEM of the authority', clientCertificate: 'PEM of ours', clientKey: 'THE-PRIVATE-KEY', pin: 'AB'.repeat(32),
  token: { kind: 'oauth2', tokenUrl: 'https://login.example.cn/token', clientId: 'seat', clientSecret: 'THE-CLIENT-SECRET', scope: 'dicomweb' },
};
const bearer: SiteSecurity = { ...NO_SECURITY, isPlainAllowed: true, token: { kind: 'bearer', token: 'THE-TOKEN' } };

function openVault() {
  const catalogue = openTestCatalogue();
  const secrets = wrapWith(randomBytes(32));
  return { catalogue, secrets, vault: createSiteVault(asRemote(catalogue.sites), secrets) };
}

test('what a hospital is entered with is read back whole', async () => {
  const { vault } = openVault();
  const sites = [
    { ...testSite, credentials: { userName: 'reader', password: 'THE-PASSWORD' }, security: NO_SECURITY },
    { ...testSite, id: 'qingling', name: '青岭县人民医院', security: oauth },
    { ...testSite, id: 'hexi', name: '鹤溪县中医院', security: bearer },
    { ...testSite, id: 'beiyuan', name: '北原县人民医院' },
  ];
  for (const site of sites) await vault.put(site);
  const byId = (left: { readonly id: string }, right: { readonly id: string }) => left.id.localeCompare(right.id);
  expect([...(await vault.all())].sort(byId)).toEqual([...sites].sort(byId));
});

test('no secret stands in a row of the catalogue, and without the key store none is got', async () => {
  const { catalogue, vault } = openVault();
  await vault.put({ ...testSite, credentials: { userName: 'reader', password: 'THE-PASSWORD' }, security: oauth });
  await vault.put({ ...testSite, id: 'hexi', name: '鹤溪县中医院', security: bearer });
  const rows = JSON.stringify(catalogue.database.prepare('SELECT * FROM site').all());
  expect(rows).toContain('https://login.example.cn/token');
  for (const secret of ['THE-PASSWORD', 'THE-PRIVATE-KEY', 'THE-CLIENT-SECRET', 'THE-TOKEN']) expect(rows).not.toContain(secret);
  // Another machine knows the hospitals and none of their secrets.
  const elsewhere = JSON.stringify(await createSiteVault(asRemote(catalogue.sites), wrapWith(randomBytes(32))).all());
  expect(elsewhere).toContain('鹤溪县中医院');
  for (const secret of ['THE-PASSWORD', 'THE-PRIVATE-KEY', 'THE-CLIENT-SECRET', 'THE-TOKEN']) expect(elsewhere).not.toContain(secret);
});

test('a password that an older version kept as it was is wrapped at the next start', async () => {
  const { catalogue, vault } = openVault();
  await vault.put({ ...testSite, credentials: { userName: 'reader', password: 'x' } });
  catalogue.database.exec("UPDATE site SET password = 'THE-OLD-PASSWORD', sealed_secrets = '', security = '{}'");
  expect((await vault.all())[0]?.credentials).toEqual({ userName: 'reader', password: 'THE-OLD-PASSWORD' });
  expect(catalogue.database.prepare('SELECT password, length(sealed_secrets) > 0 AS sealed FROM site').all()).toEqual([{ password: '', sealed: 1 }]);
  expect((await vault.all())[0]?.credentials).toEqual({ userName: 'reader', password: 'THE-OLD-PASSWORD' });
});

test.each([
  ['https://pacs.example.cn/dicom-web', '', 'tls', true],
  ['https://pacs.example.cn/dicom-web', 'AB', 'pinned', true],
  ['http://127.0.0.1:8042/dicom-web', '', 'loopback', true],
  ['http://localhost:8042/dicom-web', '', 'loopback', true],
  ['http://[::1]:8042/dicom-web', '', 'loopback', true],
  ['http://10.1.2.3:8042/dicom-web', '', 'plain', false],
  ['http://127.0.0.1.example.cn/dicom-web', '', 'plain', false],
  ['http://localhost.example.cn/dicom-web', '', 'plain', false],
] as const)('the line to %s with the pin "%s" is %s', (url, pin, protection, isAsked) => {
  expect(protectionOf(url, { pin })).toBe(protection);
  expect(mayAsk(url, NO_SECURITY)).toBe(isAsked);
  expect(mayAsk(url, { isPlainAllowed: true })).toBe(true);
});
