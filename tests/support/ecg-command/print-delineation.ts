import { ALLOWED_MS, delineationCases, tryDelineation } from './delineation-cases.ts';

const seeds = Number(process.argv[2] ?? 6);
const INTERVALS = ['qrs', 'pr', 'qt'] as const;
const cases = delineationCases(seeds).map((one) => ({ ...one, ...tryDelineation(one) }));
const number = (value: number) => value.toFixed(1).padStart(6);
/** Mean, least and greatest error of some cases. */
const spread = (rows: typeof cases, interval: (typeof INTERVALS)[number]) => {
  const values = rows.flatMap(({ off }) => off[interval] ?? []);
  if (values.length === 0) return '   not measurable'.padEnd(27);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const missing = rows.length - values.length;
  return `${number(mean)} (${number(Math.min(...values))} to${number(Math.max(...values))})${missing > 0 ? ` none ${missing}` : ''}`.padEnd(27);
};

process.stdout.write(`ECGSYN hearts with known bounds: ours less the generator's, ms: mean (least to greatest). Allowed: QRS ${ALLOWED_MS.qrs}, PR ${ALLOWED_MS.pr}, QT ${ALLOWED_MS.qt}.\n`);
process.stdout.write('noise  rate  QRS   PR   QT   cases  QRS                        PR                         QT\n');
for (const signalToNoiseDb of [undefined, 20]) {
  for (const key of new Set(cases.map(({ rrS, qrsWidth }) => `${rrS} ${qrsWidth}`))) {
    const rows = cases.filter((one) => one.signalToNoiseDb === signalToNoiseDb && `${one.rrS} ${one.qrsWidth}` === key);
    const [first] = rows;
    if (first === undefined) continue;
    const known = INTERVALS.map((interval) => String(Math.round(first.known[interval])).padStart(4)).join(' ');
    process.stdout.write(`${(signalToNoiseDb === undefined ? 'none' : '20 dB').padEnd(6)} ${String(Math.round(60 / first.rrS)).padStart(4)} ${known}  ${String(rows.length).padStart(5)}  ${INTERVALS.map((interval) => spread(rows, interval)).join('')}\n`);
  }
}
const beyond = cases.filter(({ off }) => INTERVALS.some((interval) => Math.abs(off[interval] ?? 0) > ALLOWED_MS[interval]));
const unmeasured = cases.filter(({ off }) => INTERVALS.some((interval) => off[interval] === undefined));
const worst = INTERVALS.map((interval) => `${interval.toUpperCase()} ${Math.max(...cases.map(({ off }) => Math.abs(off[interval] ?? 0))).toFixed(1)} ms`).join(', ');
process.stdout.write(`${cases.length} cases; worst: ${worst}; beyond what is allowed: ${beyond.length}; without a number: ${unmeasured.length}\n`);
for (const { rrS, qrsWidth, seed, off, known } of beyond) process.stdout.write(`  RR ${rrS} s, QRS ${Math.round(known.qrs)} ms (x${qrsWidth}), seed ${seed}: ${INTERVALS.map((interval) => `${interval} ${off[interval]?.toFixed(1) ?? 'none'}`).join(', ')}\n`);
