import { describe, expect, test } from 'vitest';
import { pinyinInitials } from '#shared/ecg/statements/pinyin-initials.ts';
import { BUILT_IN_STATEMENTS, createStatementDictionary } from '#shared/ecg/statements/statement-dictionary.ts';

const dictionary = createStatementDictionary();
const found = (query: string) => dictionary.search(query, 5).map(({ zh }) => zh);

describe('the built-in dictionary', () => {
  test('has at least 150 sentences, none twice, no code twice, in both languages', () => {
    expect(BUILT_IN_STATEMENTS.length).toBeGreaterThanOrEqual(150);
    for (const field of ['code', 'zh'] as const) {
      const values = BUILT_IN_STATEMENTS.map((statement) => statement[field]);
      expect(values.filter((value, index) => values.indexOf(value) !== index)).toEqual([]);
    }
    expect(BUILT_IN_STATEMENTS.filter(({ en, zh }) => en === '' || zh === '')).toEqual([]);
  });

  test('gives SNOMED codes that have the check digit of SNOMED CT', () => {
    // Verhoeff check over all digits: a code with one wrong digit fails.
    const wrong = BUILT_IN_STATEMENTS.flatMap(({ snomed }) => (snomed === undefined || hasVerhoeffCheckDigit(snomed) ? [] : [snomed]));
    expect(wrong).toEqual([]);
  });
});

describe('pinyin initials', () => {
  test.each([
    ['窦性心律', 'dxxl'], ['正常心电图', 'zcxdt'], ['三度房室传导阻滞', 'sdfscdzz'], ['QT间期延长', 'qtjqyz'], ['急性下壁心肌梗死', 'jxxbxjgs'], ['2:1房室传导阻滞', '21fscdzz'],
  ])('%s is typed as %s', (text, initials) => {
    expect(pinyinInitials(text)).toBe(initials);
  });
});

describe('search', () => {
  test('finds a sentence by its initials, the shortest first', () => {
    expect(found('zcx')[0]).toBe('正常心电图');
    expect(found('dxxl')).toEqual(['窦性心律', '窦性心律不齐']);
    expect(found('xfcd')[0]).toBe('心房颤动');
  });
  test('finds a sentence by Chinese, also from its middle', () => {
    expect(found('下壁')).toContain('急性下壁心肌梗死');
  });
  test.each([['50', '心房颤动'], ['AFIB', '心房颤动'], ['27885002', '三度房室传导阻滞'], ['c06', '三度房室传导阻滞'], ['clbbb', '完全性左束支传导阻滞']])('finds %s by its code', (code, zh) => {
    expect(found(code)[0]).toBe(zh);
  });
  test('finds nothing for nothing', () => {
    expect(dictionary.search('  ', 5)).toEqual([]);
  });
});

describe('a department\'s edits', () => {
  const edited = createStatementDictionary([
    { kind: 'hidden', code: 'X10' },
    { kind: 'put', code: 'T01', zh: '心房纤颤', en: 'Atrial fibrillation', group: 'tachyarrhythmia', severity: 'red' },
    { kind: 'put', code: 'D01', zh: '起搏心律，请复诊', en: 'Paced rhythm, come again', group: 'pacing', severity: 'yellow' },
  ]);
  test('change words and severity but keep codes and rules', () => {
    const [fibrillation] = edited.search('心房纤颤', 1);
    expect(fibrillation).toMatchObject({ code: 'T01', severity: 'red', snomed: '49436004', rhythm: 'fibrillation' });
  });
  test('hide a sentence and add one', () => {
    expect(edited.search('x10', 1)).toEqual([]);
    expect(edited.search('qbxlqfz', 1).map(({ code }) => code)).toEqual(['D01']);
  });
});

describe('statements in a line', () => {
  const codes = (line: string) => dictionary.findIn(line).map(({ statement }) => statement.code);
  test('the longest sentence counts, not those inside it', () => {
    expect(codes('心房颤动伴快速心室率')).toEqual(['T02']);
    expect(codes('急性下壁心肌梗死（II、III、aVF ST 段抬高）')).toEqual(['M04', 'S07']);
  });
  test('two in one line are both found, with their places', () => {
    expect(dictionary.findIn('窦性心律，频发室性早搏').map(({ start, end, statement }) => [statement.code, start, end])).toEqual([['R01', 0, 4], ['P08', 5, 11]]);
  });
  test('what is denied is not said', () => {
    expect(codes('未见ST段抬高')).toEqual([]);
    expect(codes('窦性心律，无明显ST段压低')).toEqual(['R01']);
  });
  test('spaces and Roman numerals of Unicode do not matter', () => {
    expect(codes('二度 Ⅱ 型房室传导阻滞')).toEqual(['C03']);
  });
});

/** The dihedral check of SNOMED CT identifiers. */
function hasVerhoeffCheckDigit(digits: string): boolean {
  const multiply = (left: number, right: number) => {
    if (left < 5) return right < 5 ? (left + right) % 5 : 5 + ((left + right) % 5);
    return right < 5 ? 5 + ((left - right + 10) % 5) : (left - right + 10) % 5;
  };
  const base = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];
  const permute = (digit: number, times: number): number => (times === 0 ? digit : permute(base[digit]!, times - 1));
  return Array.from(digits).reverse().reduce((sum, digit, index) => multiply(sum, permute(Number(digit), index % 8)), 0) === 0;
}
