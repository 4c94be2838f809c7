import { createPrivateKey, X509Certificate } from 'node:crypto';
import { AppError } from '#shared/errors/app-error.ts';

/** How a hospital's line is protected, and how we say who we are, beside basic authentication. */
export interface SiteSecurity {
  /** PEM of the authority that the server's certificate must come from; '' for those that the operating system trusts. */
  readonly authority: string;
  /** PEM of our own certificate and its private key, for a server that asks for them; '' for none. */
  readonly clientCertificate: string;
  readonly clientKey: string;
  /** SHA-256 of the server's own certificate, 64 hexadecimal digits; '' for any that is trusted. A pinned one need not bear the name of its host. */
  readonly pin: string;
  /** Plain HTTP may be spoken with this hospital beyond this machine. An administrator answers for that. */
  readonly isPlainAllowed: boolean;
  readonly token: SiteToken;
}

/** `oauth2`: client credentials, RFC 6749 4.4. */
export type SiteToken =
  | { readonly kind: 'none' }
  | { readonly kind: 'bearer'; readonly token: string }
  | { readonly kind: 'oauth2'; readonly tokenUrl: string; readonly clientId: string; readonly clientSecret: string; readonly scope: string };

export const NO_SECURITY: SiteSecurity = { authority: '', clientCertificate: '', clientKey: '', pin: '', isPlainAllowed: false, token: { kind: 'none' } };

/** `loopback`: it never leaves this machine. `plain`: everybody on the way can read and change it. */
export type SiteProtection = 'loopback' | 'tls' | 'pinned' | 'plain';

export function protectionOf(url: string, security: Pick<SiteSecurity, 'pin'>): SiteProtection {
  const { protocol, hostname } = new URL(url);
  if (protocol === 'https:') return security.pin === '' ? 'tls' : 'pinned';
  return isLoopback(hostname) ? 'loopback' : 'plain';
}

/** Whether an address may be asked at all. */
export function mayAsk(url: string, { isPlainAllowed }: Pick<SiteSecurity, 'isPlainAllowed'>): boolean {
  return isPlainAllowed || protectionOf(url, NO_SECURITY) !== 'plain';
}

/** Names are not looked up: what `localhost` means is set by RFC 6761. */
function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(hostname);
}

/**
 * Takes over what a person typed: colons and blanks in the fingerprint go.
 * @throws AppError `site/bad-certificate` with the fact `part`: `authority`, `clientCertificate`, `clientKey`, `pin`
 */
export function checkedSecurity(security: SiteSecurity): SiteSecurity {
  const pin = security.pin.replaceAll(/[\s:]/g, '').toUpperCase();
  if (pin !== '' && !/^[0-9A-F]{64}$/.test(pin)) throw badPart('pin');
  const { authority, clientCertificate, clientKey } = security;
  readable('authority', () => authority === '' || new X509Certificate(authority));
  readable('clientCertificate', () => clientCertificate === '' || new X509Certificate(clientCertificate));
  readable('clientKey', () => clientKey === '' || createPrivateKey(clientKey));
  if ((clientCertificate === '') !== (clientKey === '')) throw badPart(clientKey === '' ? 'clientKey' : 'clientCertificate');
  if (clientKey !== '' && !new X509Certificate(clientCertificate).checkPrivateKey(createPrivateKey(clientKey))) throw badPart('clientKey');
  return { ...security, pin };
}

function readable(part: string, read: () => unknown): void {
  try {
    read();
  } catch (cause) {
    throw badPart(part, cause);
  }
}

function badPart(part: string, cause?: unknown): AppError {
  return new AppError('site/bad-certificate', `what was given as ${part} cannot be used`, { cause, facts: { part } });
}
