import { createMessageFuzz } from './messages.ts';
import { readBroken, readers } from './readers.ts';

/**
 * `npm run test:fuzz`: 60,000 broken inputs through everything that reads what strangers send, and 50,000 bad messages to every method of the contract.
 * Each ends with an answer or a reason within two seconds, and the memory stays bounded; anything else ends with 1.
 */
const SEED = Number(process.env['FUZZ_SEED'] ?? 20_261_122);
const MESSAGES = 50_000;
const MOST_MEGABYTES = 1_024;

const faults: string[] = [];
for (const reader of readers(1)) {
  const started = performance.now();
  const before = faults.length;
  for (let run = 0; run < reader.runs; run += 1) {
    const fault = await readBroken(reader, SEED + run);
    if (fault !== undefined) faults.push(fault);
  }
  tell(reader.name, reader.runs, faults.length - before, started);
}
const started = performance.now();
const before = faults.length;
const messages = createMessageFuzz();
for (let run = 0; run < MESSAGES; run += 1) {
  const fault = await messages.send(SEED + run);
  if (fault !== undefined) faults.push(fault);
}
tell(`messages (${messages.reached()} right by chance)`, MESSAGES, faults.length - before, started);
if (faults.length > 0) process.stdout.write(`${faults.slice(0, 50).join('\n')}\n`);
process.stdout.write(faults.length === 0 ? 'no crash, no hang over 2 s, memory bounded\n' : `${faults.length} faults\n`);
process.exit(faults.length === 0 ? 0 : 1);

function tell(name: string, runs: number, found: number, since: number): void {
  const megabytes = Math.round(process.memoryUsage().rss / 1e6);
  if (megabytes > MOST_MEGABYTES) faults.push(`${name}: ${megabytes} MB`);
  process.stdout.write(`${name}: ${runs} runs, ${found} faults, ${((performance.now() - since) / 1000).toFixed(0)} s, ${megabytes} MB\n`);
}
