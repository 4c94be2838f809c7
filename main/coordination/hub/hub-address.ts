import { readFileSync } from 'node:fs';
import { AppError } from '#shared/errors/app-error.ts';

/** Where the hub is, and as whom this seat comes. */
export interface HubAddress {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  /** Login role of the seat: its name at the hub. */
  readonly user: string;
  readonly password: string;
  /** Undefined only on this machine itself. */
  readonly tls: { readonly authorities: string | undefined } | undefined;
}

const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', '[::1]', '::1', 'localhost']);

/**
 * Reads `postgres://SEAT:PASSWORD@HOST:PORT/DATABASE?sslrootcert=FILE`. Everything that is not this machine is spoken to over TLS with its certificate
 * checked: there is no way to switch that off.
 * @throws AppError `hub/bad-address`
 */
export function parseHubAddress(text: string, readFile: (file: string) => string = (file) => readFileSync(file, 'utf8')): HubAddress {
  const url = URL.parse(text);
  if (url === null || !['postgres:', 'postgresql:'].includes(url.protocol) || url.hostname === '' || url.username === '') {
    throw new AppError('hub/bad-address', 'a hub is named as postgres://SEAT:PASSWORD@HOST:PORT/DATABASE');
  }
  const isLoopback = LOOPBACK.has(url.hostname);
  const mode = url.searchParams.get('sslmode');
  const rootFile = url.searchParams.get('sslrootcert');
  if (!isLoopback && mode !== null && mode !== 'verify-full') throw new AppError('hub/bad-address', 'a hub on another machine is spoken to with sslmode=verify-full only');
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? 5432 : Number(url.port),
    database: decodeURIComponent(url.pathname.slice(1)) || 'tongyue',
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    tls: isLoopback && mode === null && rootFile === null ? undefined : { authorities: rootFile === null ? undefined : readAuthorities(rootFile, readFile) },
  };
}

function readAuthorities(file: string, readFile: (file: string) => string): string {
  try {
    return readFile(file);
  } catch (cause) {
    throw new AppError('hub/bad-address', 'the file of the authority cannot be read', { cause, facts: { file } });
  }
}
