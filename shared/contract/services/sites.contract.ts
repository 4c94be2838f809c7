import { z } from 'zod';
import { method } from '../base-contract.ts';
import { failure, instant, siteId } from '../vocabulary.ts';

/** `connecting`: never answered yet. `slow`: at most three quarters of its usual throughput. */
export const linkState = z.enum(['connecting', 'reachable', 'slow', 'unreachable']);

export const siteSummary = z.object({
  siteId,
  name: z.string(),
  baseUrl: z.string(),
  isDemo: z.boolean(),
  link: linkState,
  /** What is wrong, since when; null when the site answers. */
  failure: failure.nullable(),
  lastSeenAt: instant.nullable(),
  /** Bits per second over the last retrievals; null before the first. */
  throughputBitsPerSecond: z.number().nonnegative().nullable(),
  queuedInstances: z.int().nonnegative(),
});
export type SiteSummary = z.infer<typeof siteSummary>;

export const sitesContract = {
  list: method().output(z.array(siteSummary)),
  /** Asks the site now instead of at its next turn. */
  pollNow: method('site/not-found').input(z.object({ siteId })).output(z.object({})),
};
