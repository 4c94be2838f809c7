import { isAppError, AppError } from '#shared/errors/app-error.ts';
import type { Coordinator, SharedRecord, SharedRecordKind } from '#shared/worklist/coordinator.ts';
import type { z } from 'zod';
import type { Remote } from '../database/remote-repositories.ts';
import type { Log } from '../platform/log.ts';
import type { SharedCopyRepository } from './shared-copy.repository.ts';

export interface RecordKeeperDependencies {
  readonly coordinator: Coordinator;
  readonly copies: Remote<SharedCopyRepository>;
  readonly log: Log;
}

export type KeptKind = Extract<SharedRecordKind, 'patient-link' | 'technician-request' | 'consultation' | 'case-list' | 'referral-table' | 'clock-pause' | 'county-report'>;
const KEPT_KINDS: readonly KeptKind[] = ['patient-link', 'technician-request', 'consultation', 'case-list', 'referral-table', 'clock-pause', 'county-report'];

export interface KeptRecord<T> {
  readonly key: string;
  readonly content: T;
}

export type RecordKeeper = ReturnType<typeof createRecordKeeper>;

/** Two writers, and then the third who lost twice: more than that is no collision. */
const MOST_TRIES = 4;
/** A writer takes its time at the hub and is seen when it ends: what is older than the newest by so much may still come. */
const OVERLAP_MS = 10_000;
/** At the most so often, however much moves at the hub. */
const TICK_MS = 1_000;
/** What was not announced is asked for all the same. */
const TICKS_OF_SILENCE = 5;

/** What seats share, written at the coordinator and read from the copy of this seat. */
export function createRecordKeeper({ coordinator, copies, log }: RecordKeeperDependencies) {
  const listeners = new Set<(news: readonly SharedRecord[]) => void>();
  let turning: Promise<void> | undefined;
  let isWhole = false;
  let ticksSince = 0;
  let timer: NodeJS.Timeout | undefined;
  let stopListening: (() => void) | undefined;

  const take = async (records: readonly SharedRecord[]): Promise<void> => {
    const news = await copies.take(records);
    if (news.length > 0) for (const listener of listeners) listener(news);
  };
  const pullOf = async (kinds: readonly KeptKind[]): Promise<void> => take(await coordinator.recordsSince(kinds, Math.max(0, (await copies.newestMs(kinds)) - OVERLAP_MS)));
  /** All kinds go by one clock: one question, once each has been asked for since its own newest. A kind that an older program did not keep is fetched whole. */
  const pull = async (): Promise<void> => {
    if (isWhole) return pullOf(KEPT_KINDS);
    for (const kind of KEPT_KINDS) await pullOf([kind]);
    isWhole = true;
  };
  const turn = async (): Promise<void> => {
    try {
      await pull();
    } catch (error) {
      // The hub is away: the copy is what there is, and the next turn asks again.
      if (!isAppError(error)) throw error;
    }
  };
  const wake = () => {
    ticksSince = 0;
    turning ??= turn()
      .catch((error: unknown) => log.error('shared records could not be copied', {}, error))
      .finally(() => (turning = undefined));
    return turning;
  };
  const read = <T>(schema: z.ZodType<T>, { key, content }: SharedRecord): KeptRecord<T>[] => {
    const parsed = schema.safeParse(JSON.parse(content));
    if (parsed.success) return [{ key, content: parsed.data }];
    log.warn('a shared record of another version is left out', { key });
    return [];
  };

  return {
    async find<T>(kind: KeptKind, schema: z.ZodType<T>, key: string): Promise<T | undefined> {
      const record = await copies.find(kind, key);
      return record === undefined ? undefined : read(schema, record)[0]?.content;
    },

    /** Newest change first. */
    async list<T>(kind: KeptKind, schema: z.ZodType<T>): Promise<KeptRecord<T>[]> {
      return (await copies.list(kind)).flatMap((record) => read(schema, record));
    },

    /** Those whose key begins so, newest change first. @param limit the newest so many */
    async listOf<T>(kind: KeptKind, schema: z.ZodType<T>, keyPrefix: string, limit: number): Promise<KeptRecord<T>[]> {
      return (await copies.listOf(kind, keyPrefix, limit)).flatMap((record) => read(schema, record));
    },

    /** Takes copies off this seat that nobody changed since; the coordinator keeps its own as long as it likes. */
    forgetBefore: (kind: KeptKind, beforeMs: number): Promise<void> => copies.forgetBefore(kind, beforeMs),

    /**
     * Writes what `change` makes of the newest content; asked again when somebody else wrote meanwhile.
     * @param change undefined for nothing to write @throws AppError `hub/unreachable`, `hub/not-allowed`; what `change` throws
     */
    async update<T>(kind: KeptKind, schema: z.ZodType<T>, key: string, change: (before: T | undefined) => T | undefined): Promise<T | undefined> {
      for (let tries = 0; tries < MOST_TRIES; tries += 1) {
        const before = await copies.find(kind, key);
        const known = before === undefined ? undefined : read(schema, before)[0]?.content;
        const after = change(known);
        if (after === undefined) return known;
        const revision = await coordinator.putRecord(kind, key, before?.revision ?? 0, JSON.stringify(after));
        // Read back rather than guessed: the time is the coordinator's.
        await pull();
        if (revision !== undefined) return after;
      }
      throw new AppError('hub/unreachable', 'the record was written by others again and again');
    },

    onNews(listener: (news: readonly SharedRecord[]) => void): () => void {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },

    async start(): Promise<void> {
      await wake();
      if (coordinator.kind === 'embedded') return;
      stopListening = coordinator.onChange(() => (ticksSince = TICKS_OF_SILENCE));
      timer = setInterval(() => {
        ticksSince += 1;
        if (ticksSince >= TICKS_OF_SILENCE) void wake();
      }, TICK_MS);
      timer.unref();
    },

    async close(): Promise<void> {
      stopListening?.();
      clearInterval(timer);
      await turning;
    },
  };
}
