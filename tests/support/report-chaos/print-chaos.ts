import { runChaos } from './run-chaos.ts';

const kills = Number(process.argv[2] ?? 50);
const seed = Number(process.argv[3] ?? 20_261_122);
const result = await runChaos({ kills, seed, say: (line) => void process.stderr.write(`${line}\n`) });
process.stdout.write(`${JSON.stringify(result, undefined, 2)}\n`);
process.exit(result.faults.length === 0 && result.signed > 0 ? 0 : 1);
