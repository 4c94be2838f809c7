import { createHash } from 'node:crypto';
import { copyFileSync, createReadStream, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { AppError } from '#shared/errors/app-error.ts';
import { copyDatabase } from '../database/copy-database.ts';
import { openEncryptedDatabase } from '../database/open-encrypted-database.ts';
import { removeSealedKeys } from '../platform/sealed-key.ts';
import { KEY_FILE, KEYCHAIN_FILE, NEXT_ENDING, type SecretStore } from '../platform/secret-store.ts';
import { writeFileAtomically } from '../platform/write-file-atomically.ts';
import { framesPath } from '../store/pack-paths.ts';
import { StudyRepository } from '../studies/study.repository.ts';
import { escrowKey, isEscrowOf, openEscrow, type EscrowedKey } from './escrow.ts';
import { openCatalogueHere } from './open-catalogue.ts';
import { writeProfile } from './profile.ts';

const MANIFEST = 'backup.json';
/** Beside `profile.json`: the way back when the key chain of the machine is lost and its disk is not. */
export const ESCROW_FILE = 'escrow.json';

/** What a backup holds. */
interface BackupManifest {
  readonly format: { readonly name: 'tongyue-backup'; readonly version: 1 };
  readonly takenAt: string;
  readonly escrow: EscrowedKey;
  /** Name below the folder to SHA-256. */
  readonly files: Readonly<Record<string, string>>;
}

export interface BackupResult {
  readonly packs: number;
  /** Studies whose pack could not be copied: their hospital has them still. */
  readonly packsLeftOut: number;
}

/**
 * Copies a seat while its program runs: the catalogue (reports, drafts, outbox, audit trail, keys of the packs), and its studies where that is wanted.
 * @param target a folder that is not there yet
 * @throws AppError `profile/wrong-key`, `profile/damaged`, `signing/key-unreadable`, `store/disk-full`
 */
export async function backUpSeat(
  profileFolder: string, target: string, options: { readonly secrets: SecretStore; readonly escrowPem: string; readonly withStudies: boolean; readonly now: Date },
): Promise<BackupResult> {
  const catalogueKey = currentKey(profileFolder, options.secrets, options.now);
  const escrow = escrowKey(catalogueKey, options.escrowPem);
  if (existsSync(target)) throw new AppError('profile/in-use', 'the folder of the backup is there already', { facts: { folder: target } });
  mkdirSync(join(target, 'packs'), { recursive: true, mode: 0o700 });
  copyDatabase(join(profileFolder, 'catalogue.sqlite'), catalogueKey, join(target, 'catalogue.sqlite'));
  const { packs, packsLeftOut } = options.withStudies ? copyPacks(profileFolder, target, catalogueKey) : { packs: 0, packsLeftOut: 0 };
  const files: Record<string, string> = { 'catalogue.sqlite': await digestOf(join(target, 'catalogue.sqlite')) };
  for (const name of readdirSync(join(target, 'packs')).toSorted()) files[`packs/${name}`] = await digestOf(join(target, 'packs', name));
  const manifest: BackupManifest = { format: { name: 'tongyue-backup', version: 1 }, takenAt: options.now.toISOString(), escrow, files };
  // Written last: a backup without it was cut off.
  writeFileAtomically(join(target, MANIFEST), JSON.stringify(manifest, undefined, 2), 0o600);
  return { packs, packsLeftOut };
}

function currentKey(profileFolder: string, secrets: SecretStore, now: Date): Uint8Array {
  const { database, catalogueKey } = openCatalogueHere(profileFolder, secrets, now);
  database.close();
  return catalogueKey;
}

/** Reads the keys of the packs out of the copy, so that each is of the same moment as its catalogue or newer. */
function copyPacks(profileFolder: string, target: string, catalogueKey: Uint8Array): BackupResult {
  const catalogue = openEncryptedDatabase({ file: join(target, 'catalogue.sqlite'), key: catalogueKey, durability: 'full' });
  let [packs, packsLeftOut] = [0, 0];
  try {
    const studies = new StudyRepository(catalogue);
    for (const name of readdirSync(join(profileFolder, 'packs')).filter((file) => /^\d+\.sqlite$/.test(file))) {
      const studyId = Number.parseInt(name, 10);
      const key = studies.packKey(studyId);
      try {
        if (key === undefined) throw new AppError('store/not-held', 'a pack without a study');
        copyDatabase(join(profileFolder, 'packs', name), key, join(target, 'packs', name));
        // After the pack: its frames are only ever added at the end, so all that the copied pack names are there.
        copyFrames(framesPath(join(profileFolder, 'packs'), studyId, key), join(target, 'packs'));
        packs += 1;
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        rmSync(join(target, 'packs', name), { force: true });
        packsLeftOut += 1;
      }
    }
  } finally {
    catalogue.pragma('journal_mode = DELETE');
    catalogue.close();
  }
  return { packs, packsLeftOut };
}

function copyFrames(frames: string, to: string): void {
  if (existsSync(frames)) copyFileSync(frames, join(to, basename(frames)));
}

/**
 * Makes a profile of a backup, on whatever machine, under that machine's own secrets.
 * @throws AppError `profile/in-use` when the folder has a profile, `profile/wrong-key`, `profile/damaged` when a file is not the one that was written
 */
export async function restoreSeat(backupFolder: string, profileFolder: string, options: { readonly secretsOf: (folder: string) => SecretStore; readonly privatePem: string; readonly passphrase: string | undefined; readonly now: Date }): Promise<void> {
  const { escrow, files } = readManifest(backupFolder);
  const catalogueKey = openEscrow(escrow, options.privatePem, options.passphrase);
  if (existsSync(join(profileFolder, 'profile.json')) || existsSync(join(profileFolder, 'catalogue.sqlite'))) {
    throw new AppError('profile/in-use', 'there is a profile already', { facts: { folder: profileFolder } });
  }
  for (const [name, sha256] of Object.entries(files)) {
    if (!existsSync(join(backupFolder, name)) || (await digestOf(join(backupFolder, name))) !== sha256) throw new AppError('profile/damaged', 'a file of the backup is not the one that was written', { facts: { file: name } });
  }
  mkdirSync(join(profileFolder, 'packs'), { recursive: true, mode: 0o700 });
  for (const name of Object.keys(files)) copyFileSync(join(backupFolder, name), join(profileFolder, name));
  writeProfile(profileFolder, options.secretsOf(profileFolder), catalogueKey, options.now);
  writeFileSync(join(profileFolder, ESCROW_FILE), JSON.stringify(escrow, undefined, 2), { mode: 0o600 });
}

/** Puts the escrow beside the profile. */
export function escrowSeat(profileFolder: string, secrets: SecretStore, escrowPem: string, now: Date): EscrowedKey {
  return writeEscrow(profileFolder, currentKey(profileFolder, secrets, now), escrowPem);
}

/** The same where the key is known. @throws AppError `signing/key-unreadable` */
export function writeEscrow(profileFolder: string, catalogueKey: Uint8Array, escrowPem: string): EscrowedKey {
  const escrow = escrowKey(catalogueKey, escrowPem);
  writeFileAtomically(join(profileFolder, ESCROW_FILE), JSON.stringify(escrow, undefined, 2), 0o600);
  return escrow;
}

/** Whether what lies in escrow opens the catalogue: a change of keys makes it stale. */
export function escrowState(profileFolder: string, catalogueKey: Uint8Array): 'none' | 'current' | 'stale' {
  const file = join(profileFolder, ESCROW_FILE);
  if (!existsSync(file)) return 'none';
  return isEscrowOf(readJson(file, ESCROW_FILE) as EscrowedKey, catalogueKey) ? 'current' : 'stale';
}

/** Gives a profile whose machine has lost its secrets new ones. The catalogue itself is not touched. @throws AppError `profile/wrong-key`, `profile/damaged` */
export function recoverSeat(profileFolder: string, options: { readonly secretsOf: (folder: string) => SecretStore; readonly privatePem: string; readonly passphrase: string | undefined; readonly now: Date }): void {
  const escrow = readJson(join(profileFolder, ESCROW_FILE), ESCROW_FILE) as EscrowedKey;
  const catalogueKey = openEscrow(escrow, options.privatePem, options.passphrase);
  // Proves that the key opens this catalogue before anything is written.
  openEncryptedDatabase({ file: join(profileFolder, 'catalogue.sqlite'), key: catalogueKey, durability: 'full' }).close();
  for (const name of [KEYCHAIN_FILE, `${KEYCHAIN_FILE}${NEXT_ENDING}`, `${KEY_FILE}${NEXT_ENDING}`]) rmSync(join(profileFolder, name), { force: true });
  // A passphrase that nobody knows any more goes; the new one, if there is one, seals a new key.
  removeSealedKeys(profileFolder);
  writeProfile(profileFolder, options.secretsOf(profileFolder), catalogueKey, options.now);
}

function readManifest(folder: string): BackupManifest {
  const manifest = readJson(join(folder, MANIFEST), MANIFEST) as BackupManifest;
  if (manifest.format?.name !== 'tongyue-backup' || manifest.format.version !== 1) throw new AppError('profile/newer-version', 'a newer version of the program has written this backup');
  return manifest;
}

function readJson(file: string, name: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new AppError('profile/damaged', 'a file cannot be read', { cause, facts: { file: name } });
  }
}

async function digestOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
