import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { TRANSFER_SYNTAX } from '#main/part10/transfer-syntax.ts';
import { writePart10 } from '#main/part10/write-part10.ts';
import { withOldHeadings } from '#tests/support/old-headings.ts';
import { ask, folderForAll, hasPrograms, structuredReportOf } from '#tests/support/report-kit.ts';
import { truthfulReport } from '#tests/support/sample-report.ts';

const JARS = ['pixelmed', 'vecmath', 'commons-codec', 'hsqldb'].map((name) => `/usr/share/java/${name}.jar`);
const hasPixelMed = (): boolean => {
  const isThere = JARS.every((jar) => existsSync(jar));
  if (!isThere) process.stderr.write('\n!!! NO PixelMed (libpixelmed-java): THE TEMPLATES OF REPORTS ARE NOT VALIDATED !!!\n');
  return isThere && hasPrograms('java');
};

const folder = folderForAll();

/**
 * TID 1401 row 5 lets an area of a defined region name its image. PixelMed asks for a child of that code instead of the measurement itself, so its
 * condition is never met.
 */
const FAULT_OF_PIXELMED = /AreaMeasurementTemplate.*\[Row 5\] IMAGE.*Conditional content item present when condition not satisfied/;

test.skipIf(!hasPixelMed())('PixelMed validates the radiology report against TID 2000 (A3)', () => {
  const path = join(folder, 'legacy-headings.dcm');
  writeFileSync(path, writePart10(withOldHeadings(structuredReportOf(truthfulReport)), { transferSyntaxUid: TRANSFER_SYNTAX.explicitLittleEndian }));
  const limits = ['TotalOp', 'ExprOp', 'ExprGrp'].map((kind) => `-Djdk.xml.xpath${kind}Limit=0`);
  const { text } = ask('java', [...limits, '-cp', JARS.join(':'), 'com.pixelmed.validate.DicomSRValidator', path]);
  const lines = text.split('\n');
  // An illegal relationship is reported without the word Error.
  const faults = lines.filter((line) => /^Error|illegal relationship/.test(line) && !FAULT_OF_PIXELMED.test(line));
  expect([faults, lines.some((line) => line.startsWith('Found Root Template TID_2000')), lines.includes('Root Template Validation Complete')]).toEqual([[], true, true]);
  // Half a minute on a machine with nothing else to do.
}, 600_000);
