import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { openPart10 } from '#main/part10/open-part10.ts';
import { readContent } from '#main/part10/read-content.ts';
import { hasTestData, readTestFile, testTable } from '#tests/support/test-data.ts';
import { storedValues } from '#tests/support/stored-values.ts';

/** Frames against hashes that other decoders made of the same files; codestreams that the test cannot decode against their markers. */
describe.skipIf(!hasTestData())('frames of the shared files', () => {
  if (!hasTestData()) return;
  const rows = testTable('pixel-hashes.tsv').filter((row) => row.frame !== '');

  function cut(file: string) {
    const bytes = readTestFile(file);
    const opened = openPart10(bytes);
    return { ...readContent(bytes, opened), transferSyntaxUid: opened.transferSyntaxUid };
  }

  test.each(rows.map((row) => [`${row.file} frame ${row.frame}`, row] as const))('%s', (_, row) => {
    const { metadata, frames, transferSyntaxUid } = cut(row.file!);
    expect(frames).toHaveLength(Number(row.frames));
    const frame = frames[Number(row.frame) - 1]!;
    const values = storedValues(metadata, transferSyntaxUid, frame);
    if (values === undefined) {
      // JPEG and JPEG-LS begin with SOI, JPEG 2000 and HTJ2K with SOC or in a JP2 box; all end with EOI, which some fill up with FF or 00.
      const begin = /\.4\.(9\d|20\d)$/.test(transferSyntaxUid) ? /^(ff4fff51|0000000c)/ : /^ffd8ff/;
      expect(Buffer.from(frame.subarray(0, 4)).toString('hex')).toMatch(begin);
      expect(Buffer.from(frame).toString('hex')).toMatch(/ffd9(ff|00)*$/);
    } else {
      expect(createHash('sha256').update(values).digest('hex')).toBe(row.sha256_stored_values);
    }
  });

  test('the same image fragmented and unfragmented, with and without table, gives the same codestreams', () => {
    const names = ['fragmented_no_bot_jpeg_ls.80', 'not_fragmented_bot_jpeg_ls.80', 'not_fragmented_no_bot_jpeg_ls.80'];
    const digests = names.map((name) => cut(`transfer-syntaxes/multiframe-fragments/CT0012.${name}.dcm`).frames.map((frame) => createHash('sha256').update(frame).digest('hex')));
    expect(digests[1]).toEqual(digests[0]);
    expect(digests[2]).toEqual(digests[0]);
  });
});
