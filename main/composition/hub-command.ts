import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { isAppError } from '#shared/errors/app-error.ts';
import { parseHubAddress } from '../coordination/hub/hub-address.ts';
import { openHubAdministration } from '../coordination/hub/hub-administration.repository.ts';

/**
 * `npm run hub -- migrate | seats | admit SEAT --name NAME [--duty reader|observer|administrator] | dismiss SEAT | restored | resume`, each with
 * `--admin postgres://ADMINISTRATOR:PASSWORD@HOST:PORT/DATABASE`: what the administrator of the hub does.
 */
async function runCommand(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args], allowPositionals: true, options: { admin: { type: 'string' }, name: { type: 'string' }, duty: { type: 'string' }, password: { type: 'string' } },
  });
  const [command, seatId] = positionals;
  const say = (line: string) => void process.stdout.write(`${line}\n`);
  if (values.admin === undefined || command === undefined) {
    say('hub wants migrate, seats, admit SEAT --name NAME, dismiss SEAT, restored or resume [SEAT], and --admin postgres://ADMINISTRATOR:PASSWORD@HOST:PORT/DATABASE');
    return 2;
  }
  try {
    const hub = await openHubAdministration(parseHubAddress(values.admin));
    try {
      switch (command) {
        case 'migrate':
          say(`the hub is at version ${await hub.migrate()}`);
          return 0;
        case 'seats':
          for (const { seatId: id, person, duty, isActive, isAwaited } of await hub.seats()) {
            say([id, person, duty, isActive ? 'admitted' : 'dismissed', ...(isAwaited ? ['awaited after the restore'] : [])].join('\t'));
          }
          return 0;
        case 'admit': {
          const duty = values.duty ?? 'reader';
          if (seatId === undefined || !/^[a-z][a-z0-9_]{0,62}$/.test(seatId) || values.name === undefined || !isDuty(duty)) {
            say('admit wants a seat of small letters, digits and _, --name NAME, and perhaps --duty reader, observer or administrator');
            return 2;
          }
          const password = values.password ?? randomBytes(18).toString('base64url');
          await hub.admit({ seatId, person: values.name, duty, password });
          say(`${seatId} is admitted as ${values.name} (${duty}); its password, shown once: ${password}`);
          return 0;
        }
        case 'dismiss':
          if (seatId === undefined) return 2;
          await hub.dismiss(seatId);
          say(`${seatId} can no longer log in; what it wrote stays`);
          return 0;
        case 'restored':
          say(`${await hub.awaitSeats()} seats are awaited: nothing becomes final before each has told what it knows, or is dismissed`);
          return 0;
        case 'resume':
          await hub.stopAwaiting(seatId);
          say(`${seatId ?? 'no seat'} is awaited ${seatId === undefined ? 'any more' : 'no more'}; what only it knew may be signed a second time`);
          return 0;
        default:
          say(`hub knows no command ${command}`);
          return 2;
      }
    } finally {
      await hub.close();
    }
  } catch (error) {
    if (!isAppError(error)) throw error;
    say(`the hub: ${error.code} ${error.message}`);
    return 2;
  }
}

function isDuty(text: string): text is 'reader' | 'observer' | 'administrator' {
  return ['reader', 'observer', 'administrator'].includes(text);
}

process.exitCode = await runCommand(process.argv.slice(2));
