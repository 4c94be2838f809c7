import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { toJsonDataSet } from '#main/part10/data-set-to-json.ts';
import { openPart10 } from '#main/part10/open-part10.ts';
import { readContent } from '#main/part10/read-content.ts';
import { readPart10 } from '#main/part10/read-part10.ts';
import { scanDataSet } from '#main/part10/scan-data-set.ts';
import { writePart10 } from '#main/part10/write-part10.ts';
import { personNameOf, type DataSet } from '#shared/dicom/data-set/data-set.ts';
import { formatPersonName } from '#shared/dicom/values/person-name.ts';
import { isAppError } from '#shared/errors/app-error.ts';
import { SYNTAX } from '#tests/support/build-part10.ts';
import { hasTestData, readTestFile, testFiles, testTable } from '#tests/support/test-data.ts';

describe.skipIf(!hasTestData())('real files', () => {
  if (!hasTestData()) return;
  const catalogue = new Map(testTable('CATALOGUE.tsv').map((row) => [row.file!, row]));
  const names = testFiles();
  const contentOf = (name: string) => {
    const bytes = readTestFile(name);
    return readContent(bytes, openPart10(bytes));
  };

  /** Objects that some library wrote to test a codec: they lack the UIDs of study and series, and are refused for it. */
  const WITHOUT_IDENTITY = /chrSQEncoding|jpegls\/|htj2k\/HTJ2KLossless_08_RGB|JPEGLSNearLossless|SC_rgb_jls_lossy/;
  const sound = names.filter((name) => !name.startsWith('malformed/') && !WITHOUT_IDENTITY.test(name));

  test('there are hundreds of them', () => {
    expect(sound.length).toBeGreaterThan(500);
  });

  test.each(sound)('%s is read', (name) => {
    const instance = readPart10(readTestFile(name));
    const row = catalogue.get(name)!;
    // The catalogue's number of frames is empty for objects without pixels; three files describe an image and have no Pixel Data.
    const hasNoPixels = row.frames === '' || /chrJapMulti|chrKoreanMulti/.test(name);
    expect(instance.numberOfFrames).toBe(hasNoPixels ? 0 : Number(row.frames));
    expect(instance.frames).toHaveLength(instance.numberOfFrames);
    expect(instance.frames.every((frame) => frame.length > 0)).toBe(true);
    if (row.transfer_syntax_uid !== '' && row.transfer_syntax_uid !== SYNTAX.deflated) expect(instance.transferSyntaxUid).toBe(row.transfer_syntax_uid);
  });

  describe('names in every character set', () => {
    // The catalogue was made with pydicom, which shows the escape sequences of GB 2312 instead of following them.
    const expected = new Map([['charsets/chrGB2312.dcm', 'Zhang^XiaoDong=张^小东']]);
    test.each(names.filter((name) => name.startsWith('charsets/') && catalogue.get(name)!.patient_name !== ''))('%s', (name) => {
      const { metadata, characterSetRepair } = contentOf(name);
      expect(formatPersonName(personNameOf(metadata, 'PatientName'))).toBe(expected.get(name) ?? catalogue.get(name)!.patient_name);
      expect(characterSetRepair).toBeNull();
    });

    test('names inside sequences follow the set of their item', () => {
      const names1 = contentOf('charsets/chrSQEncoding.dcm').metadata['00321064']?.Value?.[0] as DataSet;
      expect(formatPersonName(personNameOf(names1, 'PatientName'))).toBe('ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう');
      const names2 = contentOf('charsets/chrSQEncoding1.dcm').metadata['00321064']?.Value?.[0] as DataSet;
      expect(formatPersonName(personNameOf(names2, 'PatientName'))).toBe('ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう');
    });
  });

  describe('malformed files', () => {
    const READ = new Set([
      // Files whose meaning is certain in spite of their defect.
      'malformed/real/ExplVR_BigEndNoMeta.dcm', 'malformed/real/ExplVR_LitEndNoMeta.dcm', 'malformed/real/SC_rgb_jpeg.dcm', 'malformed/real/explicit_VR-UN.dcm', 'malformed/real/no-meta-length-test.dcm',
      'malformed/real/JPEG2000-embedded-sequence-delimiter.dcm', 'malformed/real/invalid-vr-length-test.dcm', 'malformed/real/Issue1097_FailToOpenDeflatedFileWithSQ.dcm',
      'malformed/real/GH177_D_CLUNIE_CT1_IVRLE_BigEndian_undefined_length.dcm', 'malformed/fuzz/TC0657_meta_ALL_vr_3939.dcm', 'malformed/fuzz/TC0263_depth_50.dcm',
    ]);
    // A watchdog, not a measure of speed.
    test.each(names.filter((name) => name.startsWith('malformed/')))('%s gives an instance or a reason', { timeout: 2000 }, (name) => {
      let reason: unknown = 'read';
      try {
        readPart10(readTestFile(name));
      } catch (error) {
        if (!isAppError(error)) throw error;
        reason = error.facts.reason ?? error.code;
      }
      expect(typeof reason).toBe('string');
      if (READ.has(name)) expect(reason).toBe('read');
    });

    test.each([
      ['real/MR_truncated.dcm', 'Pixel Data has 8130 of the 8192 bytes of 1 frames'],
      ['real/rtplan_truncated.dcm', 'the file ends inside element 300A00B0'],
      ['real/badVR.dcm', 'Pixel Data holds more than the 1 frames declared'],
      ['real/UN_sequence.dcm', 'StudyInstanceUID is missing'],
      ['fuzz/TC1177_uid_traversal_config.dcm', 'SOPInstanceUID is no UID'],
      ['fuzz/TC0829_px_giant_dims.dcm', 'Pixel Data has 64 of the 8589672450 bytes of 1 frames'],
      ['fuzz/TC0913_sq_early_delim.dcm', 'no item at byte 190'],
    ])('%s is refused: %s', (name, reason) => {
      expect(() => readPart10(readTestFile(`malformed/${name}`))).toThrow(expect.objectContaining({ code: 'file/damaged', facts: { reason } }));
    });

    test('nested private sequences of implicit files are read', () => {
      const { dataSet, layout } = openPart10(readTestFile('malformed/real/nested_priv_SQ.dcm'));
      expect(toJsonDataSet(dataSet, scanDataSet(dataSet, 0, layout)).metadata['00010001']).toEqual({
        vr: 'SQ',
        Value: [{ '00010001': { vr: 'SQ', Value: [{ '00010001': { vr: 'UN', InlineBinary: Buffer.from('Double Nested SQ').toString('base64') } }] }, '00010002': { vr: 'UN', InlineBinary: Buffer.from('Nested SQ').toString('base64') } }],
      });
    });
  });

  /** The first file of each folder, and all of the folder of transfer syntaxes; big endian pixels are not written. */
  const rewritten = sound.filter((name, index) => {
    const folder = name.slice(0, name.lastIndexOf('/'));
    const isFirst = !(sound[index - 1] ?? '').startsWith(`${folder}/`);
    return (isFirst || name.startsWith('transfer-syntaxes/')) && catalogue.get(name)!.transfer_syntax_uid !== SYNTAX['big-endian'];
  });

  test.each(rewritten)('%s written anew says the same', (name) => {
    const { metadata, transferSyntaxUid, frames, bulkData } = readPart10(readTestFile(name));
    const anew = writePart10(metadata, { transferSyntaxUid, frames, bulkData: new Map(bulkData.map(({ elementPath, bytes }) => [elementPath, bytes])) });
    const again = readPart10(anew);
    // The character set of the text may be another one; what it says is the same.
    expect(withoutCharacterSet(again.metadata)).toEqual(withoutCharacterSet(metadata));
    expect(again.frames.map(digest)).toEqual(frames.map(digest));
    expect(again.bulkData.map(({ elementPath, bytes }) => [elementPath, digest(bytes)])).toEqual(bulkData.map(({ elementPath, bytes }) => [elementPath, digest(bytes)]));
  });
});

function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function withoutCharacterSet(dataSet: DataSet): DataSet {
  return Object.fromEntries(
    Object.entries(dataSet)
      .filter(([tag]) => tag !== '00080005')
      .map(([tag, { repairedFrom, ...element }]) => {
        // What is written is no longer mislabelled.
        expect(repairedFrom === undefined || repairedFrom.bytes !== '').toBe(true);
        return [tag, element.vr === 'SQ' && element.Value !== undefined ? { ...element, Value: element.Value.map((item) => withoutCharacterSet(item as DataSet)) } : element];
      }),
  );
}
