import { join } from 'node:path';
import type { SyslogAddress } from '../audit/syslog.ts';
import { parseHubAddress, type HubAddress } from '../coordination/hub/hub-address.ts';
import type { RemoteRepositories } from '../database/remote-repositories.ts';
import type { HostPlatform } from '../platform/host-platform.ts';
import { unwrapIfOurs, type SecretStore } from '../platform/secret-store.ts';
import type { StartOptions } from '../platform/start-options.ts';
import { createDemoAuthority } from '../signing/demo-authority.ts';
import { NO_SECURITY } from '../sites/site-security.ts';
import { createSiteVault, type SiteVault } from '../sites/site-vault.ts';
import { addressOf, siteFromCommandLine, type Site } from '../sites/site.ts';
import { DEMO_CENTRE_NAME } from '../demo/alliance/demo-sites.ts';
import type { CatalogueRepositories } from './catalogue-repositories.ts';
import { firstDemoKey, startDemoThread } from './demo-thread.ts';

/** Where the centre's own archive answers. */
export type NearAddress = Pick<Site, 'baseUrl' | 'credentials' | 'security'>;
export const NEAR_NAME = 'near archive';

/** What the seat is set up for: from its profile, its command line, and the demo alliance where it runs. */
export interface Configuration {
  readonly sites: readonly Site[];
  /** Those that the command line names at this start. */
  readonly ownSiteIds: ReadonlySet<string>;
  readonly vault: SiteVault;
  readonly language: 'zh-CN' | 'en';
  readonly centreName: string;
  readonly isDemo: boolean;
  /** Study Instance UIDs that scanners of the demo alliance are still sending. */
  readonly arriving: () => ReadonlySet<string>;
  /** The centre's own archive; undefined where there is none. */
  readonly near: NearAddress | undefined;
  /** Who stamps signatures, and how long a report waits for it before it leaves; undefined where there is no authority. */
  readonly timeStamps: { readonly url: string; readonly waitMinutes: number } | undefined;
  /** What all packs together may take; null: as much as the disk gives. */
  readonly quotaBytes: number | null;
  /** A folder into which devices put files; '' for none. */
  readonly dropFolder: string;
  /** Where the audit trail is sent; undefined for nowhere. */
  readonly auditSyslog: SyslogAddress | undefined;
  /** The hub of several seats; undefined where this seat is its own coordinator. */
  readonly hub: HubAddress | undefined;
  /** The page of the hospitals; undefined where this seat serves none. */
  readonly county: { readonly address: string; readonly certificateFile: string; readonly keyFile: string } | undefined;
  readonly close: () => Promise<void>;
}

type Catalogue = RemoteRepositories<CatalogueRepositories>;

export async function prepareConfiguration(platform: HostPlatform, catalogue: Catalogue, catalogueKey: Uint8Array, options: StartOptions): Promise<Configuration> {
  const { settings } = catalogue;
  const vault = createSiteVault(catalogue.sites, platform.secrets);
  if (options.language !== undefined) await settings.write('language', options.language);
  if (options.centreName !== undefined) await settings.write('centreName', options.centreName);
  if (options.quotaBytes !== undefined) await settings.write('quotaBytes', options.quotaBytes === null ? '' : String(options.quotaBytes));
  if (options.dropFolder !== undefined) await settings.write('dropFolder', options.dropFolder);
  if (options.demo !== undefined) await settings.write('demo', options.demo ? 'on' : 'off');
  if (options.auditSyslog !== undefined) await settings.write('auditSyslog', options.auditSyslog);
  if (options.auditAuthority !== undefined) await settings.write('auditAuthority', options.auditAuthority);
  if (options.timeStampUrl !== undefined) await settings.write('timeStampUrl', options.timeStampUrl);
  if (options.timeStampWaitMinutes !== undefined) await settings.write('timeStampWaitMinutes', String(options.timeStampWaitMinutes));
  if (options.exports !== undefined) await settings.write('exports', options.exports);
  if (options.near !== undefined) {
    await settings.write('near', sealAddress(options.near, platform.secrets));
    await settings.write('nearIsPlainAllowed', options.allowsPlain ? 'yes' : 'no');
  }
  if (options.county !== undefined) await settings.write('county', options.county);
  if (options.countyCertificate !== undefined) await settings.write('countyCertificate', options.countyCertificate);
  if (options.countyKey !== undefined) await settings.write('countyKey', options.countyKey);
  if (options.hub !== undefined) {
    if (options.hub !== '') parseHubAddress(options.hub);
    await settings.write('hub', options.hub);
  }
  const known = await settings.read();
  await addCommandLineSites(platform, catalogue, vault, options);

  const isDemo = known.demo === 'on';
  const demo = isDemo ? await startDemo(platform, catalogue, catalogueKey) : undefined;
  const stored = await vault.all();
  return {
    vault,
    ownSiteIds: new Set(options.sites.map(({ name, url }) => siteFromCommandLine(name, url, undefined, platform.clock.now()).id)),
    // A demo hospital of an earlier start has no server behind it when the demo is off.
    sites: stored.filter((site) => !site.isDemo || isDemo),
    language: known.language,
    centreName: known.centreName !== '' ? known.centreName : isDemo ? DEMO_CENTRE_NAME : '',
    isDemo,
    arriving: () => demo?.arriving() ?? new Set(),
    near: known.near === '' ? undefined : { ...addressOf(openAddress(known.near, platform.secrets)), security: { ...NO_SECURITY, isPlainAllowed: known.nearIsPlainAllowed === 'yes' } },
    timeStamps: known.timeStampUrl === '' ? undefined : { url: known.timeStampUrl, waitMinutes: Number(known.timeStampWaitMinutes) },
    quotaBytes: known.quotaBytes === '' ? null : Number(known.quotaBytes),
    dropFolder: known.dropFolder,
    auditSyslog: known.auditSyslog === '' ? undefined : syslogAddress(known.auditSyslog, known.auditAuthority),
    hub: known.hub === '' ? undefined : parseHubAddress(known.hub),
    county: known.county === '' ? undefined : { address: known.county, certificateFile: known.countyCertificate, keyFile: known.countyKey },
    close: async () => demo?.close(),
  };
}

const SEALED = 'sealed:';

/** An address without a password is no secret. */
function sealAddress(url: string, secrets: SecretStore): string {
  if (url === '' || new URL(url).password === '') return url;
  return `${SEALED}${Buffer.from(secrets.wrap(Buffer.from(url))).toString('base64')}`;
}

/** After a change of the wrapping key: what the catalogue holds wrapped is wrapped with the new one. What another machine wrapped stays as it is. */
export async function rewrapSecrets({ settings, sites }: Pick<Catalogue, 'settings' | 'sites'>, secrets: SecretStore): Promise<void> {
  const vault = createSiteVault(sites, secrets);
  for (const site of await vault.all()) await vault.put(site);
  const rewrapped = (sealed: string): string => {
    const opened = sealed === '' ? undefined : unwrapIfOurs(secrets, Buffer.from(sealed, 'base64'));
    return opened === undefined ? sealed : Buffer.from(secrets.wrap(opened)).toString('base64');
  };
  const { near, auditKey, identityProvider, clinicalServers } = await settings.read();
  if (near.startsWith(SEALED) && openAddress(near, secrets) !== '') await settings.write('near', sealAddress(openAddress(near, secrets), secrets));
  if (identityProvider !== '') {
    const provider = JSON.parse(identityProvider) as { readonly sealedSecret: string };
    await settings.write('identityProvider', JSON.stringify({ ...provider, sealedSecret: rewrapped(provider.sealedSecret) }));
  }
  if (clinicalServers !== '') {
    const servers = Object.entries(JSON.parse(clinicalServers) as Record<string, { readonly sealedToken: string }>);
    await settings.write('clinicalServers', JSON.stringify(Object.fromEntries(servers.map(([siteId, server]) => [siteId, { ...server, sealedToken: rewrapped(server.sealedToken) }]))));
  }
  await settings.write('auditKey', rewrapped(auditKey));
}

function openAddress(kept: string, secrets: SecretStore): string {
  if (!kept.startsWith(SEALED)) return kept;
  const opened = unwrapIfOurs(secrets, Buffer.from(kept.slice(SEALED.length), 'base64'));
  return opened === undefined ? '' : Buffer.from(opened).toString('utf8');
}

function syslogAddress(address: string, authority: string): SyslogAddress {
  const { hostname: host, port } = new URL(address);
  return { host, port: Number(port), authority };
}

async function addCommandLineSites(platform: HostPlatform, { sites }: Catalogue, vault: SiteVault, options: StartOptions): Promise<void> {
  const since = options.since === undefined ? undefined : options.since.kind === 'all' ? null : options.since.date;
  const known = new Map((await vault.all()).map((site) => [site.id, site]));
  for (const { name, url } of options.sites) {
    const typed = siteFromCommandLine(name, url, since, platform.clock.now());
    const before = known.get(typed.id);
    const security = before?.security ?? typed.security;
    const site = { ...typed, security: options.allowsPlain ? { ...security, isPlainAllowed: true } : security };
    // What the command line does not say again stays as it was.
    await vault.put(before === undefined ? site : { ...site, letterhead: before.letterhead, caseRule: since === undefined ? before.caseRule : site.caseRule });
    await sites.restore(site.id);
  }
}

async function startDemo(platform: HostPlatform, { sites, signers, settings }: Catalogue, catalogueKey: Uint8Array) {
  if ((await signers.list()).length === 0) {
    const authority = await createDemoAuthority(platform.clock.now());
    for (const signer of authority.signers) await signers.put(signer);
    platform.log.info('demo certificate authority and keys were made', { signers: authority.signers.length });
  }
  const demo = await startDemoThread(platform, join(platform.profileFolder, 'demo'), await demoKey(settings, catalogueKey));
  const known = new Map((await sites.all()).map((site) => [site.id, site]));
  for (const site of demo.sites) await sites.put({ ...site, letterhead: known.get(site.id)?.letterhead ?? site.letterhead });
  return demo;
}

/** Archives that are there were made under a key that came from the catalogue's. */
async function demoKey(settings: Catalogue['settings'], catalogueKey: Uint8Array): Promise<Uint8Array> {
  const { demoKey: known } = await settings.read();
  if (known !== '') return new Uint8Array(Buffer.from(known, 'hex'));
  const made = firstDemoKey(catalogueKey);
  await settings.write('demoKey', Buffer.from(made).toString('hex'));
  return made;
}
