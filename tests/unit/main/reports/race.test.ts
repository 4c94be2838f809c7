import { expect, test } from 'vitest';
import { runRace } from '#tests/support/report-race/run-race.ts';

test('of two processes that sign one request at once exactly one wins, and the other is told so (A23)', async () => {
  const { races, wins, refusals, wrong } = await runRace(12);
  expect({ wrong, won: wins[0] + wins[1], refusals: [...refusals] }).toEqual({ wrong: 0, won: races, refusals: [['report/already-signed', races]] });
});
