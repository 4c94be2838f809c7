/**
 * Expands segmented palette data. PS3.3 C.7.9.2: discrete (0), linear (1) and indirect (2) segments.
 * @param words the data, one entry an element
 * @param wordBytes 1 for tables of 8 bits, else 2: an indirect segment counts bytes
 * @returns undefined when the segments are broken
 */
export function expandSegments(words: readonly number[], wordBytes: 1 | 2): readonly number[] | undefined {
  const entries: number[] = [];
  const isWhole = expandFrom(words, wordBytes, 0, Number.POSITIVE_INFINITY, entries, false);
  return isWhole && entries.length > 0 ? entries : undefined;
}

/** No table has more. */
const MOST_ENTRIES = 65_536;

function expandFrom(words: readonly number[], wordBytes: 1 | 2, start: number, segmentCount: number, entries: number[], isIndirect: boolean): boolean {
  let at = start;
  for (let segment = 0; segment < segmentCount && at < words.length; segment += 1) {
    const code = words[at];
    const length = words[at + 1];
    // A byte of padding behind the last segment.
    if (length === undefined) return segmentCount === Number.POSITIVE_INFINITY && code === 0;
    if (entries.length + length > MOST_ENTRIES) return false;
    if (code === 0) {
      if (at + 2 + length > words.length) return false;
      entries.push(...words.slice(at + 2, at + 2 + length));
      at += 2 + length;
    } else if (code === 1) {
      const from = entries.at(-1);
      const to = words[at + 2];
      if (from === undefined || to === undefined) return false;
      for (let step = 1; step <= length; step += 1) entries.push(Math.round(from + ((to - from) * step) / length));
      at += 3;
    } else if (code === 2 && !isIndirect) {
      const offset = offsetAt(words, at + 2, wordBytes);
      if (offset === undefined || !expandFrom(words, wordBytes, offset / wordBytes, length, entries, true)) return false;
      at += wordBytes === 1 ? 6 : 4;
    } else return false;
  }
  return true;
}

/** Four bytes, the least significant first. */
function offsetAt(words: readonly number[], at: number, wordBytes: 1 | 2): number | undefined {
  const parts = words.slice(at, at + 4 / wordBytes);
  if (parts.length < 4 / wordBytes) return undefined;
  return parts.reduce((sum, part, index) => sum + part * 2 ** (8 * wordBytes * index), 0);
}
