import { readFileSync } from 'node:fs';
import { ecgLine } from './ecg-line.ts';

const HELP = `npm run ecg -- FILE...

Reads each file (DICOM waveform, HL7 aECG, SCP-ECG) through the product's own readers and prints one JSON object a line:
  file                 as given
  groups               each multiplex group: label, originality, samplingRateHz, sampleCount, bitsAllocated, timeOffsetMs, problems, and
    leads              name (I, II, V1...; null when it is none we know), code, meaning, samplesMv at index0, middle (half the count,
                       rounded down) and last, with min and max of all samples, in mV; null where nothing was recorded
  deviceMeasurements   what the device wrote into the object, in its order; deviceStatements in its words
  measurements         ours: value and unit, or notMeasurable and why
A file that is not read has refused: its code and the reason, and nothing else.
`;

const files = process.argv.slice(2);
if (files.length === 0 || files.includes('--help')) {
  process.stderr.write(HELP);
  process.exit(files.length === 0 ? 2 : 0);
}
for (const file of files) {
  const line = ecgLine(file, () => readFileSync(file));
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
