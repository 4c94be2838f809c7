import { isDeepStrictEqual } from 'node:util';
import { runSchedule, type ScheduleResult } from './model.ts';
import { openModelTables, type ModelTable } from './model-tables.ts';

export interface ModelCounts {
  readonly schedules: number;
  readonly storms: number;
  readonly accepted: number;
  readonly second: number;
  readonly refused: number;
  /** How often the hub was killed. */
  readonly kills: number;
}

export interface ModelRun {
  readonly schedules: number;
  /** Schedules over a hub that is killed in the middle of its answers. */
  readonly storms: number;
  /** Number of the first schedule. */
  readonly firstSeed: number;
  readonly withHub: boolean;
  /** After each schedule. */
  readonly onProgress: (counts: ModelCounts) => void;
}

/**
 * Runs schedules over both coordinators, which must answer alike, and then others over a hub that dies while it answers.
 * @throws Error with number and steps of a schedule after which something was lost or final twice, or that went another way over the hub
 */
export async function runModel({ schedules, storms, firstSeed, withHub, onProgress }: ModelRun): Promise<ModelCounts> {
  const { tables, kills, close } = await openModelTables(withHub);
  let counts: ModelCounts = { schedules: 0, storms: 0, accepted: 0, second: 0, refused: 0, kills: 0 };
  const count = (kind: 'schedules' | 'storms', { accepted, second, refused }: ScheduleResult) => {
    counts = {
      ...counts, [kind]: counts[kind] + 1, accepted: counts.accepted + accepted, second: counts.second + second, refused: counts.refused + refused, kills: kills(),
    };
    onProgress(counts);
  };
  const atEachTable = (number: number, work: (table: ModelTable, seed: number) => Promise<void>) => {
    let next = firstSeed;
    return Promise.all(tables.map(async (table) => {
      while (next < firstSeed + number) {
        next += 1;
        await work(table, next - 1);
      }
    }));
  };
  try {
    await atEachTable(schedules, async ({ embedded, hub }, seed) => {
      const here = requireNoFault(seed, 'embedded', await runSchedule(embedded, seed));
      if (hub !== undefined) {
        const there = requireNoFault(seed, 'hub', await runSchedule(hub, seed));
        // The same answers to the same questions: the SQL of the hub and the pure rules say the same.
        if (!isDeepStrictEqual(here, there)) throw new Error(`schedule ${seed} goes another way over the hub:\n${firstDifference(here.steps, there.steps)}`);
      }
      count('schedules', here);
    });
    await atEachTable(withHub ? storms : 0, async ({ stormy }, seed) => {
      if (stormy !== undefined) count('storms', requireNoFault(seed, 'a hub in a storm', await runSchedule(stormy, seed)));
    });
    return counts;
  } finally {
    await close();
  }
}

function requireNoFault(seed: number, where: string, result: ScheduleResult): ScheduleResult {
  if (result.faults.length > 0) throw new Error(`schedule ${seed} over ${where}: ${result.faults.join('; ')}\n${result.steps.join('\n')}`);
  return result;
}

function firstDifference(here: readonly string[], there: readonly string[]): string {
  const at = here.findIndex((step, index) => step !== there[index]);
  return at === -1 ? 'all steps are alike, what came out is not' : `${here.slice(0, at).join('\n')}\nembedded: ${here[at]}\nhub: ${there[at]}`;
}
