import { readFileSync, statSync } from 'node:fs';
import { filesBelow, readSeries } from './read-series.ts';
import { passportLineOf } from './passport-line.ts';

const HELP = `npm run passports -- DIR

Reads every DICOM file below DIR through the product's own Part 10 reader and prints one JSON line for each series:
  seriesInstanceUID
  stacks      what a radiologist would see as one stack each:
    instances      SOP Instance UIDs in the order of the wheel; a frame of a multi-frame instance is UID#frame
    geometry       regular, tilted, irregular, missing-slices, duplicate-slices, single-slice or no-geometry
    spacingMm      [between rows, between columns, between slices along the normal]; null where there is none
    spacingSource  patient, calibrated, detector-plane, magnification-corrected, ultrasound-region or none
    tiltDeg        between the normal and the line through the slices; null for less than two slices
    gaps           wider steps: fromMm and toMm along the normal, missingSlices or null
  warnings    what a physician has to know, in words
  allowed     tools that all stacks allow, localizers left aside where there are others
Files that cannot be read are named on standard error.
`;

const [folder] = process.argv.slice(2);
if (folder === undefined || !statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
  process.stderr.write(HELP);
  process.exit(2);
}
const { series, complaints } = readSeries(filesBelow(folder).map((path) => ({ name: path, read: () => readFileSync(path) })));
for (const one of series) process.stdout.write(`${JSON.stringify(passportLineOf(one))}\n`);
for (const { file, reason } of complaints) process.stderr.write(`${file}: ${reason}\n`);
process.stderr.write(`${series.length} series; ${complaints.length} files left out\n`);
