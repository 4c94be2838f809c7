export interface RateLimit {
  /** Takes one from what `who` may do. @returns false when nothing is left */
  readonly take: (who: string) => boolean;
}

/** Names that are remembered at a time: whoever invents more of them shares what is left. */
const MOST_NAMES = 5_000;

/** So many at once, and as many again in a minute. @param nowMs a clock that only goes forward is not needed: a jump back gives nothing */
export function createRateLimit(perMinute: number, nowMs: () => number): RateLimit {
  const left = new Map<string, { tokens: number; atMs: number }>();
  return {
    take(who) {
      const now = nowMs();
      const name = left.has(who) || left.size < MOST_NAMES ? who : '';
      const { tokens, atMs } = left.get(name) ?? { tokens: perMinute, atMs: now };
      const filled = Math.min(perMinute, tokens + (Math.max(0, now - atMs) * perMinute) / 60_000);
      if (left.size >= MOST_NAMES) for (const [other, { atMs: since }] of left) if (now - since > 60_000) left.delete(other);
      left.set(name, { tokens: filled < 1 ? filled : filled - 1, atMs: now });
      return filled >= 1;
    },
  };
}
