import { expect, test } from 'vitest';
import type { Role } from '#shared/people/roles.ts';
import { PASSWORD, seatWithPeople, seatWithPhysician } from './people-kit.ts';

const code = (code: string) => expect.objectContaining({ code });

test('the first start makes one administrator, who is signed in; a second is refused', async () => {
  const { service } = seatWithPeople();
  expect(await service.session()).toMatchObject({ status: 'first-start', person: null });
  const first = { loginName: 'zhao', name: '赵主任', password: PASSWORD, readsToo: true };
  expect(await service.becomeAdministrator(first)).toMatchObject({ status: 'signed-in', person: { name: '赵主任', roles: ['administrator', 'reviewing-physician'] } });
  await expect(service.becomeAdministrator({ ...first, loginName: 'other' })).rejects.toEqual(code('people/not-first'));
});

test('of two windows that make the first administrator at once one wins', async () => {
  const { service, people } = seatWithPeople();
  const first = { loginName: 'zhao', name: '赵主任', password: PASSWORD, readsToo: false };
  const outcomes = await Promise.allSettled([service.becomeAdministrator(first), service.becomeAdministrator({ ...first, loginName: 'qian' })]);
  expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  expect(await people.all()).toHaveLength(1);
});

test('five wrong passwords shut a person out for ten minutes, the right one included; then it works', async () => {
  const { service, pass } = await seatWithPhysician();
  const wrong = { loginName: 'liumin', password: 'not the password' };
  for (let tries = 1; tries <= 4; tries += 1) await expect(service.signIn(wrong)).rejects.toEqual(code('people/wrong-password'));
  await expect(service.signIn(wrong)).rejects.toMatchObject({ code: 'people/too-many-tries', facts: { minutes: 10 } });
  pass(9);
  await expect(service.signIn({ loginName: 'liumin', password: PASSWORD })).rejects.toMatchObject({ code: 'people/too-many-tries', facts: { minutes: 1 } });
  pass(2);
  expect(await service.signIn({ loginName: 'liumin', password: PASSWORD })).toMatchObject({ status: 'signed-in' });
});

test('a name that nobody has is refused in the same words as a wrong password', async () => {
  const { service, happenings } = await seatWithPhysician();
  await expect(service.signIn({ loginName: 'nobody', password: PASSWORD })).rejects.toEqual(code('people/wrong-password'));
  expect(happenings.at(-1)).toEqual({ kind: 'refused', loginName: 'nobody', isShutOut: false });
});

test('whoever was added changes the password at the first sign-in, and not to the same one', async () => {
  const { service } = await seatWithPhysician();
  expect(await service.signIn({ loginName: 'LiuMin', password: PASSWORD })).toMatchObject({ person: { mustChangePassword: true } });
  await expect(service.changeOwnPassword({ password: PASSWORD, newPassword: PASSWORD })).rejects.toMatchObject({ code: 'people/bad-password', facts: { fault: 'same' } });
  expect(await service.changeOwnPassword({ password: PASSWORD, newPassword: '春江潮水连海平海上明月' })).toMatchObject({ person: { mustChangePassword: false } });
  await service.lock();
  await expect(service.signIn({ loginName: 'liumin', password: PASSWORD })).rejects.toEqual(code('people/wrong-password'));
});

test('another person signs in over the one before: both are in the trail', async () => {
  const { service, happenings } = await seatWithPhysician();
  await service.signIn({ loginName: 'zhao', password: PASSWORD });
  await service.signIn({ loginName: 'liumin', password: PASSWORD });
  expect(happenings.slice(-3).map((one) => [one.kind, 'person' in one ? one.person.loginName : ''])).toEqual([['signed-in', 'zhao'], ['locked', 'zhao'], ['signed-in', 'liumin']]);
});

test('the last administrator neither leaves nor loses the role; with a second one the first may go, and is locked out at once', async () => {
  const { service } = await seatWithPhysician();
  const { person } = await service.signIn({ loginName: 'zhao', password: PASSWORD });
  const own = { personId: person!.personId, name: '赵主任', siteIds: null, isActive: true };
  await expect(service.change({ ...own, roles: ['quality'] })).rejects.toEqual(code('people/last-administrator'));
  await expect(service.change({ ...own, roles: ['administrator'], isActive: false })).rejects.toEqual(code('people/last-administrator'));
  await service.add({ loginName: 'qian', name: '钱', roles: ['administrator'], siteIds: null, password: PASSWORD });
  await service.change({ ...own, roles: ['administrator'], isActive: false });
  expect(await service.session()).toMatchObject({ status: 'locked' });
  await expect(service.signIn({ loginName: 'zhao', password: PASSWORD })).rejects.toEqual(code('people/wrong-password'));
});

test('nobody is administrator and auditor at once, by the service and by the table', async () => {
  const { service, catalogue } = await seatWithPhysician();
  const both = { loginName: 'both', name: '两者', roles: ['administrator', 'auditor'] as const, siteIds: null };
  await expect(service.add({ ...both, password: PASSWORD })).rejects.toEqual(code('people/roles-conflict'));
  expect(() => catalogue.people.add(both, 'x', false, '2026-11-20T08:00:00.000Z')).toThrow(/CHECK constraint/);
});

test('a login name stays taken, whatever its letters, and a plain password is refused', async () => {
  const { service } = await seatWithPhysician();
  const person = { name: '刘', roles: ['technician'] as const, siteIds: null };
  await expect(service.add({ ...person, loginName: 'LIUMIN', password: PASSWORD })).rejects.toEqual(code('people/name-taken'));
  await expect(service.add({ ...person, loginName: 'liu', password: '1234567890' })).rejects.toMatchObject({ code: 'people/bad-password', facts: { fault: 'too-plain' } });
});

test('who was administrator once never becomes auditor, nor an auditor administrator, in one step or in several', async () => {
  const { service, catalogue } = seatWithPeople();
  await service.becomeAdministrator({ loginName: 'zhao', name: '赵主任', password: PASSWORD, readsToo: false });
  const second = await service.add({ loginName: 'qian', name: '钱工', roles: ['administrator'], siteIds: null, password: PASSWORD });
  const auditor = await service.add({ loginName: 'sun', name: '孙科长', roles: ['auditor'], siteIds: null, password: PASSWORD });
  const become = (personId: number, ...roles: Role[]) => service.change({ personId, name: '某', roles, siteIds: null, isActive: true });
  await expect(become(second.personId, 'auditor')).rejects.toMatchObject({ code: 'people/roles-conflict' });
  await become(second.personId, 'technician');
  await expect(become(second.personId, 'auditor')).rejects.toMatchObject({ code: 'people/roles-conflict' });
  await become(second.personId, 'administrator', 'technician');
  await become(auditor.personId, 'quality');
  await expect(become(auditor.personId, 'administrator')).rejects.toMatchObject({ code: 'people/roles-conflict' });
  // The table itself refuses it too.
  expect(() => catalogue.database.prepare('UPDATE person SET roles = ? WHERE id = ?').run('["administrator"]', auditor.personId)).toThrow('never becomes');
});
