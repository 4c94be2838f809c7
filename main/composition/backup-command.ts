import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { AppError, isAppError } from '#shared/errors/app-error.ts';
import { parseHubAddress } from '../coordination/hub/hub-address.ts';
import { dumpHub, restoreHub } from '../coordination/hub/hub-dump.ts';
import { openHubAdministration } from '../coordination/hub/hub-administration.repository.ts';
import { createFileSecretStore } from '../platform/secret-store.ts';
import { seatPassphrase } from '../platform/seat-passphrase.ts';
import { defaultProfileFolder } from '../platform/start-options.ts';
import { backUpSeat, escrowSeat, recoverSeat, restoreSeat } from './backup.ts';

/** `npm run backup`, `restore`, `escrow`, `recover`: what IT runs beside the program, which goes on working. Words for a person, 0 when it was done. */
const USAGE: Readonly<Record<string, string>> = {
  backup: 'backup wants --out DIR --escrow HOSPITAL.pem [--profile DIR] [--with-studies] [--seat-passphrase-file FILE], or --hub ADMINISTRATOR-URL --out FILE',
  restore: 'restore wants --from DIR --private-key FILE.pem [--passphrase-file FILE] [--profile DIR], or --hub ADMINISTRATOR-URL --from FILE',
  escrow: 'escrow wants --to HOSPITAL.pem [--profile DIR]',
  recover: 'recover wants --private-key FILE.pem [--passphrase-file FILE] [--profile DIR] [--seat-passphrase-file FILE]',
};

interface Options {
  readonly profile?: string;
  readonly out?: string;
  readonly from?: string;
  readonly to?: string;
  readonly escrow?: string;
  readonly hub?: string;
  readonly 'private-key'?: string;
  readonly 'passphrase-file'?: string;
  readonly 'seat-passphrase-file'?: string;
  readonly 'with-studies'?: boolean;
}

export async function runBackupCommand(args: readonly string[], say: (line: string) => void): Promise<number> {
  const text = { type: 'string' } as const;
  const { values, positionals: [command = ''] } = parseArgs({
    args: [...args], allowPositionals: true,
    options: { profile: text, out: text, from: text, to: text, escrow: text, hub: text, 'private-key': text, 'passphrase-file': text, 'seat-passphrase-file': text, 'with-studies': { type: 'boolean' } },
  });
  try {
    const done = await perform(command, values);
    say(done ?? USAGE[command] ?? 'there are backup, restore, escrow and recover');
    return done === undefined ? 2 : 0;
  } catch (error) {
    if (!isAppError(error)) throw error;
    say(`not done: ${error.code} ${error.message}${Object.values(error.facts).map((fact) => ` (${fact})`).join('')}`);
    return 1;
  }
}

/** @returns what was done, in words; undefined when an option is missing */
async function perform(command: string, values: Options): Promise<string | undefined> {
  const profile = values.profile === undefined ? defaultProfileFolder(process.platform, process.env) : resolve(values.profile);
  const passphrase = values['passphrase-file'] === undefined ? undefined : read(values['passphrase-file']).trimEnd();
  const now = new Date();
  // Of the profile: what opens it, or seals one that is restored or recovered.
  const seat = command === 'recover' && values['seat-passphrase-file'] === undefined ? undefined : await seatPassphrase(profile, values['seat-passphrase-file']);
  const secretsOf = (folder: string) => createFileSecretStore(folder, { passphrase: seat });
  switch (command) {
    case 'backup':
      if (values.hub !== undefined && values.out !== undefined) {
        await dumpHub(parseHubAddress(values.hub), resolve(values.out));
        return `the hub is copied to ${values.out}`;
      }
      if (values.out === undefined || values.escrow === undefined) return undefined;
      requireProfile(profile);
      return describeBackup(values.out, await backUpSeat(profile, resolve(values.out), { secrets: secretsOf(profile), escrowPem: read(values.escrow), withStudies: values['with-studies'] === true, now }));
    case 'restore':
      if (values.hub !== undefined && values.from !== undefined) {
        const address = parseHubAddress(values.hub);
        const administration = await openHubAdministration(address);
        await administration.prepareRestore();
        await administration.close();
        await restoreHub(address, resolve(values.from));
        const restored = await openHubAdministration(address);
        await restored.finishRestore();
        await restored.close();
        return 'the hub is restored; admit each seat again (npm run hub -- admit): a copy holds no passwords; nothing becomes final before each seat has been there and told what it knows (npm run hub -- seats), dismiss those that are gone';
      }
      if (values.from === undefined || values['private-key'] === undefined) return undefined;
      await restoreSeat(resolve(values.from), profile, { secretsOf, privatePem: read(values['private-key']), passphrase, now });
      return `the seat is restored to ${profile}; passwords and tokens of hospitals are entered again on their page`;
    case 'escrow':
      if (values.to === undefined) return undefined;
      requireProfile(profile);
      escrowSeat(profile, secretsOf(profile), read(values.to), now);
      return `the key of ${profile} is in escrow for ${values.to}`;
    case 'recover':
      if (values['private-key'] === undefined) return undefined;
      requireProfile(profile);
      recoverSeat(profile, { secretsOf, privatePem: read(values['private-key']), passphrase, now });
      return `the profile ${profile} opens on this machine again`;
    default:
      return undefined;
  }
}

function describeBackup(out: string, { packs, packsLeftOut }: { readonly packs: number; readonly packsLeftOut: number }): string {
  return `the seat is copied to ${out}: its catalogue and ${packs} studies${packsLeftOut === 0 ? '' : `; ${packsLeftOut} studies could not be copied, their hospitals have them`}`;
}

function requireProfile(profile: string): void {
  if (!existsSync(join(profile, 'catalogue.sqlite'))) throw new AppError('profile/damaged', 'there is no profile; --profile DIR names another', { facts: { folder: profile } });
}

function read(file: string): string {
  try {
    return readFileSync(resolve(file), 'utf8');
  } catch (cause) {
    throw new AppError('signing/key-unreadable', 'a file cannot be read', { cause, facts: { file } });
  }
}

if (process.argv[1] !== undefined && import.meta.filename === resolve(process.argv[1])) process.exitCode = await runBackupCommand(process.argv.slice(2), (line) => void process.stdout.write(`${line}\n`));
