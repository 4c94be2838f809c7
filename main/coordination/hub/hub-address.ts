import { readFileSync } from 'node:fs';
import { AppError } from '#shared/errors/app-error.ts';

/** A server that may have the hub. */
export interface HubServer {
  readonly host: string;
  readonly port: number;
}

/** Where the hub is, and as whom this seat comes. */
export interface HubAddress extends HubServer {
  /** Where it may be instead, after a failover: the one that can be written to has the hub. */
  readonly others: readonly HubServer[];
  readonly database: string;
  /** Login role of the seat: its name at the hub. */
  readonly user: string;
  readonly password: string;
  /** Undefined only on this machine itself. */
  readonly tls: HubTls | undefined;
}

export interface HubTls {
  /** PEM of the hospital's own authority; undefined: those that this machine trusts. */
  readonly authorities: string | undefined;
  /** File they were read from, for PostgreSQL's own programs. */
  readonly rootFile: string | undefined;
}

const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', '[::1]', '::1', 'localhost']);
/** User and password, hosts, database and options of a connection URI of PostgreSQL, which names several hosts as no other URI does. */
const SHAPE = /^(?:postgres|postgresql):\/\/(?<user>[^:@/?]+)(?::(?<password>[^@/?]*))?@(?<hosts>[^/?@]+)(?:\/(?<database>[^?]*))?(?:\?(?<options>.*))?$/;

/**
 * Reads `postgres://SEAT:PASSWORD@HOST:PORT[,HOST:PORT…]/DATABASE?sslrootcert=FILE&target_session_attrs=read-write`. Everything that is not this machine is
 * spoken to over TLS with its certificate checked: there is no way to switch that off.
 * @throws AppError `hub/bad-address`
 */
export function parseHubAddress(text: string, readFile: (file: string) => string = (file) => readFileSync(file, 'utf8')): HubAddress {
  const { user, password = '', hosts, database = '', options = '' } = SHAPE.exec(text)?.groups ?? {};
  if (user === undefined || hosts === undefined) throw badAddress();
  const parameters = new URLSearchParams(options);
  const [first, ...others] = hosts.split(',').map(parseServer);
  if (first === undefined) throw badAddress();
  const isLoopback = [first, ...others].every(({ host }) => LOOPBACK.has(host));
  const mode = parameters.get('sslmode');
  const rootFile = parameters.get('sslrootcert');
  const wanted = parameters.get('target_session_attrs') ?? 'read-write';
  if (!isLoopback && mode !== null && mode !== 'verify-full') throw new AppError('hub/bad-address', 'a hub on another machine is spoken to with sslmode=verify-full only');
  if (wanted !== 'read-write' && wanted !== 'primary') throw new AppError('hub/bad-address', 'a hub is written to: target_session_attrs=read-write only');
  return {
    ...first,
    others,
    database: decode(database) || 'tongyue',
    user: decode(user),
    password: decode(password),
    tls: isLoopback && mode === null && rootFile === null ? undefined : { authorities: rootFile === null ? undefined : readAuthorities(rootFile, readFile), rootFile: rootFile ?? undefined },
  };
}

function parseServer(text: string): HubServer {
  const { six, plain, port = '5432' } = /^(?:\[(?<six>[0-9a-fA-F:.]+)\]|(?<plain>[^:\s[\]]+))(?::(?<port>\d{1,5}))?$/.exec(text)?.groups ?? {};
  const host = six ?? plain;
  if (host === undefined || Number(port) > 65_535) throw badAddress();
  return { host, port: Number(port) };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw badAddress();
  }
}

function badAddress(): AppError {
  return new AppError('hub/bad-address', 'a hub is named as postgres://SEAT:PASSWORD@HOST:PORT/DATABASE');
}

function readAuthorities(file: string, readFile: (file: string) => string): string {
  try {
    return readFile(file);
  } catch (cause) {
    throw new AppError('hub/bad-address', 'the file of the authority cannot be read', { cause, facts: { file } });
  }
}
