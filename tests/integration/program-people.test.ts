import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { METHOD_NEEDS } from '#main/people/method-needs.ts';
import { clientOfSession, connect, until } from '#tests/support/program-client.ts';
import { newProfile, SIGN_IN, startProgram } from '#tests/support/program.ts';

/** The real program at a seat where people sign in. */

const PASSWORD = '山高月小水落石出归去来';

test('a new seat answers nothing until it has its administrator, is locked after a start, and keeps no password', async () => {
  const { profile, remove } = newProfile();
  onTestFinished(remove);
  const first = await startProgram(profile, ['--no-demo', SIGN_IN]);
  onTestFinished(() => first.stop());
  const client = await connect(first);
  expect(await client.people.session()).toMatchObject({ status: 'first-start' });
  await expect(client.worklist.counts()).rejects.toMatchObject({ code: 'people/locked' });
  await client.people.becomeAdministrator({ loginName: 'zhao', name: '赵主任', password: PASSWORD, readsToo: true });
  expect(await client.worklist.counts()).toMatchObject({ all: 0 });
  await expect(client.audit.rows({ before: null, limit: 10 })).rejects.toMatchObject({ code: 'people/not-allowed' });
  // All keys of the running program, on its own threads.
  const masterKey = readFileSync(join(profile, 'seat.key'));
  expect(await client.keys.rotate()).toMatchObject({ rotation: { startedBy: '赵主任' } });
  await until(async () => (await client.keys.state()).rotation?.status === 'done');
  expect(readFileSync(join(profile, 'seat.key'))).not.toEqual(masterKey);
  expect((await client.retention.run()).lastRun?.amounts.map(({ count }) => count)).toEqual([0, 0, 0, 0]);
  // Whoever knocks without a session is a stranger at the door.
  expect((await fetch(`${first.origin}/rpc/people/session`, { method: 'POST' })).status).toBe(401);
  await client.people.add({ loginName: 'shen', name: '沈审计', roles: ['auditor'], siteIds: null, password: PASSWORD });
  await first.stop();

  const second = await startProgram(profile, ['--no-demo', '--no-sign-in', SIGN_IN]);
  onTestFinished(() => second.stop());
  const again = await connect(second);
  // `--no-sign-in` opens no seat that has its people.
  expect(await again.people.session()).toMatchObject({ status: 'locked', person: null });
  await again.people.signIn({ loginName: 'shen', password: PASSWORD });
  expect(await again.audit.verify()).toMatchObject({ status: 'holds' });
  const rows = await again.audit.rows({ before: null, limit: 100 });
  // 110122 login, 110123 logout, 110135 attributes changed.
  const ofPeople = rows.filter(({ eventTypeCode, outcome }) => ['110122', '110123', '110135'].includes(eventTypeCode) && !/^(?:audit-key|keys|packs)-changed$/.test(outcome)).map(({ eventTypeCode, person }) => `${eventTypeCode} ${person}`);
  // The first person was made before anybody had signed in: the account of the system stands for it.
  expect(ofPeople.toReversed()).toEqual([expect.stringMatching(/^110135 \S+$/), '110122 赵主任 (zhao)', '110135 赵主任 (zhao)', '110122 沈审计 (shen)']);
  // What the gate and the door have refused stands there too: the page before the first administrator, the trail that an administrator asked for, the stranger.
  const refused = rows.filter(({ eventTypeCode }) => ['110132', '110126'].includes(eventTypeCode)).map(({ person, objects, outcome, isSuccess }) => `${person} ${objects.join()} ${outcome} ${isSuccess}`);
  expect(refused.toReversed()).toEqual([
    expect.stringMatching(/^\S+ seat people\/locked false$/), '赵主任 (zhao) audit.rows people/not-allowed false', expect.stringMatching(/^unknown tongyue@\S+ no session and no unused token false$/),
  ]);
  // 110135: the keys, twice, then the people.
  expect(rows.filter(({ outcome }) => ['keys-changed', 'packs-changed'].includes(outcome))).toHaveLength(2);
  await expect(again.worklist.counts()).rejects.toMatchObject({ code: 'people/not-allowed' });
  await second.stop();

  const files = readdirSync(profile, { recursive: true, encoding: 'utf8' }).map((name) => join(profile, name)).filter((file) => statSync(file).isFile());
  expect(files.length).toBeGreaterThan(3);
  for (const file of files) expect([file, readFileSync(file).includes(PASSWORD)]).toEqual([file, false]);
});

test('a locked seat refuses every method over the wire, whatever cookie came with it, and every path that leads to a patient', async () => {
  const { profile, remove } = newProfile();
  onTestFinished(remove);
  const program = await startProgram(profile, ['--no-demo', SIGN_IN]);
  onTestFinished(() => program.stop());
  const client = await connect(program);
  await client.people.becomeAdministrator({ loginName: 'zhao', name: '赵主任', password: PASSWORD, readsToo: true });
  await client.people.lock();
  const anybody = new Set(Object.entries(METHOD_NEEDS).filter(([, need]) => need === 'anybody').map(([method]) => method));
  for (const method of Object.keys(METHOD_NEEDS).filter((name) => !anybody.has(name))) {
    const body = new TextEncoder().encode(JSON.stringify({ json: { studyId: 1, requestId: 1 } }));
    const answer = await client.post(`/rpc/${method.replace('.', '/')}`, body);
    expect([method, await answer.text()]).toEqual([method, expect.stringContaining('people/locked')]);
  }
  for (const path of ['/frames/1/1.2.3/1', '/metadata/1/1.2', '/documents/signed/1.2', '/documents/preview/1/1']) expect([path, (await client.get(path)).status]).toEqual([path, 403]);
  // A call is a POST, and no call is larger than 32 MiB: what is more is not even kept.
  expect((await client.get('/rpc/people/session')).status).toBe(405);
  expect((await client.post('/rpc/people/session', new Uint8Array(33 * 1024 * 1024))).status).toBe(413);
  const stranger = clientOfSession(program.origin, 'tongyue=nobody');
  expect((await stranger.get('/rpc/people/session')).status).toBe(401);
});

test('paths that play tricks lead nowhere', async () => {
  const { profile, remove } = newProfile();
  onTestFinished(remove);
  const program = await startProgram(profile, ['--no-demo']);
  onTestFinished(() => program.stop());
  const client = await connect(program);
  const secrets = [readFileSync(join(profile, 'profile.json'), 'utf8').slice(0, 40), 'root:x:'];
  const tricks = [
    '/../profile.json', '/%2e%2e/profile.json', '/..%2fprofile.json', '/..%5cprofile.json', '/assets/..%2f..%2f..%2f..%2fetc/passwd', '/assets/%252e%252e/%252e%252e/etc/passwd', '//etc/passwd',
    '/frames/1/../../../seat.key/1', '/frames/1/1.2.3/1%00', '/frames/-1/1.2.3/1', '/frames/1e3/1.2.3/1', '/frames/1/1.2.3;ls/1', '/frames/99999999999999999999/1/1', '/metadata/1/../../catalogue.sqlite',
    '/bulk/1/1.2.3/../../../../etc/passwd', '/documents/signed/../../profile.json', '/documents/signed/%2e%2e%2fprofile.json', '/documents/preview/1/1/../../..', '/resources/../profile.json', '/uploads/1?name=../../x',
  ];
  for (const path of tricks) {
    const answer = await client.get(path);
    const body = await answer.text();
    expect([path, answer.status < 500, secrets.some((secret) => body.includes(secret))]).toEqual([path, true, false]);
    // Nothing but the page itself, when the address leads back to it, is answered with 200.
    if (answer.status === 200) expect([path, body]).toEqual([path, expect.stringContaining('<!doctype html>')]);
  }
});
