import { cpSync, writeFileSync } from 'node:fs';
import { createPublicKey, generateKeyPairSync, verify as verifySignature } from 'node:crypto';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { describeVerdict, openAudit } from '#main/composition/audit-command.ts';
import { openKeyRotation } from '#main/composition/key-rotation.ts';
import { escrowSeat } from '#main/composition/backup.ts';
import { rewrapSecrets } from '#main/composition/configuration.ts';
import { openProfile } from '#main/composition/profile.ts';
import { runRotateCommand } from '#main/composition/rotate-command.ts';
import { asRemote } from '#main/database/remote-repositories.ts';
import { acquireSeatLock } from '#main/database/seat-lock.ts';
import { openEncryptedDatabase } from '#main/database/open-encrypted-database.ts';
import { silentLog } from '#main/platform/log.ts';
import { createFileSecretStore } from '#main/platform/secret-store.ts';
import { bytesOf, keysThatOpenCatalogue, LINE_PASSWORD, packFiles, readSeat, rotateAndDie, seatToRotate } from '#tests/support/key-rotation/seat-to-rotate.ts';
import { ctSlice } from '#tests/support/instances.ts';
import { openSeatFiles } from '#tests/support/seat-files.ts';
import { temporaryFolder } from '#tests/support/temporary-folder.ts';

async function rotate(profile: string): Promise<{ readonly status: number; readonly said: readonly string[] }> {
  const said: string[] = [];
  return { status: await runRotateCommand(['--profile', profile], (line) => void said.push(line)), said };
}

/** What `npm run audit:verify` says. */
function verdictOf(profile: string): string {
  const audit = openAudit(profile);
  try {
    return describeVerdict(audit.verdict());
  } finally {
    audit.close();
  }
}

/** A rotation as the running program has it, on one thread. */
async function openRotation(profile: string) {
  const files = openSeatFiles(profile);
  const secrets = createFileSecretStore(profile);
  const { catalogueKey, nextCatalogueKey } = openProfile(profile, secrets, new Date());
  const [settings, sites] = [asRemote(files.catalogue.settings), asRemote(files.catalogue.sites)];
  const happened: string[] = [];
  const rotation = await openKeyRotation({
    profileFolder: profile, secrets, packs: asRemote(files.shelf), catalogueKey: nextCatalogueKey ?? catalogueKey, isUnfinished: nextCatalogueKey !== undefined,
    catalogue: { settings, packKeys: asRemote(files.catalogue.packKeys), catalogueKey: asRemote(files.catalogue.catalogueKey) },
    rewrap: () => rewrapSecrets({ settings, sites }, secrets), changeAuditKey: async () => void happened.push('audit-key-changed'), onHappening: (what) => happened.push(what), clock: { now: () => new Date() }, log: silentLog,
  });
  return { files, rotation, happened };
}

test('all keys are new afterwards, all that they protect opens, and the old keys open nothing', async () => {
  const folder = temporaryFolder();
  const profile = join(folder, 'profile');
  await seatToRotate(profile);
  const before = await readSeat(profile);
  const oldMaster = bytesOf(profile, 'seat.key');
  const { catalogueKey: oldCatalogueKey } = openProfile(profile, createFileSecretStore(profile), new Date());
  const { status, said } = await rotate(profile);
  expect({ status, said }).toEqual({ status: 0, said: ['wrapping key, key of the catalogue and key of the audit trail are new; now the studies', 'all keys are new: 2 studies'] });

  const after = await readSeat(profile);
  expect(after).toEqual({ ...before, packKeys: expect.anything(), auditKey: expect.anything(), password: LINE_PASSWORD });
  expect(after.auditKey).not.toBe(before.auditKey);
  expect(after.faults).toEqual(['', '']);
  // Studies without a pack too.
  expect(after.packKeys.filter((key) => before.packKeys.includes(key))).toEqual([]);
  expect(bytesOf(profile, 'seat.key')).not.toEqual(oldMaster);
  expect(bytesOf(profile, 'seat.key.next')).toBeUndefined();
  expect(() => openEncryptedDatabase({ file: join(profile, 'catalogue.sqlite'), key: oldCatalogueKey, durability: 'full' })).toThrow('the key does not open');
  for (const [index, name] of ['00000001.sqlite', '00000003.sqlite'].entries()) {
    const oldKey = Buffer.from(before.packKeys[index * 2] ?? '', 'hex');
    expect(() => openEncryptedDatabase({ file: join(profile, 'packs', name), key: oldKey, durability: 'full' })).toThrow('the key does not open');
  }
  // Of each study one pack and one file of frames, which has its name from the new key.
  expect(packFiles(profile)).toEqual([expect.stringMatching(/^00000001\.[0-9a-f]{8}\.frames$/), '00000001.sqlite', expect.stringMatching(/^00000003\.[0-9a-f]{8}\.frames$/), '00000003.sqlite']);
});

test('a second change follows the first, and a seat whose program runs is left alone', async () => {
  const profile = join(temporaryFolder(), 'profile');
  await seatToRotate(profile);
  const before = await readSeat(profile);
  await rotate(profile);
  const first = await readSeat(profile);
  await rotate(profile);
  const second = await readSeat(profile);
  expect([first.frames, second.frames]).toEqual([before.frames, before.frames]);
  expect(second.packKeys.filter((key) => first.packKeys.includes(key))).toEqual([]);
  const lock = acquireSeatLock(profile);
  expect(await rotate(profile)).toMatchObject({ status: 1, said: [expect.stringContaining('profile/in-use')] });
  lock.release();
});

// Three of them here; `npm run test:faults` dies before every single change.
test('killed before any change of a file, the catalogue has exactly one key, nothing is lost, and the next run ends what was begun', async () => {
  const folder = temporaryFolder();
  const fresh = join(folder, 'fresh');
  await seatToRotate(fresh);
  const before = await readSeat(fresh);
  const whole = join(folder, 'whole');
  cpSync(fresh, whole, { recursive: true });
  const changes = rotateAndDie(whole, 0) ?? 0;
  expect(changes).toBeGreaterThan(30);
  const SAMPLES = 3;
  for (let sample = 0; sample < SAMPLES; sample += 1) {
    const dieAt = 1 + Math.floor((sample * (changes - 1)) / (SAMPLES - 1));
    const profile = join(folder, `killed-${dieAt}`);
    cpSync(fresh, profile, { recursive: true });
    expect([dieAt, rotateAndDie(profile, dieAt)]).toEqual([dieAt, undefined]);
    expect([dieAt, keysThatOpenCatalogue(profile, `${profile}-copy`)]).toEqual([dieAt, [expect.stringMatching(/^(current|next)$/)]]);
    expect(await rotate(profile)).toMatchObject({ status: 0 });
    const after = await readSeat(profile);
    expect([dieAt, after]).toEqual([dieAt, { ...before, packKeys: expect.anything(), auditKey: expect.anything() }]);
    expect([dieAt, after.auditKey === before.auditKey, verdictOf(profile)]).toEqual([dieAt, false, expect.stringContaining('every one as it was written')]);
    expect([dieAt, packFiles(profile).length, bytesOf(profile, 'seat.key.next')]).toEqual([dieAt, 4, undefined]);
  }
}, 60_000);

test('the key of the audit trail changes with the others: the change is a row, the trail holds across it, and the old key is believed about nothing later', async () => {
  const profile = join(temporaryFolder(), 'profile');
  await seatToRotate(profile);
  await rotate(profile);
  await rotate(profile);
  // Each of the two: the change of the audit key, of the others, of the packs.
  expect(verdictOf(profile)).toMatch(/^6 rows, every one as it was written; row 6 /);
  const audit = openAudit(profile);
  const rows = [...audit.messages()].map(({ event, objects }) => [event.outcomeDescription, Object.fromEntries((objects[0]?.details ?? []).map(({ type, value }) => [type, value]))] as const);
  audit.close();
  expect(rows.map(([what]) => what)).toEqual(['audit-key-changed', 'keys-changed', 'packs-changed', 'audit-key-changed', 'keys-changed', 'packs-changed']);
  const [first, second] = [rows[0]?.[1], rows[3]?.[1]];
  expect(second?.['previousKey']).toBe(first?.['newKey']);
  expect(second?.['newKey']).not.toBe(first?.['newKey']);
  // Whoever has the export alone follows from key to key.
  const spki = (key: string | undefined) => createPublicKey({ key: Buffer.from(key ?? '', 'base64'), format: 'der', type: 'spki' });
  expect(verifySignature(null, Buffer.from(`tongyue audit key\n${second?.['newKey']}\n`), spki(second?.['previousKey']), Buffer.from(second?.['endorsement'] ?? '', 'base64'))).toBe(true);
});

test('a stopped change goes on where it was; what was changed by then keeps its new key', async () => {
  const profile = join(temporaryFolder(), 'profile');
  await seatToRotate(profile);
  const before = await readSeat(profile);
  const { files, rotation, happened } = await openRotation(profile);
  const begun = await rotation.rotate('赵主任');
  expect(begun.rotation).toMatchObject({ status: 'running', startedBy: '赵主任', studies: 2, studiesDone: 0 });
  const stopped = await rotation.stop();
  expect(stopped.rotation?.status).toBe('stopped');
  const doneThen = stopped.rotation?.studiesDone ?? 0;
  expect(doneThen).toBeLessThan(2);
  const resumed = await rotation.rotate('赵主任');
  expect(resumed.rotation?.status).toBe('running');
  await rotation.settled();
  expect((await rotation.state()).rotation).toMatchObject({ status: 'done', studiesDone: 2, studiesLeftOut: 0, failure: null });
  expect(happened).toEqual(['audit-key-changed', 'keys-changed', 'change-stopped', 'packs-changed']);
  await rotation.close();
  files.close();
  expect((await readSeat(profile)).frames).toEqual(before.frames);
});

test('a study that is written and read while its key changes loses nothing, whichever key its writer knows', async () => {
  const profile = join(temporaryFolder(), 'profile');
  await seatToRotate(profile);
  const before = await readSeat(profile);
  const { files, rotation } = await openRotation(profile);
  // Who asked before the change holds the old keys, also of the study that has no pack yet.
  const [one, two] = [files.reference(1), files.reference(2)];
  await rotation.rotate('zhao');
  await files.shelf.takeInstance(one, ctSlice(9, { StudyInstanceUID: '1.2.40.1', SeriesInstanceUID: '1.2.40.1.1', SOPInstanceUID: '1.2.40.1.1.9' }));
  await rotation.settled();
  await files.shelf.takeInstance(two, ctSlice(1, { StudyInstanceUID: '1.2.40.2', SeriesInstanceUID: '1.2.40.2.1', SOPInstanceUID: '1.2.40.2.1.1' }));
  expect(files.shelf.readFrame(one, '1.2.40.1.1.1', 1)).toMatchObject({ kind: 'held' });
  expect((await rotation.state()).rotation).toMatchObject({ status: 'done', studiesDone: 2 });
  await rotation.close();
  files.close();
  const again = openSeatFiles(profile);
  for (const [studyId, uid] of [[1, '1.2.40.1.1.9'], [2, '1.2.40.2.1.1'], [1, '1.2.40.1.1.2']] as const) {
    expect([uid, again.shelf.readFrame(again.reference(studyId), uid, 1).kind]).toEqual([uid, 'held']);
  }
  again.close();
  expect((await readSeat(profile)).frames).toEqual(before.frames);
});

test('the key in escrow is stale after a change, and is renewed for the key of the hospital', async () => {
  const profile = join(temporaryFolder(), 'profile');
  await seatToRotate(profile);
  const { publicKey: pem } = generateKeyPairSync('rsa', { modulusLength: 2048, publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } });
  escrowSeat(profile, createFileSecretStore(profile), pem, new Date());
  const { files, rotation, happened } = await openRotation(profile);
  expect((await rotation.state()).escrow).toBe('current');
  await rotation.rotate('zhao');
  await rotation.settled();
  expect((await rotation.state()).escrow).toBe('stale');
  await expect(rotation.renewEscrow('no key')).rejects.toMatchObject({ code: 'signing/key-unreadable' });
  expect((await rotation.renewEscrow(pem)).escrow).toBe('current');
  expect(happened.at(-1)).toBe('escrow-renewed');
  await rotation.close();
  files.close();
});

test('a damaged study keeps its key, is counted, and holds up no other', async () => {
  const profile = join(temporaryFolder(), 'profile');
  await seatToRotate(profile);
  writeFileSync(join(profile, 'packs', '00000001.sqlite'), Buffer.alloc(65_536, 7));
  const { files, rotation } = await openRotation(profile);
  await rotation.rotate('zhao');
  await rotation.settled();
  expect((await rotation.state()).rotation).toMatchObject({ status: 'done', studiesDone: 1, studiesLeftOut: 1 });
  expect(files.shelf.readFrame(files.reference(3), '1.2.40.3.1.1', 1)).toMatchObject({ kind: 'held' });
  await rotation.close();
  files.close();
});
