import { describe, expect, test } from 'vitest';
import { breakLines, placeLine, toUnits } from '#main/documents/paper/line-breaking.ts';

/** A font in which a full-width character is 10 wide and everything else 5. */
const measure = (text: string) => Array.from(text).reduce((width, character) => width + (/[\u2e80-\uffff]/.test(character) ? 10 : 5), 0);
const linesOf = (text: string, width: number) => breakLines(text, width, measure).map(({ units }) => units.map((unit) => unit.text).join(''));

describe('a paragraph', () => {
  test('breaks between Han characters', () => {
    expect(linesOf('右肺上叶后段见结节', 40)).toEqual(['右肺上叶', '后段见结', '节']);
  });

  test('never starts a line with a closing mark', () => {
    // Four characters fit; the comma would be the fifth, so its character goes with it.
    expect(linesOf('右肺上叶，左肺', 40)).toEqual(['右肺上', '叶，左肺']);
  });

  test('never ends a line with an opening mark', () => {
    expect(linesOf('右肺上（叶段', 40)).toEqual(['右肺上', '（叶段']);
  });

  test('keeps a number with its unit', () => {
    // 大小约 15.8 = 30 + 5 + 20 = 55; with " mm" 70: the number goes down with its unit.
    expect(linesOf('大小约 15.8 mm 结节', 60)).toEqual(['大小约', '15.8 mm 结节']);
  });

  test('parts words behind a stroke or a hyphen, never a date', () => {
    // 增强 = 20, PET/ = 20, CT = 10: the word does not fit as a whole
    expect([linesOf('增强 PET/CT', 45), linesOf('较 2026-03-18', 40)]).toEqual([['增强 PET/', 'CT'], ['较', '2026-03-', '18']]);
  });

  test('cuts a word that is wider than the line instead of overflowing', () => {
    const lines = breakLines('1.2.840.113619.2.55.3.604688119', 50, measure);
    expect(lines.every((line) => line.width <= 50)).toBe(true);
    expect(lines.flatMap(({ units }) => units.map((unit) => unit.text)).join('')).toBe('1.2.840.113619.2.55.3.604688119');
  });

  test('of nothing is one empty line', () => {
    expect(breakLines('', 50, measure)).toEqual([{ units: [], width: 0, isLast: true }]);
  });

  test('takes half a character out between two full-width marks', () => {
    expect(toUnits('）。叶', measure).map((unit) => unit.width)).toEqual([5, 10, 10]);
  });

  test('keeps a character outside the first plane whole', () => {
    expect(toUnits('𬭎㛃', measure).map((unit) => unit.text)).toEqual(['𬭎', '㛃']);
  });
});

describe('a justified line', () => {
  test('stretches behind Han characters and leaves words alone', () => {
    const [line] = breakLines('大小约 15 等叶段', 65, measure);
    // 大小约␣15␣等 = 30 + 5 + 10 + 5 + 10 = 60; the next character would make 70. 5 are left for 大, 小, 约 and two spaces: 1 each.
    expect(line!.width).toBe(60);
    expect(placeLine(line!, 65, 10, true)).toEqual([
      { text: '大小约 ', offset: 0, characterSpacing: 1 },
      // 30 + 5 + 4 * 1
      { text: '15 ', offset: 39, characterSpacing: 0 },
      // 39 + 10 + 5 + 1, and with its 10 the line ends at 65
      { text: '等', offset: 55, characterSpacing: 1 },
    ]);
  });

  test('stays ragged at the end of its paragraph', () => {
    const [line] = breakLines('右肺上叶', 70, measure);
    expect(placeLine(line!, 70, 10, true)).toEqual([{ text: '右肺上叶', offset: 0, characterSpacing: 0 }]);
  });

  test('stays ragged when it would be torn apart', () => {
    const [line] = breakLines('右肺 Lungenembolieverdacht', 70, measure);
    expect(placeLine(line!, 70, 10, true).map((run) => run.characterSpacing)).toEqual([0]);
  });
});
