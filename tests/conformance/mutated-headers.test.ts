import fc from 'fast-check';
import { expect, test } from 'vitest';
import { byteMutations, headerMutations, mutateBytes, mutateHeader } from '#tests/support/fuzz/mutate.ts';
import { phantomObjects } from '#tests/support/fuzz/phantom-objects.ts';
import { throughPureCore } from '#tests/support/fuzz/pure-core.ts';
import { hasTestData, readTestFile, testFiles } from '#tests/support/test-data.ts';

/**
 * A reason or a picture, never a crash, a hang or a silent number. As many as fit the time here; `npm run fuzz` makes ten thousand, and two
 * hundred through the viewport.
 */
const SEED = 20_261_122;
const TIME_LIMIT_MS = 6_000;
const options = { seed: SEED, numRuns: Number(process.env['FUZZ_RUNS'] ?? 4_000), interruptAfterTimeLimit: Number(process.env['FUZZ_MS'] ?? TIME_LIMIT_MS), markInterruptAsFailure: false } as const;

const objects = phantomObjects();
const anyObject = fc.nat(objects.length - 1);

test.each(objects.map(({ name, part10 }) => [name, part10] as const))('the unchanged object %s is a picture', async (_, part10) => {
  expect(await throughPureCore(part10)).toEqual({ kind: 'picture' });
});

test('objects with mutated elements give a picture or a reason', async () => {
  await fc.assert(
    fc.asyncProperty(anyObject, headerMutations, async (index, mutations) => {
      await throughPureCore(objects[index]!.part10, (dataSet) => mutateHeader(dataSet, mutations));
    }),
    options,
  );
});

test('objects with mutated bytes give a picture or a reason', async () => {
  await fc.assert(
    fc.asyncProperty(anyObject, byteMutations, async (index, mutations) => {
      await throughPureCore(mutateBytes(objects[index]!.part10, mutations));
    }),
    options,
  );
});

test.skipIf(!hasTestData())('the malformed files of the shared set give a picture or a reason', async () => {
  const outcomes = new Map<string, string>();
  for (const file of testFiles('malformed')) outcomes.set(file, (await throughPureCore(readTestFile(file))).kind);
  expect(outcomes.size).toBe(94);
  // Cut off in the middle of a frame, and no DICOM at all.
  expect(outcomes.get('malformed/real/MR_truncated.dcm')).toBe('refused');
  expect(outcomes.get('malformed/real/GH340.dcm')).toBe('refused');
  expect(outcomes.get('malformed/fuzz/BASELINE_valid_ct.dcm')).toBe('picture');
});
