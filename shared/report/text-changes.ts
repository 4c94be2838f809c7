/** A piece of a text that stayed, came or went. */
export interface TextChange {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
}

/** A Han character, a word or a number with its decimals, or any other single character. */
const TOKEN = /\p{Script=Han}|\d+(?:\.\d+)?|[\p{L}\p{M}]+|./gsu;
/** Above this many comparisons the difference is no longer worth its time; the texts are shown one behind the other. */
const MOST_COMPARISONS = 9_000_000;

/** What a reviewer changed, word by word: the longest common sequence of both texts, neighbours of a kind joined. */
export function textChanges(before: string, after: string): readonly TextChange[] {
  const [old, now] = [before.match(TOKEN) ?? [], after.match(TOKEN) ?? []];
  const start = commonLength(old, now);
  const end = commonLength(old.slice(start).reverse(), now.slice(start).reverse());
  const [oldMiddle, newMiddle] = [old.slice(start, old.length - end), now.slice(start, now.length - end)];
  return joined([
    ...old.slice(0, start).map(same),
    ...middleChanges(oldMiddle, newMiddle),
    ...old.slice(old.length - end).map(same),
  ]);
}

const same = (text: string): TextChange => ({ kind: 'same', text });
const added = (text: string): TextChange => ({ kind: 'added', text });
const removed = (text: string): TextChange => ({ kind: 'removed', text });

function commonLength(left: readonly string[], right: readonly string[]): number {
  let length = 0;
  while (length < left.length && length < right.length && left[length] === right[length]) length += 1;
  return length;
}

function middleChanges(old: readonly string[], now: readonly string[]): readonly TextChange[] {
  if (old.length * now.length > MOST_COMPARISONS) return [...old.map(removed), ...now.map(added)];
  const width = now.length + 1;
  // longest[i * width + j]: tokens in common of old from i on and now from j on.
  const longest = new Uint16Array((old.length + 1) * width);
  const at = (row: number, column: number) => longest[row * width + column] ?? 0;
  for (let row = old.length - 1; row >= 0; row -= 1) {
    for (let column = now.length - 1; column >= 0; column -= 1) {
      longest[row * width + column] = old[row] === now[column] ? at(row + 1, column + 1) + 1 : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  const changes: TextChange[] = [];
  let [row, column] = [0, 0];
  while (row < old.length || column < now.length) {
    const [oldToken, newToken] = [old[row], now[column]];
    if (oldToken !== undefined && oldToken === newToken) {
      changes.push(same(oldToken));
      row += 1;
      column += 1;
    } else if (oldToken !== undefined && (newToken === undefined || at(row + 1, column) >= at(row, column + 1))) {
      changes.push(removed(oldToken));
      row += 1;
    } else if (newToken !== undefined) {
      changes.push(added(newToken));
      column += 1;
    }
  }
  return changes;
}

function joined(changes: readonly TextChange[]): readonly TextChange[] {
  const found: TextChange[] = [];
  for (const change of changes) {
    const last = found.at(-1);
    if (last?.kind === change.kind) found[found.length - 1] = { kind: last.kind, text: last.text + change.text };
    else found.push(change);
  }
  return found;
}
