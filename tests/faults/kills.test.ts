import { expect, onTestFinished, test } from 'vitest';
import { createKillWorld, seeded, type Deed, type Settled } from '#tests/support/kill-world.ts';

/** `npm run test:faults`: TONGYUE_KILLS lives (200 unless said otherwise) from the seed TONGYUE_SEED, each ended by `kill -9`. */

const kills = Number(process.env['TONGYUE_KILLS'] ?? 200);
const seed = Number(process.env['TONGYUE_SEED'] ?? 20_261_122);
/** Seats with a hospital each that live beside each other: half of a life is waiting, and a machine has two cores. */
const WORLDS = 2;
const SAID_EVERY = 10;

test(`after ${kills} kills in the middle of everything no picture differs from its source and no report is lost or doubled`, async () => {
  const started = Date.now();
  const seconds = () => Math.round((Date.now() - started) / 1000);
  let done = 0;
  const sayProgress = () => {
    done += 1;
    if (done % SAID_EVERY !== 0) return;
    const left = Math.round((seconds() / done) * (kills - done));
    process.stdout.write(`${done} of ${kills} kills, ${seconds()} s, about ${left} s left, seed ${seed}\n`);
  };
  process.stdout.write(`${kills} kills in ${WORLDS} worlds, seed ${seed}\n`);
  const settled = await Promise.all(
    Array.from({ length: WORLDS }, (_, index) => liveAndDie(Math.ceil((kills - index) / WORLDS), seed + index, sayProgress)),
  );
  process.stdout.write(`${JSON.stringify(settled)}, ${seconds()} s\n`);
  const sum = (of: (one: Settled) => number) => settled.reduce((total, one) => total + of(one), 0);
  expect(sum((one) => one.lives)).toBe(kills);
  expect(sum((one) => one.signed)).toBeGreaterThan(0);
  expect(sum((one) => one.evictions)).toBeGreaterThan(0);
  // Bytes fetched twice: at most the three instances that are under way at each kill before the first eviction.
  expect(sum((one) => one.fetchedTwice)).toBeLessThanOrEqual(3 * Math.ceil(kills / 2 + WORLDS));
});

/** The first half with room for everything, the second with less than what was fetched. */
async function liveAndDie(lives: number, worldSeed: number, onKilled: () => void): Promise<Settled> {
  const random = seeded(worldSeed);
  const world = await createKillWorld(Math.ceil(lives * 0.6), 10);
  onTestFinished(() => world.stop());
  const beforeEviction = Math.ceil(lives * 0.5);
  for (let life = 0; life < lives; life += 1) {
    const mayEvict = life >= beforeEviction;
    const deeds: readonly Deed[] = mayEvict ? world.deeds : world.deeds.filter((deed) => deed !== 'evict');
    const deed = deeds[Math.floor(random() * deeds.length)] ?? 'retrieve';
    try {
      await world.live(deed, { quota: mayEvict ? 'tight' : 'none', random });
    } catch (error) {
      throw new Error(`life ${life + 1} of the world of seed ${worldSeed} (${deed})`, { cause: error });
    }
    onKilled();
  }
  return world.settle();
}
