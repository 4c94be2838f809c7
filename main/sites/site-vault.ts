import type { Remote } from '../database/remote-repositories.ts';
import { unwrapIfOurs, type SecretStore } from '../platform/secret-store.ts';
import type { SiteToken } from './site-security.ts';
import type { Site } from './site.ts';
import type { SiteRepository } from './site.repository.ts';

/** The hospitals with their passwords, tokens and keys, which the seat's key store wraps: the catalogue alone does not give them away. */
export interface SiteVault {
  /** Those that were taken off the list as well. What an older version kept in clear is wrapped on the way. */
  readonly all: () => Promise<readonly Site[]>;
  readonly put: (site: Site) => Promise<void>;
}

interface Secrets {
  readonly password?: string;
  readonly clientKey?: string;
  readonly token?: string;
  readonly clientSecret?: string;
}

export function createSiteVault(sites: Pick<Remote<SiteRepository>, 'all' | 'stored' | 'put'>, secrets: Pick<SecretStore, 'wrap' | 'unwrap'>): SiteVault {
  const put = async (site: Site): Promise<void> => {
    const kept = secretsOf(site);
    const isEmpty = Object.values(kept).every((one) => one === '' || one === undefined);
    await sites.put(site, isEmpty ? '' : Buffer.from(secrets.wrap(Buffer.from(JSON.stringify(kept)))).toString('base64'));
  };
  const open = (site: Site, sealed: string): Site => {
    if (sealed === '') return site;
    const opened = unwrapIfOurs(secrets, Buffer.from(sealed, 'base64'));
    // Restored from another machine: the hospital refuses us until somebody enters the password again.
    return opened === undefined ? withSecrets(site, {}) : withSecrets(site, JSON.parse(Buffer.from(opened).toString('utf8')) as Secrets);
  };
  return {
    put,
    async all() {
      const found: Site[] = [];
      for (const { site, sealedSecrets, isInClear } of await sites.stored()) {
        const opened = open(site, sealedSecrets);
        if (isInClear) await put(opened);
        found.push(opened);
      }
      return found;
    },
  };
}

function secretsOf({ credentials, security: { clientKey, token } }: Site): Secrets {
  return {
    password: credentials?.password ?? '',
    clientKey,
    ...(token.kind === 'bearer' ? { token: token.token } : token.kind === 'oauth2' ? { clientSecret: token.clientSecret } : {}),
  };
}

function withSecrets(site: Site, { password = '', clientKey = '', token = '', clientSecret = '' }: Secrets): Site {
  const full: SiteToken =
    site.security.token.kind === 'bearer' ? { kind: 'bearer', token } : site.security.token.kind === 'oauth2' ? { ...site.security.token, clientSecret } : site.security.token;
  return {
    ...site,
    credentials: site.credentials === undefined ? undefined : { ...site.credentials, password },
    security: { ...site.security, clientKey, token: full },
  };
}
