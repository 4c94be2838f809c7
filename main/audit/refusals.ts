/** What was refused, without a patient: a method, a kind of address, the door of the host. */
export interface Refusal {
  readonly what: string;
  /** Code of the failure, or the reason in a few words. */
  readonly why: string;
  /** Who asked; '' for nobody. */
  readonly who: string;
}

export interface RefusalDependencies {
  /** @param times how often since the row before it */
  readonly record: (refusal: Refusal, times: number) => void;
  /** One of the same kind is counted for so long before it makes another row, ms. */
  readonly windowMs?: (refusal: Refusal) => number;
}

/** Writes what is refused into the audit trail, a flood of it as well, without filling the disk. */
export interface RefusalRecorder {
  readonly note: (refusal: Refusal) => void;
  /** Writes what is counted. */
  readonly flush: () => void;
}

const WINDOW_MS = 60_000;
/** A page that stays open behind the lock goes on asking all night. */
const LOCKED_WINDOW_MS = 3_600_000;
/** So many kinds are told apart at a time; the rest is counted together. */
const KINDS = 20;
const LONGEST_NAME = 80;

export function refusalWindowMs({ why }: Refusal): number {
  return why === 'people/locked' ? LOCKED_WINDOW_MS : WINDOW_MS;
}

/** The first of a kind is written at once, all that follow within its window as one row with their number: at most 21 kinds, so 42 rows a minute. */
export function createRefusalRecorder({ record, windowMs = refusalWindowMs }: RefusalDependencies): RefusalRecorder {
  const windows = new Map<string, { readonly refusal: Refusal; times: number; readonly timer: NodeJS.Timeout }>();

  const close = (key: string): void => {
    const open = windows.get(key);
    windows.delete(key);
    if (open === undefined) return;
    clearTimeout(open.timer);
    if (open.times > 0) record(open.refusal, open.times);
  };
  return {
    note(given) {
      const refusal = { ...given, what: (given.why === 'people/locked' ? 'seat' : given.what).slice(0, LONGEST_NAME) };
      const own = JSON.stringify(refusal);
      const isOneTooMany = !windows.has(own) && windows.size >= KINDS;
      const kind: Refusal = isOneTooMany ? { what: 'other', why: 'refused', who: '' } : refusal;
      const key = isOneTooMany ? 'other' : own;
      const open = windows.get(key);
      if (open !== undefined) {
        open.times += 1;
        return;
      }
      const timer = setTimeout(() => close(key), windowMs(kind));
      timer.unref();
      windows.set(key, { refusal: kind, times: 0, timer });
      record(kind, 1);
    },
    flush() {
      for (const key of windows.keys()) close(key);
    },
  };
}
