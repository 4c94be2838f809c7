import { createHash } from 'node:crypto';
import { expect, onTestFinished, test } from 'vitest';
import { createCentreData } from '#main/coordination/centre-data.ts';
import type { CentreList } from '#main/coordination/joining.ts';
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
    const lists: CentreList[] = [personList(people, () => SEATS[index]?.person ?? '', clock, async ({ loginName, changedBy }) => void taken.push(`${loginName} by ${changedBy}`))];
    const data = createCentreData({ coordinator, settings: asRemote(catalogue.settings), copies: asRemote(catalogue.sharedCopies), lists, log: silentLog });
    const centre = createCentrePeople({ people, centre: data, coordinator, actor: () => SEATS[index]?.person ?? '', clock });
    return { centre, people, taken, line, catalogue, data, pull: async () => data.take(await bare.records('person')) };
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

test('somebody whom a seat knew before it joined is replaced by nobody of the same name until that is decided; what was replaced is kept and can be put back', async () => {
  const { chief, other } = openThree();
  await chief.centre.repository.add({ ...LIU, roles: [...LIU.roles] }, await hashPassword('of the centre', CHEAP), true, AT);
  // The seat had a Liu Min of its own, and one whom the centre does not know.
  await other.people.add({ ...LIU, siteIds: null, roles: ['reviewing-physician'] }, await hashPassword('of this seat', CHEAP), false, AT);
  await other.people.add({ loginName: 'only', name: '此处独有', roles: ['reporting-physician'], siteIds: null }, await hashPassword('x', CHEAP), false, AT);
  const has = async (password: string) => isPassword(password, (await other.people.credentialOf('liumin'))?.passwordHash ?? '');
  for (let turn = 0; turn < 2; turn += 1) expect((await other.pull()).size).toBe(0);
  expect([await has('of this seat'), other.taken]).toEqual([true, []]);
  expect(await other.data.joining.things()).toEqual([
    { kind: 'person', key: 'liumin', name: '刘敏（LiuMin）', place: 'both', differs: ['roles', 'siteIds', 'passwordHash', 'mustChangePassword'] },
    { kind: 'person', key: 'only', name: '此处独有（only）', place: 'here', differs: [] },
  ]);

  const { joining } = other.data;
  await joining.decide('person', 'liumin', 'take', '许安', AT);
  expect([await has('of the centre'), (await other.people.credentialOf('liumin'))?.person.siteIds]).toEqual([true, ['site-a']]);
  expect((await joining.kept()).map(({ key, whose, by }) => [key, whose, by])).toEqual([['liumin', 'seat', '许安']]);
  // Decided once: what the centre changes now arrives as ever.
  const there = await chief.people.credentialOf('liumin');
  await chief.centre.repository.change({ id: there?.person.id ?? 0, name: '刘敏敏', roles: ['reporting-physician'], siteIds: null, isActive: true });
  await other.pull();
  expect((await other.people.credentialOf('liumin'))?.person.name).toBe('刘敏敏');
  await expect(joining.decide('person', 'liumin', 'bring', '许安', AT)).rejects.toMatchObject({ code: 'hub/changed-elsewhere' });

  await joining.decide('person', 'only', 'bring', '许安', AT);
  await chief.pull();
  expect((await chief.people.all()).map(({ name }) => name)).toContain('此处独有');
  expect(await joining.things()).toEqual([]);
  // The seat's own comes back, and everybody has it.
  await joining.putBack(1, '许安', AT);
  await chief.pull();
  expect(await isPassword('of this seat', (await chief.people.credentialOf('liumin'))?.passwordHash ?? '')).toBe(true);
  expect((await joining.kept()).map(({ keptId, whose }) => [keptId, whose])).toEqual([[2, 'centre'], [1, 'seat']]);
});

test('who is brought in place of the centre’s stands everywhere, and the centre’s is kept; a seat that only reads brings nobody', async () => {
  const { reader, chief, other } = openThree();
  await chief.centre.repository.add({ ...LIU, roles: [...LIU.roles] }, await hashPassword('of the centre', CHEAP), true, AT);
  for (const seat of [reader, other]) await seat.people.add({ ...LIU, siteIds: null, roles: ['reviewing-physician'] }, await hashPassword('of this seat', CHEAP), false, AT);
  await expect(reader.data.joining.decide('person', 'liumin', 'bring', '周牧', AT)).rejects.toMatchObject({ code: 'hub/not-allowed' });
  // What the hub refused replaced nothing, and nothing is said to have been replaced.
  expect(await reader.data.joining.kept()).toEqual([]);
  other.line.isCut = true;
  await expect(other.data.joining.things()).rejects.toMatchObject({ code: 'hub/unreachable' });
  other.line.isCut = false;
  await other.data.joining.decide('person', 'liumin', 'bring', '许安', AT);
  await chief.pull();
  expect((await chief.people.credentialOf('liumin'))?.person.roles).toEqual(['reviewing-physician']);
  expect((await other.data.joining.kept()).map(({ whose, name }) => [whose, name])).toEqual([['centre', '刘敏（LiuMin）']]);
  // The reader's own still waits: the centre has another now.
  expect((await reader.data.joining.things()).map(({ place, differs }) => [place, differs])).toEqual([['both', ['passwordHash']]]);
});
