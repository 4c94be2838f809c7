import { createHash } from 'node:crypto';
import { defaultSinceDate, type CaseRule } from '#shared/worklist/case-rule.ts';
import { NO_SECURITY, type SiteSecurity } from './site-security.ts';

/** A hospital we read for. */
export interface Site {
  readonly id: string;
  /** As it is printed in the letterhead. */
  readonly name: string;
  /** DICOMweb base address without a slash at the end and without credentials. */
  readonly baseUrl: string;
  /** Basic authentication (RFC 7617). */
  readonly credentials: { readonly userName: string; readonly password: string } | undefined;
  readonly security: SiteSecurity;
  readonly isDemo: boolean;
  readonly caseRule: CaseRule;
  /** A study is complete when the hospital's count has not moved for so long. */
  readonly quietSeconds: number;
  readonly pollSeconds: number;
  readonly letterhead: { readonly address: string; readonly telephone: string };
  readonly addedAt: string;
  /** When a person took it off the list; null while it is on it. */
  readonly removedAt: string | null;
}

export const DEFAULT_QUIET_SECONDS = 90;
export const DEFAULT_POLL_SECONDS = 10;

/** What was imported on this machine: no hospital stands behind it. */
export function isLocalSite(site: Pick<Site, 'baseUrl'>): boolean {
  return site.baseUrl === '';
}

/**
 * A site as the command line names it. Its id comes from its name, so that the same name with another address is the same hospital.
 * @param url may carry `user:password@`
 * @param sinceDate null for `all`; undefined for the default of seven days before today
 */
export function siteFromCommandLine(name: string, url: string, sinceDate: string | null | undefined, now: Date): Site {
  return {
    id: `site-${createHash('sha256').update(name).digest('hex').slice(0, 12)}`,
    name,
    ...addressOf(url),
    security: NO_SECURITY,
    isDemo: false,
    caseRule: { sinceDate: sinceDate === undefined ? defaultSinceDate(localDate(now)) : sinceDate, modalities: [], requestMark: 'none' },
    quietSeconds: DEFAULT_QUIET_SECONDS,
    pollSeconds: DEFAULT_POLL_SECONDS,
    letterhead: { address: '', telephone: '' },
    addedAt: now.toISOString(),
    removedAt: null,
  };
}

/** Takes `user:password@` out of an address. */
export function addressOf(url: string): Pick<Site, 'baseUrl' | 'credentials'> {
  const parsed = new URL(url);
  const credentials =
    parsed.username === '' ? undefined : { userName: decodeURIComponent(parsed.username), password: decodeURIComponent(parsed.password) };
  parsed.username = '';
  parsed.password = '';
  return { baseUrl: parsed.href.replace(/\/+$/, ''), credentials };
}

/** The calendar date of this machine, which stands in the same time zone as its hospitals. */
function localDate(now: Date): string {
  const shifted = new Date(now.getTime() - now.getTimezoneOffset() * 60_000);
  return shifted.toISOString().slice(0, 10);
}
