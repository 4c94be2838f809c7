import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openAuditKeys } from '#main/audit/audit-key.ts';
import { openProfile } from '#main/composition/profile.ts';
import { asRemote } from '#main/database/remote-repositories.ts';
import { openEncryptedDatabase } from '#main/database/open-encrypted-database.ts';
import { createFileSecretStore } from '#main/platform/secret-store.ts';
import { createSiteVault } from '#main/sites/site-vault.ts';
import { foundStudy, testSite } from '#tests/support/found-study.ts';
import { ctSlice } from '#tests/support/instances.ts';
import { openSeatFiles } from '#tests/support/seat-files.ts';

export const LINE_PASSWORD = 'line password of yunxiu';
const STUDIES = [{ uid: '1.2.40.1', slices: 2 }, { uid: '1.2.40.2', slices: 0 }, { uid: '1.2.40.3', slices: 1 }];

/** A seat with three studies, the second of which has no pack, a hospital with a password, and a key of its audit trail. */
export async function seatToRotate(profile: string): Promise<void> {
  const files = openSeatFiles(profile);
  files.catalogue.sites.put(testSite);
  const secrets = createFileSecretStore(profile);
  await createSiteVault(asRemote(files.catalogue.sites), secrets).put({ ...testSite, credentials: { userName: 'reader', password: LINE_PASSWORD } });
  await openAuditKeys(asRemote(files.catalogue.settings), secrets);
  const seen = files.catalogue.studies.recordSearch(testSite.id, STUDIES.map(({ uid }) => foundStudy({ studyInstanceUid: uid })), '2026-11-20T01:00:00.000Z');
  for (const [index, { uid, slices }] of STUDIES.entries()) {
    const studyId = seen[index]?.studyId ?? 0;
    for (let slice = 1; slice <= slices; slice += 1) {
      await files.shelf.takeInstance(files.reference(studyId), ctSlice(slice, { StudyInstanceUID: uid, SeriesInstanceUID: `${uid}.1`, SOPInstanceUID: `${uid}.1.${slice}` }));
    }
  }
  files.close();
}

/** Everything that the keys of a seat protect, opened; and every key, in hexadecimal. */
export async function readSeat(profile: string) {
  const files = openSeatFiles(profile);
  try {
    const secrets = createFileSecretStore(profile);
    const [site] = await createSiteVault(asRemote(files.catalogue.sites), secrets).all();
    const frames = STUDIES.flatMap(({ uid, slices }, index) =>
      Array.from({ length: slices }, (_, slice) => {
        const answer = files.shelf.readFrame(files.reference(index + 1), `${uid}.1.${slice + 1}`, 1);
        return answer.kind === 'held' ? Buffer.from(answer.frame.bytes).toString('base64') : answer.kind;
      }),
    );
    const faults = STUDIES.filter(({ slices }) => slices > 0).map(({ uid }) => files.shelf.verify(files.reference(Number(uid.split('.').at(-1)))));
    return {
      password: site?.credentials?.password,
      frames,
      faults,
      packKeys: STUDIES.map((_, index) => Buffer.from(files.catalogue.studies.packKey(index + 1) ?? []).toString('hex')),
      auditKey: Buffer.from((await openAuditKeys(asRemote(files.catalogue.settings), secrets)).current()).toString('hex'),
    };
  } finally {
    files.close();
  }
}

/** Which of the keys in profile.json open the catalogue, on a copy: opening it may undo what was cut off. */
export function keysThatOpenCatalogue(profile: string, copy: string): readonly ('current' | 'next')[] {
  cpSync(profile, copy, { recursive: true });
  const { catalogueKey, nextCatalogueKey } = openProfile(copy, createFileSecretStore(copy), new Date());
  const opens = (key: Uint8Array) => {
    try {
      openEncryptedDatabase({ file: join(copy, 'catalogue.sqlite'), key, durability: 'full' }).close();
      return true;
    } catch {
      return false;
    }
  };
  return [...(opens(catalogueKey) ? (['current'] as const) : []), ...(nextCatalogueKey !== undefined && opens(nextCatalogueKey) ? (['next'] as const) : [])];
}

/** @param dieAt before which change of a file the command is killed; 0: never. @returns how many there were, undefined when it was killed */
export function rotateAndDie(profile: string, dieAt: number): number | undefined {
  const script = fileURLToPath(new URL('./rotate-and-die.ts', import.meta.url));
  const run = spawnSync(process.execPath, ['--no-warnings', script, profile, String(dieAt)], { encoding: 'utf8' });
  if (run.signal === 'SIGKILL') return undefined;
  if (run.status !== 0) throw new Error(`the command ended with ${run.status}: ${run.stderr}`);
  return Number(run.stdout.trim());
}

/** Every file of a profile that is not a database or a log of one. */
export function bytesOf(profile: string, name: string): Buffer | undefined {
  const file = join(profile, name);
  return existsSync(file) ? readFileSync(file) : undefined;
}

export function packFiles(profile: string): readonly string[] {
  return readdirSync(join(profile, 'packs')).filter((name) => !/-(?:wal|shm)$/.test(name)).toSorted();
}
