import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { TRANSFER_SYNTAX } from '#main/part10/transfer-syntax.ts';
import { writePart10 } from '#main/part10/write-part10.ts';
import { tagOf } from '#shared/dicom/data-set/attribute.ts';
import { buildDataSet, codeItem } from '#shared/dicom/data-set/build-data-set.ts';
import { itemsOf, textOf, type DataSet } from '#shared/dicom/data-set/data-set.ts';
import { ask, folderForAll, hasPrograms, structuredReportOf } from '#tests/support/report-kit.ts';
import { truthfulReport } from '#tests/support/sample-report.ts';

const JARS = ['pixelmed', 'vecmath', 'commons-codec', 'hsqldb'].map((name) => `/usr/share/java/${name}.jar`);
const hasPixelMed = (): boolean => {
  const isThere = JARS.every((jar) => existsSync(jar));
  if (!isThere) process.stderr.write('\n!!! NO PixelMed (libpixelmed-java): THE TEMPLATES OF REPORTS ARE NOT VALIDATED !!!\n');
  return isThere && hasPrograms('java');
};

/** PixelMed of 2022 knows the headings and elements of CID 7001 and CID 7002 by the codes that LOINC has replaced since. */
const OLD_HEADINGS: Readonly<Record<string, readonly [value: string, meaning: string]>> = {
  '55752-0': ['121060', 'History'],
  '11329-0': ['121060', 'History'],
  '55115-0': ['121062', 'Request'],
  '55111-9': ['121064', 'Current Procedure Descriptions'],
  '55114-3': ['121066', 'Prior Procedure Descriptions'],
  '59776-5': ['121070', 'Findings'],
  '19005-8': ['121072', 'Impressions'],
  '18783-1': ['121074', 'Recommendations'],
};

function withOldHeadings(item: DataSet): DataSet {
  const [name] = itemsOf(item, 'ConceptNameCodeSequence');
  const old = name && OLD_HEADINGS[textOf(name, 'CodeValue')];
  const renamed = old === undefined ? {} : buildDataSet({ ConceptNameCodeSequence: [codeItem({ value: old[0], scheme: 'DCM', meaning: old[1] })] });
  const children = itemsOf(item, 'ContentSequence');
  return { ...item, ...renamed, ...(children.length === 0 ? {} : { [tagOf('ContentSequence')]: { vr: 'SQ', Value: children.map(withOldHeadings) } }) };
}

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
