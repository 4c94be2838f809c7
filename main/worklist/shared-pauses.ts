import { z } from 'zod';
import { isAppError } from '#shared/errors/app-error.ts';
import { PAUSE_REASONS } from '#shared/worklist/service-level.ts';
import type { SharedRecord } from '#shared/worklist/coordinator.ts';
import type { Remote } from '../database/remote-repositories.ts';
import type { EventHub } from '../platform/event-hub.ts';
import type { Log } from '../platform/log.ts';
import type { StudyRepository } from '../studies/study.repository.ts';
import type { ServiceTimeRepository } from './service-time.repository.ts';

const storedPause = z.object({
  reason: z.enum(PAUSE_REASONS), note: z.string().max(500), pausedBy: z.string(), pausedAt: z.iso.datetime(), resumedBy: z.string().nullable(), resumedAt: z.iso.datetime().nullable(),
});
/** A pause as it is kept: a pause is never rewritten, only ended. */
export type StoredPause = z.infer<typeof storedPause>;
const sharedPauses = z.object({ pauses: z.array(storedPause).max(200) });

/** Pauses as seats share them, by site and study. */
export interface PauseRecords {
  readonly update: <T>(kind: 'clock-pause', schema: z.ZodType<T>, key: string, change: (before: T | undefined) => T | undefined) => Promise<T | undefined>;
  readonly find: <T>(kind: 'clock-pause', schema: z.ZodType<T>, key: string) => Promise<T | undefined>;
  readonly list: <T>(kind: 'clock-pause', schema: z.ZodType<T>) => Promise<readonly { readonly key: string; readonly content: T }[]>;
  readonly onNews: (listener: (news: readonly SharedRecord[]) => void) => () => void;
}

export interface SharedPausesDependencies {
  readonly records: PauseRecords;
  readonly times: Pick<Remote<ServiceTimeRepository>, 'pausesOf' | 'mergePauses' | 'pausedSince'>;
  readonly studies: Pick<Remote<StudyRepository>, 'find' | 'idOf'>;
  readonly events: EventHub;
  readonly log: Log;
}

export interface SharedPauses {
  /** The pauses of this study have changed here. Never fails: what the hub could not be told it is told later. */
  readonly share: (studyId: number) => Promise<void>;
  /** Takes in what other seats have paused, and tells what this one has in the last day. @returns its end */
  readonly start: (now: Date) => Promise<() => void>;
}

const AGAIN_MS = 5_000;
/** Pauses of before are at the hub since long. */
const TOLD_MS = 24 * 3_600_000;
/** Studies that are paused at another seat and not here yet are looked for again. */
const MOST_UNPLACED = 500;

/** The clock of a case stands still at all seats: each has the pauses of all. */
export function createSharedPauses({ records, times, studies, events, log }: SharedPausesDependencies): SharedPauses {
  const untold = new Set<number>();
  const unplaced = new Set<string>();

  const tell = async (studyId: number): Promise<void> => {
    const [study, own] = await Promise.all([studies.find(studyId), times.pausesOf(studyId)]);
    if (study === undefined || own.length === 0) return;
    await records.update('clock-pause', sharedPauses, `${study.siteId}|${study.studyInstanceUid}`, (before) => {
      const pauses = unionOfPauses(before?.pauses ?? [], own);
      return JSON.stringify(pauses) === JSON.stringify(before?.pauses) ? undefined : { pauses };
    });
  };
  const share = async (studyId: number): Promise<void> => {
    try {
      await tell(studyId);
      untold.delete(studyId);
    } catch (error) {
      if (!isAppError(error)) throw error;
      untold.add(studyId);
    }
  };
  const place = async (key: string): Promise<void> => {
    const [siteId = '', studyInstanceUid = ''] = key.split('|');
    const studyId = await studies.idOf(siteId, studyInstanceUid);
    if (studyId === undefined) {
      if (unplaced.size < MOST_UNPLACED) unplaced.add(key);
      return;
    }
    unplaced.delete(key);
    const content = await records.find('clock-pause', sharedPauses, key);
    if (content !== undefined && (await times.mergePauses(studyId, content.pauses))) events.publish({ kind: 'worklist-changed', studyIds: [studyId] });
  };
  const placeAll = async (keys: Iterable<string>): Promise<void> => {
    for (const key of keys) await place(key);
  };

  return {
    share,
    async start(now) {
      const stumble = (error: unknown) => log.error('pauses of other seats could not be taken in', {}, error);
      const stop = records.onNews((news) => void placeAll(news.filter(({ kind }) => kind === 'clock-pause').map(({ key }) => key)).catch(stumble));
      for (const studyId of await times.pausedSince(new Date(now.getTime() - TOLD_MS).toISOString())) untold.add(studyId);
      await placeAll((await records.list('clock-pause', sharedPauses)).slice(0, MOST_UNPLACED).map(({ key }) => key));
      let isAtWork = false;
      const timer = setInterval(() => {
        if (isAtWork || (untold.size === 0 && unplaced.size === 0)) return;
        isAtWork = true;
        (async () => {
          for (const studyId of untold) await share(studyId);
          await placeAll(unplaced);
        })().catch(stumble).finally(() => (isAtWork = false));
      }, AGAIN_MS);
      timer.unref();
      return () => {
        stop();
        clearInterval(timer);
      };
    },
  };
}

/** Both, each pause once; one that was ended anywhere is ended. */
export function unionOfPauses(left: readonly StoredPause[], right: readonly StoredPause[]): StoredPause[] {
  const all = new Map<string, StoredPause>();
  for (const pause of [...left, ...right]) {
    const name = `${pause.pausedAt} ${pause.pausedBy}`;
    const before = all.get(name);
    const isEarlier = before !== undefined && (pause.resumedAt === null || (before.resumedAt !== null && before.resumedAt <= pause.resumedAt));
    if (!isEarlier) all.set(name, pause);
  }
  return [...all].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, pause]) => pause);
}
