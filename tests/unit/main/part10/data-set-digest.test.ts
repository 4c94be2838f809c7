import { describe, expect, test } from 'vitest';
import { dataSetDigest, sameDataSet } from '#main/part10/data-set-digest.ts';
import { writePart10 } from '#main/part10/write-part10.ts';
import { buildDataSet } from '#shared/dicom/data-set/build-data-set.ts';
import {
  encapsulated, ITEM_DELIMITER, part10, pixelDescription, raw, SEQUENCE_DELIMITER, sequence, SYNTAX, text, withIdentity, write, writeItem, type Encoding, type TestElement,
} from '#tests/support/build-part10.ts';

const report: readonly TestElement[] = withIdentity(
  text(0x00080050, 'SH', 'A1'),
  sequence(0x0040a730, [text(0x0040a160, 'UT', 'no finding')], [text(0x0040a160, 'UT', 'liver')]),
  text(0x00090010, 'LO', 'ACME'),
  text(0x00091001, 'LO', 'private'),
);
const written = (elements: readonly TestElement[], encoding: Encoding = 'explicit') => part10(SYNTAX[encoding], write(elements, encoding));
const sent = written(report);

describe('digest', () => {
  test('group 0002 does not count, the data set does', () => {
    const other = part10(SYNTAX.explicit, write(report, 'explicit')).slice();
    // The last byte of group 0002 is the NUL behind the transfer syntax; a longer preamble text changes nothing either.
    other.fill(0x41, 0, 128);
    expect(Buffer.compare(dataSetDigest(other), dataSetDigest(sent))).toBe(0);
    expect(dataSetDigest(sent)).toHaveLength(32);
    expect(Buffer.compare(dataSetDigest(written([...report, text(0x00100020, 'LO', 'P')])), dataSetDigest(sent))).not.toBe(0);
  });
});

describe('the same', () => {
  test.each<Encoding>(['implicit', 'big-endian'])('written as %s', (encoding) => {
    expect(sameDataSet(sent, written(report, encoding))).toBe(true);
  });

  test('deflated', () => {
    expect(sameDataSet(sent, part10(SYNTAX.deflated, write(report, 'explicit')))).toBe(true);
  });

  test('with sequences of undefined length, group lengths and trailing padding', () => {
    const items = [...report.find(({ tag }) => tag === 0x0040a730)!.value as readonly (readonly TestElement[])[]].map((item) =>
      Buffer.concat([Buffer.from([0xfe, 0xff, 0x00, 0xe0, 0xff, 0xff, 0xff, 0xff]), write(item, 'explicit'), ITEM_DELIMITER]),
    );
    const open = raw(0x0040a730, 'SQ', Buffer.concat([...items, SEQUENCE_DELIMITER]), 0xffffffff);
    const elements = [raw(0x00080000, 'UL', [0, 1, 0, 0]), ...report.map((element) => (element.tag === 0x0040a730 ? open : element)), raw(0xfffcfffc, 'OB', [0, 0])];
    expect(sameDataSet(sent, written(elements))).toBe(true);
  });

  test('in another character set', () => {
    const utf8 = written(withIdentity(text(0x00080005, 'CS', 'ISO_IR 192'), raw(0x00080080, 'LO', Buffer.from('Hôpital'))));
    const latin1 = written(withIdentity(text(0x00080005, 'CS', 'ISO_IR 100'), text(0x00080080, 'LO', 'Hôpital')));
    expect(sameDataSet(utf8, latin1)).toBe(true);
  });

  test('the same codestreams, with and without an offset table', () => {
    const image = (offsets: readonly number[]) => part10(SYNTAX.jpegBaseline, write([...withIdentity(...pixelDescription(1, 1)), encapsulated([[0xff, 0xd8, 0xff, 0xd9]], offsets)], 'explicit'));
    expect(sameDataSet(image([]), image([0]))).toBe(true);
  });

  test('bulk data that was filled up to an even length', () => {
    const document = (length: number) => written(withIdentity(raw(0x00420011, 'OB', Array.from({ length }, (_, index) => (index < 1501 ? index & 0x7f : 0)))));
    expect(sameDataSet(document(1501), document(1502))).toBe(true);
  });
});

describe('not the same', () => {
  test.each<[string, readonly TestElement[]]>([
    ['another text deep inside', report.map((element) => (element.tag === 0x0040a730 ? sequence(0x0040a730, [text(0x0040a160, 'UT', 'no finding')], [text(0x0040a160, 'UT', 'lung')]) : element))],
    ['an item less', report.map((element) => (element.tag === 0x0040a730 ? sequence(0x0040a730, [text(0x0040a160, 'UT', 'no finding')]) : element))],
    ['an element more', withIdentity(...report.filter(({ tag }) => tag > 0x00080018 && tag !== 0x0020000d && tag !== 0x0020000e), text(0x00100020, 'LO', 'P'))],
    ['an element less', report.filter(({ tag }) => tag !== 0x00080050)],
    ['another private value', report.map((element) => (element.tag === 0x00091001 ? text(0x00091001, 'LO', 'secret!') : element))],
  ])('%s', (_, elements) => {
    expect(sameDataSet(sent, written(elements))).toBe(false);
    expect(sameDataSet(sent, written(elements, 'implicit'))).toBe(false);
  });

  test('other pixels, or pixels that were compressed', () => {
    const native = (value: number) => written([...withIdentity(...pixelDescription(1, 1)), raw(0x7fe00010, 'OB', [value, 0])]);
    expect(sameDataSet(native(1), native(2))).toBe(false);
    const compressed = part10(SYNTAX.jpegBaseline, write([...withIdentity(...pixelDescription(1, 1)), encapsulated([[0xff, 0xd8, 0xff, 0xd9]])], 'explicit'));
    expect(sameDataSet(native(1), compressed)).toBe(false);
  });

  test('bulk data of which one byte differs', () => {
    const document = (byte: number) => written(withIdentity(raw(0x00420011, 'OB', [...Array<number>(1500).fill(1), byte, 0])));
    expect(sameDataSet(document(1), document(1))).toBe(true);
    expect(sameDataSet(document(1), document(2))).toBe(false);
  });
});

test('what this program writes is the same as what a server makes of it', () => {
  const dataSet = buildDataSet({
    SOPClassUID: '1.2.840.10008.5.1.4.1.1.88.33', SOPInstanceUID: '1.2.3.4', StudyInstanceUID: '1.2.3', SeriesInstanceUID: '1.2.3.1',
    PatientName: { alphabetic: 'Zhao^Shoutian', ideographic: '赵^守田', phonetic: '' },
    ContentSequence: [buildDataSet({ TextValue: '双肺纹理增多' })],
  });
  const ours = writePart10(dataSet, { transferSyntaxUid: SYNTAX.explicit });
  const item = writeItem(write([raw(0x0040a160, 'UT', Buffer.from('双肺纹理增多'))], 'implicit'));
  const theirs = part10(
    SYNTAX.implicit,
    write(
      [
        text(0x00080005, 'CS', 'ISO_IR 192'), text(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.88.33'), text(0x00080018, 'UI', '1.2.3.4'),
        raw(0x00100010, 'PN', Buffer.from('Zhao^Shoutian=赵^守田 ')), text(0x0020000d, 'UI', '1.2.3'), text(0x0020000e, 'UI', '1.2.3.1'),
        raw(0x0040a730, 'SQ', Buffer.concat([item, SEQUENCE_DELIMITER]), 0xffffffff),
      ],
      'implicit',
    ),
  );
  expect(sameDataSet(ours, theirs)).toBe(true);
});
