/** The share of the shorter text's pairs of characters that the other text has too, 0 to 1. Punctuation, gaps and white space do not count. */
export function sharedTextShare(left: string, right: string): number {
  const [shorter, longer] = [pairsOf(left), pairsOf(right)].toSorted((one, other) => size(one) - size(other));
  if (shorter === undefined || longer === undefined || size(shorter) === 0) return 0;
  let shared = 0;
  for (const [pair, count] of shorter) shared += Math.min(count, longer.get(pair) ?? 0);
  return shared / size(shorter);
}

function pairsOf(text: string): ReadonlyMap<string, number> {
  const characters = Array.from(text.replaceAll(/[^\p{L}\p{N}]/gu, ''));
  const pairs = new Map<string, number>();
  for (let index = 0; index + 1 < characters.length; index += 1) {
    const pair = `${characters[index]}${characters[index + 1]}`;
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  }
  return pairs;
}

function size(pairs: ReadonlyMap<string, number>): number {
  return [...pairs.values()].reduce((sum, count) => sum + count, 0);
}
