/** How wide a text is when it is drawn as one run, pt. */
export type Measure = (text: string) => number;

/** A piece of a line that is never cut: a word, a number, one Han character, one space. */
export interface Unit {
  readonly text: string;
  readonly kind: 'word' | 'ideograph' | 'space';
  readonly width: number;
  /** The blank half of a mark was taken away, because another mark follows: ），is one and a half characters wide. */
  readonly isTrimmed?: true;
}

export interface Line {
  readonly units: readonly Unit[];
  /** Without spaces at the end, pt. */
  readonly width: number;
  /** The last line of its paragraph is not justified. */
  readonly isLast: boolean;
}

/** Never at the start of a line (GB/T 15834 section 5.1: closing marks stay with what they close). */
const NO_START = new Set(Array.from('，。、；：？！）】》」』〉］｝”’…—％‰℃°·～,.;:?!)]}%²³/'));
/** Never at the end of a line. */
const NO_END = new Set(Array.from('（【《「『〈［｛“‘¥￥＃#([{'));
/** A number keeps its unit. */
const UNIT_WORD = /^(?:mm|cm|dm|m|µm|um|mm²|cm²|mm³|cm³|ml|mL|L|HU|Hz|MHz|ms|s|min|h|mV|mA|kV|mGy|mSv|g|kg|T|px|px²|°|天|岁|月|年|次)$/;
/** A word: letters, digits and what joins them without a space (15.8, PET/CT, Lung-RADS, 1:12, ±0.3). */
const WORD = /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Nd}+\-−±×<>=≤≥~_@&*'’.,:;/%°²³\\|^$"`!?()[\]{}#]$/u;

/** Takes longer to make than to use. */
const GRAPHEMES = new Intl.Segmenter('zh', { granularity: 'grapheme' });

/** Splits into graphemes and joins those that are never parted. */
export function toUnits(text: string, measure: Measure): readonly Unit[] {
  const units: Unit[] = [];
  let word = '';
  const endWord = () => {
    if (word !== '') units.push({ text: word, kind: 'word', width: measure(word) });
    word = '';
  };
  for (const { segment } of GRAPHEMES.segment(text)) {
    if (segment === ' ' || segment === '\u00a0') {
      endWord();
      units.push({ text: ' ', kind: 'space', width: measure(' ') });
    } else if (WORD.test(segment) && !/\p{Script=Han}/u.test(segment)) {
      word += segment;
      // PET/CT and Lung-RADS may part behind their joint, 15.8 and 2026-11-20 may not.
      if (/\p{L}[/-]$/u.test(word)) endWord();
    } else {
      endWord();
      units.push({ text: segment, kind: 'ideograph', width: measure(segment) });
    }
  }
  endWord();
  return units.map((unit, index) => trimmed(unit, units[index + 1]));
}

/** Their ink is in the left half. */
const CLOSING_MARKS = new Set(Array.from('，。、；：！？）】》」』〉］｝'));
const OPENING_MARKS = new Set(Array.from('（【《「『〈［｛'));

/** Chinese typesetting takes half a character out between two full-width marks. */
function trimmed(unit: Unit, next: Unit | undefined): Unit {
  if (next === undefined || !CLOSING_MARKS.has(unit.text)) return unit;
  return CLOSING_MARKS.has(next.text) || OPENING_MARKS.has(next.text) ? { ...unit, width: unit.width / 2, isTrimmed: true } : unit;
}

/**
 * Breaks a paragraph (no line feed in it) into lines no wider than `width`. Closing marks stay off the start of a line, opening marks off its
 * end, a number stays with its unit. A word that is wider than a whole line is cut between graphemes, so no line ever overflows.
 */
export function breakLines(paragraph: string, width: number, measure: Measure): readonly Line[] {
  const units = toUnits(paragraph, measure).flatMap((unit) => (unit.width > width ? cutWord(unit, width, measure) : [unit]));
  const lines: Line[] = [];
  let start = 0;
  while (start < units.length) {
    const end = endOfLine(units, start, width);
    lines.push(toLine(units.slice(start, end), end >= units.length));
    start = end;
    while (units[start]?.kind === 'space') start += 1;
  }
  const last = lines.at(-1);
  if (last === undefined) return [{ units: [], width: 0, isLast: true }];
  return last.isLast ? lines : [...lines.slice(0, -1), { ...last, isLast: true }];
}

/** @returns the index behind the last unit of the line that starts at `start` */
function endOfLine(units: readonly Unit[], start: number, width: number): number {
  let used = 0;
  let lastBreak = start;
  for (let index = start; index < units.length; index += 1) {
    const unit = units[index];
    if (unit === undefined) break;
    const before = units[index - 1];
    if (index > start && before !== undefined && allowsBreak(units, index)) lastBreak = index;
    used += unit.width;
    if (used > width && unit.kind !== 'space') return lastBreak > start ? lastBreak : Math.max(index, start + 1);
  }
  return units.length;
}

/** Whether a line may end in front of the unit at `index`. */
function allowsBreak(units: readonly Unit[], index: number): boolean {
  const after = units[index];
  let left = index - 1;
  while (units[left]?.kind === 'space') left -= 1;
  const before = units[left];
  if (before === undefined || after === undefined || after.kind === 'space') return false;
  if (NO_START.has(Array.from(after.text)[0] ?? '') || NO_END.has(Array.from(before.text).at(-1) ?? '')) return false;
  const isNumber = before.kind === 'word' && /\d$/.test(before.text);
  return !(isNumber && UNIT_WORD.test(after.text.replace(/[,.;:)]+$/, '')));
}

function cutWord(unit: Unit, width: number, measure: Measure): readonly Unit[] {
  const pieces: Unit[] = [];
  let piece = '';
  for (const { segment } of GRAPHEMES.segment(unit.text)) {
    if (piece !== '' && measure(piece + segment) > width) {
      pieces.push({ text: piece, kind: unit.kind, width: measure(piece) });
      piece = '';
    }
    piece += segment;
  }
  return [...pieces, { text: piece, kind: unit.kind, width: measure(piece) }];
}

function toLine(units: readonly Unit[], isLast: boolean): Line {
  let end = units.length;
  while (end > 0 && units[end - 1]?.kind === 'space') end -= 1;
  const kept = units.slice(0, end);
  return { units: kept, width: kept.reduce((sum, unit) => sum + unit.width, 0), isLast };
}

/** A run of a line with one spacing between its characters, pt. */
export interface Run {
  readonly text: string;
  /** Left edge from the start of the line, pt. */
  readonly offset: number;
  readonly characterSpacing: number;
}

/** Wider gaps than this part of an em tear a line apart; such a line stays ragged. */
const WIDEST_STRETCH_EM = 0.25;

/** Places the units of a line. A justified line stretches behind Han characters and spaces only: words and numbers keep their shape. */
export function placeLine(line: Line, width: number, size: number, justify: boolean): readonly Run[] {
  const gaps = line.units.slice(0, -1).filter((unit) => unit.kind !== 'word').length;
  const wanted = justify && !line.isLast && gaps > 0 ? Math.max(0, width - line.width) / gaps : 0;
  const spacing = wanted > WIDEST_STRETCH_EM * size ? 0 : wanted;
  const runs: Run[] = [];
  let offset = 0;
  let before: Unit | undefined;
  for (const unit of line.units) {
    const stretch = unit.kind === 'word' ? 0 : spacing;
    const previous = runs.at(-1);
    // A space goes with what stands before it, so that the text can be read out of the file again.
    const joins = previous !== undefined && before?.isTrimmed !== true && (previous.characterSpacing === stretch || unit.kind === 'space');
    if (joins) runs[runs.length - 1] = { ...previous, text: previous.text + unit.text };
    else runs.push({ text: unit.text, offset, characterSpacing: stretch });
    // Behind a space that joined a word, the next piece starts anew.
    offset += unit.width + stretch;
    before = joins && unit.kind === 'space' && previous.characterSpacing !== stretch ? { ...unit, isTrimmed: true } : unit;
  }
  return runs;
}
