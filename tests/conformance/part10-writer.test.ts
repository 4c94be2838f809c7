import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readPart10 } from '#main/part10/read-part10.ts';
import { writePart10 } from '#main/part10/write-part10.ts';
import { buildDataSet, codeItem } from '#shared/dicom/data-set/build-data-set.ts';
import { hasDcmtk, hasPydicom, PYTHON, run } from '#tests/support/oracles.ts';
import { hasTestData, readTestFile } from '#tests/support/test-data.ts';

/** What this program writes, read by programs that share no code with it. */
const folder = mkdtempSync(join(tmpdir(), 'tongyue-writer-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const report = writePart10(
  buildDataSet({
    SOPClassUID: '1.2.840.10008.5.1.4.1.1.88.33', SOPInstanceUID: '2.25.1001', StudyInstanceUID: '2.25.1', SeriesInstanceUID: '2.25.101', Modality: 'SR', AccessionNumber: '', InstanceNumber: 1,
    PatientName: { alphabetic: 'Zhao^Shoutian', ideographic: '赵^守田', phonetic: '' }, PatientID: 'P1', StudyDescription: '胸部CT平扫', ContentDate: '20261121',
    ContentSequence: [
      buildDataSet({ ValueType: 'TEXT', RelationshipType: 'CONTAINS', ConceptNameCodeSequence: [codeItem({ value: '121071', scheme: 'DCM', meaning: '影像所见' })], TextValue: '双肺纹理增多，未见实变。légère 𠮷' }),
      buildDataSet({ ValueType: 'NUM', MeasuredValueSequence: [buildDataSet({ NumericValue: ['1.500', 1 / 3] })] }),
      buildDataSet({ ValueType: 'CONTAINER', ContentSequence: [] }),
    ],
  }),
  { transferSyntaxUid: '1.2.840.10008.1.2.1' },
);

const READ = `
import sys, json, warnings
warnings.simplefilter('error')
import pydicom
ds = pydicom.dcmread(sys.argv[1])
print(json.dumps({
  'meta': [str(ds.file_meta.TransferSyntaxUID), str(ds.file_meta.MediaStorageSOPInstanceUID), str(ds.file_meta.ImplementationVersionName), ds.file_meta.FileMetaInformationGroupLength],
  'name': str(ds.get('PatientName', '')), 'description': str(ds.get('StudyDescription', '')), 'charset': str(ds.get('SpecificCharacterSet', '')),
  'texts': [str(i.get('TextValue', '')) for i in ds.get('ContentSequence', [])],
  'meanings': [str(i.ConceptNameCodeSequence[0].CodeMeaning) for i in ds.get('ContentSequence', []) if 'ConceptNameCodeSequence' in i],
  'numbers': [[x.original_string for x in i.MeasuredValueSequence[0].NumericValue] for i in ds.get('ContentSequence', []) if 'MeasuredValueSequence' in i],
  'frames': [len(f) for f in pydicom.encaps.generate_pixel_data_frame(ds.PixelData, int(ds.NumberOfFrames))] if 'PixelData' in ds and ds.file_meta.TransferSyntaxUID.is_compressed else len(ds.get('PixelData', b'')),
}))
`;

describe.skipIf(!hasPydicom())('pydicom', () => {
  if (PYTHON === undefined) return;
  const python = PYTHON;
  const read = (bytes: Uint8Array, name: string): Record<string, unknown> => {
    writeFileSync(join(folder, name), bytes);
    return JSON.parse(run(python, ['-c', READ, join(folder, name)])) as Record<string, unknown>;
  };

  test('reads a report with Chinese text without a warning', () => {
    expect(read(report, 'report.dcm')).toMatchObject({
      meta: ['1.2.840.10008.1.2.1', '2.25.1001', 'TONGYUE_0_1', expect.any(Number)],
      name: 'Zhao^Shoutian=赵^守田',
      description: '胸部CT平扫',
      charset: 'ISO_IR 192',
      texts: ['双肺纹理增多，未见实变。légère 𠮷', '', ''],
      meanings: ['影像所见'],
      numbers: [['1.500', '0.33333333333333']],
    });
  });

  test.skipIf(!hasTestData())('finds the frames of an image that was written anew', () => {
    for (const name of ['us-xa-nm/us-cine/US-PAL-8-10x-echo.dcm', 'transfer-syntaxes/multiframe-fragments/CT0012.fragmented_no_bot_jpeg_ls.80.dcm']) {
      const { metadata, transferSyntaxUid, frames } = readPart10(readTestFile(name));
      const lengths = frames.map((frame) => frame.length + (frame.length % 2));
      expect(read(writePart10(metadata, { transferSyntaxUid, frames }), 'image.dcm').frames).toEqual(lengths);
    }
  });
});

describe.skipIf(!hasDcmtk())('dcmtk', () => {
  test('dumps a report without a warning', () => {
    writeFileSync(join(folder, 'dump.dcm'), report);
    const output = run('dcmdump', ['-v', '+U8', join(folder, 'dump.dcm')]);
    expect(output).not.toMatch(/^[WE]:/m);
    expect(output).toContain('双肺纹理增多');
    expect(output).toContain('LittleEndianExplicit');
  });
});
