import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { reportObjectIdentities } from '#main/documents/object-identities.ts';
import { TRANSFER_SYNTAX } from '#main/part10/transfer-syntax.ts';
import { writePart10 } from '#main/part10/write-part10.ts';
import type { DataSet } from '#shared/dicom/data-set/data-set.ts';
import { buildKeyObjects } from '#shared/structured-report/key-object-selection.ts';
import { buildMeasurementReport } from '#shared/structured-report/measurement-report.ts';
import { withOldHeadings } from '#tests/support/old-headings.ts';
import { picturedReport } from '#tests/support/pictured-report.ts';
import { ask, folderForAll, hasPrograms, structuredReportOf } from '#tests/support/report-kit.ts';
import { radiologyReport, truthfulReport } from '#tests/support/sample-report.ts';

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

/** A machine validates one object in half a minute: `npm test` looks at the report alone, `npm run test:conformance` at all. */
const isFull = process.env['TONGYUE_CONFORMANCE'] === 'full';
const identities = reportObjectIdentities(truthfulReport);
const OBJECTS: readonly (readonly [name: string, template: string, dataSet: DataSet | undefined])[] = [
  ['radiology report', 'TID_2000', withOldHeadings(structuredReportOf(truthfulReport))],
  ...(isFull
    ? ([
        ['measurement report', 'TID_1500', buildMeasurementReport(radiologyReport, reportObjectIdentities(radiologyReport))],
        ['key object selection', 'TID_2010', buildKeyObjects(truthfulReport, identities)],
        ['report with key images', 'TID_2000', withOldHeadings(structuredReportOf(picturedReport))],
      ] as const)
    : []),
];

describe.skipIf(!hasPixelMed())('PixelMed', () => {
  test.each(OBJECTS)('PixelMed validates the %s against %s (A3)', (name, template, dataSet) => {
    const path = join(folder, `${name}.dcm`);
    writeFileSync(path, writePart10(dataSet ?? {}, { transferSyntaxUid: TRANSFER_SYNTAX.explicitLittleEndian }));
    const limits = ['TotalOp', 'ExprOp', 'ExprGrp'].map((kind) => `-Djdk.xml.xpath${kind}Limit=0`);
    const { text } = ask('java', [...limits, '-cp', JARS.join(':'), 'com.pixelmed.validate.DicomSRValidator', path]);
    const lines = text.split('\n');
    // An illegal relationship is reported without the word Error.
    const faults = lines.filter((line) => /^Error|illegal relationship/.test(line) && !FAULT_OF_PIXELMED.test(line));
    expect([faults, lines.some((line) => line.startsWith(`Found Root Template ${template}`)), lines.includes('Root Template Validation Complete')]).toEqual([[], true, true]);
    // Half a minute on a machine with nothing else to do.
  }, 600_000);
});
