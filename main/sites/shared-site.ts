import { z } from 'zod';
import { NO_SECURITY, type SiteSecurity, type SiteToken } from './site-security.ts';
import type { Site } from './site.ts';

const token = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['none', 'bearer']) }),
  z.object({ kind: z.literal('oauth2'), tokenUrl: z.url(), clientId: z.string(), scope: z.string() }),
]);

/** A hospital as all seats of a centre have it: without password, token and private key, which never leave the seat where they were typed. */
export const sharedSite = z.object({
  id: z.string().min(1).max(64), name: z.string().min(1), baseUrl: z.url({ protocol: /^https?$/ }),
  /** Of basic authentication; '' for none. */
  userName: z.string(),
  security: z.object({ authority: z.string(), clientCertificate: z.string(), pin: z.string(), isPlainAllowed: z.boolean(), token }),
  caseRule: z.object({ sinceDate: z.string().nullable(), modalities: z.array(z.string()), requestMark: z.enum(['none', 'accession-number']) }),
  quietSeconds: z.number().positive(), pollSeconds: z.number().positive(), addedAt: z.string(), removedAt: z.string().nullable(),
  changedBy: z.string(), changedAt: z.iso.datetime(),
});
export type SharedSite = z.infer<typeof sharedSite>;

export function toSharedSite({ id, name, baseUrl, credentials, security, caseRule, quietSeconds, pollSeconds, addedAt, removedAt }: Site, changed: Pick<SharedSite, 'changedBy' | 'changedAt'>): SharedSite {
  const { authority, clientCertificate, pin, isPlainAllowed } = security;
  return {
    id, name, baseUrl, userName: credentials?.userName ?? '', security: { authority, clientCertificate, pin, isPlainAllowed, token: bareToken(security.token) },
    caseRule: { ...caseRule, modalities: [...caseRule.modalities] }, quietSeconds, pollSeconds, addedAt, removedAt, ...changed,
  };
}

/**
 * What another seat wrote of a hospital, with the secrets of this one. They are kept only for the server that they were typed for: a hospital whose
 * address, authority or pin is another asks for them anew, so that nobody who writes at the hub can have them sent elsewhere.
 */
export function fromSharedSite(shared: SharedSite, before: Site | undefined): Site {
  const { id, name, baseUrl, userName, security: told, caseRule, quietSeconds, pollSeconds, addedAt, removedAt } = shared;
  const own = before?.security ?? NO_SECURITY;
  const isSameServer = before !== undefined && before.baseUrl === baseUrl && own.authority === told.authority && own.pin === told.pin && (own.isPlainAllowed || !told.isPlainAllowed);
  const password = isSameServer && before.credentials?.userName === userName ? before.credentials.password : '';
  const security: SiteSecurity = {
    ...told, clientKey: isSameServer && own.clientCertificate === told.clientCertificate ? own.clientKey : '', token: withOwnSecret(told.token, isSameServer ? own.token : { kind: 'none' }),
  };
  return {
    id, name, baseUrl, credentials: userName === '' ? undefined : { userName, password }, security, isDemo: false, caseRule, quietSeconds, pollSeconds,
    letterhead: before?.letterhead ?? { address: '', telephone: '' }, addedAt, removedAt,
  };
}

/** Whether something must be typed at this seat before the hospital can be asked: an empty password that is tried again and again shuts an account. */
export function lacksSecret({ credentials, security: { clientCertificate, clientKey, token: own } }: Pick<Site, 'credentials' | 'security'>): boolean {
  return credentials?.password === '' || (clientCertificate !== '' && clientKey === '') || (own.kind === 'bearer' && own.token === '') || (own.kind === 'oauth2' && own.clientSecret === '');
}

/** The same for all seats. */
export function isSameForAll(left: Site, right: Site): boolean {
  const nobody = { changedBy: '', changedAt: '' };
  return JSON.stringify(toSharedSite(left, nobody)) === JSON.stringify(toSharedSite(right, nobody));
}

function bareToken(own: SiteToken): SharedSite['security']['token'] {
  return own.kind === 'oauth2' ? { kind: 'oauth2', tokenUrl: own.tokenUrl, clientId: own.clientId, scope: own.scope } : { kind: own.kind };
}

function withOwnSecret(told: SharedSite['security']['token'], own: SiteToken): SiteToken {
  switch (told.kind) {
    case 'none':
      return { kind: 'none' };
    case 'bearer':
      return { kind: 'bearer', token: own.kind === 'bearer' ? own.token : '' };
    case 'oauth2':
      return { ...told, clientSecret: own.kind === 'oauth2' && own.tokenUrl === told.tokenUrl && own.clientId === told.clientId ? own.clientSecret : '' };
    default:
      return told satisfies never;
  }
}
