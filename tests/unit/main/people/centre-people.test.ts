import { createHash } from 'node:crypto';
import { expect, onTestFinished, test } from 'vitest';
import { createCentreData, type CentreList } from '#main/coordination/centre-data.ts';
import { asRemote } from '#main/database/remote-repositories.ts';
import { silentLog } from '#main/platform/log.ts';
import { createCentrePeople, personList, type SharedPerson } from '#main/people/centre-people.ts';
import { hashPassword, isPassword, proofOfPassword } from '#main/people/password-hash.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { Coordinator } from '#shared/worklist/coordinator.ts';
import { openTestCatalogue } from '#tests/support/catalogue.ts';
import { openEmbeddedSeats, type SeatToEnter } from '#tests/support/coordination/embedded-seats.ts';

const SEATS: readonly SeatToEnter[] = [{ seatId: 'seat_1', person: '周牧', duty: 'reader' }, { seatId: 'seat_2', person: '林知远', duty: 'administrator' }, { seatId: 'seat_3', person: '许安', duty: 'administrator' }];
const CHEAP = { N: 1_024, r: 8, p: 1 };
const AT = '2026-11-22T08:00:00.000Z';
const LIU = { loginName: 'LiuMin', name: '刘敏', roles: ['reporting-physician'] as const, siteIds: ['site-a'] };

/** Seats of one centre, each with a catalogue of its own. */
function openCentre() {
  const { coordinators, close } = openEmbeddedSeats(SEATS, () => Date.parse(AT));
  onTestFinished(close);
  return coordinators.map((bare, index) => {
    const line = { isCut: false };
    // What the hub checks by SQL (0005) is checked here alike: the proof must be the one whose digest stands in the record.
    const changeOwnPassword: Coordinator['changeOwnPassword'] = async (key, expected, proof, newHash) => {
      const record = (await bare.records('person')).find((one) => one.key === key);
      const person = JSON.parse(record?.content ?? '{}') as SharedPerson;
      if (createHash('sha256').update(Buffer.from(proof, 'hex')).digest('hex') !== person.passwordHash.split('$')[6]) throw new AppError('hub/not-allowed', 'not proven');
      return coordinators[1]?.putRecord('person', key, expected, JSON.stringify({ ...person, passwordHash: newHash, mustChangePassword: false }));
    };
    const coordinator = new Proxy<Coordinator>({ ...bare, kind: 'hub', changeOwnPassword }, {
      get: (target, name: keyof Coordinator) => (line.isCut && ['putRecord', 'records', 'changeOwnPassword'].includes(name) ? () => Promise.reject(new AppError('hub/unreachable', 'away')) : target[name]),
    });
    const catalogue = openTestCatalogue();
    const people = asRemote(catalogue.people);
    const taken: string[] = [];
    const clock = { now: () => new Date(AT) };
    const lists: CentreList[] = [personList(people, clock, async ({ loginName, changedBy }) => void taken.push(`${loginName} by ${changedBy}`))];
    const data = createCentreData({ coordinator, settings: asRemote(catalogue.settings), copies: asRemote(catalogue.sharedCopies), lists, log: silentLog });
    const centre = createCentrePeople({ people, centre: data, coordinator, actor: () => SEATS[index]?.person ?? '', clock });
    return { centre, people, taken, line, catalogue, pull: async () => data.take(await bare.records('person')) };
  });
}

function openThree() {
  const [reader, chief, other] = openCentre();
  if (reader === undefined || chief === undefined || other === undefined) throw new Error('three seats');
  return { reader, chief, other };
}

test('a person whom an administrator adds signs in at every seat with the same password, and what changes is the same everywhere', async () => {
  const { reader, chief } = openThree();
  const added = await chief.centre.repository.add({ ...LIU, roles: [...LIU.roles] }, await hashPassword('first password', CHEAP), true, AT);
  await reader.pull();
  const here = await reader.people.credentialOf('liumin');
  expect([here?.person.name, here?.person.siteIds, here?.person.mustChangePassword, await isPassword('first password', here?.passwordHash ?? '')]).toEqual(['刘敏', ['site-a'], true, true]);
  expect(reader.taken).toEqual(['LiuMin by 林知远']);
  // The hub knows login names in one spelling: nobody is two persons by a capital letter.
  expect(await chief.centre.repository.add({ ...LIU, loginName: 'LIUMIN', roles: ['reviewing-physician'] }, await hashPassword('x', CHEAP), true, AT)).toBeUndefined();
  await chief.centre.repository.change({ id: added?.id ?? 0, name: '刘敏', roles: ['reporting-physician'], siteIds: null, isActive: false });
  await reader.pull();
  expect(await reader.people.credentialOf('liumin')).toBeUndefined();
  expect((await reader.people.all()).map(({ isActive, siteIds }) => [isActive, siteIds])).toEqual([[false, null]]);
});

test('a seat whose duty is reading adds and changes nobody, and nothing is kept here that the hub refused or never heard', async () => {
  const { reader, chief } = openThree();
  await expect(reader.centre.repository.add({ ...LIU, roles: [...LIU.roles] }, await hashPassword('x', CHEAP), true, AT)).rejects.toMatchObject({ code: 'hub/not-allowed' });
  chief.line.isCut = true;
  await expect(chief.centre.repository.add({ ...LIU, roles: [...LIU.roles] }, await hashPassword('x', CHEAP), true, AT)).rejects.toMatchObject({ code: 'hub/unreachable' });
  expect([await reader.people.all(), await chief.people.all()]).toEqual([[], []]);
});

test('a password of one’s own is changed at a seat that may change nothing else, by the old one alone; the hub never sees either', async () => {
  const { reader, chief, other } = openThree();
  await chief.centre.repository.add({ ...LIU, roles: [...LIU.roles] }, await hashPassword('first password', CHEAP), true, AT);
  await reader.pull();
  const here = await reader.people.credentialOf('liumin');
  const [id, stored] = [here?.person.id ?? 0, here?.passwordHash ?? ''];
  // What every seat has is no proof: neither the key that is compared with, nor a wrong password.
  const compared = Buffer.from(stored.split('$')[5] ?? '', 'base64url').toString('hex');
  for (const proof of [compared, stored.split('$')[6] ?? '', await proofOfPassword('wrong password', stored)]) {
    await expect(reader.centre.changeOwnPassword(id, proof, await hashPassword('stolen', CHEAP))).rejects.toMatchObject({ code: 'hub/not-allowed' });
  }
  await reader.centre.changeOwnPassword(id, await proofOfPassword('first password', stored), await hashPassword('my own password', CHEAP));
  await other.pull();
  const there = await other.people.credentialOf('liumin');
  expect([await isPassword('my own password', there?.passwordHash ?? ''), there?.person.mustChangePassword, there?.person.roles]).toEqual([true, false, ['reporting-physician']]);
  // The old one proves nothing any more.
  await expect(reader.centre.changeOwnPassword(id, await proofOfPassword('first password', stored), await hashPassword('again', CHEAP))).rejects.toMatchObject({ code: 'hub/not-allowed' });
});

test('the first person of a new seat is not the first of the centre, and a seat that cannot ask makes nobody its administrator', async () => {
  const { reader, chief, other } = openThree();
  await chief.centre.repository.addFirst({ loginName: 'zhao', name: '赵主任', roles: ['administrator'], siteIds: null }, await hashPassword('x', CHEAP), AT);
  const stranger = { loginName: 'mallory', name: '某人', roles: ['administrator'] as const, siteIds: null };
  reader.line.isCut = true;
  await expect(reader.centre.repository.addFirst({ ...stranger, roles: ['administrator'] }, await hashPassword('x', CHEAP), AT)).rejects.toMatchObject({ code: 'hub/unreachable' });
  expect(await other.centre.repository.addFirst({ ...stranger, roles: ['administrator'] }, await hashPassword('x', CHEAP), AT)).toBeUndefined();
  expect((await other.people.all()).map(({ loginName }) => loginName)).toEqual(['zhao']);
});

test('of two administrators who change one person the later is told, has what the other wrote, and loses nothing silently', async () => {
  const { chief, other } = openThree();
  await chief.centre.repository.add({ ...LIU, roles: [...LIU.roles] }, await hashPassword('x', CHEAP), false, AT);
  await other.pull();
  const [there] = await other.people.all();
  const [here] = await chief.people.all();
  await chief.centre.repository.change({ id: here?.id ?? 0, name: '刘敏', roles: ['reviewing-physician'], siteIds: null, isActive: true });
  const late = () => other.centre.repository.change({ id: there?.id ?? 0, name: '刘敏（心电）', roles: ['reporting-physician'], siteIds: null, isActive: true });
  await expect(late()).rejects.toMatchObject({ code: 'hub/changed-elsewhere' });
  expect((await other.people.all()).map(({ name, roles }) => [name, roles])).toEqual([['刘敏', ['reviewing-physician']]]);
  await late();
  await chief.pull();
  expect((await chief.people.all()).map(({ name }) => name)).toEqual(['刘敏（心电）']);
  // A hub that was restored is told by this seat what it wrote last.
  expect(chief.catalogue.sharedCopies.page({ kind: '', key: '' }).map(({ kind, key, revision }) => [kind, key, revision])).toEqual([['person', 'liumin', 3]]);
});
