import { readFileSync } from 'node:fs';
import { ecgLine } from './ecg-line.ts';

const HELP = `npm run ecg -- FILE...

Reads each file (DICOM waveform, HL7 aECG, SCP-ECG, Philips XML, GE MUSE XML) through the product's own readers and prints one JSON object a line:
  file                 as given
  groups               each multiplex group: label, originality, samplingRateHz, sampleCount, bitsAllocated, timeOffsetMs, problems, and
    leads              name (I, II, V1...; null when it is none we know), code, meaning, samplesMv at index0, middle (half the count,
                       rounded down) and last, with min and max of all samples, in mV; null where nothing was recorded
  deviceMeasurements   what the device wrote into the object, in its order; deviceStatements in its words
  leadTurns            how many sets of leads were recorded one after another and measured each for itself; 0: all at once
  measurements         ours: value and unit, or notMeasurable and why
A file that is not read has refused: its code and the reason, and nothing else.
Exit status: 0 when every file was read; 1 when one was refused, the others have their lines all the same; 2 when no file was given.
`;

const files = process.argv.slice(2);
if (files.length === 0 || files.includes('--help')) {
  process.stderr.write(HELP);
  process.exit(files.includes('--help') ? 0 : 2);
}
for (const file of files) {
  const line = lineOf(file);
  if ('refused' in line) process.exitCode = 1;
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/** One bad file of many must not keep the others from being read. */
function lineOf(file: string): object {
  try {
    return ecgLine(file, () => readFileSync(file));
  } catch (error) {
    return { file, refused: { code: 'internal', reason: error instanceof Error ? error.message : 'unknown' } };
  }
}
