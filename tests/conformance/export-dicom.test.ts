import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { exportInstance } from '#main/export/export-instance.ts';
import { newIdentityOf } from '#main/export/new-identity.ts';
import { createZip } from '#main/export/zip-writer.ts';
import { readPart10 } from '#main/part10/read-part10.ts';
import { valuesOf } from '#shared/dicom/data-set/data-set.ts';
import { deidentify, type ConfidentialityOptions } from '#shared/dicom/export/deidentify.ts';
import { exportSourceOf } from '#tests/support/export-source.ts';
import { hasPydicom, PYTHON, run } from '#tests/support/oracles.ts';
import { ask, hasPrograms } from '#tests/support/report-kit.ts';
import { temporaryFolder } from '#tests/support/temporary-folder.ts';
import { hasTestData, readTestFile } from '#tests/support/test-data.ts';

/** What leaves without names, judged by programs that share no code with this one: dciodvfy finds nothing that the hospital's own file did not have. */
const FILES = [
  'ct-volume/philips-head-1mm/I490.dcm', 'pet-ct/petct-paired-ko/000004.dcm', 'cr-dx-mg/dx/dx_image.dcm', 'cr-dx-mg/cr/RG3_J2KR.dcm', 'us-xa-nm/us-cine/US-PAL-8-10x-echo.dcm', 'us-xa-nm/xa-cine-ko/000000.dcm',
  'enhanced/mr/emri_small.dcm', 'enhanced/mr/emri_small_big_endian.dcm', 'enhanced/ct/eCT_Supplemental.dcm', 'enhanced/parametric-map/parametric_map_float.dcm', 'charsets/chrX1.dcm', 'mr/overlay/examples_overlay.dcm',
];
const PROFILES: Readonly<Record<string, ConfidentialityOptions>> = {
  basic: { retainUids: false, dates: 'remove', retainCharacteristics: false, cleanDescriptors: false },
  'with all options': { retainUids: true, dates: 'shift', retainCharacteristics: true, cleanDescriptors: true },
};
/** Kinds of error, without the values in them. */
const errorsOf = (file: string) =>
  new Set(ask('dciodvfy', ['-new', file]).text.split('\n').filter((line) => line.startsWith('Error')).map((line) => line.replaceAll(/<[^>]*>|'[^']*'|\d+/g, '#')));

for (const [name, options] of Object.entries(PROFILES)) {
  test.skipIf(!hasTestData() || !hasPrograms('dciodvfy'))(`real objects under the profile ${name} keep their pixels, name nobody, and have no error that they did not have before`, async () => {
    const folder = temporaryFolder();
    const wrong: string[] = [];
    for (const [index, file] of FILES.entries()) {
      const bytes = readTestFile(file);
      const source = exportSourceOf([bytes]);
      const [before] = source.instances;
      if (before === undefined) throw new Error(file);
      const identity = newIdentityOf(new Uint8Array(32), file);
      const made = await exportInstance(source, 1, before.metadata, (dataSet) => deidentify(dataSet, options, { ...identity, isSeenClear: false }));
      const [from, to] = [join(folder, `${index}-before.dcm`), join(folder, `${index}-after.dcm`)];
      writeFileSync(from, bytes);
      writeFileSync(to, made);
      const known = errorsOf(from);
      for (const error of errorsOf(to)) if (!known.has(error)) wrong.push(`${file}: ${error}`);
      const after = readPart10(made);
      if (after.frames.length !== before.frames.length) wrong.push(`${file}: ${after.frames.length} frames`);
      const isTurned = before.transferSyntaxUid === '1.2.840.10008.1.2.2';
      if (!isTurned && !after.frames.every((frame, place) => Buffer.compare(frame, before.frames[place] ?? new Uint8Array()) === 0)) wrong.push(`${file}: other pixels`);
      for (const keyword of ['PatientName', 'PatientID', 'AccessionNumber', 'InstitutionName', 'ReferringPhysicianName', 'OperatorsName', 'PatientBirthDate'] as const) {
        for (const value of valuesOf(before.metadata, keyword)) {
          const words = typeof value === 'object' && value !== null ? Object.values(value as Record<string, string>) : [String(value)];
          for (const word of words) if (word.length > 4 && Buffer.from(made).includes(word)) wrong.push(`${file}: still has its ${keyword}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });
}

test.skipIf(!hasPydicom())('an archive is opened by Python, and pydicom reads what is in it', async () => {
  const folder = temporaryFolder();
  const path = join(folder, 'export.zip');
  const zip = await createZip(path);
  const files = ['transfer-syntaxes/mr-small/MR_small.dcm', 'transfer-syntaxes/mr-small/MR_small_RLE.dcm'].map((file) => (hasTestData() ? readTestFile(file) : new Uint8Array([1, 2, 3])));
  for (const [index, content] of files.entries()) await zip.add(`DICOM/影像 ${index}.dcm`, content);
  await zip.finish();
  const script = 'import sys,zipfile,io,pydicom\nz=zipfile.ZipFile(sys.argv[1])\nprint(z.testzip(), [i.filename for i in z.infolist()], [pydicom.dcmread(io.BytesIO(z.read(i)), force=True).get("Rows") for i in z.infolist()])';
  expect(run(PYTHON ?? '', ['-c', script, path]).trim()).toBe(`None ['DICOM/影像 0.dcm', 'DICOM/影像 1.dcm'] ${hasTestData() ? '[64, 64]' : '[None, None]'}`);
  expect(spawnSync('unzip', ['-tq', path]).error === undefined ? spawnSync('unzip', ['-tq', path]).status : 0).toBe(0);
});
