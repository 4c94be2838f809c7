import { describe, expect, test } from 'vitest';
import { characterSetOf } from '#shared/dicom/values/character-set.ts';
import { encodeGb18030, encodeLatin1 } from '#tests/support/encode-chinese.ts';

const hex = (text: string) => Uint8Array.from(text.split(/\s+/).map((byte) => Number.parseInt(byte, 16)));

describe('one character set', () => {
  // Each row: a letter of the set and its code, read off the code table of the standard that PS3.3 table C.12-2 names.
  test.each([
    ['ISO_IR 100', 'e9', 'é'],
    ['ISO_IR 101', 'b9', 'š'],
    ['ISO_IR 109', 'fd', 'ŭ'],
    ['ISO_IR 110', 'fe', 'ū'],
    ['ISO_IR 144', 'c6', 'Ц'],
    ['ISO_IR 127', 'c8', 'ب'],
    ['ISO_IR 126', 'dc', 'ά'],
    ['ISO_IR 138', 'f9', 'ש'],
    ['ISO_IR 148', 'fe', 'ş'],
    ['ISO_IR 203', 'a4', '€'],
    ['ISO_IR 13', 'd4', 'ﾔ'],
    ['ISO_IR 166', 'a1', 'ก'],
    ['ISO_IR 192', 'e8 b5 b5', '赵'],
    ['GB18030', 'd5 d4', '赵'],
    ['GBK', 'd5 d4', '赵'],
  ])('%s reads %s as %s', (term, bytes, expected) => {
    expect(characterSetOf([term]).decode(hex(bytes), 'multiple')).toBe(expected);
  });

  test.each(['ISO-IR 100', 'ISO IR 100', 'iso_ir 100', 'ISO 2022 IR 100', 'ISO_IR 100 ', 'ISO_IR 100\0'])('the spelling "%s" means ISO_IR 100', (term) => {
    expect(characterSetOf([term]).decode(hex('4a e9'), 'multiple')).toBe('Jé');
    expect(characterSetOf([term]).highHalf).toBe('latin-1');
  });

  test('GB 18030 reads rare given names and characters of its four-byte part', () => {
    // 㛃 is 82 30 B7 31 and 𠮷 (U+20BB7) is 95 34 B2 35 in the mapping table of the standard.
    const bytes = Uint8Array.of(...encodeGb18030('王玥^珺喆堃'), ...hex('82 30 b7 31 95 34 b2 35'));
    expect(characterSetOf(['GB18030']).decode(bytes, 'person-name')).toBe('王玥^珺喆堃㛃𠮷');
  });

  test('a backslash that is the second byte of a Chinese character stays inside it', () => {
    // 乗 is 81 5C in GBK: its second byte is the delimiter's code, so values are split after decoding.
    const text = characterSetOf(['GBK']).decode(hex('81 5c 5c 41'), 'multiple');
    expect(text.split('\\')).toEqual(['乗', 'A']);
  });

  test('ISO 8859-1 keeps the bytes 80 to 9F apart from windows-1252', () => {
    expect(characterSetOf(['ISO_IR 100']).decode(hex('80 9f'), 'multiple')).toBe('\u0080\u009f');
  });

  test('without a declaration high bytes stay visible, one character each', () => {
    expect(characterSetOf([]).decode(hex('e9 e8'), 'multiple')).toBe('éè');
  });
});

describe('code extensions', () => {
  test('Japanese names switch between romaji, kanji and kana and back at each delimiter (PS3.5 H.3.1)', () => {
    const bytes = hex(
      '59 61 6d 61 64 61 5e 54 61 72 6f 75 3d 1b 24 42 3b 33 45 44 1b 28 42 5e 1b 24 42 42 40 4f 3a 1b 28 42 3d 1b 24 42 24 64 24 5e 24 40 1b 28 42 5e 1b 24 42 24 3f 24 6d 24 26 1b 28 42',
    );
    expect(characterSetOf(['', 'ISO 2022 IR 87']).decode(bytes, 'person-name')).toBe('Yamada^Tarou=山田^太郎=やまだ^たろう');
  });

  test('a caret inside a two-byte kanji is half of it and no delimiter', () => {
    // ま is 24 5E in JIS X 0208.
    expect(characterSetOf(['', 'ISO 2022 IR 87']).decode(hex('1b 24 42 24 64 24 5e 24 40 1b 28 42'), 'person-name')).toBe('やまだ');
  });

  test('half-width katakana of value 1 and kanji live together (PS3.5 H.3.2)', () => {
    const bytes = hex('d4 cf c0 de 5e c0 db b3 3d 1b 24 42 3b 33 45 44 1b 28 4a 5e 1b 24 42 42 40 4f 3a 1b 28 4a');
    expect(characterSetOf(['ISO 2022 IR 13', 'ISO 2022 IR 87']).decode(bytes, 'person-name')).toBe('ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎');
  });

  test('JIS X 0212 is read with its own table', () => {
    // 丂 is row 16 cell 1 of JIS X 0212: 30 21.
    expect(characterSetOf(['', 'ISO 2022 IR 159']).decode(hex('1b 24 28 44 30 21 1b 28 42 41'), 'multiple')).toBe('丂A');
  });

  test('Korean is invoked anew after each delimiter (PS3.5 I.2)', () => {
    const bytes = hex('48 6f 6e 67 5e 47 69 6c 64 6f 6e 67 3d 1b 24 29 43 fb f3 5e 1b 24 29 43 d1 ce d4 d7 3d 1b 24 29 43 c8 ab 5e 1b 24 29 43 b1 e6 b5 bf');
    expect(characterSetOf(['', 'ISO 2022 IR 149']).decode(bytes, 'person-name')).toBe('Hong^Gildong=洪^吉洞=홍^길동');
  });

  test('Chinese under ISO 2022 IR 58 is read, also where the sender forgot to invoke it again after the caret', () => {
    const invoked = hex('5a 68 61 6e 67 3d 1b 24 29 41 d5 c5 5e 1b 24 29 41 d0 a1 b6 ab');
    const forgotten = hex('5a 68 61 6e 67 3d 1b 24 29 41 d5 c5 5e d0 a1 b6 ab');
    const set = characterSetOf(['', 'ISO 2022 IR 58']);
    expect(set.decode(invoked, 'person-name')).toBe('Zhang=张^小东');
    expect(set.decode(forgotten, 'person-name')).toBe('Zhang=张^小东');
  });

  test('a set that was switched to ends at the backslash between two values', () => {
    // Cyrillic Ж (B6 in ISO 8859-5) is invoked in the first value; in the second the same byte is the pilcrow of ISO 8859-1 again.
    expect(characterSetOf(['ISO 2022 IR 100', 'ISO 2022 IR 144']).decode(hex('1b 2d 4c b6 5c b6'), 'multiple')).toBe('Ж\\¶');
  });

  test('in a text of one value a backslash does not end the set', () => {
    expect(characterSetOf(['ISO 2022 IR 100', 'ISO 2022 IR 144']).decode(hex('1b 2d 4c b6 5c b6'), 'single')).toBe('Ж\\Ж');
  });

  test('a new line ends the set', () => {
    expect(characterSetOf(['ISO 2022 IR 100', 'ISO 2022 IR 144']).decode(hex('1b 2d 4c b6 0d 0a b6'), 'single')).toBe('Ж\r\n¶');
  });

  test('in UTF-8 and GB 18030 an escape character is only a character', () => {
    expect(characterSetOf(['ISO_IR 192', 'ISO 2022 IR 87']).decode(hex('1b 24 42 41'), 'multiple')).toBe('\u001b$BA');
  });
});

describe('encoders of the tests', () => {
  test('the tests write the bytes they mean', () => {
    expect([...encodeGb18030('赵A')]).toEqual([0xd5, 0xd4, 0x41]);
    expect([...encodeGb18030('𠮷')]).toEqual([0x95, 0x34, 0xb2, 0x35]);
    expect([...encodeLatin1('é')]).toEqual([0xe9]);
  });
});
