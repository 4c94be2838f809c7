import { describe, expect, test } from 'vitest';
import { openPart10 } from '#main/part10/open-part10.ts';
import { readContent } from '#main/part10/read-content.ts';
import { mendJpeg2000Size } from '#shared/dicom/codec/mend-jpeg2000-size.ts';
import { hasTestData, readTestFile } from '#tests/support/test-data.ts';

/** The file is a sound one whose SIZ was written over: the sound one lies beside it, and three decoders agree on its pixels. */
describe.skipIf(!hasTestData())('a codestream with an item delimiter over its size', () => {
  const frameOf = (file: string) => {
    const bytes = readTestFile(file);
    const [frame] = readContent(bytes, openPart10(bytes)).frames;
    return Buffer.from(frame!);
  };

  test('is mended to the very bytes of the file that it was made from', () => {
    const damaged = frameOf('malformed/real/JPEG2000-embedded-sequence-delimiter.dcm');
    const sound = frameOf('transfer-syntaxes/misc/JPEG2000.dcm');
    expect(damaged.equals(sound)).toBe(false);
    // 256 columns, says the data set.
    expect(Buffer.from(mendJpeg2000Size(damaged, 256)).equals(sound)).toBe(true);
  });
});
