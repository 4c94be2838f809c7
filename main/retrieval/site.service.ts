import type { LineRule, SiteCapability, SiteSummary } from '#shared/contract/services/sites.contract.ts';
import { AppError, isAppError } from '#shared/errors/app-error.ts';
import type { DicomWebSite } from '../dicomweb/dicom-web-site.ts';
import type { Clock } from '../platform/clock.ts';
import type { EventHub } from '../platform/event-hub.ts';
import { kindOf } from '../sites/retrieve-form.ts';
import { protectionOf, type SiteSecurity } from '../sites/site-security.ts';
import type { SiteLinks } from '../sites/site-links.ts';
import type { SiteProfiles } from '../sites/site-profiles.ts';
import { isLocalSite, type Site } from '../sites/site.ts';
import type { Retrieval } from './retrieval.ts';

export interface SiteServiceDependencies {
  /** All that are known now: what is imported by hand becomes one while the program runs. */
  readonly sites: () => readonly Site[];
  readonly webSite: (siteId: string) => DicomWebSite | undefined;
  readonly pollNow: (siteId: string) => void;
  readonly links: SiteLinks;
  readonly profiles: SiteProfiles;
  readonly retrieval: Retrieval;
  readonly roster: SiteRoster;
  readonly events: EventHub;
  readonly clock: Clock;
}

/** An address as a person types it. */
export interface SiteAddress {
  readonly url: string;
  /** '' for none. */
  readonly userName: string;
  readonly password: string;
  readonly security: SiteSecurity;
}

export interface NewSite extends SiteAddress {
  readonly name: string;
  /** Studies of before are no cases; null for the usual week. */
  readonly sinceDate: string | null;
}

/** Of basic authentication; '' for none. */
export type SiteLogin = Pick<SiteAddress, 'userName' | 'password'>;

/** Which hospitals there are. */
export interface SiteRoster {
  /** Asks an address for one study. @throws AppError with a `site/` code */
  readonly tryAddress: (address: SiteAddress, signal: AbortSignal) => Promise<void>;
  /** @throws AppError `site/already-there` @returns the site's id */
  readonly add: (site: NewSite) => Promise<string>;
  /** Secrets that are empty stay as they were. @throws AppError `site/not-found`, `site/bad-certificate` */
  readonly setSecurity: (siteId: string, security: SiteSecurity, login?: SiteLogin) => Promise<void>;
  /** Its studies and reports stay. @throws AppError `site/not-found`, `site/still-needed` */
  readonly remove: (siteId: string) => Promise<void>;
}

export interface SiteTest {
  readonly answerMs: number | null;
  readonly failure: SiteSummary['failure'];
}

/** The hospitals' lines, as the page of hospitals shows and steers them. */
export interface SiteService {
  readonly list: () => Promise<SiteSummary[]>;
  /** @throws AppError `site/not-found`, like all that follow */
  readonly pollNow: (siteId: string) => void;
  readonly setLine: (siteId: string, line: LineRule) => Promise<void>;
  readonly test: (siteId: string, signal: AbortSignal) => Promise<SiteTest>;
  readonly relearn: (siteId: string) => Promise<void>;
  readonly tryAddress: (address: SiteAddress, signal: AbortSignal) => Promise<SiteTest>;
  /** @throws AppError `site/already-there` */
  readonly add: (site: NewSite) => Promise<{ readonly siteId: string }>;
  /** @throws AppError `site/not-found`, `site/bad-certificate` */
  readonly setSecurity: (siteId: string, security: SiteSecurity, login?: SiteLogin) => Promise<void>;
  /** @throws AppError `site/not-found`, `site/still-needed` */
  readonly remove: (siteId: string) => Promise<void>;
}

export function createSiteService({ sites, webSite, pollNow, links, profiles, retrieval, roster, events, clock }: SiteServiceDependencies): SiteService {
  const find = (siteId: string): Site => {
    const site = sites().find((one) => one.id === siteId);
    if (site === undefined) throw new AppError('site/not-found', 'no such site');
    return site;
  };

  const capabilitiesOf = (siteId: string): SiteCapability[] => {
    const bitsPerSecond = links.of(siteId).throughputBitsPerSecond;
    return profiles
      .capabilities(siteId)
      .map(({ sopClassUid, form, outcome, sizeShare, waitMs, checkedAt }) => ({
        kind: kindOf(sopClassUid), form, outcome, sizeShare, waitMs, checkedAt,
        isChosen: outcome === 'works' && profiles.chooseForm(siteId, sopClassUid, { mayExplore: false, bitsPerSecond }) === form,
      }))
      .toSorted((left, right) => left.kind.localeCompare(right.kind) || Number(right.isChosen) - Number(left.isChosen) || (left.sizeShare ?? 9) - (right.sizeShare ?? 9));
  };

  const summarise = (site: Site): SiteSummary => {
    const link = links.of(site.id);
    return {
      siteId: site.id,
      name: site.name,
      baseUrl: site.baseUrl,
      isDemo: site.isDemo,
      isLocal: isLocalSite(site),
      security: isLocalSite(site) ? null : securityOf(site),
      link: link.state,
      failure: link.failure === null ? null : { ...link.failure, facts: { ...link.failure.facts } },
      lastSeenAt: link.lastSeenAt,
      throughputBitsPerSecond: link.throughputBitsPerSecond,
      queuedInstances: retrieval.queuedInstances(site.id),
      secondsToEmpty: retrieval.secondsToEmpty(site.id),
      requestsAtOnce: retrieval.requestsAtOnce(site.id),
      waitMs: link.waitMs,
      line: profiles.rule(site.id),
      capabilities: capabilitiesOf(site.id),
      modes: profiles.modes(site.id).map(({ mode, outcome, bitsPerSecond, checkedAt }) => ({ mode, outcome, bitsPerSecond, checkedAt, isChosen: mode === profiles.chooseMode(site.id) })),
    };
  };

  return {
    async list() {
      await profiles.ready;
      return sites().map(summarise);
    },
    pollNow(siteId) {
      pollNow(find(siteId).id);
    },
    async setLine(siteId, line) {
      await profiles.setRule(find(siteId).id, line);
      retrieval.reconsider(siteId);
      if (!line.isPaused) pollNow(siteId);
      events.publish({ kind: 'site-changed', siteId });
    },
    async test(siteId, signal) {
      const web = webSite(find(siteId).id);
      if (web === undefined) throw new AppError('site/not-found', 'no such site');
      return timed((given) => askForOne(web, clock.now(), given), signal);
    },
    async relearn(siteId) {
      await profiles.forget(find(siteId).id);
      events.publish({ kind: 'site-changed', siteId });
    },
    tryAddress: (address, signal) => timed((given) => roster.tryAddress(address, given), signal),
    async add(site) {
      const siteId = await roster.add(site);
      events.publish({ kind: 'site-changed', siteId });
      return { siteId };
    },
    async setSecurity(siteId, security, login) {
      await roster.setSecurity(siteId, security, login);
      events.publish({ kind: 'site-changed', siteId });
    },
    async remove(siteId) {
      await roster.remove(siteId);
      events.publish({ kind: 'site-changed', siteId });
    },
  };

  async function timed(ask: (signal: AbortSignal) => Promise<void>, signal: AbortSignal): Promise<SiteTest> {
    const started = performance.now();
    try {
      await ask(signal);
      return { answerMs: Math.round(performance.now() - started), failure: null };
    } catch (error) {
      if (!isAppError(error)) throw error;
      return { answerMs: null, failure: { code: error.code, facts: { ...error.facts }, since: clock.now().toISOString() } };
    }
  }
}

/** What may be seen of a hospital's security: no key, no token. */
function securityOf({ baseUrl, credentials, security }: Site): NonNullable<SiteSummary['security']> {
  const { authority, clientCertificate, pin, isPlainAllowed, token } = security;
  return {
    protection: protectionOf(baseUrl, security),
    userName: credentials?.userName ?? '',
    login: token.kind !== 'none' ? token.kind : credentials === undefined ? 'none' : 'basic',
    authority, clientCertificate, pin, isPlainAllowed,
    token: token.kind === 'oauth2' ? { kind: 'oauth2', tokenUrl: token.tokenUrl, clientId: token.clientId, scope: token.scope } : { kind: token.kind },
  };
}

/** Asks for one study of today: a server that ignores the limit still has only one day to list. */
export async function askForOne(web: DicomWebSite, now: Date, signal: AbortSignal): Promise<void> {
  await web.searchForStudies({ StudyDate: now.toISOString().slice(0, 10).replaceAll('-', ''), limit: '1' }, signal);
}
