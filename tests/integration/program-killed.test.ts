import { expect, onTestFinished, test } from 'vitest';
import { createKillWorld, seeded } from '#tests/support/kill-world.ts';

/** A dozen of the two hundred lives of `npm run test:faults` (tests/faults): two of each deed. */

test('killed while it fetches, imports, evicts, writes, signs and delivers, the program loses and doubles nothing', async () => {
  const random = seeded(20_261_121);
  const world = await createKillWorld(24, 1);
  onTestFinished(() => world.stop());
  await world.live('retrieve', { quota: 'none', random });
  for (const deed of ['import', 'write', 'sign', 'retrieve', 'sign', 'deliver', 'import'] as const) await world.live(deed, { quota: 'none', random });
  for (const deed of ['evict', 'write', 'evict', 'deliver'] as const) await world.live(deed, { quota: 'tight', random });
  const settled = await world.settle();
  expect(settled).toMatchObject({ lives: 12, imported: 1, studies: 25 });
  expect(settled.evictions).toBeGreaterThan(0);
  // At most the instances that were under way at each kill are fetched twice: three at a time.
  expect(settled.fetchedTwice).toBeLessThanOrEqual(3 * 8);
}, 240_000);
