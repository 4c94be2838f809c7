import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ReportDraft, ReportText } from '#shared/contract/services/reports.contract.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { createDraftAutosave, PAUSE_MS, type DraftAutosave } from '#renderer/features/report-editor/draft-autosave.ts';

const EMPTY: ReportDraft = { findings: '', impression: '', recommendation: '', outcome: null, revision: 0, savedAt: null };

/** Main with one draft: keeps the optimistic revision, can be slow, away, or ahead. */
function createMain(stored: ReportDraft = EMPTY) {
  const main = {
    stored,
    saves: [] as { expectedRevision: number; text: ReportText; outlivesPage: boolean }[],
    failure: undefined as Error | undefined,
    /** Saves, but the answer is lost. */
    losesAnswers: false,
    /** While set, saves wait. */
    gate: undefined as Promise<void> | undefined,
  };
  const autosave = createDraftAutosave(stored, {
    now: () => new Date(),
    readStored: async () => {
      if (main.failure !== undefined) throw main.failure;
      return main.stored;
    },
    save: async (expectedRevision, text, { outlivesPage }) => {
      main.saves.push({ expectedRevision, text, outlivesPage });
      await main.gate;
      if (main.failure !== undefined) throw main.failure;
      if (main.stored.revision !== expectedRevision) throw new AppError('report/stale-revision', 'stale');
      main.stored = { ...text, revision: expectedRevision + 1, savedAt: new Date().toISOString() };
      if (main.losesAnswers) throw new AppError('contract/no-answer', 'lost');
      return { revision: main.stored.revision, savedAt: main.stored.savedAt ?? '' };
    },
  });
  return { main, autosave };
}

const status = (autosave: DraftAutosave) => autosave.get().state.status;
const pass = (durationMs: number) => vi.advanceTimersByTimeAsync(durationMs);

beforeEach(() => void vi.useFakeTimers({ now: new Date('2026-11-21T01:00:00Z') }));
afterEach(() => void vi.useRealTimers());

test('a pause in typing saves once', async () => {
  const { main, autosave } = createMain();
  autosave.edit({ findings: '肺' });
  await pass(PAUSE_MS - 1);
  autosave.edit({ findings: '肺野' });
  await pass(PAUSE_MS - 1);
  expect(main.saves).toHaveLength(0);
  expect(status(autosave)).toBe('unsaved');
  await pass(1);
  expect(main.saves.map(({ text }) => text.findings)).toEqual(['肺野']);
  // 399 ms, then a whole pause of 400 ms
  expect(autosave.get()).toMatchObject({ revision: 1, state: { status: 'saved', savedAt: '2026-11-21T01:00:00.799Z' } });
});

test('one save is under way at a time; what was typed meanwhile follows with the new revision', async () => {
  const { main, autosave } = createMain();
  let open = () => {};
  main.gate = new Promise((resolve) => {
    open = () => resolve();
  });
  autosave.edit({ findings: '一' });
  await pass(PAUSE_MS);
  expect(status(autosave)).toBe('saving');
  autosave.edit({ findings: '一二' });
  await pass(PAUSE_MS * 5);
  expect(main.saves).toHaveLength(1);
  main.gate = undefined;
  open();
  await pass(PAUSE_MS);
  expect(main.saves.map(({ expectedRevision, text }) => [expectedRevision, text.findings])).toEqual([[0, '一'], [1, '一二']]);
  expect(status(autosave)).toBe('saved');
});

test('text that is typed and taken back is not saved', async () => {
  const { main, autosave } = createMain({ ...EMPTY, findings: '旧', revision: 3, savedAt: '2026-11-20T00:00:00Z' });
  autosave.edit({ findings: '新' });
  autosave.edit({ findings: '旧' });
  await pass(PAUSE_MS);
  expect(main.saves).toEqual([]);
  expect(autosave.get().state).toEqual({ status: 'saved', savedAt: '2026-11-20T00:00:00Z' });
});

test('nothing is saved while an input method composes', async () => {
  const { main, autosave } = createMain();
  autosave.setComposing(true);
  autosave.edit({ findings: 'zuofei' });
  await pass(PAUSE_MS * 10);
  expect(main.saves).toEqual([]);
  autosave.setComposing(false);
  autosave.edit({ findings: '左肺' });
  await pass(PAUSE_MS);
  expect(main.saves.map(({ text }) => text.findings)).toEqual(['左肺']);
});

describe('flush', () => {
  test('saves at once and tells that main holds the text', async () => {
    const { main, autosave } = createMain();
    autosave.edit({ impression: '未见异常' });
    await expect(autosave.flush()).resolves.toBe(true);
    expect(main.stored.impression).toBe('未见异常');
  });

  test('waits for a save that is under way and saves what came after it', async () => {
    const { main, autosave } = createMain();
    let open = () => {};
    main.gate = new Promise((resolve) => {
      open = () => resolve();
    });
    autosave.edit({ findings: '一' });
    await pass(PAUSE_MS);
    autosave.edit({ findings: '一二' });
    const flushed = autosave.flush();
    main.gate = undefined;
    open();
    await expect(flushed).resolves.toBe(true);
    expect(main.stored.findings).toBe('一二');
  });

  test('twice at once is one save', async () => {
    const { main, autosave } = createMain();
    autosave.edit({ findings: '一' });
    await expect(Promise.all([autosave.flush(), autosave.flush()])).resolves.toEqual([true, true]);
    expect(main.saves).toHaveLength(1);
  });

  test('of a closing page asks that the call outlive it', async () => {
    const { main, autosave } = createMain();
    autosave.edit({ findings: '一' });
    await autosave.flush({ outlivesPage: true });
    expect(main.saves[0]?.outlivesPage).toBe(true);
  });

  test('tells when main could not be reached', async () => {
    const { main, autosave } = createMain();
    main.failure = new AppError('contract/no-answer', 'gone');
    autosave.edit({ findings: '一' });
    await expect(autosave.flush()).resolves.toBe(false);
  });
});

describe('a main that is away', () => {
  test('is asked again, slower each time, and nothing is lost', async () => {
    const { main, autosave } = createMain();
    main.failure = new AppError('contract/no-answer', 'gone');
    autosave.edit({ findings: '一' });
    await pass(PAUSE_MS);
    expect(autosave.get().state).toMatchObject({ status: 'failed', code: 'contract/no-answer', since: '2026-11-21T01:00:00.400Z' });
    autosave.edit({ findings: '一二' });
    // tries at +1, +1+2, +1+2+4 s
    await pass(7000);
    expect(main.saves).toHaveLength(4);
    expect(autosave.get().state).toMatchObject({ status: 'failed', since: '2026-11-21T01:00:00.400Z' });
    main.failure = undefined;
    await pass(8000);
    expect(main.stored.findings).toBe('一二');
    expect(status(autosave)).toBe('saved');
  });

  test('that had saved before its answer was lost makes no conflict', async () => {
    const { main, autosave } = createMain();
    main.losesAnswers = true;
    autosave.edit({ findings: '一' });
    await pass(PAUSE_MS);
    expect(status(autosave)).toBe('failed');
    main.losesAnswers = false;
    await pass(1000);
    expect(autosave.get()).toMatchObject({ revision: 1, state: { status: 'saved' } });
  });
});

describe('two windows', () => {
  async function conflict() {
    const { main, autosave } = createMain();
    main.stored = { ...EMPTY, findings: '别处', revision: 1, savedAt: '2026-11-21T00:59:00Z' };
    autosave.edit({ findings: '这里' });
    await pass(PAUSE_MS);
    return { main, autosave };
  }

  test('keep both texts until the physician chooses', async () => {
    const { main, autosave } = await conflict();
    expect(autosave.get()).toMatchObject({ text: { findings: '这里' }, state: { status: 'conflict', stored: { findings: '别处' } } });
    await pass(60_000);
    expect(main.stored.findings).toBe('别处');
  });

  test('mine is saved over the stored one', async () => {
    const { main, autosave } = await conflict();
    autosave.choose('mine');
    await pass(PAUSE_MS);
    expect(main.stored).toMatchObject({ findings: '这里', revision: 2 });
    expect(status(autosave)).toBe('saved');
  });

  test('the stored one replaces mine', async () => {
    const { main, autosave } = await conflict();
    autosave.choose('stored');
    expect(autosave.get()).toMatchObject({ text: { findings: '别处' }, revision: 1, state: { status: 'saved' } });
    await pass(PAUSE_MS);
    expect(main.saves).toHaveLength(1);
  });

  test('what another window saved is taken over while nothing is unsaved here', () => {
    const { autosave } = createMain();
    autosave.adopt({ ...EMPTY, findings: '别处', revision: 1, savedAt: '2026-11-21T00:59:00Z' });
    expect(autosave.get()).toMatchObject({ text: { findings: '别处' }, revision: 1 });
  });

  test('and left alone while something is', () => {
    const { autosave } = createMain();
    autosave.edit({ findings: '这里' });
    autosave.adopt({ ...EMPTY, findings: '别处', revision: 1, savedAt: '2026-11-21T00:59:00Z' });
    expect(autosave.get()).toMatchObject({ text: { findings: '这里' }, revision: 0 });
  });

  test('a report that was signed elsewhere is closed, the text stays', async () => {
    const { main, autosave } = createMain();
    main.failure = new AppError('report/already-signed', 'signed');
    autosave.edit({ findings: '晚了' });
    await pass(PAUSE_MS);
    expect(autosave.get()).toMatchObject({ text: { findings: '晚了' }, state: { status: 'closed' } });
    await pass(60_000);
    expect(main.saves).toHaveLength(1);
  });
});
