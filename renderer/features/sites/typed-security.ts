import type { SiteSecurityInput, SiteSummary } from '#shared/contract/services/sites.contract.ts';

export const LOGINS = ['none', 'bearer', 'oauth2'] as const;

/** What stands in the fields of a hospital's security. */
export interface TypedSecurity {
  readonly authority: string;
  readonly clientCertificate: string;
  readonly clientKey: string;
  readonly pin: string;
  readonly isPlainAllowed: boolean;
  readonly login: (typeof LOGINS)[number];
  readonly token: string;
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scope: string;
}

export const NO_TYPED_SECURITY: TypedSecurity = {
  authority: '', clientCertificate: '', clientKey: '', pin: '', isPlainAllowed: false, login: 'none', token: '', tokenUrl: '', clientId: '', clientSecret: '', scope: '',
};

/** Secrets are never shown: their fields are empty, and stay as they are when they are left so. */
export function typedFrom(security: NonNullable<SiteSummary['security']>): TypedSecurity {
  const { authority, clientCertificate, pin, isPlainAllowed, token } = security;
  const shown = { ...NO_TYPED_SECURITY, authority, clientCertificate, pin, isPlainAllowed, login: token.kind };
  return token.kind === 'oauth2' ? { ...shown, tokenUrl: token.tokenUrl, clientId: token.clientId, scope: token.scope } : shown;
}

export function toSecurity(typed: TypedSecurity): SiteSecurityInput {
  const { authority, clientCertificate, clientKey, pin, isPlainAllowed } = typed;
  return { authority: authority.trim(), clientCertificate: clientCertificate.trim(), clientKey: clientKey.trim(), pin: pin.trim(), isPlainAllowed, token: tokenOf(typed) };
}

function tokenOf({ login, token, tokenUrl, clientId, clientSecret, scope }: TypedSecurity): SiteSecurityInput['token'] {
  switch (login) {
    case 'none':
      return { kind: 'none' };
    case 'bearer':
      return { kind: 'bearer', token: token.trim() };
    case 'oauth2':
      return { kind: 'oauth2', tokenUrl: tokenUrl.trim(), clientId: clientId.trim(), clientSecret, scope: scope.trim() };
    default:
      return login satisfies never;
  }
}

/** Whether all that is needed stands there. */
export function isSecurityComplete({ login, tokenUrl, clientId }: TypedSecurity): boolean {
  return login !== 'oauth2' || (['http:', 'https:'].includes(URL.parse(tokenUrl.trim())?.protocol ?? '') && clientId.trim() !== '');
}

/** Whether everybody on the line could read what this address gives. */
export function isPlainBeyondHere(url: string): boolean {
  const parsed = URL.parse(url.trim());
  return parsed?.protocol === 'http:' && parsed.hostname !== 'localhost' && parsed.hostname !== '[::1]' && !parsed.hostname.startsWith('127.');
}
