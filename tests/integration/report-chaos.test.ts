import { expect, test } from 'vitest';
import { hasOrthanc } from '#tests/support/orthanc.ts';
import { runChaos } from '#tests/support/report-chaos/run-chaos.ts';

/** `npm run report-chaos` kills 50 times. */
test.skipIf(!hasOrthanc())('killed three times while a third of the answers is lost, each signed report is at Orthanc once, its PDF byte for byte (A21)', async () => {
  const { faults, signed, answersLost } = await runChaos({ kills: 3, seed: 7, say: () => {} });
  expect([faults, signed > 0, answersLost > 0]).toEqual([[], true, true]);
}, 300_000);
