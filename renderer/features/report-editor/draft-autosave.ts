import type { ReportDraft, ReportText } from '#shared/contract/services/reports.contract.ts';
import { AppError, isAppError, type ErrorFacts } from '#shared/errors/app-error.ts';
import type { ErrorCode } from '#shared/errors/error-code.ts';

/** A pause in typing this long is a good moment to save. */
export const PAUSE_MS = 400;
const FIRST_RETRY_MS = 1000;
const LONGEST_RETRY_MS = 10_000;

/**
 * How the text on the screen stands to the text that main holds.
 * `saved` with no time: nothing was ever written. `failed`: not saved since then, and tried again by itself. `conflict`: another window
 * saved other text; both are kept until the physician chooses. `closed`: signed elsewhere; the text stays here and is not sent.
 */
export type SaveState =
  | { readonly status: 'saved'; readonly savedAt: string | null }
  | { readonly status: 'unsaved' }
  | { readonly status: 'saving' }
  | { readonly status: 'failed'; readonly code: ErrorCode; readonly facts: ErrorFacts; readonly since: string }
  | { readonly status: 'conflict'; readonly stored: ReportDraft }
  | { readonly status: 'closed' };

export interface DraftSnapshot {
  readonly text: ReportText;
  /** Of the text that main holds; 0 before the first save. */
  readonly revision: number;
  readonly state: SaveState;
}

export interface DraftAutosaveDependencies {
  readonly save: (
    expectedRevision: number,
    text: ReportText,
    options: { readonly outlivesPage: boolean },
  ) => Promise<{ readonly revision: number; readonly savedAt: string }>;
  /** What main holds now. */
  readonly readStored: () => Promise<ReportDraft>;
  readonly now: () => Date;
}

export interface DraftAutosave {
  readonly get: () => DraftSnapshot;
  readonly subscribe: (listener: () => void) => () => void;
  readonly edit: (change: Partial<ReportText>) => void;
  /** While an input method composes nothing is saved: the letters of a pinyin are not text yet. */
  readonly setComposing: (isComposing: boolean) => void;
  /** Saves what is not saved, now. @returns true when main holds the text on the screen */
  readonly flush: (options?: { readonly outlivesPage?: boolean }) => Promise<boolean>;
  /** Ends a conflict. */
  readonly choose: (whose: 'mine' | 'stored') => void;
  /** Takes over what another window saved, unless there is something unsaved here. */
  readonly adopt: (stored: ReportDraft) => void;
  readonly dispose: () => void;
}

/** Saves a draft at each pause in typing, one save at a time, and loses nothing when main is away. */
export function createDraftAutosave(initial: ReportDraft, { save, readStored, now }: DraftAutosaveDependencies): DraftAutosave {
  const listeners = new Set<() => void>();
  let snapshot: DraftSnapshot = {
    text: textOf(initial),
    revision: initial.revision,
    state: { status: 'saved', savedAt: initial.savedAt },
  };
  let held: ReportText = snapshot.text;
  let heldAt: string | null = initial.savedAt;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: Promise<void> | undefined;
  let failures = 0;
  let isComposing = false;
  let isDisposed = false;

  return {
    get: () => snapshot,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    edit: (change) => {
      const text = { ...snapshot.text, ...change };
      const { state } = snapshot;
      update({ text, state: state.status === 'saved' && !sameText(text, held) ? { status: 'unsaved' } : state });
      if (state.status !== 'failed') schedule(PAUSE_MS);
    },
    setComposing: (composing) => {
      isComposing = composing;
      if (composing) clearTimeout(timer);
      else schedule(PAUSE_MS);
    },
    flush: async ({ outlivesPage = false } = {}) => {
      clearTimeout(timer);
      // A save may be on its way with older text: then once more.
      await saveNow(outlivesPage);
      if (snapshot.state.status === 'unsaved' || snapshot.state.status === 'saving') await saveNow(outlivesPage);
      return snapshot.state.status === 'saved';
    },
    choose: (whose) => {
      if (snapshot.state.status !== 'conflict') return;
      const { stored } = snapshot.state;
      take(stored);
      if (whose === 'stored') {
        update({ text: held, state: { status: 'saved', savedAt: heldAt } });
      } else {
        update({ state: { status: 'unsaved' } });
        schedule(0);
      }
    },
    adopt: (stored) => {
      if (stored.revision <= snapshot.revision || running !== undefined || snapshot.state.status !== 'saved') return;
      take(stored);
      update({ text: held, state: { status: 'saved', savedAt: heldAt } });
    },
    dispose: () => {
      isDisposed = true;
      clearTimeout(timer);
      listeners.clear();
    },
  };

  function update(change: Partial<DraftSnapshot>): void {
    snapshot = { ...snapshot, ...change };
    for (const listener of listeners) listener();
  }

  /** Main holds this now. */
  function take(stored: ReportDraft): void {
    held = textOf(stored);
    heldAt = stored.savedAt;
    update({ revision: stored.revision });
  }

  function schedule(delayMs: number): void {
    clearTimeout(timer);
    if (isComposing || isDisposed) return;
    timer = setTimeout(() => void saveNow(false), delayMs);
  }

  async function saveNow(outlivesPage: boolean): Promise<void> {
    clearTimeout(timer);
    const { status } = snapshot.state;
    if (running !== undefined) return running;
    if (status === 'conflict' || status === 'closed') return;
    if (sameText(snapshot.text, held)) {
      if (status !== 'saved') settle();
      return;
    }
    running = saveOnce(outlivesPage);
    return running;
  }

  async function saveOnce(outlivesPage: boolean): Promise<void> {
    const sent = snapshot.text;
    if (snapshot.state.status !== 'failed') update({ state: { status: 'saving' } });
    try {
      const { revision, savedAt } = await save(snapshot.revision, sent, { outlivesPage });
      held = sent;
      heldAt = savedAt;
      update({ revision });
      settle();
    } catch (error) {
      await afterFailure(error, sent);
    } finally {
      running = undefined;
      if (snapshot.state.status === 'unsaved') schedule(PAUSE_MS);
    }
  }

  /** After a save or a choice: is there more to save? */
  function settle(): void {
    failures = 0;
    update({ state: sameText(snapshot.text, held) ? { status: 'saved', savedAt: heldAt } : { status: 'unsaved' } });
  }

  async function afterFailure(error: unknown, sent: ReportText): Promise<void> {
    if (isAppError(error, 'report/already-signed')) {
      update({ state: { status: 'closed' } });
      return;
    }
    try {
      if (!isAppError(error, 'report/stale-revision')) throw error;
      const stored = await readStored();
      // Main may have saved what we sent without our hearing of it: that is no conflict.
      if (sameText(textOf(stored), sent) || sameText(textOf(stored), held)) {
        take(stored);
        settle();
      } else {
        update({ state: { status: 'conflict', stored } });
      }
    } catch (reason) {
      const known = isAppError(reason) ? reason : new AppError('internal', 'Saving failed', { cause: reason });
      failures += 1;
      const since = snapshot.state.status === 'failed' ? snapshot.state.since : now().toISOString();
      update({ state: { status: 'failed', code: known.code, facts: known.facts, since } });
      schedule(Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** (failures - 1)));
    }
  }
}

function textOf({ findings, impression, recommendation, outcome, forms }: ReportText): ReportText {
  return { findings, impression, recommendation, outcome, ...(forms === undefined || forms.length === 0 ? {} : { forms }) };
}

function sameText(left: ReportText, right: ReportText): boolean {
  return (
    left.findings === right.findings &&
    left.impression === right.impression &&
    left.recommendation === right.recommendation &&
    left.outcome === right.outcome &&
    JSON.stringify(left.forms ?? []) === JSON.stringify(right.forms ?? [])
  );
}
