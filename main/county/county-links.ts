import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Remote } from '../database/remote-repositories.ts';
import type { SettingRepository } from '../database/setting.repository.ts';
import type { Clock } from '../platform/clock.ts';
import { z } from 'zod';

const kept = z.record(z.string(), z.object({ digest: z.string(), madeAt: z.iso.datetime() }));

export type CountyLinks = ReturnType<typeof createCountyLinks>;

/** The keys by which hospitals come to their page: 32 random bytes each, of which only the digest is kept. */
export function createCountyLinks(settings: Remote<SettingRepository>, clock: Clock) {
  const read = async () => {
    const { countyLinks } = await settings.read();
    return countyLinks === '' ? {} : kept.parse(JSON.parse(countyLinks));
  };
  return {
    /** When each hospital's link was made. */
    async madeAt(): Promise<ReadonlyMap<string, string>> {
      return new Map(Object.entries(await read()).map(([siteId, { madeAt }]) => [siteId, madeAt]));
    },

    /** A new key; the former one opens nothing any more. */
    async make(siteId: string): Promise<string> {
      const key = randomBytes(32).toString('base64url');
      await settings.write('countyLinks', JSON.stringify({ ...(await read()), [siteId]: { digest: digestOf(key), madeAt: clock.now().toISOString() } }));
      return key;
    },

    async end(siteId: string): Promise<void> {
      const { [siteId]: _ended, ...rest } = await read();
      await settings.write('countyLinks', JSON.stringify(rest));
    },

    /** The hospital that a key belongs to. */
    async siteOf(key: string): Promise<string | undefined> {
      const given = Buffer.from(digestOf(key));
      return Object.entries(await read()).find(([, { digest }]) => timingSafeEqual(Buffer.from(digest), given))?.[0];
    },
  };
}

function digestOf(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}
