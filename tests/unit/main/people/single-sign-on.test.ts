import { randomBytes } from 'node:crypto';
import { expect, onTestFinished, test } from 'vitest';
import { asRemote } from '#main/database/remote-repositories.ts';
import { createSingleSignOnService } from '#main/people/single-sign-on.service.ts';
import { wrapWith } from '#main/platform/key-wrap.ts';
import { startProvider } from '#tests/support/stand-in-provider.ts';
import { seatWithPhysician } from './people-kit.ts';

async function seatWithProvider() {
  const provider = await startProvider('tongyue');
  onTestFinished(() => provider.close());
  const seat = await seatWithPhysician();
  const refused: string[] = [];
  const service = createSingleSignOnService({
    people: seat.people, settings: asRemote(seat.catalogue.settings), secrets: wrapWith(randomBytes(32)), enter: seat.service.enter,
    onRefused: (account) => refused.push(account), onLinked: () => undefined, clock: { now: () => new Date() },
  });
  await service.setProvider({ issuer: provider.issuer, clientId: 'tongyue', clientSecret: '' });
  /** The whole way of a person: the address, the provider, back. */
  const attempt = async () => {
    const { attemptId, url } = await service.begin();
    const finished = service.finish(attemptId);
    finished.catch(() => undefined);
    const back = provider.signIn(url);
    const page = await fetch(back);
    return { finished, page, back, url };
  };
  return { ...seat, provider, sso: service, attempt, refused };
}

test('an account that an administrator has linked opens the seat with the roles that the person has here', async () => {
  const { sso, attempt, liu } = await seatWithProvider();
  await sso.link(liu.personId, 'staff-4711');
  const { finished, page } = await attempt();
  expect([page.status, page.headers.get('content-security-policy')]).toEqual([200, "default-src 'none'"]);
  expect(await finished).toMatchObject({ status: 'signed-in', person: { loginName: 'liumin', roles: ['reporting-physician'], mustChangePassword: false } });
});

test('an account that nobody has opens nothing, is listed for the administrator and told to the audit trail', async () => {
  const { sso, attempt, session, refused } = await seatWithProvider();
  await expect((await attempt()).finished).rejects.toMatchObject({ code: 'people/account-unlinked' });
  expect(session.current().status).toBe('locked');
  expect(await sso.provider()).toMatchObject({ unlinked: [{ subject: 'staff-4711', shownName: 'liumin' }], links: [] });
  expect(refused).toEqual(['staff-4711']);
});

test('whoever left, or has lost the link, does not come in by the provider', async () => {
  const { sso, attempt, liu, service } = await seatWithProvider();
  await sso.link(liu.personId, 'staff-4711');
  await service.change({ personId: liu.personId, name: liu.name, roles: liu.roles, siteIds: liu.siteIds, isActive: false });
  await expect((await attempt()).finished).rejects.toMatchObject({ code: 'people/account-unlinked' });
  await service.change({ personId: liu.personId, name: liu.name, roles: liu.roles, siteIds: liu.siteIds, isActive: true });
  await sso.link(liu.personId, '');
  await expect((await attempt()).finished).rejects.toMatchObject({ code: 'people/account-unlinked' });
});

test.each(['forged-signature', 'wrong-audience', 'wrong-nonce', 'expired', 'alg-none', 'wrong-issuer'] as const)('an ID token with %s opens nothing', async (fault) => {
  const { sso, attempt, liu, provider, session } = await seatWithProvider();
  await sso.link(liu.personId, 'staff-4711');
  provider.fail(fault);
  const { finished, page } = await attempt();
  await expect(finished).rejects.toMatchObject({ code: 'people/provider-refused', facts: { step: 'answer' } });
  expect([page.status, session.current().status]).toEqual([403, 'locked']);
});

test('clocks that differ by half a minute do no harm', async () => {
  const { sso, attempt, liu, provider } = await seatWithProvider();
  await sso.link(liu.personId, 'staff-4711');
  provider.setClock(30);
  expect(await (await attempt()).finished).toMatchObject({ status: 'signed-in' });
});

test('an answer works once: a second one finds no door, and a code that was used opens no other attempt', async () => {
  const { sso, attempt, liu, service, session } = await seatWithProvider();
  await sso.link(liu.personId, 'staff-4711');
  const first = await attempt();
  await first.finished;
  await service.lock();
  await expect(fetch(first.back)).rejects.toThrow('fetch failed');
  const { attemptId, url } = await sso.begin();
  const finished = sso.finish(attemptId);
  const asked = new URL(url).searchParams;
  const replayed = new URL(first.back);
  const target = `${asked.get('redirect_uri') ?? ''}?${new URLSearchParams({ code: replayed.searchParams.get('code') ?? '', state: asked.get('state') ?? '' })}`;
  const refused = expect(finished).rejects.toMatchObject({ code: 'people/provider-refused' });
  expect((await fetch(target)).status).toBe(403);
  await refused;
  expect(session.current().status).toBe('locked');
});

test('an answer with another state is not looked at, and the right one still comes in', async () => {
  const { sso, liu, provider } = await seatWithProvider();
  await sso.link(liu.personId, 'staff-4711');
  const { attemptId, url } = await sso.begin();
  const finished = sso.finish(attemptId);
  const back = new URL(provider.signIn(url));
  const forged = new URL(back);
  forged.searchParams.set('state', 'another');
  expect((await fetch(forged)).status).toBe(404);
  expect((await fetch(back)).status).toBe(200);
  expect(await finished).toMatchObject({ status: 'signed-in' });
});

test('a new attempt ends the one before; a provider beyond this machine wants HTTPS; its secret does not stand in the catalogue', async () => {
  const { sso, catalogue } = await seatWithProvider();
  const { attemptId } = await sso.begin();
  const first = sso.finish(attemptId);
  const ended = expect(first).rejects.toMatchObject({ code: 'people/provider-refused', facts: { step: 'cancelled' } });
  await sso.begin();
  await ended;
  sso.cancel();
  for (const issuer of ['http://login.hospital.cn', 'javascript:alert(1)', 'file:///etc/passwd', 'https://user@login.hospital.cn']) {
    await expect(sso.setProvider({ issuer, clientId: 'tongyue', clientSecret: null })).rejects.toMatchObject({ code: 'people/provider-refused', facts: { step: 'address' } });
  }
  await sso.setProvider({ issuer: 'https://login.hospital.cn', clientId: 'tongyue', clientSecret: 'a secret of the client' });
  expect(catalogue.settings.read().identityProvider).not.toContain('a secret of the client');
  expect(await sso.provider()).toMatchObject({ hasSecret: true });
});

test('only the address of the sign-in that waits may leave the program, and none after it', async () => {
  const { sso, liu, provider } = await seatWithProvider();
  await sso.link(liu.personId, 'staff-4711');
  const { attemptId, url } = await sso.begin();
  expect([sso.isAwaited(url), sso.isAwaited(`${url}&x=1`), sso.isAwaited('https://evil.example/')]).toEqual([true, false, false]);
  await Promise.all([sso.finish(attemptId), fetch(provider.signIn(url))]);
  expect(sso.isAwaited(url)).toBe(false);
});

test('a provider whose page is a file of this machine is refused before anything is opened', async () => {
  const { sso, provider } = await seatWithProvider();
  provider.fail('endpoint-is-a-file');
  await expect(sso.begin()).rejects.toMatchObject({ code: 'people/provider-refused', facts: { step: 'discovery' } });
  expect(sso.isAwaited('file:///usr/bin/xcalc')).toBe(false);
});
