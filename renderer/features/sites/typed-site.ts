import type { z } from 'zod';
import type { newSite } from '#shared/contract/services/sites.contract.ts';

/** What stands in the fields of a hospital that is being connected. */
export interface TypedSite {
  readonly name: string;
  readonly url: string;
  readonly userName: string;
  readonly password: string;
  /** `YYYY-MM-DD`, or ''. */
  readonly sinceDate: string;
}

export const NOTHING_TYPED: TypedSite = { name: '', url: '', userName: '', password: '', sinceDate: '' };

export function isWebAddress(url: string): boolean {
  return ['http:', 'https:'].includes(URL.parse(url.trim())?.protocol ?? '');
}

export function isComplete({ name, url }: TypedSite): boolean {
  return name.trim() !== '' && isWebAddress(url);
}

export function toNewSite({ name, url, userName, password, sinceDate }: TypedSite): z.input<typeof newSite> {
  return { name: name.trim(), url: url.trim().replace(/\/+$/, ''), userName: userName.trim(), password, sinceDate: sinceDate === '' ? null : sinceDate };
}
