import { describe, expect, test } from 'vitest';
import { decimalString, integerString } from '#main/part10/decimal-string.ts';
import { readPart10 } from '#main/part10/read-part10.ts';
import { IMPLEMENTATION_CLASS_UID, writePart10 } from '#main/part10/write-part10.ts';
import { buildDataSet } from '#shared/dicom/data-set/build-data-set.ts';
import type { DataSet } from '#shared/dicom/data-set/data-set.ts';
import { part10, pixelDescription, raw, SYNTAX, withIdentity, write } from '#tests/support/build-part10.ts';

const EXPLICIT = { transferSyntaxUid: '1.2.840.10008.1.2.1' };
const identity = buildDataSet({ SOPClassUID: '1.2.840.10008.5.1.4.1.1.7', SOPInstanceUID: '1.2.3.4', StudyInstanceUID: '1.2.3', SeriesInstanceUID: '1.2.3.1' });
const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const roundTrip = (dataSet: DataSet) => readPart10(writePart10({ ...identity, ...dataSet }, EXPLICIT)).metadata;

describe('file meta information', () => {
  test('preamble, prefix and group 0002 with its length stand before the data set', () => {
    const bytes = writePart10(identity, EXPLICIT);
    expect(hexOf(bytes.subarray(0, 128))).toBe('00'.repeat(128));
    expect(Buffer.from(bytes.subarray(128, 132)).toString()).toBe('DICM');
    // 14 (version) + 8+26 (class) + 8+8 (instance) + 8+20 (syntax) + 8+44 (implementation) + 8+12 (name) = 164
    expect(hexOf(bytes.subarray(132, 144))).toBe('02000000554c0400a4000000');
    expect(bytes[144 + 164]).toBe(0x08);
    expect(Buffer.from(bytes).includes(IMPLEMENTATION_CLASS_UID)).toBe(true);
    expect(Buffer.from(bytes).includes('TONGYUE_0_1')).toBe(true);
  });

  test('native syntaxes are written as explicit little endian', () => {
    expect(readPart10(writePart10(identity, { transferSyntaxUid: '1.2.840.10008.1.2' })).transferSyntaxUid).toBe('1.2.840.10008.1.2.1');
  });

  test('an object without identity is refused', () => {
    expect(() => writePart10({}, EXPLICIT)).toThrow('SOP Class UID');
  });
});

describe('data set', () => {
  test('the same input gives the same bytes, whatever the order of its keys', () => {
    const one = { ...identity, ...buildDataSet({ PatientID: 'P1', StudyDate: '20260101', InstanceNumber: 3 }) };
    const other = Object.fromEntries(Object.entries(one).reverse());
    expect(hexOf(writePart10(other, EXPLICIT))).toBe(hexOf(writePart10(one, EXPLICIT)));
  });

  test('values of every kind come back as they were', () => {
    const dataSet: DataSet = {
      '00080008': { vr: 'CS', Value: ['ORIGINAL', null, 'AXIAL'] },
      '00080050': { vr: 'SH' },
      '00081140': { vr: 'SQ', Value: [{ '00081155': { vr: 'UI', Value: ['1.2.9'] } }, {}] },
      '00081161': { vr: 'UL', Value: [4294967295] },
      '00100010': { vr: 'PN', Value: [{ Alphabetic: 'Zhao^Shoutian', Ideographic: '赵^守田' }, { Phonetic: 'x' }] },
      '00104000': { vr: 'LT', Value: ['a \\ b\r\n  c'] },
      '00186020': { vr: 'SL', Value: [-5] },
      '00186024': { vr: 'FD', Value: [0.1, 'NaN'] },
      '00189810': { vr: 'SS', Value: [-2000] },
      '00200013': { vr: 'IS', Value: [12] },
      '00280009': { vr: 'AT', Value: ['00181063'] },
      '00280010': { vr: 'US', Value: [512] },
      '00280030': { vr: 'DS', Value: [0.451, 1e-7] },
      '00720082': { vr: 'SV', Value: [-1] },
      '00720083': { vr: 'UV', Value: ['18446744073709551615'] },
      '00091001': { vr: 'UN', InlineBinary: 'AQIDBA==' },
    };
    expect(roundTrip(dataSet)).toEqual({ ...identity, ...dataSet, '00080005': { vr: 'CS', Value: ['ISO_IR 192'] } });
  });

  test('DS and IS that are given as text are written as they are', () => {
    const bytes = Buffer.from(writePart10({ ...identity, '00280030': { vr: 'DS', Value: ['1.500', '2.00000000000000001'] }, '00200013': { vr: 'IS', Value: ['007'] } }, EXPLICIT));
    expect(bytes.includes('1.500\\2.00000000000000001 ')).toBe(true);
    expect(bytes.includes('007 ')).toBe(true);
  });

  test('ASCII text needs no character set; other text makes the file ISO_IR 192, also from inside an item', () => {
    expect(roundTrip(buildDataSet({ PatientID: 'P1' }))['00080005']).toBeUndefined();
    const nested = buildDataSet({ SpecificCharacterSet: 'GB18030', ContentSequence: [buildDataSet({ SpecificCharacterSet: 'ISO_IR 100', TextValue: '双肺纹理增多 légère' })] });
    const read = roundTrip(nested);
    expect(read['00080005']).toEqual({ vr: 'CS', Value: ['ISO_IR 192'] });
    expect(read['0040A730']?.Value).toEqual([buildDataSet({ TextValue: '双肺纹理增多 légère' })]);
  });

  test('every element and every item has an even length', () => {
    // 08 00 50 00 SH, length 4: "ABC" and a space; UIDs are padded with a zero.
    const bytes = hexOf(writePart10({ ...identity, ...buildDataSet({ AccessionNumber: 'ABC' }) }, EXPLICIT));
    expect(bytes).toContain(['0800500053480400', '41424320'].join(''));
    expect(bytes).toContain(['20000d0055490600', '312e322e3300'].join(''));
  });

  test('bulk data is found by the path of the element or by its address', () => {
    const samples = Uint8Array.from({ length: 2000 }, (_, index) => index & 0xff);
    const dataSet: DataSet = { ...identity, '54000100': { vr: 'SQ', Value: [{}, { '54001010': { vr: 'OW', BulkDataURI: 'https://x/bulk/1' } }] } };
    for (const key of ['54000100/2/54001010', 'https://x/bulk/1']) {
      const read = readPart10(writePart10(dataSet, { ...EXPLICIT, bulkData: new Map([[key, samples]]) }));
      expect(read.bulkData).toEqual([{ elementPath: '54000100/2/54001010', bytes: samples }]);
    }
    expect(() => writePart10(dataSet, EXPLICIT)).toThrow('the bytes of element 54000100/2/54001010 are missing');
  });

  test('a text that its representation has no room for travels as UN and comes back', () => {
    const long = 'x'.repeat(70_000);
    expect(roundTrip({ '00081030': { vr: 'LO', Value: [long] } })['00081030']).toEqual({ vr: 'LO', Value: [long] });
  });

  test('what would not say the same is refused', () => {
    const writing = (tag: string, vr: string, ...Value: (string | number)[]) => () => writePart10({ ...identity, [tag]: { vr, Value } }, EXPLICIT);
    expect(writing('00081030', 'LO', 'a\\b')).toThrow('backslash');
    expect(writing('00280010', 'US', 70_000)).toThrow('70000 is no US');
    expect(writing('00200013', 'IS', 1.5)).toThrow('1.5 is no IS');
    expect(writing('00280030', 'DS', Number.NaN)).toThrow('finite');
    expect(writing('00280010', 'XX', 1)).toThrow('no value representation');
    expect(writing('0028001', 'US', 1)).toThrow('is no tag');
  });
});

describe('pixels', () => {
  const description = (rows: number, columns: number, options: Parameters<typeof pixelDescription>[2]) =>
    readPart10(part10(SYNTAX.explicit, write(withIdentity(...pixelDescription(rows, columns, options)), 'explicit'))).metadata;

  test('encapsulated frames stand behind a Basic Offset Table', () => {
    const frames = [Uint8Array.of(0xff, 0xd8, 0xff, 0xd9), Uint8Array.of(0xff, 0xd8, 0xff, 1, 0xff, 0xd9), Uint8Array.of(0xff, 0xd8, 0xff, 0xd9)];
    const bytes = writePart10(description(1, 1, { frames: '3' }), { transferSyntaxUid: SYNTAX.jpegBaseline, frames });
    // Items of 8 + 4 and 8 + 6 bytes: offsets 0, 12, 26.
    expect(hexOf(bytes)).toContain(['e07f10004f420000ffffffff', 'feff00e00c000000', '00000000', '0c000000', '1a000000', 'feff00e004000000ffd8ffd9'].join(''));
    expect(hexOf(bytes.subarray(-8))).toBe('feffdde000000000');
    expect(readPart10(bytes).frames.map(hexOf)).toEqual(frames.map(hexOf));
  });

  test('an odd codestream is padded and comes back without the padding', () => {
    const frame = Uint8Array.of(0xff, 0xd8, 0xff, 0xff, 0xd9);
    expect(readPart10(writePart10(description(1, 1, {}), { transferSyntaxUid: SYNTAX.jpegBaseline, frames: [frame] })).frames).toEqual([frame]);
  });

  test('native frames are joined, 8 bits as OB and more as OW', () => {
    const narrow = writePart10(description(1, 3, { frames: '2' }), { ...EXPLICIT, frames: [Uint8Array.of(1, 2, 3), Uint8Array.of(4, 5, 6)] });
    expect(hexOf(narrow)).toContain('e07f10004f42000006000000010203040506');
    const wide = writePart10(description(1, 1, { bits: 16 }), { ...EXPLICIT, frames: [Uint8Array.of(1, 2)] });
    expect(hexOf(wide)).toContain('e07f10004f570000020000000102');
  });

  test('1-bit frames are joined without gaps', () => {
    // The frames of frames.test.ts: 101, 011, 110 make F5 00.
    const bytes = writePart10(description(1, 3, { bits: 1, frames: '3' }), { ...EXPLICIT, frames: [Uint8Array.of(5), Uint8Array.of(6), Uint8Array.of(3)] });
    expect(hexOf(bytes)).toContain('e07f10004f42000002000000f500');
  });

  test('float pixels go back into their own element', () => {
    const { '00280101': _stored, '00280102': _high, ...float } = description(1, 1, { bits: 32 });
    const bytes = writePart10(float, { ...EXPLICIT, frames: [Uint8Array.of(0, 0, 0x80, 0x3f)] });
    expect(hexOf(bytes)).toContain('e07f08004f460000040000000000803f');
  });

  test('elements behind the pixels stay behind them', () => {
    const bytes = writePart10({ ...description(1, 2, {}), FFFAFFFA: { vr: 'SQ' } }, { ...EXPLICIT, frames: [Uint8Array.of(1, 2)] });
    expect(hexOf(bytes).endsWith(['e07f10004f420000020000000102', 'fafffaff5351000000000000'].join(''))).toBe(true);
  });

  test('big endian frames are refused', () => {
    expect(() => writePart10(description(1, 1, {}), { transferSyntaxUid: SYNTAX['big-endian'], frames: [raw(0, 'OB', [1]).value as Uint8Array] })).toThrow('big endian');
  });
});

describe('numbers as text', () => {
  test.each([
    [0, '0'],
    [-0, '0'],
    [1.5, '1.5'],
    [0.1 + 0.2, '0.3'],
    [1 / 3, '0.33333333333333'],
    [-1 / 3, '-0.3333333333333'],
    [2 / 3, '0.66666666666667'],
    [1e21, '1e21'],
    [1e-7, '1e-7'],
    [-0.000123456789012345, '-1.2345678901e-4'],
    [123456789012345680, '1.23456789012e17'],
    [1.23456789012345e-300, '1.23456789e-300'],
  ])('%d is written in at most 16 characters', (number, expected) => {
    expect(decimalString(number)).toBe(expected);
    expect(decimalString(number).length).toBeLessThanOrEqual(16);
  });

  test('IS holds whole numbers of 32 bits', () => {
    expect(integerString(-2147483648)).toBe('-2147483648');
    expect(() => integerString(2147483648)).toThrow('is no IS');
  });
});
