import { z } from 'zod';
import { AppError } from '#shared/errors/app-error.ts';
import type { Coordinator, SharedRecord, SharedRecordKind } from '#shared/worklist/coordinator.ts';
import type { Remote } from '../database/remote-repositories.ts';
import type { SettingRepository } from '../database/setting.repository.ts';
import type { Log } from '../platform/log.ts';

/** One kind of what a centre has in common, as a seat keeps it. */
export interface CentreList {
  readonly kind: SharedRecordKind;
  /** Lays what another seat wrote into this catalogue. Rejects what this program does not understand. */
  readonly take: (key: string, content: unknown) => Promise<void>;
}

export interface CentreDataDependencies {
  readonly coordinator: Pick<Coordinator, 'kind' | 'seat' | 'putRecord' | 'records' | 'presence'>;
  readonly settings: Pick<Remote<SettingRepository>, 'read' | 'write'>;
  readonly lists: readonly CentreList[];
  readonly log: Log;
}

export interface CentreData {
  /**
   * Changes a common thing: first at the hub, where one is used, then here.
   * @param keep writes it into this catalogue
   * @throws AppError `hub/changed-elsewhere` (what the other wrote has been taken in), `hub/not-allowed`, `hub/unreachable`
   */
  readonly save: (kind: SharedRecordKind, key: string, content: unknown, keep: () => Promise<void>) => Promise<void>;
  /** Takes in what other seats wrote. @returns the kinds that changed here */
  readonly take: (records: readonly SharedRecord[]) => Promise<ReadonlySet<SharedRecordKind>>;
}

/** Revision that this seat has, by kind and key. */
const seenRevisions = z.record(z.string(), z.number());
type Seen = z.infer<typeof seenRevisions>;

/** The centre's common data: one copy at the hub, one at each seat, which goes on with its own while the hub is away. */
export function createCentreData({ coordinator, settings, lists, log }: CentreDataDependencies): CentreData {
  let seen: Promise<Seen> | undefined;
  const read = (): Promise<Seen> => {
    seen ??= settings.read().then(({ centreSeen }) => (centreSeen === '' ? {} : seenRevisions.parse(JSON.parse(centreSeen))));
    return seen;
  };
  const nameOf = (kind: string, key: string) => `${kind}|${key}`;
  const setRevision = async (kind: string, key: string, revision: number): Promise<void> => {
    const after = { ...(await read()), [nameOf(kind, key)]: revision };
    seen = Promise.resolve(after);
    await settings.write('centreSeen', JSON.stringify(after));
  };

  const takeOne = async ({ kind, key, revision, content }: SharedRecord): Promise<boolean> => {
    const list = lists.find((one) => one.kind === kind);
    // Another revision, not only a newer one: a hub may be an older copy of itself.
    if (list === undefined || (await read())[nameOf(kind, key)] === revision) return false;
    try {
      await list.take(key, JSON.parse(content));
    } catch (error) {
      log.warn('what another seat wrote could not be taken in', { kind }, error);
      return false;
    }
    await setRevision(kind, key, revision);
    return true;
  };

  return {
    async save(kind, key, content, keep) {
      if (coordinator.kind === 'embedded') return keep();
      const expected = (await read())[nameOf(kind, key)] ?? 0;
      const revision = await coordinator.putRecord(kind, key, expected, JSON.stringify(content));
      if (revision === undefined) {
        const theirs = (await coordinator.records(kind)).find((record) => record.key === key);
        if (theirs !== undefined) await takeOne(theirs);
        const author = (await coordinator.presence()).find(({ seatId }) => seatId === theirs?.changedBy)?.person;
        throw new AppError('hub/changed-elsewhere', 'another seat changed it first', { facts: author === undefined ? {} : { person: author } });
      }
      await keep();
      await setRevision(kind, key, revision);
    },

    async take(records) {
      const changed = new Set<SharedRecordKind>();
      for (const record of records) if (await takeOne(record)) changed.add(record.kind);
      return changed;
    },
  };
}

/** A repository some of whose methods go another way. */
export function withMethods<T extends object>(repository: T, methods: Partial<T>): T {
  return new Proxy(repository, { get: (target, name) => (name in methods ? methods[name as keyof T] : Reflect.get(target, name)) });
}
