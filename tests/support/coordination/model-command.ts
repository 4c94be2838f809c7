import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { hasPostgres } from '../postgres.ts';
import { runModel, type ModelCounts } from './run-model.ts';

// `npm run model -- --schedules N [--from SEED]`: says every five seconds how far it is.
const { values } = parseArgs({ options: { schedules: { type: 'string', default: '10000' }, from: { type: 'string', default: '1' } } });
const [schedules, firstSeed] = [Number(values.schedules), Number(values.from)];
if (!Number.isInteger(schedules) || schedules < 1 || !Number.isInteger(firstSeed) || firstSeed < 1) {
  process.stderr.write('--schedules and --from want a number, such as 10000\n');
  process.exit(2);
}
const say = (line: string) => void process.stdout.write(`${line}\n`);
const withHub = hasPostgres();
const storms = withHub ? Math.ceil(schedules / 10) : 0;
const started = performance.now();
let saidMs = 0;
const minutes = (milliseconds: number) => (milliseconds / 60_000).toFixed(1);
const onProgress = (counts: ModelCounts) => {
  const elapsedMs = performance.now() - started;
  if (elapsedMs - saidMs < 5_000) return;
  saidMs = elapsedMs;
  const done = counts.schedules + counts.storms;
  const leftMs = (elapsedMs / done) * (schedules + storms - done);
  say(`${counts.schedules} of ${schedules} schedules, ${counts.storms} of ${storms} storms, ${((done * 1_000) / elapsedMs).toFixed(1)} a second, hub killed ${counts.kills} times, ${minutes(leftMs)} min left`);
};
say(`${schedules} random schedules from ${firstSeed} over ${withHub ? 'both coordinators' : 'THE EMBEDDED COORDINATOR ONLY'}, then ${storms} over a hub that is killed while it answers; ${availableParallelism()} cores`);
try {
  const counts = await runModel({ schedules, storms, firstSeed, withHub, onProgress });
  say(`${counts.schedules} schedules and ${counts.storms} storms in ${minutes(performance.now() - started)} min: ${counts.accepted} finals, ${counts.second} kept as second, ${counts.refused} refusals, hub killed ${counts.kills} times`);
  say('never two finals of one case, never a lost case, draft or signed report; both coordinators answered alike');
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
