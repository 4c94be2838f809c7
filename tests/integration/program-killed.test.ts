import { expect, onTestFinished, test } from 'vitest';
import { createKillWorld, seeded } from '#tests/support/kill-world.ts';

/** Eight of the two hundred lives of `npm run test:faults` (tests/faults): each deed at least once. */

test('killed while it fetches, imports, evicts, writes, signs and delivers, the program loses and doubles nothing', async () => {
  const random = seeded(20_261_121);
  const world = await createKillWorld(14, 1);
  onTestFinished(() => world.stop());
  await world.live('retrieve', { quota: 'none', random });
  for (const deed of ['import', 'sign', 'write', 'retrieve'] as const) await world.live(deed, { quota: 'none', random });
  for (const deed of ['evict', 'deliver', 'evict'] as const) await world.live(deed, { quota: 'tight', random });
  const settled = await world.settle();
  expect(settled).toMatchObject({ lives: 8, imported: 1, studies: 15 });
  expect(settled.evictions).toBeGreaterThan(0);
  // At most the instances that were under way at each kill are fetched twice: three at a time.
  expect(settled.fetchedTwice).toBeLessThanOrEqual(3 * 5);
}, 240_000);
