import { expect, test } from 'vitest';
import { createMessageFuzz } from '#tests/support/trust-fuzz/messages.ts';
import { readBroken, readers } from '#tests/support/trust-fuzz/readers.ts';

/** A sample of `npm run test:fuzz`, which does a hundred times as much. */

const SEED = 7_001;

test.each(readers(0.01))('$name: $runs broken inputs end with an answer or a reason', async (reader) => {
  const faults: string[] = [];
  for (let run = 0; run < reader.runs; run += 1) {
    const fault = await readBroken(reader, SEED + run);
    if (fault !== undefined) faults.push(fault);
  }
  expect(faults).toEqual([]);
});

test('whole inputs are read: a reader that refused everything would pass the rest', async () => {
  for (const { seeds, read } of readers(0)) {
    for (const seed of seeds) await read(seed, { below: () => 0, chance: () => false, of: (list) => list[0]! });
  }
});

test('500 messages that no page of ours sends are refused, and none reaches what it should not', async () => {
  const messages = createMessageFuzz();
  const faults: string[] = [];
  for (let run = 0; run < 500; run += 1) {
    const fault = await messages.send(SEED + run);
    if (fault !== undefined) faults.push(fault);
  }
  expect(faults).toEqual([]);
  // Some are right by chance: the messages are not all refused for the same first mistake.
  expect(messages.reached()).toBeGreaterThan(5);
});
