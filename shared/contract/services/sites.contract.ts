import { z } from 'zod';
import { method } from '../base-contract.ts';
import { calendarDate, failure, instant, siteId } from '../vocabulary.ts';

/** `connecting`: never answered yet. `slow`: at most three quarters of its usual throughput. */
export const linkState = z.enum(['connecting', 'reachable', 'slow', 'unreachable']);

/** How much of a line what nobody waits for may use. Paused: nothing is fetched ahead but green channels; what is opened is fetched. */
export const lineRule = z.object({
  isPaused: z.boolean(),
  /** Of the line's speed, from 7 to 19 o'clock. */
  daySharePercent: z.int().min(5).max(100),
  nightSharePercent: z.int().min(5).max(100),
});
export type LineRule = z.infer<typeof lineRule>;

/** What a hospital's server was seen to do with one kind of object in one form. */
export const siteCapability = z.object({
  /** Modality of the kind, such as `CT`; a SOP Class UID where there is no short word. */
  kind: z.string(),
  /** `kept`: as the hospital keeps it; the others are asked for and lossless; `frames`: metadata and frames, where whole objects are not given. */
  form: z.enum(['kept', 'kept-gzip', 'jpeg-ls', 'htj2k', 'jpeg-2000', 'jpeg-lossless', 'frames']),
  outcome: z.enum(['works', 'ignored', 'refused']),
  /** This is the form that is asked for now. */
  isChosen: z.boolean(),
  /** Bytes on the line over bytes of the uncompressed pixels; null when nothing came. */
  sizeShare: z.number().nonnegative().nullable(),
  /** Request to first byte. */
  waitMs: z.number().nonnegative().nullable(),
  checkedAt: instant,
});
export type SiteCapability = z.infer<typeof siteCapability>;

/** How a hospital's line did with image after image, and with a whole series in one answer. */
export const siteMode = z.object({
  mode: z.enum(['instance', 'series']),
  outcome: z.enum(['works', 'refused']),
  /** Used for what nobody waits for. */
  isChosen: z.boolean(),
  bitsPerSecond: z.number().nonnegative().nullable(),
  checkedAt: instant,
});
export type SiteMode = z.infer<typeof siteMode>;

/** PEM text: a chain may stand in it. */
const pem = z.string().max(65_536);
const webAddress = z.url({ protocol: /^https?$/ }).max(2_048);

/** How a line is protected and how we say who we are, beside basic authentication. Secrets that are '' stay as they were. */
export const siteSecurity = z.object({
  /** The authority that the server's certificate must come from; '' for those that the operating system trusts. */
  authority: pem,
  /** Our own certificate and its private key, for a server that asks for them; '' for none. */
  clientCertificate: pem,
  clientKey: pem,
  /** SHA-256 of the server's one certificate in hexadecimal digits, colons allowed; '' for any that is trusted. */
  pin: z.string().max(128),
  /** Plain HTTP may be spoken with this hospital. */
  isPlainAllowed: z.boolean(),
  /** `oauth2`: client credentials, RFC 6749 4.4. */
  token: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('none') }),
    z.object({ kind: z.literal('bearer'), token: z.string().max(8_192) }),
    z.object({ kind: z.literal('oauth2'), tokenUrl: webAddress, clientId: z.string().min(1).max(256), clientSecret: z.string().max(1_024), scope: z.string().max(1_024) }),
  ]),
});
export type SiteSecurityInput = z.infer<typeof siteSecurity>;

/** The same as it may be seen: without keys and tokens. */
export const shownSecurity = z.object({
  /** `loopback`: it never leaves this machine. `plain`: everybody on the line can read it. */
  protection: z.enum(['loopback', 'tls', 'pinned', 'plain']),
  login: z.enum(['none', 'basic', 'bearer', 'oauth2']),
  /** Of basic authentication; '' for none. */
  userName: z.string().optional(),
  authority: z.string(),
  clientCertificate: z.string(),
  pin: z.string(),
  isPlainAllowed: z.boolean(),
  token: z.discriminatedUnion('kind', [
    z.object({ kind: z.enum(['none', 'bearer']) }),
    z.object({ kind: z.literal('oauth2'), tokenUrl: z.string(), clientId: z.string(), scope: z.string() }),
  ]),
});

export const siteSummary = z.object({
  siteId,
  name: z.string(),
  baseUrl: z.string(),
  isDemo: z.boolean(),
  /** What was imported on this machine: no hospital. */
  isLocal: z.boolean(),
  /** null for what was imported here. */
  security: shownSecurity.nullable(),
  link: linkState,
  /** What is wrong, since when; null when the site answers. */
  failure: failure.nullable(),
  lastSeenAt: instant.nullable(),
  /** Bits per second over the last retrievals; null before the first. */
  throughputBitsPerSecond: z.number().nonnegative().nullable(),
  queuedInstances: z.int().nonnegative(),
  /** Until nothing is queued, at the speed of now; null when nothing is queued or the speed is not known. */
  secondsToEmpty: z.number().nonnegative().nullable(),
  /** Requests that fill this line. */
  requestsAtOnce: z.int().positive(),
  /** From a request to its first byte, the median of the latest; null before the first image. */
  waitMs: z.number().nonnegative().nullable(),
  line: lineRule,
  capabilities: z.array(siteCapability),
  modes: z.array(siteMode),
});
export type SiteSummary = z.infer<typeof siteSummary>;

const NO_SECURITY: SiteSecurityInput = { authority: '', clientCertificate: '', clientKey: '', pin: '', isPlainAllowed: false, token: { kind: 'none' } };

/** Where a hospital's DICOMweb server answers, and with which account: basic authentication, '' for none. */
export const siteAddress = z.object({
  url: z.url({ protocol: /^https?$/ }).max(2_048),
  userName: z.string().max(128),
  password: z.string().max(256),
  security: siteSecurity.default(NO_SECURITY),
});

export const newSite = siteAddress.extend({
  /** As it is printed in the letterhead. */
  name: z.string().trim().min(1).max(64),
  /** Studies of before are no cases; null for the usual week. */
  sinceDate: calendarDate.nullable(),
});

export const siteTest = z.object({ answerMs: z.number().nonnegative().nullable(), failure: failure.nullable() });

/** What is the centre’s is changed at the hub first, where there is one. */
const CENTRE_CODES = ['hub/unreachable', 'hub/not-allowed', 'hub/changed-elsewhere'] as const;

export const sitesContract = {
  list: method().output(z.array(siteSummary)),
  /** Asks the site now instead of at its next turn. */
  pollNow: method('site/not-found').input(z.object({ siteId })).output(z.object({})),
  setLine: method('site/not-found').input(z.object({ siteId, line: lineRule })).output(z.object({})),
  /** Asks the site for one study and says how it went. Nothing is fetched. */
  test: method('site/not-found').input(z.object({ siteId })).output(siteTest),
  /** Forgets what was learned of the server; it is learned anew with the next images. */
  relearn: method('site/not-found').input(z.object({ siteId })).output(z.object({})),
  /** Asks an address for one study, before its hospital is added. */
  tryAddress: method('site/bad-certificate').input(siteAddress).output(siteTest),
  /** From now on its studies are asked for. A hospital of the same name that was removed comes back with its studies. */
  add: method('site/already-there', 'site/bad-certificate', ...CENTRE_CODES).input(newSite).output(z.object({ siteId })),
  /** Takes effect at once. Secrets that are '' stay as they were; without `login` so does the account. */
  setSecurity: method('site/not-found', 'site/bad-certificate', ...CENTRE_CODES)
    .input(z.object({ siteId, security: siteSecurity, login: siteAddress.pick({ userName: true, password: true }).optional() })).output(z.object({})),
  /** Nothing is asked of it any more. Its studies and reports stay on this machine. */
  remove: method('site/not-found', 'site/still-needed', ...CENTRE_CODES).input(z.object({ siteId })).output(z.object({})),
};
