import { describe, expect, test } from 'vitest';
import { openPart10 } from '#main/part10/open-part10.ts';
import { readContent } from '#main/part10/read-content.ts';
import { writePart10 } from '#main/part10/write-part10.ts';
import { TRANSFER_SYNTAX } from '#main/part10/transfer-syntax.ts';
import { buildDataSet } from '#shared/dicom/data-set/build-data-set.ts';
import { personNameOf, repairOfElement, type DataSet } from '#shared/dicom/data-set/data-set.ts';
import { describeImage } from '#shared/dicom/image/image-description.ts';
import { isKoreanName } from '#shared/dicom/values/text-repair.ts';
import { formatPersonName, parsePersonName } from '#shared/dicom/values/person-name.ts';
import { raw, text, write, type TestElement } from '#tests/support/build-part10.ts';
import { CHINESE_NAMES, type ChineseName } from '#tests/support/chinese-names.ts';

const bytesOf = (hexadecimal: string) => Uint8Array.from(Buffer.from(hexadecimal, 'hex'));
const padded = (bytes: Uint8Array) => (bytes.length % 2 === 0 ? bytes : Uint8Array.of(...bytes, 0x20));

/** A file with a name of these bytes under a declaration; the description proves mislabelled Chinese, as in real files. */
function read(declared: string | undefined, name: Uint8Array, proof?: Uint8Array): DataSet {
  const elements: TestElement[] = [
    ...(declared === undefined ? [] : [text(0x00080005, 'CS', declared)]),
    text(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.2'), text(0x00080018, 'UI', '1.2.3.4'),
    ...(proof === undefined ? [] : [raw(0x00081030, 'LO', padded(proof))]),
    raw(0x00100010, 'PN', padded(name)),
  ];
  const bytes = write(elements, 'explicit');
  return readContent(bytes, openPart10(bytes)).metadata;
}

const nameOf = (dataSet: DataSet) => formatPersonName(personNameOf(dataSet, 'PatientName'));
/** 胸部CT平扫 in GB 18030. */
const PROOF = bytesOf('d0d8b2bf4354c6bdc9a8');

test('there are a hundred different names, a fifth of them outside GBK', () => {
  expect(new Set(CHINESE_NAMES.map(({ name }) => name)).size).toBe(100);
  expect(CHINESE_NAMES.filter(({ set }) => set === 'gb18030').length).toBeGreaterThanOrEqual(15);
});

describe('each of a hundred names is read as it was written', () => {
  test.each(CHINESE_NAMES)('$name', ({ name, gb18030, set }: ChineseName) => {
    const bytes = bytesOf(gb18030);
    const utf8 = new TextEncoder().encode(name);
    expect(nameOf(read('GB18030', bytes))).toBe(name);
    if (set !== 'gb18030') expect(nameOf(read('GBK', bytes))).toBe(name);
    expect(nameOf(read('ISO_IR 192', utf8))).toBe(name);
    // PS3.5 K.2: Chinese invoked by ESC $ ) A, anew after each delimiter.
    if (set === 'gb2312' && gb18030.includes('5e')) {
      // In GB 2312 both bytes of a pair are above A0: 5E is the delimiter.
      const escape = [0x1b, 0x24, 0x29, 0x41];
      const at = bytes.indexOf(0x5e);
      const escaped = [...escape, ...bytes.subarray(0, at), 0x5e, ...escape, ...bytes.subarray(at + 1)];
      expect(nameOf(read('\\ISO 2022 IR 58', Uint8Array.from(escaped)))).toBe(name);
    }
    // What we write is what was read.
    const written = writePart10(buildDataSet({ SpecificCharacterSet: 'ISO_IR 192', SOPClassUID: '1.2.840.10008.5.1.4.1.1.2', SOPInstanceUID: '1.2.3.4', PatientName: parsePersonName(name) }), { transferSyntaxUid: TRANSFER_SYNTAX.explicitLittleEndian });
    expect(nameOf(readContent(written, openPart10(written)).metadata)).toBe(name);
  });
});


describe('a mislabelled name', () => {
  test.each(CHINESE_NAMES.filter(({ set }) => set !== 'gb18030'))('$name is repaired under ISO_IR 100, and its bytes are kept', ({ name, gb18030 }) => {
    const dataSet = read('ISO_IR 100', bytesOf(gb18030), PROOF);
    expect(nameOf(dataSet)).toBe(name);
    expect(repairOfElement(dataSet, 'PatientName')).toEqual({ declared: 'ISO_IR 100', readAs: 'GB18030', bytes: Buffer.from(padded(bytesOf(gb18030))).toString('base64') });
    expect(describeImage(dataSet).nameRepair?.readAs).toBe('GB18030');
  });

  test('UTF-8 that was declared as nothing is repaired, too', () => {
    const dataSet = read(undefined, new TextEncoder().encode('王^𠮷'));
    expect([nameOf(dataSet), repairOfElement(dataSet, 'PatientName')?.readAs, repairOfElement(dataSet, 'PatientName')?.declared]).toEqual(['王^𠮷', 'ISO_IR 192', '']);
  });

  test('a name that is what it says it is carries no mark', () => {
    expect(repairOfElement(read('GB18030', bytesOf('cdf55eb6ab')), 'PatientName')).toBeUndefined();
    expect(describeImage(read('ISO_IR 100', Uint8Array.from(Buffer.from('Müller^Jürgen', 'latin1')))).nameRepair).toBeUndefined();
  });
});

describe('a Korean name', () => {
  // 홍^길동 in KS X 1001 (Python's euc-kr): each pair is also a pair of GB 2312.
  const korean = bytesOf('c8ab5eb1e6b5bf');

  test.each(['ISO 2022 IR 149', '\\ISO 2022 IR 149', 'ISO 2022 IR 6\\ISO 2022 IR 149', 'ISO_IR 100\\ISO 2022 IR 149', 'ISO 2022 IR 100\\ISO 2022 IR 149'])('is Korean under %s without its escape sequence', (declared) => {
    expect(nameOf(read(declared, korean))).toBe('홍^길동');
  });

  test('is Korean under a declaration that names Chinese as well', () => {
    expect(nameOf(read('ISO_IR 100\\ISO 2022 IR 149\\ISO 2022 IR 58', korean))).toBe('홍^길동');
  });

  test('with its escape sequences is read as PS3.5 I.2 has it, and needs no repair', () => {
    const bytes = Uint8Array.of(...Buffer.from('Hong^Gildong='), 0x1b, 0x24, 0x29, 0x43, 0xfb, 0xf3, 0x5e, 0x1b, 0x24, 0x29, 0x43, 0xd1, 0xce, 0xd4, 0xd7);
    const dataSet = read('\\ISO 2022 IR 149', bytes);
    expect([nameOf(dataSet), repairOfElement(dataSet, 'PatientName')]).toEqual(['Hong^Gildong=洪^吉洞', undefined]);
  });

  test('is Korean without any declaration, when it begins with a family name of Korea', () => {
    // 김태범 (Python's euc-kr), which GB 2312 would read as 辫怕裹.
    const dataSet = read(undefined, bytesOf('b1e8c5c2b9fc'));
    expect([nameOf(dataSet), repairOfElement(dataSet, 'PatientName')?.readAs]).toEqual(['김태범', 'ISO 2022 IR 149']);
  });

  test.each(CHINESE_NAMES.filter(({ set }) => set === 'gb2312'))('is never found in the Chinese name $name', ({ gb18030 }) => {
    expect(isKoreanName(bytesOf(gb18030))).toBe(false);
  });

  test('Chinese under a declaration that names Korean only is not made Chinese', () => {
    // 胸部 CT 平扫 is no Korean: it stays as declared rather than being guessed.
    expect(repairOfElement(read('ISO_IR 100\\ISO 2022 IR 149', PROOF), 'PatientName')?.readAs).not.toBe('GB18030');
  });
});
