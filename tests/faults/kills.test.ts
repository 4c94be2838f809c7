import { expect, onTestFinished, test } from 'vitest';
import { createKillWorld, seeded, type Deed } from '#tests/support/kill-world.ts';

/** `npm run test:faults`: TONGYUE_KILLS lives (200 unless said otherwise) from the seed TONGYUE_SEED, each ended by `kill -9`. */

const kills = Number(process.env['TONGYUE_KILLS'] ?? 200);
const seed = Number(process.env['TONGYUE_SEED'] ?? 20_261_122);

test(`after ${kills} kills in the middle of everything no picture differs from its source and no report is lost or doubled`, async () => {
  const random = seeded(seed);
  const world = await createKillWorld(Math.ceil(kills * 0.6), 10);
  onTestFinished(() => world.stop());
  const started = Date.now();
  const beforeEviction = Math.ceil(kills * 0.5);
  for (let life = 0; life < kills; life += 1) {
    const mayEvict = life >= beforeEviction;
    const deeds: readonly Deed[] = mayEvict ? world.deeds : world.deeds.filter((deed) => deed !== 'evict');
    const deed = deeds[Math.floor(random() * deeds.length)] ?? 'retrieve';
    try {
      await world.live(deed, { quota: mayEvict ? 'tight' : 'none', random });
    } catch (error) {
      throw new Error(`life ${life + 1} of seed ${seed} (${deed})`, { cause: error });
    }
    if ((life + 1) % 20 === 0) process.stdout.write(`${life + 1} kills, ${((Date.now() - started) / 1000).toFixed(0)} s\n`);
  }
  const settled = await world.settle();
  process.stdout.write(`${JSON.stringify(settled)}, ${((Date.now() - started) / 1000).toFixed(0)} s\n`);
  expect(settled.lives).toBe(kills);
  expect(settled.signed).toBeGreaterThan(0);
  expect(settled.evictions).toBeGreaterThan(0);
  // Bytes fetched twice: at most the three instances that are under way at each kill.
  expect(settled.fetchedTwice).toBeLessThanOrEqual(3 * beforeEviction);
});
