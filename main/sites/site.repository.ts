import type { SqliteDatabase } from '../database/open-encrypted-database.ts';
import { NO_SECURITY, type SiteSecurity } from './site-security.ts';
import type { Site } from './site.ts';

interface SiteRow {
  id: string;
  name: string;
  base_url: string;
  user_name: string;
  password: string;
  is_demo: number;
  since_date: string | null;
  case_modalities: string;
  request_mark: Site['caseRule']['requestMark'];
  quiet_seconds: number;
  poll_seconds: number;
  address: string;
  telephone: string;
  added_at: string;
  removed_at: string | null;
  security: string;
  sealed_secrets: string;
}

/** A site as the catalogue has it: without its secrets, which are wrapped. */
export interface StoredSite {
  readonly site: Site;
  /** Base64; '' for none. */
  readonly sealedSecrets: string;
  /** An older version has kept the password as it is. */
  readonly isInClear: boolean;
}

export class SiteRepository {
  readonly #all;
  readonly #put;
  readonly #setRemoved;

  constructor(database: SqliteDatabase) {
    this.#all = database.prepare<[], SiteRow>('SELECT * FROM site ORDER BY added_at, id');
    this.#put = database.prepare<Omit<SiteRow, 'removed_at'>>(`
      INSERT INTO site (id, name, base_url, user_name, password, is_demo, since_date, case_modalities, request_mark, quiet_seconds,
        poll_seconds, address, telephone, added_at, security, sealed_secrets)
      VALUES ($id, $name, $base_url, $user_name, $password, $is_demo, $since_date, $case_modalities, $request_mark, $quiet_seconds,
        $poll_seconds, $address, $telephone, $added_at, $security, $sealed_secrets)
      ON CONFLICT (id) DO UPDATE SET name = $name, base_url = $base_url, user_name = $user_name, password = $password,
        since_date = $since_date, case_modalities = $case_modalities, request_mark = $request_mark, quiet_seconds = $quiet_seconds,
        poll_seconds = $poll_seconds, address = $address, telephone = $telephone, security = $security, sealed_secrets = $sealed_secrets`);
    this.#setRemoved = database.prepare<[string | null, string]>('UPDATE site SET removed_at = ? WHERE id = ?');
  }

  /** Those that were taken off the list as well: their studies are still here. */
  all(): Site[] {
    return this.#all.all().map(toSite);
  }

  stored(): StoredSite[] {
    return this.#all.all().map((row) => ({ site: toSite(row), sealedSecrets: row.sealed_secrets, isInClear: row.password !== '' }));
  }

  /**
   * Adds a site, or changes the one with the same id; `addedAt` and `removedAt` stay as they were. Its secrets are left out.
   * @param sealedSecrets the same secrets wrapped; '' for a site without any
   */
  put(site: Site, sealedSecrets = ''): void {
    this.#put.run({
      id: site.id,
      name: site.name,
      base_url: site.baseUrl,
      user_name: site.credentials?.userName ?? '',
      password: '',
      is_demo: site.isDemo ? 1 : 0,
      since_date: site.caseRule.sinceDate,
      case_modalities: JSON.stringify(site.caseRule.modalities),
      request_mark: site.caseRule.requestMark,
      quiet_seconds: site.quietSeconds,
      poll_seconds: site.pollSeconds,
      address: site.letterhead.address,
      telephone: site.letterhead.telephone,
      added_at: site.addedAt,
      security: JSON.stringify(withoutSecrets(site.security)),
      sealed_secrets: sealedSecrets,
    });
  }

  remove(siteId: string, now: string): void {
    this.#setRemoved.run(now, siteId);
  }

  /** Puts one that was taken off the list on it again. */
  restore(siteId: string): void {
    this.#setRemoved.run(null, siteId);
  }
}

function toSite(row: SiteRow): Site {
  return {
    id: row.id,
    name: row.name,
    baseUrl: row.base_url,
    credentials: row.user_name === '' ? undefined : { userName: row.user_name, password: row.password },
    security: { ...NO_SECURITY, ...(JSON.parse(row.security) as Partial<SiteSecurity>) },
    isDemo: row.is_demo === 1,
    caseRule: { sinceDate: row.since_date, modalities: JSON.parse(row.case_modalities) as string[], requestMark: row.request_mark },
    quietSeconds: row.quiet_seconds,
    pollSeconds: row.poll_seconds,
    letterhead: { address: row.address, telephone: row.telephone },
    addedAt: row.added_at,
    removedAt: row.removed_at,
  };
}

function withoutSecrets(security: SiteSecurity): SiteSecurity {
  const { token } = security;
  const bare = token.kind === 'bearer' ? { ...token, token: '' } : token.kind === 'oauth2' ? { ...token, clientSecret: '' } : token;
  return { ...security, clientKey: '', token: bare };
}
