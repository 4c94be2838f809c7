import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openImportSource } from '#main/import/import-source.ts';
import { writePart10 } from '#main/part10/write-part10.ts';
import { buildDataSet } from '#shared/dicom/data-set/build-data-set.ts';
import { buildZip, type ZipFile } from '#tests/support/build-zip.ts';
import { temporaryFolder } from '#tests/support/temporary-folder.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

async function openArchive(files: readonly ZipFile[], zip64 = false) {
  const path = join(temporaryFolder(), 'disc.zip');
  writeFileSync(path, buildZip(files, zip64));
  const source = await openImportSource(path);
  onTestFinished(() => source.close());
  return source;
}

function folderOf(files: Readonly<Record<string, Uint8Array>>): string {
  const folder = temporaryFolder();
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

/** A media directory that names files. */
function dicomDirectory(...files: string[][]): Uint8Array {
  const records = files.map((ReferencedFileID) => buildDataSet({ ReferencedFileID }));
  return writePart10(
    buildDataSet({ SOPClassUID: '1.2.840.10008.1.3.10', SOPInstanceUID: '1.2.3.9', DirectoryRecordSequence: [buildDataSet({}), ...records] }),
    { transferSyntaxUid: '1.2.840.10008.1.2.1', frames: [] },
  );
}

test.each([['plain', false], ['ZIP64', true]] as const)('a %s archive is read file by file, stored and deflated', async (_kind, zip64) => {
  const source = await openArchive([{ name: 'DICOM/', content: bytes('') }, { name: 'DICOM/B', content: bytes('stored') }, { name: 'DICOM/A', content: bytes('x'.repeat(500)), isDeflated: true }], zip64);
  expect(source.files.map(({ name, bytes: size }) => [name, size])).toEqual([['DICOM/A', 500], ['DICOM/B', 6]]);
  expect(Buffer.from(await source.files[0]!.read()).toString()).toBe('x'.repeat(500));
  expect(Buffer.from(await source.files[1]!.read()).toString()).toBe('stored');
});

test('a file name in GB 18030 that does not say so is read', async () => {
  // 影像 in GB 18030: D3 B0 CF F1.
  const source = await openArchive([{ name: new Uint8Array([0xd3, 0xb0, 0xcf, 0xf1]), content: bytes('x') }]);
  expect(source.files[0]?.name).toBe('影像');
});

test.each([
  ['with a wrong checksum', { crc32: 1 }, 'file/damaged'],
  ['that unpacks to more than it says', { isDeflated: true, bytes: 3 }, 'file/damaged'],
  ['behind a password', { isEncrypted: true }, 'import/unreadable'],
] as const)('a file %s is refused and harms no other', async (_what, change, code) => {
  const source = await openArchive([{ name: 'bad', content: bytes('x'.repeat(100)), ...change }, { name: 'good', content: bytes('good') }]);
  await expect(source.files[0]!.read()).rejects.toMatchObject({ code });
  expect(Buffer.from(await source.files[1]!.read()).toString()).toBe('good');
});

test('an archive that was cut off is refused as a whole', async () => {
  const path = join(temporaryFolder(), 'half.zip');
  writeFileSync(path, buildZip([{ name: 'a', content: bytes('x'.repeat(100)) }]).subarray(0, 90));
  await expect(openImportSource(path)).rejects.toMatchObject({ code: 'import/unreadable' });
});

test('a path that leads nowhere is refused by its code', async () => {
  await expect(openImportSource(join(temporaryFolder(), 'nothing'))).rejects.toMatchObject({ code: 'import/not-found' });
});

test('a DICOMDIR stands for its folder; what it names and the medium lacks is listed, in any case of letters', async () => {
  const folder = folderOf({
    DICOMDIR: dicomDirectory(['IMAGES', 'IM1'], ['IMAGES', 'IM2']), 'images/im1': bytes('one'), 'images/unnamed': bytes('two'), 'autorun.inf': bytes('x'),
  });
  for (const path of [folder, join(folder, 'DICOMDIR')]) {
    const source = await openImportSource(path);
    expect(source.files.map(({ name }) => name)).toEqual(['autorun.inf', 'images/im1', 'images/unnamed']);
    expect(await source.missing()).toEqual(['IMAGES/IM2']);
  }
});

test('a DICOMDIR that cannot be read names nothing, and the files are there all the same', async () => {
  const source = await openImportSource(folderOf({ DICOMDIR: bytes('rubbish'), IM1: bytes('one') }));
  expect(source).toMatchObject({ files: [{ name: 'IM1' }] });
  expect(await source.missing()).toEqual([]);
});
