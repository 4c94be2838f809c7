import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { AppError, isAppError } from '#shared/errors/app-error.ts';
import { openAuditKeys } from '../audit/audit-key.ts';
import { startAuditTrail } from '../audit/audit-trail.ts';
import { createAuditWriter } from '../audit/audit-writer.ts';
import { migrate, readMigrations } from '../database/migrate.ts';
import { asRemote } from '../database/remote-repositories.ts';
import { acquireSeatLock } from '../database/seat-lock.ts';
import { hostname, userInfo } from 'node:os';
import { systemClock } from '../platform/clock.ts';
import { silentLog } from '../platform/log.ts';
import { createFileSecretStore, type SeatPassphrases } from '../platform/secret-store.ts';
import { readPassphrase, seatPassphrase } from '../platform/seat-passphrase.ts';
import { defaultProfileFolder } from '../platform/start-options.ts';
import { createPackShelf } from '../store/pack-shelf.ts';
import { createCatalogueRepositories } from './catalogue-repositories.ts';
import { rewrapSecrets } from './configuration.ts';
import { openKeyRotation } from './key-rotation.ts';
import { openCatalogueHere } from './open-catalogue.ts';
import { openProfile } from './profile.ts';

/** `npm run rotate-keys`: all keys of a seat whose program does not run. A running one changes them on the administrator's page. */
export async function runRotateCommand(args: readonly string[], say: (line: string) => void): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { profile: { type: 'string' }, 'passphrase-file': { type: 'string' }, 'new-passphrase-file': { type: 'string' } } });
  const profile = values.profile === undefined ? defaultProfileFolder(process.platform, process.env) : resolve(values.profile);
  try {
    if (!existsSync(join(profile, 'catalogue.sqlite'))) throw new AppError('profile/damaged', 'there is no profile; --profile DIR names another', { facts: { folder: profile } });
    const passphrase = await seatPassphrase(profile, values['passphrase-file']);
    return await changeKeys(profile, { passphrase, nextPassphrase: values['new-passphrase-file'] && readPassphrase(values['new-passphrase-file']) }, say);
  } catch (error) {
    if (!isAppError(error)) throw error;
    say(`not done: ${error.code} ${error.message}${error.code === 'profile/in-use' ? '; the program runs: change the keys on its page Keys and retention' : ''}`);
    return 1;
  }
}

async function changeKeys(profile: string, passphrases: SeatPassphrases, say: (line: string) => void): Promise<number> {
  const lock = acquireSeatLock(profile);
  const closers: (() => Promise<void> | void)[] = [() => lock.release()];
  try {
    const clock = systemClock;
    const secrets = createFileSecretStore(profile, passphrases);
    const isUnfinished = openProfile(profile, secrets, clock.now()).nextCatalogueKey !== undefined;
    const { database, catalogueKey } = openCatalogueHere(profile, secrets, clock.now());
    closers.push(() => void database.close());
    migrate(database, readMigrations('catalogue'));
    const repositories = createCatalogueRepositories(database);
    const [settings, sites, audits, packKeys, key] = [asRemote(repositories.settings), asRemote(repositories.sites), asRemote(repositories.audits), asRemote(repositories.packKeys), asRemote(repositories.catalogueKey)];
    const shelf = createPackShelf(join(profile, 'packs'), clock.now);
    closers.push(() => shelf.closeAll());
    const trail = startAuditTrail({ audits, auditKeys: await openAuditKeys(settings, secrets), profileFolder: profile, onWritten: () => undefined, clock, log: silentLog });
    closers.push(() => trail.close());
    const writer = createAuditWriter({ seatId: `tongyue@${hostname()}`, person: () => ({ userId: userInfo().username }) });
    const rotation = await openKeyRotation({
      profileFolder: profile, secrets, catalogue: { packKeys, catalogueKey: key, settings }, packs: asRemote(shelf), catalogueKey, isUnfinished,
      rewrap: () => rewrapSecrets({ settings, sites }, secrets),
      changeAuditKey: () => trail.changeKey((change) => writer.auditKeyChanged(clock.now().toISOString(), change)),
      onHappening: (happening) => trail.record(writer.keysChanged(clock.now().toISOString(), happening)),
      clock, log: silentLog,
    });
    closers.push(() => rotation.close());
    // What was begun before is ended first.
    await rotation.settled();
    if ((await rotation.state()).rotation?.status === 'stopped') {
      await rotation.rotate(userInfo().username);
      await rotation.settled();
      if (passphrases.nextPassphrase !== undefined) await rotation.rotate(userInfo().username);
    } else await rotation.rotate(userInfo().username);
    say('wrapping key, key of the catalogue and key of the audit trail are new; now the studies');
    await rotation.settled();
    const { rotation: done, escrow } = await rotation.state();
    if (done === null || done.status !== 'done') throw new AppError(done?.failure ?? 'internal', 'the keys of some studies are the old ones still; run it again to go on');
    say(`all keys are new: ${done.studiesDone} studies${done.studiesLeftOut === 0 ? '' : `; ${done.studiesLeftOut} damaged ones keep their old key`}`);
    if (passphrases.nextPassphrase !== undefined) say('the profile is opened by the new passphrase alone');
    if (escrow === 'stale') say('the key in escrow is the old one: npm run escrow -- --to HOSPITAL.pem');
    return 0;
  } finally {
    for (const close of closers.toReversed()) await close();
  }
}

if (process.argv[1] !== undefined && import.meta.filename === resolve(process.argv[1])) process.exitCode = await runRotateCommand(process.argv.slice(2), (line) => void process.stdout.write(`${line}\n`));
