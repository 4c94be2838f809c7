import { availableParallelism, cpus } from 'node:os';
import { measureCountyLine } from './county-line.ts';
import { measureEcgDay } from './ecg-day.ts';
import { measureNextEcg } from './ecg-next.ts';
import { measureHub } from './hub.ts';
import { measureLines } from './lines.ts';
import type { Figure } from './figure.ts';
import { measureMprScroll } from './mpr-scroll.ts';
import { measureSigning } from './sign.ts';
import { measureQuality } from './quality.ts';
import { measureReadingRoom } from './reading-room.ts';
import { measureStartAndSigning } from './start-and-sign.ts';
import { measureLists } from './store-lists.ts';
import { measureStoreMemory } from './store-memory.ts';
import { measureStoreThroughput } from './store-throughput.ts';
import { measureWorklistQueries } from './worklist-query.ts';

const WORKLOADS: Readonly<Record<string, () => readonly Figure[] | Promise<readonly Figure[]>>> = {
  worklist: measureWorklistQueries,
  start: measureStartAndSigning,
  sign: measureSigning,
  quality: measureQuality,
  line: measureCountyLine,
  lines: measureLines,
  mpr: measureMprScroll,
  ecg: async () => [...(await measureEcgDay()), ...(await measureNextEcg())],
  room: measureReadingRoom,
  store: async () => [...(await measureStoreThroughput()), ...measureLists(100_000, 10).rows, ...(await measureStoreMemory())],
  hub: () => measureHub(),
  million: () => measureLists(1_000_000, 20).rows,
};
/** Takes a quarter of an hour to fill: measured when it is asked for by name. */
const ON_REQUEST: ReadonlySet<string> = new Set(['million', 'hub']);

const say = (line: string) => process.stdout.write(`${line}\n`);
const chosen = process.argv.slice(2);
const unknown = chosen.filter((name) => !(name in WORKLOADS));
if (unknown.length > 0) {
  process.stderr.write(`No workload is called ${unknown.join(', ')}. There are: ${Object.keys(WORKLOADS).join(', ')}\n`);
  process.exit(2);
}

const figures: Figure[] = [];
for (const [name, measure] of Object.entries(WORKLOADS)) {
  if (chosen.length > 0 ? !chosen.includes(name) : ON_REQUEST.has(name)) continue;
  process.stderr.write(`measuring: ${name}\n`);
  figures.push(...(await measure()));
}

const rounded = (value: number) => Number(value.toFixed(value < 10 ? 2 : 0));
const rows = figures.map(({ key, value, limit, what }) => [
  key, String(rounded(value)), limit === undefined ? '' : String(rounded(limit)), limit === undefined ? '' : (value / limit).toFixed(2), what,
]);
const head = ['figure', 'measured', 'limit', 'ratio', 'what'];
const widths = head.map((word, column) => Math.max(word.length, ...rows.map((row) => row[column]?.length ?? 0)));
for (const row of [head, ...rows]) say(row.map((cell, column) => (column === 1 || column === 2 || column === 3 ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0))).join('  ').trimEnd());
say(
  JSON.stringify({
    version: 1,
    date: new Date().toISOString(),
    machine: { processor: cpus()[0]?.model ?? '', cores: availableParallelism() },
    figures: Object.fromEntries(figures.map(({ key, value, limit }) => [key, limit === undefined ? { value: rounded(value) } : { value: rounded(value), limit: rounded(limit) }])),
  }),
);
process.exit(0);
