import { registerRigid, SURE } from '#shared/dicom/registration/register-rigid.ts';
import { madePair, residualMm } from './made-pairs.ts';

/** `npm run registration`: fifty made pairs whose true relation is known, one line each, and how many are found within 3 mm. */
const count = Number(process.argv[2] ?? 50);
const LIMIT_MM = 3;

const found = Array.from({ length: count }, (_, seed) => {
  const pair = madePair(seed);
  const started = performance.now();
  const registration = registerRigid(pair);
  const row = { residual: residualMm(pair, registration.transform), ms: performance.now() - started, ...registration };
  process.stdout.write(
    `${row.residual <= LIMIT_MM ? 'ok ' : 'FAR'} ${row.residual.toFixed(2).padStart(7)} mm  spread ${row.spreadMm.toFixed(2).padStart(5)} mm  likeness ${row.likeness.toFixed(3)}  overlap ${row.overlap.toFixed(2)}  confidence ${row.confidence.toFixed(2)}  ${row.ms.toFixed(0).padStart(5)} ms  ${pair.name}\n`,
  );
  return row;
});
const within = found.filter(({ residual }) => residual <= LIMIT_MM).length;
const misled = found.filter(({ residual, confidence }) => residual > LIMIT_MM && confidence >= SURE).length;
const longest = Math.max(...found.map(({ ms }) => ms));
process.stdout.write(`${within} of ${count} within ${LIMIT_MM} mm (${((100 * within) / count).toFixed(0)} %; at least 95 % wanted), ${misled} beyond it that were called sure, longest ${longest.toFixed(0)} ms\n`);
process.exit(within >= 0.95 * count && misled === 0 ? 0 : 1);
