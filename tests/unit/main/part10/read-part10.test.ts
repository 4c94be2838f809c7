import { array, assert, nat, property, tuple } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readPart10 } from '#main/part10/read-part10.ts';
import { isAppError } from '#shared/errors/app-error.ts';
import {
  encapsulated, IDENTITY, ITEM_DELIMITER, part10, pixelDescription, raw, SEQUENCE_DELIMITER, sequence, SYNTAX, text, unsignedShort, withIdentity, write, writeItem,
  type Encoding, type TestElement,
} from '#tests/support/build-part10.ts';
import { encodeGb18030 } from '#tests/support/encode-chinese.ts';

const explicit = (...elements: readonly TestElement[]) => part10(SYNTAX.explicit, write(withIdentity(...elements), 'explicit'));
const metadataOf = (...elements: readonly TestElement[]) => readPart10(explicit(...elements)).metadata;

function reasonOf(bytes: Uint8Array): string | number | undefined {
  try {
    readPart10(bytes);
    return 'no failure';
  } catch (error) {
    if (!isAppError(error)) throw error;
    return error.code === 'file/damaged' ? error.facts.reason : error.code;
  }
}

describe('byte layouts', () => {
  const elements = withIdentity(
    text(0x00080060, 'CS', 'CT'),
    sequence(0x00081140, [text(0x00081155, 'UI', '1.2.9')], []),
    unsignedShort(0x00280010, 513),
    raw(0x00080200, 'UN', []),
    raw(0x00181063, 'DS', Buffer.from('1.50')),
  ).filter(({ tag }) => tag !== 0x00080200);
  const expected = {
    '00080016': { vr: 'UI', Value: ['1.2.840.10008.5.1.4.1.1.7'] },
    '00080018': { vr: 'UI', Value: ['1.2.3.4'] },
    '00080060': { vr: 'CS', Value: ['CT'] },
    '00081140': { vr: 'SQ', Value: [{ '00081155': { vr: 'UI', Value: ['1.2.9'] } }, {}] },
    '00181063': { vr: 'DS', Value: [1.5] },
    '0020000D': { vr: 'UI', Value: ['1.2.3'] },
    '0020000E': { vr: 'UI', Value: ['1.2.3.1'] },
    '00280010': { vr: 'US', Value: [513] },
  };

  test.each<[string, Encoding]>([
    [SYNTAX.explicit, 'explicit'],
    [SYNTAX.implicit, 'implicit'],
    [SYNTAX['big-endian'], 'big-endian'],
  ])('%s gives the same DICOM JSON', (syntax, encoding) => {
    const instance = readPart10(part10(syntax, write(elements, encoding)));
    expect(instance.metadata).toEqual(expected);
    expect(instance.transferSyntaxUid).toBe(syntax);
  });

  test('a deflated file is inflated and called explicit little endian', () => {
    const instance = readPart10(part10(SYNTAX.deflated, write(elements, 'explicit')));
    expect(instance.metadata).toEqual(expected);
    expect(instance.transferSyntaxUid).toBe(SYNTAX.explicit);
    // The header is a file of its own: read again it says the same.
    expect(readPart10(instance.header).metadata).toEqual(expected);
  });

  test.each<Encoding>(['explicit', 'implicit', 'big-endian'])('a bare data set (%s) without preamble and group 0002 is recognised', (encoding) => {
    const instance = readPart10(write(elements, encoding));
    expect(instance.metadata).toEqual(expected);
    expect(instance.transferSyntaxUid).toBe(SYNTAX[encoding]);
  });

  test('group 0002 without preamble and prefix is recognised', () => {
    expect(readPart10(part10(SYNTAX.implicit, write(elements, 'implicit')).subarray(132)).metadata).toEqual(expected);
  });

  test('a data set in another layout than group 0002 says is read as it is', () => {
    const instance = readPart10(part10(SYNTAX.explicit, write(elements, 'implicit')));
    expect(instance.metadata).toEqual(expected);
    expect(instance.transferSyntaxUid).toBe(SYNTAX.implicit);
  });

  test('a deflated data set that inflates to nothing readable is damaged', () => {
    const bytes = part10(SYNTAX.deflated, write(elements, 'explicit'));
    expect(reasonOf(bytes.subarray(0, bytes.length - 20))).toBe('the deflated data set cannot be inflated');
  });
});

describe('what is not DICOM', () => {
  test.each([
    ['no bytes', new Uint8Array()],
    ['a few bytes', Uint8Array.of(8, 0, 5)],
    ['a text', Buffer.from('<html><body>404 Not Found</body></html>'.repeat(20))],
    ['zeros', new Uint8Array(4096)],
    ['a PNG', Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, ...Array<number>(300).fill(7)])],
  ])('%s is refused as such', (_, bytes) => {
    expect(reasonOf(bytes)).toBe('file/not-dicom');
  });

  test('a prefix without a data set is a damaged file', () => {
    expect(reasonOf(part10(SYNTAX.explicit, new Uint8Array()))).toBe('there is no data set behind the file meta information');
  });
});

describe('identity', () => {
  test('the four identifiers and the instance number are read', () => {
    expect(readPart10(explicit(text(0x00200013, 'IS', '17')))).toMatchObject({
      studyInstanceUid: '1.2.3',
      seriesInstanceUid: '1.2.3.1',
      sopInstanceUid: '1.2.3.4',
      sopClassUid: '1.2.840.10008.5.1.4.1.1.7',
      instanceNumber: 17,
    });
  });

  test('an instance number that is no whole number is null', () => {
    expect(readPart10(explicit(text(0x00200013, 'IS', 'A')))).toMatchObject({ instanceNumber: null });
  });

  test('a missing SOP Instance UID is taken from group 0002, also into the metadata', () => {
    const dataSet = write(IDENTITY.filter(({ tag }) => tag !== 0x00080018), 'explicit');
    const instance = readPart10(part10(SYNTAX.explicit, dataSet));
    expect(instance.sopInstanceUid).toBe('1.2.3.4');
    expect(instance.metadata['00080018']).toEqual({ vr: 'UI', Value: ['1.2.3.4'] });
  });

  test('a missing Study Instance UID is damage, and so is one that is no UID', () => {
    const without = (tag: number) => IDENTITY.filter((element) => element.tag !== tag);
    expect(reasonOf(part10(SYNTAX.explicit, write(without(0x0020000d), 'explicit')))).toBe('StudyInstanceUID is missing');
    const traversal = [...without(0x0020000d), text(0x0020000d, 'UI', '../../etc')].toSorted((a, b) => a.tag - b.tag);
    expect(reasonOf(part10(SYNTAX.explicit, write(traversal, 'explicit')))).toBe('StudyInstanceUID is no UID');
  });
});

describe('values', () => {
  test('IS and DS are numbers, and text where they are no numbers', () => {
    expect(metadataOf(text(0x00280030, 'DS', '0.5\\1e-3\\abc\\ 7 \\'))['00280030']).toEqual({ vr: 'DS', Value: [0.5, 0.001, 'abc', 7, null] });
    expect(metadataOf(text(0x00200012, 'IS', '+12'))['00200012']).toEqual({ vr: 'IS', Value: [12] });
  });

  test('an attribute tag is eight hexadecimal digits in every layout', () => {
    const element = raw(0x00280009, 'AT', [0x18, 0x00, 0x63, 0x10]);
    for (const encoding of ['explicit', 'implicit', 'big-endian'] as const) {
      expect(readPart10(part10(SYNTAX[encoding], write(withIdentity(element), encoding))).metadata['00280009']).toEqual({ vr: 'AT', Value: ['00181063'] });
    }
  });

  test('binary numbers of every width', () => {
    const double = Buffer.alloc(8);
    double.writeDoubleLE(-0.25);
    const metadata = metadataOf(
      raw(0x00189810, 'SS', [0xfe, 0xff]),
      raw(0x00081161, 'UL', [0xff, 0xff, 0xff, 0xff]),
      raw(0x00186020, 'SL', [0xff, 0xff, 0xff, 0xff]),
      raw(0x00700022, 'FL', [0, 0, 0xc0, 0x3f, 0, 0, 0xc0, 0x7f]),
      raw(0x00186024, 'FD', double),
      raw(0x00720082, 'SV', [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]),
      raw(0x00720083, 'UV', [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]),
    );
    expect(metadata['00189810']?.Value).toEqual([-2]);
    expect(metadata['00081161']?.Value).toEqual([4294967295]);
    expect(metadata['00186020']?.Value).toEqual([-1]);
    // 3FC00000 is 1.5, 7FC00000 is no number, which JSON cannot say.
    expect(metadata['00700022']?.Value).toEqual([1.5, 'NaN']);
    expect(metadata['00186024']?.Value).toEqual([-0.25]);
    expect(metadata['00720082']?.Value).toEqual([-1]);
    // 2^64 - 1 has more digits than a JSON number keeps.
    expect(metadata['00720083']?.Value).toEqual(['18446744073709551615']);
  });

  test('a person name has component groups; empty ones are left out', () => {
    expect(metadataOf(raw(0x00100010, 'PN', Buffer.from('Zhao^Shoutian=\0')))['00100010']).toEqual({ vr: 'PN', Value: [{ Alphabetic: 'Zhao^Shoutian' }] });
    expect(metadataOf(text(0x00101001, 'PN', 'A=\\\\=B'))['00101001']).toEqual({ vr: 'PN', Value: [{ Alphabetic: 'A' }, null, { Ideographic: 'B' }] });
  });

  test('padding goes, spaces in front of a text paragraph stay', () => {
    const metadata = metadataOf(text(0x00104000, 'LT', '  two \\ one  '), text(0x00081030, 'LO', '  Thorax '), raw(0x00200052, 'UI', Buffer.from('1.2.3\0')));
    expect(metadata['00104000']).toEqual({ vr: 'LT', Value: ['  two \\ one'] });
    expect(metadata['00081030']).toEqual({ vr: 'LO', Value: ['Thorax'] });
    expect(metadata['00200052']).toEqual({ vr: 'UI', Value: ['1.2.3'] });
  });

  test('an empty attribute has no Value, an empty value in a list is null', () => {
    const metadata = metadataOf(text(0x00080050, 'SH', ''), text(0x00080008, 'CS', 'ORIGINAL\\\\AXIAL'), text(0x00080090, 'PN', '  '));
    expect(metadata['00080050']).toEqual({ vr: 'SH' });
    expect(metadata['00080008']).toEqual({ vr: 'CS', Value: ['ORIGINAL', null, 'AXIAL'] });
    expect(metadata['00080090']).toEqual({ vr: 'PN' });
  });

  test.each([
    [0, { vr: 'US', Value: [63536] }],
    [1, { vr: 'SS', Value: [-2000] }],
  ])('implicit Pixel Padding Value follows Pixel Representation %d', (signed, expected) => {
    // -2000 is F830, which is 63536 without a sign.
    const elements = withIdentity(...pixelDescription(1, 1, { bits: 16, signed }), unsignedShort(0x00280120, 0xf830));
    expect(readPart10(part10(SYNTAX.implicit, write(elements, 'implicit'))).metadata['00280120']).toEqual(expected);
  });

  test('an item follows the Pixel Representation of the data set around it', () => {
    const elements = withIdentity(...pixelDescription(1, 1, { bits: 16, signed: 1 }), sequence(0x00283000, [unsignedShort(0x00283002, 256, 0xfc00, 8)]));
    // FC00 as a signed number is -1024.
    expect(readPart10(part10(SYNTAX.implicit, write(elements, 'implicit'))).metadata['00283000']?.Value).toEqual([{ '00283002': { vr: 'SS', Value: [256, -1024, 8] } }]);
  });

  test('group lengths and group 0002 are no metadata; of two equal tags the first counts', () => {
    const dataSet = write([raw(0x00080000, 'UL', [1, 0, 0, 0]), text(0x00080060, 'CS', 'CT'), text(0x00080060, 'CS', 'MR'), ...IDENTITY], 'explicit');
    const { metadata } = readPart10(part10(SYNTAX.explicit, dataSet));
    expect(metadata['00080060']?.Value).toEqual(['CT']);
    expect(Object.keys(metadata)).toEqual(['00080060', '00080016', '00080018', '0020000D', '0020000E']);
  });
});

describe('sequences and unknown elements', () => {
  const item = [text(0x00081155, 'UI', '1.2.9')];

  test('undefined lengths are read to their delimiters', () => {
    const content = Buffer.concat([Buffer.from([0xfe, 0xff, 0x00, 0xe0, 0xff, 0xff, 0xff, 0xff]), write(item, 'explicit'), ITEM_DELIMITER, SEQUENCE_DELIMITER]);
    const metadata = metadataOf(raw(0x00081140, 'SQ', content, 0xffffffff), text(0x00100020, 'LO', 'P1'));
    expect(metadata['00081140']?.Value).toEqual([{ '00081155': { vr: 'UI', Value: ['1.2.9'] } }]);
    expect(metadata['00100020']?.Value).toEqual(['P1']);
  });

  test('UN of a known tag is what the dictionary says', () => {
    expect(metadataOf(raw(0x00100020, 'UN', Buffer.from('P1')))['00100020']).toEqual({ vr: 'LO', Value: ['P1'] });
    expect(metadataOf(raw(0x00280010, 'UN', [2, 1]))['00280010']).toEqual({ vr: 'US', Value: [258] });
  });

  test('UN of undefined length is an implicit sequence, with sequences inside', () => {
    const inner = Buffer.concat([write([raw(0x00091010, 'SQ', Buffer.concat([writeItem(write(item, 'implicit')), SEQUENCE_DELIMITER]), 0xffffffff)], 'implicit')]);
    const content = Buffer.concat([writeItem(inner), SEQUENCE_DELIMITER]);
    const metadata = metadataOf(raw(0x00091001, 'UN', content, 0xffffffff), text(0x00100020, 'LO', 'P1'));
    expect(metadata['00091001']).toEqual({ vr: 'SQ', Value: [{ '00091010': { vr: 'SQ', Value: [{ '00081155': { vr: 'UI', Value: ['1.2.9'] } }] } }] });
    expect(metadata['00100020']?.Value).toEqual(['P1']);
  });

  test('a private element keeps its bytes, its creator is text', () => {
    const elements = withIdentity(text(0x00090010, 'LO', 'ACME'), raw(0x00091001, 'UN', [1, 2, 3, 4]));
    const { metadata } = readPart10(part10(SYNTAX.implicit, write(elements, 'implicit')));
    expect(metadata['00090010']).toEqual({ vr: 'LO', Value: ['ACME'] });
    expect(metadata['00091001']).toEqual({ vr: 'UN', InlineBinary: 'AQIDBA==' });
  });

  test('private bytes that begin like an item but are none stay bytes', () => {
    const bytes = [0xfe, 0xff, 0x00, 0xe0, 0xff, 0, 0, 0, 1, 2];
    expect(metadataOf(raw(0x00091001, 'UN', bytes))['00091001']).toEqual({ vr: 'UN', InlineBinary: Buffer.from(bytes).toString('base64') });
  });

  test('binary values over 1 KB are kept apart under the path of their element', () => {
    const samples = Uint8Array.from({ length: 1026 }, (_, index) => index & 0xff);
    const instance = readPart10(explicit(sequence(0x54000100, [unsignedShort(0x003a0005, 1)], [raw(0x54001010, 'OW', samples)])));
    expect(instance.metadata['54000100']?.Value?.[1]).toEqual({ '54001010': { vr: 'OW', BulkDataURI: '54000100/2/54001010' } });
    expect(instance.bulkData).toEqual([{ elementPath: '54000100/2/54001010', bytes: samples }]);
  });

  test('big endian words come out little endian', () => {
    const elements = withIdentity(raw(0x54001010, 'OW', [1, 2, 3, 4]));
    expect(readPart10(part10(SYNTAX['big-endian'], write(elements, 'big-endian'))).metadata['54001010']).toEqual({ vr: 'OW', InlineBinary: Buffer.from([1, 2, 3, 4]).toString('base64') });
  });

  test('an element that lost its representation is read implicitly', () => {
    const dataSet = Buffer.concat([write(IDENTITY.slice(0, 2), 'explicit'), write([text(0x00100020, 'LO', 'P1')], 'implicit'), write(IDENTITY.slice(2), 'explicit')]);
    expect(readPart10(part10(SYNTAX.explicit, dataSet)).metadata['00100020']).toEqual({ vr: 'LO', Value: ['P1'] });
  });

  test('a representation that nobody knows has the long form', () => {
    const unknown = Buffer.concat([Buffer.from([0x10, 0, 0x20, 0, 0x5a, 0x5a, 0, 0, 2, 0, 0, 0]), Buffer.from('P1')]);
    const dataSet = Buffer.concat([write(IDENTITY.slice(0, 2), 'explicit'), unknown, write(IDENTITY.slice(2), 'explicit')]);
    expect(readPart10(part10(SYNTAX.explicit, dataSet)).metadata['00100020']).toEqual({ vr: 'LO', Value: ['P1'] });
  });
});

describe('tolerance and its limits', () => {
  test('odd lengths are read as they are', () => {
    expect(metadataOf(raw(0x00100020, 'LO', Buffer.from('ABC')))['00100020']).toEqual({ vr: 'LO', Value: ['ABC'] });
  });

  test('a last sequence without its delimiter is whole when its items are', () => {
    const dataSet = write([...IDENTITY, raw(0x0040a730, 'SQ', writeItem(write([text(0x0040a160, 'UT', 'text')], 'explicit')), 0xffffffff)], 'explicit');
    expect(readPart10(part10(SYNTAX.explicit, dataSet)).metadata['0040A730']?.Value).toEqual([{ '0040A160': { vr: 'UT', Value: ['text'] } }]);
  });

  test('a file that ends inside an item is damaged', () => {
    const open = Buffer.concat([Buffer.from([0xfe, 0xff, 0x00, 0xe0, 0xff, 0xff, 0xff, 0xff]), write([text(0x0040a160, 'UT', 'text')], 'explicit')]);
    const dataSet = write([...IDENTITY, raw(0x0040a730, 'SQ', open, 0xffffffff)], 'explicit');
    expect(reasonOf(part10(SYNTAX.explicit, dataSet))).toBe('the file ends inside an item');
  });

  test('zeros at the end, and anything behind Pixel Data that is no element, are ignored', () => {
    const image = write([...withIdentity(...pixelDescription(1, 2)), raw(0x7fe00010, 'OB', [1, 2])], 'explicit');
    const garbage = Uint8Array.from({ length: 50 }, (_, index) => 0xa0 + index);
    expect(readPart10(part10(SYNTAX.explicit, Buffer.concat([image, garbage]))).numberOfFrames).toBe(1);
    expect(readPart10(part10(SYNTAX.explicit, Buffer.concat([write(IDENTITY, 'explicit'), new Uint8Array(64)]))).sopInstanceUid).toBe('1.2.3.4');
  });

  test('garbage behind a data set without pixels is damage', () => {
    const garbage = Uint8Array.from({ length: 50 }, (_, index) => 0xa0 + index);
    expect(reasonOf(part10(SYNTAX.explicit, Buffer.concat([write(IDENTITY, 'explicit'), garbage])))).toMatch(/the file ends inside element/);
  });

  test('an element that claims more bytes than the file has is damage that names it', () => {
    expect(reasonOf(explicit(raw(0x00420011, 'OB', [1, 2], 0xfffffff0)))).toBe('the file ends inside element 00420011');
  });

  test('an item that is longer than its sequence is damage', () => {
    const item = Uint8Array.of(0xfe, 0xff, 0x00, 0xe0, 0xff, 0, 0, 0, 1, 2);
    expect(reasonOf(explicit(raw(0x00081140, 'SQ', item)))).toMatch(/an item at byte \d+ is longer than its sequence/);
  });

  test('64 nested sequences are read, one more is refused', () => {
    const nested = (depth: number): TestElement => sequence(0x0040a730, depth === 1 ? [] : [nested(depth - 1)]);
    expect(readPart10(explicit(nested(64))).sopInstanceUid).toBe('1.2.3.4');
    expect(reasonOf(explicit(nested(65)))).toBe('sequences are nested deeper than 64');
  });

  test('ten thousand open sequences cannot exhaust the stack', () => {
    const open = Buffer.concat(Array.from({ length: 10_000 }, () => Buffer.from([0x40, 0, 0x30, 0xa7, 0x53, 0x51, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xfe, 0xff, 0, 0xe0, 0xff, 0xff, 0xff, 0xff])));
    expect(reasonOf(part10(SYNTAX.explicit, Buffer.concat([write(IDENTITY, 'explicit'), open])))).toBe('sequences are nested deeper than 64');
  });

  test('changed bytes lead to an instance or to a named failure, never to anything else', () => {
    const good = part10(
      SYNTAX.explicit,
      write([...withIdentity(text(0x00100010, 'PN', 'A^B'), sequence(0x00081140, [text(0x00081155, 'UI', '1.2.9')]), ...pixelDescription(2, 2, { frames: '2' })), encapsulated([[1, 2], [3, 4]])], 'explicit'),
    );
    assert(
      property(array(tuple(nat(good.length - 129), nat(255)), { minLength: 1, maxLength: 8 }), nat(good.length), (changes, cut) => {
        const bytes = Uint8Array.from(good);
        for (const [position, value] of changes) bytes[128 + position] = value;
        expect(typeof reasonOf(bytes.subarray(0, good.length - (cut % 40)))).toBe('string');
      }),
      { numRuns: 2000 },
    );
  });
});

describe('text', () => {
  test('an item may declare a character set of its own', () => {
    const metadata = metadataOf(
      text(0x00080005, 'CS', 'ISO_IR 100'),
      text(0x00080080, 'LO', 'Hôpital'),
      sequence(0x00321064, [text(0x00080005, 'CS', 'ISO_IR 144'), raw(0x00080104, 'LO', [0xc6])], [raw(0x00080104, 'LO', [0xe9])]),
    );
    expect(metadata['00080005']).toEqual({ vr: 'CS', Value: ['ISO_IR 192'] });
    expect(metadata['00080080']?.Value).toEqual(['Hôpital']);
    // C6 is Ц in ISO 8859-5; E9 in the second item is é of the data set's ISO 8859-1.
    expect(metadata['00321064']?.Value).toEqual([
      { '00080005': { vr: 'CS', Value: ['ISO_IR 192'] }, '00080104': { vr: 'LO', Value: ['Ц'] } },
      { '00080104': { vr: 'LO', Value: ['é'] } },
    ]);
  });

  test('text deep inside sequences is read in the character set of the file', () => {
    const { metadata, characterSetRepair } = readPart10(
      explicit(text(0x00080005, 'CS', 'ISO_IR 192'), sequence(0x0040a730, [sequence(0x0040a730, [raw(0x0040a160, 'UT', Buffer.from('双肺纹理增多 légère'))])])),
    );
    expect(metadata['0040A730']?.Value).toEqual([{ '0040A730': { vr: 'SQ', Value: [{ '0040A160': { vr: 'UT', Value: ['双肺纹理增多 légère'] } }] } }]);
    expect(characterSetRepair).toBeNull();
  });

  test('mislabelled Chinese is repaired and reported, also a rare name that only the institution proves', () => {
    const instance = readPart10(
      explicit(text(0x00080005, 'CS', 'ISO_IR 100'), raw(0x00080080, 'LO', encodeGb18030('某县人民医院')), raw(0x00100010, 'PN', encodeGb18030('王^玥'))),
    );
    expect(instance.metadata['00080080']?.Value).toEqual(['某县人民医院']);
    expect(instance.metadata['00100010']?.Value).toEqual([{ Alphabetic: '王^玥' }]);
    expect(instance.characterSetRepair).toBe('GB18030 read under ISO_IR 100');
  });

  test('undeclared UTF-8 is repaired and reported', () => {
    const instance = readPart10(explicit(raw(0x00100010, 'PN', Buffer.from('赵^守田'))));
    expect(instance.metadata['00100010']?.Value).toEqual([{ Alphabetic: '赵^守田' }]);
    expect(instance.characterSetRepair).toBe('ISO_IR 192 read under no declared character set');
  });

  test('the header keeps the bytes as they arrived, repaired or not', () => {
    const name = encodeGb18030('赵^守田 ');
    expect(Buffer.from(readPart10(explicit(raw(0x00100010, 'PN', name))).header).includes(Buffer.from(name))).toBe(true);
  });
});

describe('header', () => {
  test('it ends where Pixel Data begins', () => {
    const front = part10(SYNTAX.explicit, write(withIdentity(...pixelDescription(1, 2)), 'explicit'));
    const bytes = Buffer.concat([front, write([raw(0x7fe00010, 'OB', [1, 2])], 'explicit')]);
    expect(Buffer.compare(readPart10(bytes).header, front)).toBe(0);
  });

  test('without pixels it is the whole file', () => {
    const bytes = explicit();
    expect(Buffer.compare(readPart10(bytes).header, bytes)).toBe(0);
  });
});
