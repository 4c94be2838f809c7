import { AppError } from '#shared/errors/app-error.ts';
import type { RemoteRepositories } from '../database/remote-repositories.ts';
import { createDicomWebSite, type DicomWebSite } from '../dicomweb/dicom-web-site.ts';
import type { Clock } from '../platform/clock.ts';
import { askForOne, type SiteRoster } from '../retrieval/site.service.ts';
import { checkedSecurity, type SiteSecurity } from '../sites/site-security.ts';
import { fromSharedSite, isSameForAll, lacksSecret, type SharedSite } from '../sites/shared-site.ts';
import type { SiteVault } from '../sites/site-vault.ts';
import { addressOf, isLocalSite, siteFromCommandLine, type Site } from '../sites/site.ts';
import type { SiteLinks } from '../sites/site-links.ts';
import type { SitePoller } from '../worklist/site-poller.ts';
import type { CatalogueRepositories } from './catalogue-repositories.ts';

/** No byte for so long: the line is given up and asked again. Never a limit on a whole transfer. */
const NO_PROGRESS_TIMEOUT_MS = 30_000;
/** A person waits for the answer. */
const TRY_TIMEOUT_MS = 10_000;

export interface HospitalsDependencies {
  readonly catalogue: Pick<RemoteRepositories<CatalogueRepositories>, 'sites' | 'deliveries'>;
  readonly vault: Pick<SiteVault, 'put'>;
  readonly links: SiteLinks;
  readonly clock: Clock;
  readonly onLeft: (siteId: string) => void;
  /** Changes a hospital for all seats of the centre, and then here. */
  readonly publish: (site: Site, keep: () => Promise<void>) => Promise<void>;
  /** What the command line names is this seat’s own: no other seat changes it here. */
  readonly ownSiteIds: ReadonlySet<string>;
}

/** The hospitals of this seat, and where each is asked. They come and go while the program runs. */
export interface Hospitals {
  readonly find: (siteId: string) => Site | undefined;
  /** Those that were not taken off the list, and what is imported here. */
  readonly present: () => readonly Site[];
  /** Those that other seats may have from this one: not the demo's, not what is imported here, not what the command line names. */
  readonly shareable: () => readonly Site[];
  /** A site with a server, that was not taken off the list. */
  readonly webSite: (siteId: string) => DicomWebSite | undefined;
  /** The same, but not what stands in for the server of what is imported here. */
  readonly hospital: (siteId: string) => DicomWebSite | undefined;
  /** Address and telephone as they are printed. @throws AppError `site/not-found` */
  readonly setLetterhead: (siteId: string, letterhead: Site['letterhead']) => Promise<void>;
  /** What is imported here has its store in the place of a server. */
  readonly enterLocal: (site: Site, web: DicomWebSite) => void;
  readonly pollNow: (siteId: string) => void;
  /** Begins to ask all hospitals, and from then on each that is added. */
  readonly startPolling: (start: (site: Site, web: DicomWebSite) => SitePoller) => void;
  readonly roster: SiteRoster;
  /** Takes in what another seat of the centre wrote. @throws AppError `site/still-needed` while reports wait for one that was removed */
  readonly take: (shared: SharedSite) => Promise<void>;
  readonly close: () => Promise<void>;
}

export function createHospitals(stored: readonly Site[], { catalogue, vault, links, clock, onLeft, publish, ownSiteIds }: HospitalsDependencies): Hospitals {
  const sites = new Map(stored.map((site) => [site.id, site]));
  const webSites = new Map<string, DicomWebSite>();
  const pollers = new Map<string, SitePoller>();
  const ending = new Set<Promise<void>>();
  let startPoller: ((site: Site, web: DicomWebSite) => SitePoller) | undefined;

  const enter = (site: Site) => {
    sites.set(site.id, site);
    if (lacksSecret(site)) {
      links.recordFailure(site.id, new AppError('site/unauthorised', 'password, token or key of this hospital have not been entered at this seat', { facts: { site: site.name } }));
      return;
    }
    const web = connectSite(site, NO_PROGRESS_TIMEOUT_MS, (count) => links.recordBytes(site.id, count));
    webSites.set(site.id, web);
    if (startPoller !== undefined) pollers.set(site.id, startPoller(site, web));
  };
  const leave = (siteId: string) => {
    webSites.delete(siteId);
    const poller = pollers.get(siteId);
    pollers.delete(siteId);
    // It may be in the middle of a question; the end of the program waits for it.
    const ended = poller?.close().finally(() => ending.delete(ended ?? Promise.resolve()));
    if (ended !== undefined) ending.add(ended);
    onLeft(siteId);
  };

  const forget = async (site: Site, removedAt: string): Promise<void> => {
    await catalogue.sites.remove(site.id, removedAt);
    sites.set(site.id, site);
    leave(site.id);
  };

  for (const site of stored) if (!isLocalSite(site) && site.removedAt === null) enter(site);

  return {
    find: (siteId) => sites.get(siteId),
    present: () => [...sites.values()].filter(({ removedAt }) => removedAt === null),
    shareable: () => [...sites.values()].filter((site) => site.removedAt === null && !site.isDemo && !isLocalSite(site) && !ownSiteIds.has(site.id)),
    webSite: (siteId) => webSites.get(siteId),
    hospital(siteId) {
      const site = sites.get(siteId);
      return site === undefined || isLocalSite(site) ? undefined : webSites.get(siteId);
    },
    enterLocal(site, web) {
      sites.set(site.id, site);
      webSites.set(site.id, web);
      links.recordAnswer(site.id);
    },
    async setLetterhead(siteId, letterhead) {
      const site = sites.get(siteId);
      if (site === undefined) throw new AppError('site/not-found', 'no such site');
      sites.set(siteId, { ...site, letterhead });
      await vault.put({ ...site, letterhead });
    },
    pollNow: (siteId) => pollers.get(siteId)?.pollNow(),
    startPolling(start) {
      startPoller = start;
      for (const [siteId, web] of webSites) {
        const site = sites.get(siteId);
        if (site !== undefined && !isLocalSite(site)) pollers.set(siteId, start(site, web));
      }
    },
    roster: {
      async tryAddress({ url, userName, password, security }, signal) {
        const web = connectSite({ name: '', ...addressOf(url), ...credentialsOf(userName, password, url), security: checkedSecurity(security) }, TRY_TIMEOUT_MS, () => {});
        await askForOne(web, clock.now(), signal);
      },
      async add({ name, url, userName, password, security, sinceDate }) {
        const typed = { ...siteFromCommandLine(name, url, sinceDate ?? undefined, clock.now()), ...credentialsOf(userName, password, url), security: checkedSecurity(security) };
        const before = sites.get(typed.id);
        const site = before === undefined ? typed : { ...typed, letterhead: before.letterhead, addedAt: before.addedAt };
        if (before !== undefined && before.removedAt === null) throw new AppError('site/already-there', 'a hospital of this name is there', { facts: { site: name } });
        await publish(site, async () => {
          await vault.put(site);
          await catalogue.sites.restore(site.id);
          enter(site);
        });
        return site.id;
      },
      async setSecurity(siteId, security, login) {
        const site = sites.get(siteId);
        if (site === undefined || site.removedAt !== null || isLocalSite(site)) throw new AppError('site/not-found', 'no such site');
        const changed = { ...site, ...(login === undefined ? {} : { credentials: withOldPassword(login, site.credentials) }), security: checkedSecurity(withOldSecrets(security, site.security)) };
        const keep = async () => {
          await vault.put(changed);
          leave(siteId);
          enter(changed);
        };
        // A secret is this seat’s alone: it is typed at each, also by a seat that may change nothing else, and while the hub is away.
        await (isSameForAll(site, changed) ? keep() : publish(changed, keep));
      },
      async remove(siteId) {
        const site = sites.get(siteId);
        if (site === undefined || site.removedAt !== null || isLocalSite(site)) throw new AppError('site/not-found', 'no such site');
        const waiting = await catalogue.deliveries.countWaitingFor(siteId);
        if (waiting > 0) throw new AppError('site/still-needed', 'reports wait for this hospital', { facts: { site: site.name, count: waiting } });
        const removedAt = clock.now().toISOString();
        const gone = { ...site, removedAt };
        await publish(gone, () => forget(gone, removedAt));
      },
    },
    async take(shared) {
      const before = sites.get(shared.id);
      if (ownSiteIds.has(shared.id) || before?.isDemo === true) return;
      const site = fromSharedSite(shared, before);
      if (before !== undefined && isSameForAll(before, site)) return;
      if (shared.removedAt !== null) {
        if (before === undefined || before.removedAt !== null) return;
        const waiting = await catalogue.deliveries.countWaitingFor(shared.id);
        if (waiting > 0) throw new AppError('site/still-needed', 'reports wait for a hospital that was removed elsewhere', { facts: { site: before.name, count: waiting } });
        await forget({ ...before, removedAt: shared.removedAt }, shared.removedAt);
        return;
      }
      await vault.put(site);
      await catalogue.sites.restore(site.id);
      if (before !== undefined && before.removedAt === null) leave(site.id);
      enter(site);
    },
    async close() {
      await Promise.all([...ending, ...[...pollers.values()].map((poller) => poller.close())]);
    },
  };
}

/** A password that is left empty stays as it was for the same name. */
function withOldPassword({ userName, password }: { readonly userName: string; readonly password: string }, before: Site['credentials']): Site['credentials'] {
  return userName === '' ? undefined : { userName, password: password === '' && before?.userName === userName ? before.password : password };
}

/** What was typed into its own fields stands before what the address carries. */
function credentialsOf(userName: string, password: string, url: string): Pick<Site, 'credentials'> {
  return { credentials: userName === '' ? addressOf(url).credentials : { userName, password } };
}

/** Secrets are never shown: what is left empty stays as it was. */
function withOldSecrets(security: SiteSecurity, before: SiteSecurity): SiteSecurity {
  const { token } = security;
  const kept = before.token;
  return {
    ...security,
    clientKey: security.clientKey === '' && security.clientCertificate === before.clientCertificate ? before.clientKey : security.clientKey,
    token:
      token.kind === 'bearer' && token.token === '' && kept.kind === 'bearer' ? kept
      : token.kind === 'oauth2' && token.clientSecret === '' && kept.kind === 'oauth2' ? { ...token, clientSecret: kept.clientSecret }
      : token,
  };
}

function connectSite(site: Pick<Site, 'name' | 'baseUrl' | 'credentials' | 'security'>, noProgressTimeoutMs: number, onBytes: (count: number) => void): DicomWebSite {
  return createDicomWebSite({
    name: site.name,
    baseUrl: site.baseUrl,
    credentials: site.credentials,
    security: site.security,
    noProgressTimeoutMs,
    onBytes,
  });
}
