import { runRace } from './run-race.ts';

const races = Number(process.argv[2] ?? '200');
const { wins, refusals, wrong } = await runRace(races);
process.stdout.write(`${races} races: ${wins[0]} won by one process, ${wins[1]} by the other; ${wrong} without exactly one final report\n`);
for (const [code, count] of refusals) process.stdout.write(`the loser was told ${code}: ${count}\n`);
process.exit(wrong === 0 && wins[0] + wins[1] === races ? 0 : 1);
