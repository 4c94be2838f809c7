import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { reportObjectIdentities } from '#main/documents/object-identities.ts';
import { plannedObjects } from '#main/documents/signing-package.ts';
import { TRANSFER_SYNTAX } from '#main/part10/transfer-syntax.ts';
import { writePart10 } from '#main/part10/write-part10.ts';
import type { CanonicalReport, ReportedFrame } from '#shared/report/canonical-report.ts';
import { buildKeyObjects } from '#shared/structured-report/key-object-selection.ts';
import { markOf, readKeyObjectSelection } from '#shared/structured-report/read-key-object.ts';
import { ask, folderForAll, hasPrograms } from '#tests/support/report-kit.ts';
import { picturedReport } from '#tests/support/pictured-report.ts';
import { CT_IMAGE, radiologyReport } from '#tests/support/sample-report.ts';

const studyInstanceUid = radiologyReport.studies[0]!.studyInstanceUid;
const image = (sopInstanceUid: string, change: Partial<ReportedFrame> = {}): ReportedFrame => ({
  studyInstanceUid, seriesInstanceUid: '1.2.840.1.4', sopClassUid: CT_IMAGE, sopInstanceUid, seriesNumber: 4, instanceNumber: 1, frameNumber: 1, numberOfFrames: 1, ...change,
});
const ENHANCED_CT_IMAGE = '1.2.840.10008.5.1.4.1.1.2.1';
const frame = (frameNumber: number) => image('1.2.840.1.5.1', { sopClassUid: ENHANCED_CT_IMAGE, seriesInstanceUid: '1.2.840.1.5', frameNumber, numberOfFrames: 8 });
const images = [image('1.2.840.1.4.1'), frame(3), frame(5)];
const reportWith = (sources: readonly ReportedFrame[]): CanonicalReport => ({ ...radiologyReport, measurements: [], keyImages: sources.map((source) => ({ source, picture: null })) });
const selectionOf = (sources: readonly ReportedFrame[]) => buildKeyObjects(reportWith(sources), reportObjectIdentities(radiologyReport));

function written(): string {
  const file = join(folderForAll(), 'key-objects.dcm');
  writeFileSync(file, writePart10(selectionOf(images)!, { transferSyntaxUid: TRANSFER_SYNTAX.explicitLittleEndian, bulkData: new Map() }));
  return file;
}

test('our own reader finds the marked frames, who marked them, and no other frame', () => {
  const selection = readKeyObjectSelection(selectionOf(images)!);
  expect(selection).toMatchObject({ purpose: 'key', observer: radiologyReport.reportingPhysician.name, description: '报告关键图像 3 幅' });
  const marked = (uid: string, frame: number) => markOf([selection], uid, frame).key !== undefined;
  expect([marked('1.2.840.1.4.1', 1), marked('1.2.840.1.5.1', 3), marked('1.2.840.1.5.1', 4), marked('1.2.840.1.5.1', 5)]).toEqual([true, true, false, true]);
});

test('images of another study make no selection in this one', () => {
  expect(selectionOf([image('1.2.3', { studyInstanceUid: '1.2.999' })])).toBeUndefined();
});

describe.skipIf(!hasPrograms('dciodvfy'))('dciodvfy', () => {
  test('finds no error in a selection whose images name their presentation state, nor in that state', () => {
    const planned = plannedObjects(picturedReport).filter(({ kind }) => kind === 'key-objects' || kind === 'presentation-state');
    expect(planned.map(({ kind }) => kind)).toEqual(['key-objects', 'presentation-state']);
    for (const { kind, dataSet } of planned) {
      const file = join(folderForAll(), `pictured-${kind}.dcm`);
      writeFileSync(file, writePart10(dataSet, { transferSyntaxUid: TRANSFER_SYNTAX.explicitLittleEndian, bulkData: new Map() }));
      expect([kind, ask('dciodvfy', [file]).text.split('\n').filter((line) => line.startsWith('Error'))]).toEqual([kind, []]);
    }
  });

  test('finds no error in the selection', () => {
    const { text } = ask('dciodvfy', [written()]);
    expect([text.includes('KeyObjectSelectionDocument'), text.split('\n').filter((line) => line.startsWith('Error'))]).toEqual([true, []]);
  });
});

describe.skipIf(!hasPrograms('dsrdump'))('dcmtk', () => {
  test('reads the tree of the selection without a fault', () => {
    const { status, text } = ask('dsrdump', ['+Pl', '+U8', written()]);
    expect([status, text.split('\n').filter((line) => /^[EF]:/.test(line)), (text.match(/contains IMAGE/g) ?? []).length]).toEqual([0, [], 3]);
  });
});
