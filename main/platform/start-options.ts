import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

/** From when on a study counts as a case; `all` for everything the archive holds. */
export type Since = { readonly kind: 'all' } | { readonly kind: 'date'; readonly date: string };

export interface StartOptions {
  readonly profileFolder: string;
  readonly sites: readonly { readonly name: string; readonly url: string }[];
  readonly since: Since | undefined;
  /** The hospitals named beside may be asked over plain HTTP. */
  readonly allowsPlain: boolean;
  /** The centre's own DICOMweb archive; '' for none any more, undefined keeps what the profile has. */
  readonly near: string | undefined;
  /** undefined: as the profile was last started; a new profile starts the demo alliance. */
  readonly demo: boolean | undefined;
  /** Name of the centre that reads, printed under the hospital's letterhead; undefined keeps what the profile has. */
  readonly centreName: string | undefined;
  /** Folders, ZIP archives or DICOMDIR files to take in. */
  readonly imports: readonly string[];
  /** A folder into which devices put files; '' for none any more, undefined keeps what the profile has. */
  readonly dropFolder: string | undefined;
  /** What all studies together may take on the disk; null takes a limit away; undefined keeps what the profile has. */
  readonly quotaBytes: number | null | undefined;
  /** Where the audit trail is sent, `tls://HOST:PORT`; '' for nowhere any more; undefined keeps what the profile has. */
  readonly auditSyslog: string | undefined;
  /** Authority of that server, PEM; undefined keeps what the profile has. */
  readonly auditAuthority: string | undefined;
  /** Address of a time-stamp authority (RFC 3161 over HTTP); '' for none any more, undefined keeps what the profile has. */
  readonly timeStampUrl: string | undefined;
  /** How long a report without a time stamp waits before it leaves; undefined keeps what the profile has. */
  readonly timeStampWaitMinutes: number | undefined;
  /** Nobody signs in while the program runs so. */
  readonly noSignIn: boolean;
  /** Address of the hub that several seats share; '' for none any more; undefined keeps what the profile has. */
  readonly hub: string | undefined;
  /** What may leave as files; undefined keeps what the profile has. */
  readonly exports: 'all' | 'de-identified' | 'none' | undefined;
  /** Address of the page of the hospitals, as they reach it; '' for none any more; undefined keeps what the profile has. */
  readonly county: string | undefined;
  /** PEM files of its certificate and key; undefined keeps what the profile has. */
  readonly countyCertificate: string | undefined;
  readonly countyKey: string | undefined;
  /** A file whose first line opens the profile, or seals a new one. */
  readonly passphraseFile: string | undefined;
  /** A new profile gets a passphrase, typed at the terminal. */
  readonly asksPassphrase: boolean;
  readonly openWindow: boolean;
  /** 0: any free port. */
  readonly port: number;
  readonly language: 'zh-CN' | 'en' | undefined;
  readonly help: boolean;
}

/** A mistake on the command line, in words for the person who typed it. */
export class StartOptionsError extends Error {}

/** The names, as `start-help.txt` explains them; a test compares the two. */
export const START_OPTION_NAMES = [
  'profile', 'site', 'near', 'since', 'demo', 'no-demo', 'centre', 'import', 'quota', 'audit-syslog', 'audit-authority', 'time-stamp', 'time-stamp-wait', 'no-sign-in', 'no-window', 'port', 'lang', 'hub', 'exports', 'allow-http', 'drop',
  'county', 'county-certificate', 'county-key', 'passphrase', 'passphrase-file', 'help',
] as const;

/** @throws StartOptionsError with a sentence that names the option */
export function parseStartOptions(args: readonly string[], environment: NodeJS.ProcessEnv = process.env): StartOptions {
  const values = readValues(args);
  return {
    profileFolder: values.profile === undefined ? defaultProfileFolder(process.platform, environment) : resolve(values.profile),
    sites: (values.site ?? []).map(parseSite),
    allowsPlain: values['allow-http'] === true,
    near: values.near === undefined ? undefined : parseNear(values.near),
    since: values.since === undefined ? undefined : parseSince(values.since),
    demo: values['no-demo'] === true ? false : values.demo === true ? true : undefined,
    centreName: values.centre,
    imports: (values.import ?? []).map((path) => resolve(path)),
    dropFolder: values.drop === undefined ? undefined : values.drop === 'none' ? '' : resolve(values.drop),
    quotaBytes: values.quota === undefined ? undefined : parseQuota(values.quota),
    auditSyslog: values['audit-syslog'] === undefined ? undefined : parseSyslog(values['audit-syslog']),
    auditAuthority: values['audit-authority'] === undefined ? undefined : readAuthority(resolve(values['audit-authority'])),
    timeStampUrl: values['time-stamp'] === undefined ? undefined : parseTimeStampUrl(values['time-stamp']),
    timeStampWaitMinutes: values['time-stamp-wait'] === undefined ? undefined : parseMinutes(values['time-stamp-wait']),
    noSignIn: values['no-sign-in'] === true,
    hub: values.hub === undefined ? undefined : parseHub(values.hub),
    exports: values.exports === undefined ? undefined : parseExports(values.exports),
    county: values.county === undefined ? undefined : parseCounty(values.county),
    countyCertificate: values['county-certificate'] === undefined ? undefined : resolve(values['county-certificate']),
    countyKey: values['county-key'] === undefined ? undefined : resolve(values['county-key']),
    passphraseFile: values['passphrase-file'],
    asksPassphrase: values.passphrase === true,
    openWindow: values['no-window'] !== true,
    port: parsePort(values.port ?? '0'),
    language: values.lang === undefined ? undefined : parseLanguage(values.lang),
    help: values.help === true,
  };
}

/** Where the operating system keeps an application's data. */
export function defaultProfileFolder(platform: NodeJS.Platform, environment: NodeJS.ProcessEnv): string {
  if (platform === 'win32') return join(environment['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local'), 'Tongyue');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Tongyue');
  return join(environment['XDG_DATA_HOME'] ?? join(homedir(), '.local', 'share'), 'tongyue');
}

function readValues(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: false,
      options: {
        profile: { type: 'string' },
        site: { type: 'string', multiple: true },
        'allow-http': { type: 'boolean' },
        near: { type: 'string' },
        since: { type: 'string' },
        demo: { type: 'boolean' },
        'no-demo': { type: 'boolean' },
        centre: { type: 'string' },
        import: { type: 'string', multiple: true },
        drop: { type: 'string' },
        quota: { type: 'string' },
        'audit-syslog': { type: 'string' },
        'audit-authority': { type: 'string' },
        'time-stamp': { type: 'string' },
        'time-stamp-wait': { type: 'string' },
        'no-sign-in': { type: 'boolean' },
        hub: { type: 'string' },
        exports: { type: 'string' },
        county: { type: 'string' },
        'county-certificate': { type: 'string' },
        'county-key': { type: 'string' },
        passphrase: { type: 'boolean' },
        'passphrase-file': { type: 'string' },
        'no-window': { type: 'boolean' },
        port: { type: 'string' },
        lang: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    throw new StartOptionsError(error instanceof Error ? error.message : String(error));
  }
}

function parseExports(text: string): 'all' | 'de-identified' | 'none' {
  if (text === 'all' || text === 'de-identified' || text === 'none') return text;
  throw new StartOptionsError(`--exports is all, de-identified or none, not ${text}`);
}

function parseSite(text: string): { name: string; url: string } {
  const at = text.indexOf('=');
  const name = text.slice(0, at).trim();
  const url = text.slice(at + 1).trim().replace(/\/+$/, '');
  if (at < 1 || name === '') throw new StartOptionsError(`--site wants NAME=URL, got "${text}"`);
  if (!isWebAddress(url)) throw new StartOptionsError(`--site ${name}: "${url}" is not an http or https address`);
  return { name, url };
}

function parseNear(text: string): string {
  if (text === 'none') return '';
  if (!isWebAddress(text)) throw new StartOptionsError(`--near wants an http or https address, or none; got "${text}"`);
  return text.replace(/\/+$/, '');
}

/** Patients' names cross the line: plain HTTP never leaves this machine. */
function parseCounty(text: string): string {
  if (text === 'none') return '';
  const url = URL.parse(text);
  const isHere = url?.protocol === 'http:' && url.hostname === '127.0.0.1';
  if (url === null || (!isHere && url.protocol !== 'https:') || url.port === '' || url.pathname !== '/') {
    throw new StartOptionsError(`--county wants https://HOST:PORT, http://127.0.0.1:PORT, or none; got "${text}"`);
  }
  return url.origin;
}

function parseHub(text: string): string {
  if (text === 'none') return '';
  if (!['postgres:', 'postgresql:'].includes(URL.parse(text)?.protocol ?? '')) throw new StartOptionsError('--hub wants postgres://SEAT:PASSWORD@HOST:PORT/DATABASE, or none');
  return text;
}

/** There is no plain syslog: the messages name patients. */
function parseSyslog(text: string): string {
  if (text === 'none') return '';
  const url = URL.parse(text);
  if (url?.protocol !== 'tls:' || url.hostname === '' || url.port === '') throw new StartOptionsError(`--audit-syslog wants tls://HOST:PORT, or none; got "${text}"`);
  return `tls://${url.hostname}:${url.port}`;
}

function readAuthority(file: string): string {
  try {
    return new X509Certificate(readFileSync(file)).toString();
  } catch {
    throw new StartOptionsError(`--audit-authority: there is no certificate in ${file}`);
  }
}

function isWebAddress(text: string): boolean {
  return ['http:', 'https:'].includes(URL.parse(text)?.protocol ?? '');
}

function parseSince(text: string): Since {
  if (text === 'all') return { kind: 'all' };
  const date = /^\d{8}$/.test(text) ? `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}` : text;
  const instant = new Date(`${date}T00:00:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || Number.isNaN(instant.getTime()) || instant.toISOString().slice(0, 10) !== date) {
    throw new StartOptionsError(`--since wants a date such as 2026-11-01, or all; got "${text}"`);
  }
  return { kind: 'date', date };
}

const QUOTA_UNITS: Readonly<Record<string, number>> = { MB: 1e6, GB: 1e9, TB: 1e12 };

function parseQuota(text: string): number | null {
  if (text === 'none') return null;
  const [, count, unit] = /^(\d{1,6}(?:\.\d{1,3})?)(MB|GB|TB)$/.exec(text.toUpperCase().replaceAll(' ', '')) ?? [];
  const bytes = Number(count) * (QUOTA_UNITS[unit ?? ''] ?? Number.NaN);
  if (!(bytes > 0)) throw new StartOptionsError(`--quota wants a size such as 200GB, or none; got "${text}"`);
  return Math.round(bytes);
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new StartOptionsError(`--port wants a number from 0 to 65535, got "${text}"`);
  return port;
}

function parseLanguage(text: string): 'zh-CN' | 'en' {
  if (text === 'zh-CN' || text === 'en') return text;
  throw new StartOptionsError(`--lang wants zh-CN or en, got "${text}"`);
}

function parseTimeStampUrl(value: string): string {
  if (value === 'none') return '';
  if (!isWebAddress(value)) throw new StartOptionsError(`--time-stamp wants an http or https address, or none; got "${value}"`);
  return value;
}

function parseMinutes(value: string): number {
  const minutes = Number(value);
  if (!/^\d+$/.test(value) || minutes > 1440) throw new StartOptionsError(`--time-stamp-wait wants minutes from 0 to 1440, got "${value}"`);
  return minutes;
}
