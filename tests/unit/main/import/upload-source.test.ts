import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { ImportFile } from '#main/import/import-source.ts';
import { sealFile } from '#main/import/sealed-file.ts';
import { createUploadSource } from '#main/import/upload-source.ts';
import { buildZip } from '#tests/support/build-zip.ts';
import { temporaryFolder } from '#tests/support/temporary-folder.ts';

const never = new AbortController().signal;
const bytes = (text: string) => new TextEncoder().encode(text);
async function* chunksOf(content: Uint8Array, size = 7) {
  for (let at = 0; at < content.length; at += size) yield content.subarray(at, at + size);
}
async function taken(files: Iterable<ImportFile> | AsyncIterable<ImportFile>): Promise<[string, string][]> {
  const all: [string, string][] = [];
  for await (const file of files) all.push([file.name, Buffer.from(await file.read()).toString()]);
  return all;
}
function openSource(filesTotal: number, bytesTotal: number, silenceMs?: number) {
  const folder = join(temporaryFolder(), 'uploads');
  const source = createUploadSource(folder, { filesTotal, bytesTotal }, silenceMs);
  onTestFinished(() => source.close());
  return { folder, source };
}

describe('files that a page sends', () => {
  test('are taken one after the other, and each is answered when it was taken', async () => {
    const { source } = openSource(2, 6);
    const all = taken(source.files);
    await Promise.all([source.offer('A/IM1', chunksOf(bytes('one'))), source.offer('A/IM2', chunksOf(bytes('two')))]);
    source.end();
    expect(await all).toEqual([['A/IM1', 'one'], ['A/IM2', 'two']]);
    expect(source.totals()).toEqual({ files: 2, bytes: 6 });
  });

  test('an archive stands for what is in it, and nothing of it stays on the disk', async () => {
    const content = buildZip([{ name: 'IM1', content: bytes('x'.repeat(500)), isDeflated: true }, { name: 'IM2', content: bytes('two') }]);
    const { folder, source } = openSource(1, content.length);
    const all = taken(source.files);
    await source.offer('disc.ZIP', chunksOf(content));
    source.end();
    expect(await all).toEqual([['IM1', 'x'.repeat(500)], ['IM2', 'two']]);
    // 500 + 3 bytes instead of those of the archive.
    expect(source.totals()).toEqual({ files: 2, bytes: 503 });
    expect(readdirSync(folder)).toEqual([]);
  });

  test('an archive that is none is refused and harms no other', async () => {
    const { source } = openSource(2, 10);
    const all = taken(source.files);
    await expect(source.offer('rubbish.zip', chunksOf(bytes('no archive at all')))).rejects.toMatchObject({ code: 'import/unreadable' });
    await source.offer('IM1', chunksOf(bytes('one')));
    source.end();
    expect(await all).toEqual([['IM1', 'one']]);
  });

  test('are refused once the import was cancelled, those that wait as well', async () => {
    const { source } = openSource(2, 6);
    const waiting = source.offer('IM1', chunksOf(bytes('one')));
    const refused = expect(waiting).rejects.toMatchObject({ code: 'import/upload-lost' });
    await new Promise(setImmediate);
    source.stop();
    await refused;
    await expect(source.offer('IM2', chunksOf(bytes('two')))).rejects.toMatchObject({ code: 'import/upload-lost' });
    expect(await taken(source.files)).toEqual([]);
  });

  test('when the page is gone the import ends with a word for it', async () => {
    const { source } = openSource(2, 6, 1);
    await expect(taken(source.files)).rejects.toMatchObject({ code: 'import/upload-lost' });
  });
});

describe('bytes that are put aside', () => {
  test('are read again from any place, and cannot be read from the disk', async () => {
    const folder = join(temporaryFolder(), 'sealed');
    // Longer than a block and no multiple of it.
    const content = bytes(Array.from({ length: 100 }, (_, index) => `line ${index};`).join(''));
    const file = await sealFile(folder, chunksOf(content), never, () => {});
    for (const [position, length] of [[0, 5], [16, 16], [17, 40], [content.length - 3, 3]] as const) {
      const buffer = Buffer.alloc(length);
      expect(await file.read(buffer, 0, length, position)).toEqual({ bytesRead: length });
      expect(buffer).toEqual(Buffer.from(content.subarray(position, position + length)));
    }
    const [name = ''] = readdirSync(folder);
    expect(readFileSync(join(folder, name)).includes('line')).toBe(false);
    await file.close();
    expect(readdirSync(folder)).toEqual([]);
  });
});
