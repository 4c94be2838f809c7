import { randomBytes } from 'node:crypto';
import { expect, onTestFinished, test } from 'vitest';
import { createHospitals } from '#main/composition/hospitals.ts';
import { asRemote } from '#main/database/remote-repositories.ts';
import { importSite } from '#main/import/local-site.ts';
import { wrapWith } from '#main/platform/key-wrap.ts';
import { createSiteLinks } from '#main/sites/site-links.ts';
import { NO_SECURITY } from '#main/sites/site-security.ts';
import { createSiteVault } from '#main/sites/site-vault.ts';
import { openTestCatalogue } from '#tests/support/catalogue.ts';
import { testSite } from '#tests/support/found-study.ts';
import { startTestHospital } from '#tests/support/test-hospital.ts';

const clock = { now: () => new Date('2026-11-21T01:00:00Z') };
const never = new AbortController().signal;
const beiyuan = { security: NO_SECURITY, name: '北原县人民医院', url: 'http://127.0.0.1:9/dicom-web', userName: 'reader', password: 'secret', sinceDate: '2026-11-01' };

function openHospitals() {
  const catalogue = openTestCatalogue();
  catalogue.sites.put(testSite);
  const polled: string[] = [];
  const left: string[] = [];
  const vault = createSiteVault(asRemote(catalogue.sites), wrapWith(randomBytes(32)));
  const open = async () => {
    const hospitals = createHospitals(await vault.all(), {
      vault,
      catalogue: { sites: asRemote(catalogue.sites), deliveries: asRemote(catalogue.deliveries) },
      links: createSiteLinks(clock, () => {}), clock, onLeft: (siteId) => left.push(siteId), ownSiteIds: new Set(), publish: (_, keep) => keep(),
    });
    hospitals.startPolling((site) => {
      polled.push(site.id);
      return { pollNow: () => {}, close: async () => void polled.splice(polled.indexOf(site.id), 1) };
    });
    onTestFinished(() => hospitals.close());
    return hospitals;
  };
  return { catalogue, open, polled, left };
}

test('a hospital that is added is asked from then on, and is there after a start with its account', async () => {
  const { open, polled } = openHospitals();
  const siteId = await (await open()).roster.add(beiyuan);
  expect(polled).toEqual([testSite.id, siteId]);
  const again = await open();
  expect(again.find(siteId)).toMatchObject({ name: beiyuan.name, baseUrl: beiyuan.url, credentials: { userName: 'reader', password: 'secret' }, caseRule: { sinceDate: '2026-11-01' }, removedAt: null });
  expect(again.webSite(siteId)).toBeDefined();
});

test('a name that is there is refused, and nothing is changed', async () => {
  const { open } = openHospitals();
  const { roster, find } = await open();
  const siteId = await roster.add(beiyuan);
  await expect(roster.add({ ...beiyuan, url: 'http://127.0.0.1:10/dicom-web' })).rejects.toMatchObject({ code: 'site/already-there' });
  expect(find(siteId)?.baseUrl).toBe(beiyuan.url);
});

test('a hospital that is removed is asked no more, keeps its name for its studies, and comes back under it', async () => {
  const { open, polled, left } = openHospitals();
  const { roster } = await open();
  const siteId = await roster.add(beiyuan);
  await roster.remove(siteId);
  expect(left).toEqual([siteId]);
  expect(polled).toEqual([testSite.id]);
  const again = await open();
  expect(again.webSite(siteId)).toBeUndefined();
  expect(again.find(siteId)?.name).toBe(beiyuan.name);
  expect(again.present().map(({ id }) => id)).toEqual([testSite.id]);
  await expect(again.roster.remove(siteId)).rejects.toMatchObject({ code: 'site/not-found' });
  expect(await again.roster.add({ ...beiyuan, url: 'http://127.0.0.1:11/dicom-web' })).toBe(siteId);
  expect((await open()).find(siteId)).toMatchObject({ baseUrl: 'http://127.0.0.1:11/dicom-web', removedAt: null });
});

test('what is imported here is no hospital and cannot be removed', async () => {
  const { catalogue, open } = openHospitals();
  const local = importSite(clock.now());
  catalogue.sites.put(local);
  const hospitals = await open();
  expect(hospitals.hospital(local.id)).toBeUndefined();
  await expect(hospitals.roster.remove(local.id)).rejects.toMatchObject({ code: 'site/not-found' });
});

test('an address is tried before it is kept: a server answers, and nobody is named', async () => {
  const hospital = await startTestHospital();
  onTestFinished(() => hospital.stop());
  const { roster } = await openHospitals().open();
  await expect(roster.tryAddress({ url: hospital.baseUrl, userName: '', password: '', security: NO_SECURITY }, never)).resolves.toBeUndefined();
  await expect(roster.tryAddress({ url: 'http://127.0.0.1:9/dicom-web', userName: '', password: '', security: NO_SECURITY }, never)).rejects.toMatchObject({ code: 'site/unreachable' });
});

test('a hospital whose security is changed is connected anew with it; a secret that is left empty stays, another name is refused', async () => {
  const { open, polled, left } = openHospitals();
  const { roster, find } = await open();
  const oauth2 = { kind: 'oauth2', tokenUrl: 'https://login.example.cn/token', clientId: 'seat', clientSecret: 'secret', scope: '' } as const;
  const siteId = await roster.add({ ...beiyuan, security: { ...NO_SECURITY, token: oauth2 } });
  await roster.setSecurity(siteId, { ...NO_SECURITY, pin: 'ab:'.repeat(32), token: { ...oauth2, clientSecret: '', scope: 'dicomweb' } });
  expect(find(siteId)?.security).toEqual({ ...NO_SECURITY, pin: 'AB'.repeat(32), token: { ...oauth2, scope: 'dicomweb' } });
  expect((await open()).find(siteId)?.security).toEqual(find(siteId)?.security);
  expect(left).toEqual([siteId]);
  expect(polled).toContain(siteId);
  await expect(roster.setSecurity('nobody', NO_SECURITY)).rejects.toMatchObject({ code: 'site/not-found' });
});
