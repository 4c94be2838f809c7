import { generateKeyPairSync } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openAuditKeys } from '#main/audit/audit-key.ts';
import { runBackupCommand } from '#main/composition/backup-command.ts';
import { escrowKey, openEscrow } from '#main/composition/escrow.ts';
import { asRemote } from '#main/database/remote-repositories.ts';
import { createFileSecretStore } from '#main/platform/secret-store.ts';
import { createSiteVault } from '#main/sites/site-vault.ts';
import { ctSlice } from '#tests/support/instances.ts';
import { foundStudy, testSite } from '#tests/support/found-study.ts';
import { openSeatFiles } from '#tests/support/seat-files.ts';
import { temporaryFolder } from '#tests/support/temporary-folder.ts';

/** A hospital's key pair, as a safe keeps it. */
function makeKeys(folder: string, name: string, passphrase?: string) {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048, publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem', ...(passphrase === undefined ? {} : { cipher: 'aes-256-cbc', passphrase }) },
  });
  const files = { publicFile: join(folder, `${name}.pem`), privateFile: join(folder, `${name}.key`), passphraseFile: join(folder, `${name}.txt`) };
  writeFileSync(files.publicFile, publicKey);
  writeFileSync(files.privateFile, privateKey);
  writeFileSync(files.passphraseFile, `${passphrase ?? ''}\n`);
  return files;
}

/** A seat with one study in its store and a draft. */
function openSeat(folder: string) {
  const profile = join(folder, 'profile');
  const files = openSeatFiles(profile);
  files.catalogue.sites.put(testSite);
  const [{ studyId } = { studyId: 0 }] = files.catalogue.studies.recordSearch('yunxiu', [foundStudy()], '2026-11-20T01:00:00.000Z');
  files.catalogue.requests.recordRequests('yunxiu', studyId, [{ requestKey: 'k', accessionNumber: 'YX1', issuerOfAccessionNumber: '', procedureId: '', procedureText: '' }]);
  const requestId = files.catalogue.requests.forStudy(studyId)[0]?.id ?? 0;
  const write = (findings: string, expectedRevision: number) =>
    files.catalogue.reports.saveDraft({ requestId, expectedRevision, findings, impression: '', recommendation: '', outcome: null, savedAt: '2026-11-20T01:00:00.000Z' });
  write('备份之前写的', 0);
  return { profile, files, studyId, requestId, write };
}

async function run(...args: readonly string[]): Promise<{ readonly status: number; readonly said: string }> {
  let said = '';
  const status = await runBackupCommand(args, (line) => (said += line));
  return { status, said };
}

test('a seat is copied while it is open and written to, and restored on another machine with the hospital’s private key', async () => {
  const folder = temporaryFolder();
  const keys = makeKeys(folder, 'hospital', 'in the safe');
  const seat = openSeat(folder);
  await seat.files.shelf.takeInstance(seat.files.reference(seat.studyId), ctSlice(1, { StudyInstanceUID: foundStudy().studyInstanceUid, SeriesInstanceUID: '1.2.9', SOPInstanceUID: '1.2.9.1' }));
  const backup = join(folder, 'backup');
  expect(await run('backup', '--profile', seat.profile, '--out', backup, '--escrow', keys.publicFile, '--with-studies')).toEqual({ status: 0, said: `the seat is copied to ${backup}: its catalogue and 1 studies` });
  seat.write('备份之后写的', 1);
  seat.files.close();
  // No page of the copy can be read without the key.
  expect(readFileSync(join(backup, 'catalogue.sqlite')).subarray(0, 15).toString('latin1')).not.toBe('SQLite format 3');

  const restored = join(folder, 'restored');
  expect(await run('restore', '--from', backup, '--profile', restored, '--private-key', keys.privateFile, '--passphrase-file', keys.passphraseFile)).toMatchObject({ status: 0 });
  const files = openSeatFiles(restored);
  expect(files.catalogue.reports.draft(seat.requestId)?.findings).toBe('备份之前写的');
  expect(files.shelf.heldInstances(files.reference(seat.studyId)).map(({ sopInstanceUid }) => sopInstanceUid)).toEqual(['1.2.9.1']);
  // The frames lie beside the pack, in a file of their own.
  expect(files.shelf.readFrame(files.reference(seat.studyId), '1.2.9.1', 1)).toMatchObject({ kind: 'held' });
  files.close();
  expect(await run('restore', '--from', backup, '--profile', restored, '--private-key', keys.privateFile, '--passphrase-file', keys.passphraseFile)).toMatchObject({ status: 1, said: expect.stringContaining('profile/in-use') });
});

test('a backup is refused to another private key, and when one of its bytes was changed', async () => {
  const folder = temporaryFolder();
  const [keys, others] = [makeKeys(folder, 'hospital'), makeKeys(folder, 'other')];
  const seat = openSeat(folder);
  const backup = join(folder, 'backup');
  await run('backup', '--profile', seat.profile, '--out', backup, '--escrow', keys.publicFile);
  seat.files.close();
  expect(await run('restore', '--from', backup, '--profile', join(folder, 'restored'), '--private-key', others.privateFile)).toMatchObject({ status: 1, said: expect.stringContaining('profile/wrong-key') });
  const bytes = readFileSync(join(backup, 'catalogue.sqlite'));
  bytes[5_000] = (bytes[5_000] ?? 0) ^ 1;
  writeFileSync(join(backup, 'catalogue.sqlite'), bytes);
  expect(await run('restore', '--from', backup, '--profile', join(folder, 'restored'), '--private-key', keys.privateFile)).toMatchObject({ status: 1, said: expect.stringContaining('profile/damaged') });
});

test('a profile whose machine has lost its secrets opens again with the key in escrow', async () => {
  const folder = temporaryFolder();
  const keys = makeKeys(folder, 'hospital');
  const seat = openSeat(folder);
  seat.files.close();
  expect(await run('escrow', '--profile', seat.profile, '--to', keys.publicFile)).toMatchObject({ status: 0 });
  writeFileSync(join(seat.profile, 'seat.key'), new Uint8Array(32));
  expect(() => openSeatFiles(seat.profile)).toThrow('the key does not open');
  expect(await run('recover', '--profile', seat.profile, '--private-key', keys.privateFile)).toMatchObject({ status: 0 });
  const files = openSeatFiles(seat.profile);
  expect(files.catalogue.reports.draft(seat.requestId)?.findings).toBe('备份之前写的');
  files.close();
});

test('a key is given into escrow only for RSA of 2,048 bits or more, and comes back the same', () => {
  const key = Uint8Array.from({ length: 32 }, (_, index) => index);
  const pair = (modulusLength: number) => generateKeyPairSync('rsa', { modulusLength, publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } });
  expect(() => escrowKey(key, pair(1024).publicKey)).toThrow('escrow wants an RSA key');
  const { publicKey, privateKey } = pair(2048);
  expect([...openEscrow(escrowKey(key, publicKey), privateKey, undefined)]).toEqual([...key]);
});

test('an option that is missing is asked for, a profile that is not there is not made', async () => {
  const folder = temporaryFolder();
  expect(await run('backup')).toMatchObject({ status: 2, said: expect.stringContaining('--escrow') });
  const keys = makeKeys(folder, 'hospital');
  expect(await run('backup', '--profile', join(folder, 'none'), '--out', join(folder, 'backup'), '--escrow', keys.publicFile)).toMatchObject({ status: 1, said: expect.stringContaining('there is no profile') });
});

test('a catalogue that comes from another machine opens with what that machine had wrapped: passwords are asked for anew, the trail gets a new key', async () => {
  const folder = temporaryFolder();
  const keys = makeKeys(folder, 'hospital');
  const seat = openSeat(folder);
  const secrets = createFileSecretStore(seat.profile);
  const credentials = { userName: 'reader', password: 'line password' };
  await createSiteVault(asRemote(seat.files.catalogue.sites), secrets).put({ ...testSite, credentials });
  const auditKey = (await openAuditKeys(asRemote(seat.files.catalogue.settings), secrets)).current();
  seat.files.close();
  expect(await run('escrow', '--profile', seat.profile, '--to', keys.publicFile)).toMatchObject({ status: 0 });
  writeFileSync(join(seat.profile, 'seat.key'), new Uint8Array(32));
  expect(await run('recover', '--profile', seat.profile, '--private-key', keys.privateFile)).toMatchObject({ status: 0 });

  const files = openSeatFiles(seat.profile);
  const own = createFileSecretStore(seat.profile);
  expect((await createSiteVault(asRemote(files.catalogue.sites), own).all()).map((site) => site.credentials)).toEqual([{ ...credentials, password: '' }]);
  const anew = (await openAuditKeys(asRemote(files.catalogue.settings), own)).current();
  expect(Buffer.from(anew)).not.toEqual(Buffer.from(auditKey));
  expect(Buffer.from((await openAuditKeys(asRemote(files.catalogue.settings), own)).current())).toEqual(Buffer.from(anew));
  files.close();
});
